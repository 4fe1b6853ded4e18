"""What `python -m cli import` does with communes, what is known of them, indicators and targets: all of them or none."""

import textwrap
from collections.abc import Sequence

from base.formats import number
from base.texts import Texts
from cli.installed import ACTOR
from data_access.engine import Engine
from indicators import findings
from intake import documents
from intake.rules import RULES

# So many rows that change are printed of each file; the counts are of all.
_SHOWN = 10
_WIDTH = 160


def take(engine: Engine, files: Sequence[tuple[str, bytes]], say: Texts, *, only_check: bool = False) -> int:
    """Check and apply documents (name and content), and say what was found and what changes; 1 if they were refused."""
    done, version = documents.apply_all(engine, files, ACTOR, only_check=only_check)
    for each in done:
        _tell(each, say)
    if not all(each.is_good for each in done):
        print(say("Nothing was imported. Correct the file and import again."))
        return 1
    print(say("Checked only: nothing was changed.") if only_check else say("Imported. Data version {n}.", n=version))
    return 0


def _tell(checked: documents.CheckedDocument, say: Texts) -> None:
    counts = {name: number(n, say.language) for name, n in checked.counts.items()}
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
        rule = RULES[row["rule"]]
        where = " ".join(part for part in (row["sheet"], findings.cell(row)) if part)
        said = f"{findings.told(rule.text, row, say)} {findings.told(rule.advice, row, say)}"
        print(f"  {where}: {said}" if where else f"  {said}")
    shown = checked.changes.head(_SHOWN) if checked.is_good else checked.changes.head(0)
    for row in shown.to_dict("records"):
        said = f"{row['key']}: {row['before'] or '–'} → {row['after'] or '–'}"
        print("  " + textwrap.shorten(said, _WIDTH, placeholder=" …"))
    if checked.is_good and len(checked.changes) > _SHOWN:
        print(f"  … {number(len(checked.changes) - _SHOWN, say.language)}")
