"""`python -m cli attack`: try to work out every hidden figure from everything that was ever published."""

import argparse

from base.formats import number
from base.texts import Texts
from cli.installed import prepared
from data_access.protection.attack import attack
from data_access.rights import RawFigures

_MOST_NAMED = 20


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "attack",
        help="try to work out every hidden figure from all that was ever published",
        description="Knows every total, group, period, earlier version, range and denominator. Ends with 1 if a figure is broken.",
    )
    parser.set_defaults(run=run)


def run(_: argparse.Namespace, say: Texts) -> int:
    """Attack the database and say what came out; no count is printed."""
    hidden = attack(prepared(say), RawFigures())
    broken = hidden[hidden["broken"]]
    print(
        say(
            "Hidden figures attacked: {hidden}. Closer than their level allows: {broken}. Published as a range: {ranges}. Told anyway by totals that are shown on purpose or were shown before: {told}.",
            hidden=number(len(hidden), say.language),
            broken=number(len(broken), say.language),
            ranges=number(int(hidden["range"].sum()), say.language),
            told=number(int((hidden["needed"] == 0).sum()), say.language),
        )
    )
    for row in broken.head(_MOST_NAMED).itertuples():
        print(f"  {row.indicator} {row.period} {row.kind} {row.code} {row.stratum}")
    return 1 if len(broken) else 0
