"""What a terminal shows of reports: what was found in a file, what applying would change, how far it is."""

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import Any

from base.formats import number, signed
from base.texts import Texts
from data_access.reports import batches
from data_access.reports.rehearsal import Review
from exports.check_results import LEVEL_NAMES
from indicators import findings
from indicators.findings import Level
from intake.checked import CheckedReports
from intake.rules import RULES

# So many cells of one rule are printed; the marked workbook has all of them.
_SHOWN = 5


def tell_checked(checked: CheckedReports, say: Texts) -> None:
    """One file: how much of it can be taken, and what was found, a rule at a time."""
    print(
        say(
            "{file}: {n} figures, {m} kept out by errors",
            file=checked.name,
            n=number(len(checked.reports), say.language),
            m=number(checked.refused, say.language),
        ),
        flush=True,
    )
    order = {str(level): place for place, level in enumerate(Level)}
    counts = Counter(zip(checked.findings["level"], checked.findings["rule"], strict=True))
    for (level, rule), count in sorted(counts.items(), key=lambda item: (order[item[0][0]], -item[1])):
        rows = checked.findings[checked.findings["rule"] == rule].head(_SHOWN).to_dict("records")
        print(f"  {say(LEVEL_NAMES[Level(level)])}, {number(count, say.language)}×")
        for row in rows:
            place = " ".join(part for part in (row["sheet"], findings.cell(row)) if part)
            print(
                f"    {place}: {findings.told(RULES[rule].text, row, say)}"
                if place
                else f"    {findings.told(RULES[rule].text, row, say)}"
            )
        print(f"    → {findings.told(RULES[rule].advice, rows[0], say)}")


def tell_review(review: Review, say: Texts) -> None:
    """What applying would change: counts, and the province before and after."""
    counts = {what: number(review.count(what), say.language) for what in ("added", "changed", "removed", "same")}
    print(say("Added {added}, changed {changed}, removed {removed}, as before {same}.", **counts))
    if review.demo:
        print(say("The demo data will be withdrawn."))
    for row in review.totals.to_dict("records"):
        before, after = (_counts(row, when, say) for when in ("before", "after"))
        if before != after:
            moved = row["after_numerator"] - row["before_numerator"]
            change = f" ({signed(moved, say.language, 0)})" if moved == moved else ""
            print(f"  {row['name']}, {row['indicator']} {row['period']}: {before} → {after}{change}")


def _counts(row: Mapping[Hashable, Any], when: str, say: Texts) -> str:
    parts = [number(row[f"{when}_{part}"], say.language) for part in ("numerator", "denominator")]
    return "/".join(parts) if row[f"{when}_denominator"] == row[f"{when}_denominator"] else parts[0]


def steps(say: Texts) -> batches.Progress:
    """Print each step once, and its share in tenths."""
    told: set[tuple[str, int]] = set()

    def tell(step: str, share: float | None) -> None:
        mark = (step, int((share or 0) * 10))
        if mark not in told:
            told.add(mark)
            print(say(step) + ("" if share is None else f" {share:.0%}"), flush=True)

    return tell
