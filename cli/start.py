"""`python -m cli init`: the database with its demo and the boundaries, made or brought up to date."""

import argparse

from base import settings
from base.texts import Texts
from cli.installed import prepared


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    commands.add_parser("init", help="create the database with the demo, or bring it up to date").set_defaults(run=run)


def run(_: argparse.Namespace, say: Texts) -> int:
    """Make the installation ready, saying each step that takes long."""
    prepared(say).dispose()
    print(say("Ready: {folder}", folder=settings.data_dir()))
    return 0
