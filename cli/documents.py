"""`python -m cli document FILE…`: communes, what is known of them, indicators and targets, all of them or none."""

import argparse
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from base.formats import number
from base.texts import Texts
from cli.installation import ACTOR, prepared
from data_access import documents
from data_access.documents.rules import DOCUMENTS
from data_access.imports.errors import MissingFileError
from indicators import findings

if TYPE_CHECKING:
    from data_access.bootstrap import Engine

# So many rows that change are printed of each file; the counts are of all.
_SHOWN = 10
_WIDTH = 160
_RULES = {rule.code: rule for rule in DOCUMENTS}


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "document",
        help="import the register of communes, attributes, facilities, indicators, targets, spellings or codes",
        description="What is imported takes the place of what was in force of its kind. See docs/new-province.md.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--check", action="store_true", help="say what is wrong and what would change; change nothing")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, say: Texts) -> int:
    """Read the files, then `take`."""
    files = [(path.name, _content(path)) for path in arguments.files]
    engine = prepared(lambda text: print(say(text), flush=True))
    code = take(engine, files, say, only_check=arguments.check)
    engine.dispose()
    return code


def take(engine: "Engine", files: Sequence[tuple[str, bytes]], say: Texts, *, only_check: bool = False) -> int:
    """Check and apply documents (name and content), and say what was found and what changes; 1 if they were refused."""
    done, version = documents.apply_all(engine, files, ACTOR, only_check=only_check)
    for each in done:
        _tell(each, say)
    if not all(each.is_good for each in done):
        print(say("Nothing was imported. Correct the file and import again."))
        return 1
    print(say("Checked only: nothing was changed.") if only_check else say("Imported. Data version {n}.", n=version))
    return 0


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise MissingFileError(file=path.name, reason=error.strerror or type(error).__name__) from error


def _tell(checked: documents.Checked, say: Texts) -> None:
    counts = {name: number(n, say.language) for name, n in documents.counted(checked.changes).items()}
    kind = say(documents.NAMES[checked.kind])
    print(
        say(
            "{file}: {kind}. Added {added}, changed {changed}, removed {removed}.",
            file=checked.name,
            kind=kind,
            **counts,
        )
    )
    for row in checked.findings.to_dict("records"):
        rule = _RULES[row["rule"]]
        where = " ".join(part for part in (row["sheet"], findings.cell(row)) if part)
        said = f"{findings.told(rule.text, row, say)} {findings.told(rule.advice, row, say)}"
        print(f"  {where}: {said}" if where else f"  {said}")
    shown = checked.changes.head(_SHOWN) if checked.is_good else checked.changes.head(0)
    for row in shown.to_dict("records"):
        said = f"{row['key']}: {row['before'] or '–'} → {row['after'] or '–'}"
        print("  " + textwrap.shorten(said, _WIDTH, placeholder=" …"))
    if checked.is_good and len(checked.changes) > _SHOWN:
        print(f"  … {number(len(checked.changes) - _SHOWN, say.language)}")
