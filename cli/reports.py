"""`python -m cli import FILE…`: reports, or configuration documents, into the database, all of them or none.

Documents (communes, indicators, targets …) go in before the reports that may build on them, as versions of their own.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from base.errors import AtlasError
from base.texts import LANGUAGES, Texts
from cli import documents, printed
from cli.installed import ACTOR, prepared
from data_access.engine import Engine
from exports.annotated import annotated
from intake.checked import CheckedReports, nothing_new
from intake.checking import Wanted, apply, reviewed, understood
from intake.declared import Declared
from intake.documents import is_package, recognise
from intake.reading import content_of, read
from intake.reading.source import Source

SUFFIXES = frozenset({".xlsx", ".csv", ".tsv", ".txt", ".json", ".parquet", ".toml", ".zip"})
"""What is taken from a folder; a file that is named is tried whatever it is called."""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    command = commands.add_parser("import", help="check reports and put them into the database, all of them or none")
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files, or folders of files")
    command.add_argument(
        "--numbers", choices=LANGUAGES, default="", help="how numbers are written: vi 9.450 and 95,5; en 9,450 and 95.5"
    )
    command.add_argument("--period", default="", help="of rows that name none, e.g. 2025-Q4")
    command.add_argument("--collection", default="", help="code of the register or survey that the figures come from")
    command.add_argument(
        "--status", choices=("final", "provisional"), default="", help="of all figures, whatever the file says"
    )
    command.add_argument(
        "--reported-on", type=date.fromisoformat, default=None, help="day of the reports, e.g. 2026-01-12"
    )
    command.add_argument("--dash", choices=("zero", "missing"), default="zero", help="what “-” stands for")
    command.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="SHEET!COL=MEANING",
        help="what a column is, e.g. 'Biểu 1!D=IMM01.numerator'; nothing after = leaves it out",
    )
    command.add_argument("--accept", default="", metavar="REASON", help="why figures with warnings are right")
    command.add_argument("--leave-out-errors", action="store_true", help="import the rest where figures have errors")
    command.add_argument("--check", action="store_true", help="check and review only; nothing is imported")
    command.add_argument(
        "--report", type=Path, metavar="FOLDER", help="write each file there with what was found marked in it"
    )
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace, say: Texts) -> int:
    """Check all files, say what was found and what would change, and apply them unless something stands against it."""
    engine = prepared(say)
    opened, unreadable = _opened(_files(arguments.files), say)
    if unreadable:
        print(say("Nothing was imported: {n} files can't be read. Correct or leave them out.", n=unreadable))
        return 1
    configuration = [(each.name, each.content) for each in opened if each.is_document]
    reports = [each for each in opened if not each.is_document]
    code = documents.take(engine, configuration, say, only_check=arguments.check) if configuration else 0
    if code == 0 and (reports or not configuration):
        code = _take(engine, reports, arguments, say)
    engine.dispose()
    return code


@dataclass(frozen=True)
class _Opened:
    """A file as it was read; source None: a document that only its own reader knows."""

    name: str
    content: bytes
    source: Source | None
    is_document: bool


def _opened(paths: Sequence[Path], say: Texts) -> tuple[list[_Opened], int]:
    """The files that could be read, and how many could not, each of which is named."""
    opened, unreadable = [], 0
    for path in paths:
        try:
            content = content_of(path)
            source = None if is_package(path.name, content) else read(path.name, content)
            kind = recognise(path.name, content, source)
        except AtlasError as error:
            print(f"{path.name}: {error.text(say)}", flush=True)
            unreadable += 1
            continue
        opened.append(_Opened(path.name, content, source, kind is not None))
    return opened, unreadable


def _take(engine: Engine, opened: Sequence[_Opened], arguments: argparse.Namespace, say: Texts) -> int:
    """Check reports, say what was found and what would change, and apply them unless something stands against it."""
    declared = _declared(arguments)
    files: list[tuple[CheckedReports, bytes]] = []
    for each in opened:
        checked = understood(engine, Wanted(each.name, each.content, declared), source=each.source)
        files.append((checked, each.content))
        printed.tell_checked(checked, say)
        if arguments.report is not None and each.source is not None:
            _mark(checked, each, arguments.report, say)
    against = _against(files, arguments, say)
    review = reviewed(engine, files, actor=ACTOR)
    if review is not None:
        printed.tell_review(review, say)
    if against:
        print(against)
        return 1
    if review is None or review.nothing:
        if review is None:
            print(say("Nothing to import."))
        elif review.replaced_by:
            print(nothing_new(review.replaced_by, say))
        else:
            print(say("Nothing to import: all of it is in the database already."))
        return 0
    if arguments.check:
        print(say("Checked only: nothing was changed."))
        return 0
    accepted = {rule: arguments.accept for checked, _ in files for rule in checked.warnings}
    some = [(checked, content) for checked, content in files if len(checked.reports)]
    version = apply(engine, some, actor=ACTOR, accepted=accepted, base=review.base, progress=printed.steps(say))
    print(say("Imported. Data version {n}.", n=version))
    return 0


def _declared(arguments: argparse.Namespace) -> Declared:
    columns = dict(each.rsplit("=", 1) for each in arguments.column if "=" in each)
    return Declared(
        language=arguments.numbers, period=arguments.period, collection=arguments.collection, status=arguments.status,
        reported_on=arguments.reported_on, dash=arguments.dash, columns=columns,
    )  # fmt: skip


def _files(named: Sequence[Path]) -> list[Path]:
    """The files that are meant: those of folders by name, without what editors leave there."""
    found: list[Path] = []
    for path in named:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.suffix.casefold() in SUFFIXES)
            found += [p for p in inside if p.is_file() and not p.name.startswith((".", "~$"))]
        else:
            found.append(path)
    return found


def _mark(checked: CheckedReports, opened: _Opened, folder: Path, say: Texts) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{Path(checked.name).stem}.checked.xlsx"
    target.write_bytes(annotated(checked.name, opened.content, checked.findings, say=say))
    print(say("  Marked: {file}", file=target))


def _against(files: Sequence[tuple[CheckedReports, bytes]], arguments: argparse.Namespace, say: Texts) -> str:
    """Why nothing may be imported; '' if nothing stands against it."""
    asked = sorted({name for checked, _ in files for name in checked.asked})
    if asked:
        options = ", ".join({"language": "--numbers", "reported_on": "--reported-on"}.get(a, f"--{a}") for a in asked)
        return say("Nothing was imported: the files do not say everything. Give {options}.", options=options)
    refused = sum(checked.refused for checked, _ in files)
    if refused and not arguments.leave_out_errors:
        return say(
            "Nothing was imported: {n} figures have errors. Correct them, or import the rest with --leave-out-errors.",
            n=refused,
        )
    if any(checked.errors for checked, _ in files) and not arguments.leave_out_errors:
        return say(
            "Nothing was imported: the files have errors. Correct them, or import the rest with --leave-out-errors."
        )
    if any(checked.warnings for checked, _ in files) and not arguments.accept.strip():
        return say('Nothing was imported: warnings need a reason. Give it with --accept "…", or correct the files.')
    return ""
