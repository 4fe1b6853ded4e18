"""`python -m cli COMMAND`: what is done to an installation from a terminal."""

import argparse
import sys

from base import settings
from base.errors import AtlasError
from base.private_files import private_files
from base.texts import DEFAULT_LANGUAGE, LANGUAGES, Texts
from cli import archive, attack, boundaries, export, reminders, reports, start, targets, template


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    top = argparse.ArgumentParser(prog="python -m cli", description="Child Atlas from the command line.")
    top.add_argument("--language", choices=LANGUAGES, default=DEFAULT_LANGUAGE, help="language of what is printed")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    start.add_parser(commands)
    boundaries.add_parser(commands)
    archive.add_parser(commands)
    reports.add_parser(commands)
    export.add_parser(commands)
    template.add_parser(commands)
    reminders.add_parser(commands)
    attack.add_parser(commands)
    targets.add_parser(commands)
    return top


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 if all went well, 1 with the reason on stderr if it was refused and nothing changed."""
    for stream in (sys.stdout, sys.stderr):
        # A console that knows no Vietnamese prints '?', it does not stop an import half-way.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    parsed = parser().parse_args(arguments)
    say = Texts(parsed.language)
    try:
        return int(parsed.run(parsed, say))
    except AtlasError as error:
        # At a terminal the driver's own words help; a page keeps them in its log.
        reason = "\n".join([error.text(say), *([str(error.__cause__)] if error.__cause__ else [])])
    except OSError as error:
        # A disk that is full, a folder that is none, a right that is missing: anywhere a command reads or writes.
        reason = say(
            "{file} can't be read or written ({reason}). Check the folder and your rights; CHILD_ATLAS_DATA names another folder.",
            file=error.filename or settings.data_dir(),
            reason=error.strerror or type(error).__name__,
        )
    print(reason, file=sys.stderr)
    return 1


if __name__ == "__main__":
    private_files()
    sys.exit(main())
