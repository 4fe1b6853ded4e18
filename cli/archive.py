"""`python -m cli archive save|restore FILE.zip`: the whole database as one file, with unprotected figures in it."""

import argparse
from pathlib import Path

from base import settings
from base.formats import number
from base.texts import Texts
from cli.installed import telling
from data_access import archive
from installation.boundaries import store_files
from installation.database import ready


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command and its two directions."""
    parser = commands.add_parser(
        "archive",
        help="save the whole database to one file, or restore it from one",
        description="The file holds every figure as it was reported, without protection. It is never offered on a page.",
    )
    directions = parser.add_subparsers(required=True, metavar="save|restore")
    for name, text in (
        ("save", "write FILE, which must not exist yet"),
        ("restore", "replace an empty or a demo database by what FILE holds"),
    ):
        direction = directions.add_parser(name, help=text)
        direction.add_argument("file", type=Path, metavar="FILE.zip")
        direction.set_defaults(run=save if name == "save" else restore)


def save(arguments: argparse.Namespace, say: Texts) -> int:
    """Save, and say who may read the file."""
    target: Path = arguments.file
    engine = ready(settings.database_url(), telling(say))
    # Of an installation that has not been started since it was updated: its shapes lie in their folder alone.
    store_files(engine)
    manifest = archive.save(engine, target, progress=_print_step)
    engine.dispose()
    print(
        say(
            "Saved: {file}, data version {version}, {rows} observations, {mb} MB.",
            file=target,
            version=manifest.data_version,
            rows=number(manifest.parts["observation.parquet"].rows, say.language),
            mb=number(target.stat().st_size / 1e6, say.language, 1),
        )
    )
    print(
        say(
            "The file holds figures of children without protection, small numbers included. Only you can read it now: "
            "keep it where nobody else can, and pass on exports of the pages instead."
        )
    )
    return 0


def restore(arguments: argparse.Namespace, say: Texts) -> int:
    """Restore into the database of this installation, which is made first if there is none. A start puts the shapes into their folder."""
    engine = ready(settings.database_url(), telling(say), with_demo=False)
    manifest = archive.restore(engine, arguments.file, progress=_print_step)
    engine.dispose()
    print(
        say(
            "Restored: data version {version}, {rows} observations. Restart the dashboard if it is running.",
            version=manifest.data_version,
            rows=number(manifest.parts["observation.parquet"].rows, say.language),
        )
    )
    return 0


def _print_step(step: int, steps: int, name: str) -> None:
    print(f"[{step}/{steps}] {name}", flush=True)
