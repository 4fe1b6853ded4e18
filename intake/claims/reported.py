"""What each row of a sheet reports, by the nature of its indicator: counts, a value without counts, a reason, or an error."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from indicators.catalogue import Indicator
from indicators.findings import Rule
from indicators.measure import value_of_rate
from intake.claims import rules
from intake.claims.figures import Array, Part, disagrees, tell_wrong
from intake.claims.raw import Raw
from intake.claims.sheet_findings import SheetFindings
from intake.words.numbers import CellKind


@dataclass(frozen=True)
class Reported:
    """numerator, denominator, value: what is taken, NaN for nothing. blank: the reason. good: whether the row stands.

    asked: whether a cell can't be read before the language of its numbers is declared. awaited: rows that are still to come.
    pending: rows that report no figure and no reason, those that are awaited among them: nothing of them can be refused.
    col: the letters of the cell that the row is about; col_denominator: those of its denominator's, '' where it has none.
    """

    numerator: Array
    denominator: Array
    value: Array
    blank: Array
    good: Array
    asked: bool
    awaited: Array
    pending: Array
    col: Array
    col_denominator: Array


def reported(
    raw: Raw, parts: dict[str, Part], blank: Array, indicators: list[Indicator], which: Array, findings: SheetFindings
) -> Reported:
    """raw: rows in which something stands. blank: '' | not_applicable | removed per row. which: per row the place in `indicators`."""
    rate = np.array([each.is_rate for each in indicators] or [True], dtype=bool)[which]
    value_only = np.array([each.value_only for each in indicators] or [False], dtype=bool)[which]
    top, bottom, value = parts["numerator"], parts["denominator"], parts["value"]
    cols = {name: raw.cols(name) for name in parts}

    # A value counts only where no count stands; beside counts it is checked, never taken.
    alone = (top.kinds == CellKind.EMPTY) | (top.kinds == CellKind.UNKNOWN)
    known = which >= 0
    used = {"numerator": known, "denominator": known & rate, "value": known & alone}
    for name, part in parts.items():
        tell_wrong(findings, part, used[name], cols[name])
    wrong = np.logical_or.reduce([part.wrong & used[name] for name, part in parts.items()])
    asked = any(((p.kinds == CellKind.LANGUAGE) & used[name]).any() for name, p in parts.items())

    excused = np.logical_or.reduce([part.excused & used[name] for name, part in parts.items()])
    blank = np.where((blank == "") & excused, "not_applicable", blank)
    some = top.given | (bottom.given & rate) | (value.given & alone)
    both = known & (blank != "") & some & ~wrong
    col = np.where(value.given & alone, cols["value"], cols["numerator"])
    col = np.where(col == "", np.where(cols["value"] == "", cols["denominator"], cols["value"]), col)
    findings.at(rules.BLANK_WITH_FIGURE, both, col=col, value=lambda place: str(blank[place]))

    counted = np.where(~rate & alone, value.numbers, top.numbers)
    split = known & ~rate & alone & value.given & (value.numbers != np.floor(value.numbers))
    findings.at(
        rules.NUMBER_FRACTION, split & ~wrong, col=cols["value"], value=value.cells.cell,
        details=lambda place: {"thousands": f"{value.numbers[place]:.3f}", "typed": str(round(value.numbers[place] * 1000))},
    )  # fmt: skip
    open_rows = known & ~wrong & ~both & ~split & (blank == "")
    # '…' in one of the counts: the report is still to come.
    awaited = rate & ((top.kinds == CellKind.UNKNOWN) & ~value.given | (bottom.kinds == CellKind.UNKNOWN))
    pending = open_rows & (awaited | ~some)
    open_rows &= ~pending
    no_bottom = open_rows & rate & top.given & ~bottom.given
    as_value = open_rows & rate & alone & value.given
    no_counts = as_value & ~value_only & ~bottom.given
    no_top = open_rows & rate & alone & bottom.given & ~(value.given & value_only)
    teller = _Teller(raw, indicators, which, findings)
    teller.tell(rules.NO_DENOMINATOR, no_bottom, cols["numerator"], whole=cols["denominator"] == "")
    teller.tell(rules.NO_NUMERATOR, no_top, cols["denominator"], whole=cols["numerator"] == "")
    both_missing = (cols["numerator"] == "") & (cols["denominator"] == "")
    teller.tell(rules.PERCENT_WITHOUT_COUNTS, no_counts, cols["value"], whole=both_missing)

    plain_value = as_value & value_only
    good = known & ~(wrong | both | split | pending | no_bottom | no_counts | no_top)
    teller.each(rules.VALUE_ONLY, plain_value)
    teller.each(rules.DENOMINATOR_UNUSED, (good | pending) & ~rate & bottom.given)
    pair = good & rate & top.given & bottom.given
    _check_printed(raw, parts, indicators, which, pair & ~alone, findings)
    nothing = np.full(len(rate), np.nan)
    return Reported(
        numerator=np.where(pair | (good & ~rate), counted, nothing),
        denominator=np.where(pair, bottom.numbers, nothing),
        value=np.where(plain_value, value.numbers, nothing),
        blank=blank,
        good=good,
        asked=asked,
        awaited=pending & awaited,
        pending=pending,
        col=col,
        col_denominator=np.where(pair, cols["denominator"], ""),
    )


class _Teller:
    """Says once for a whole column what is wrong with all of it, and once per row what is wrong with a row."""

    def __init__(self, raw: Raw, indicators: list[Indicator], which: Array, findings: SheetFindings) -> None:
        self._raw, self._indicators, self._which, self._findings = raw, indicators, which, findings

    def tell(self, rule: Rule, wrong: Array, cols: Array, *, whole: Array) -> None:
        """whole: rows of which the sheet has no column that could hold what is missing."""
        if not wrong.any():
            return
        for place in np.unique(self._which[wrong & whole]):
            code = self._indicators[place].code
            for letters in np.unique(cols[wrong & whole & (self._which == place)].astype(str)):
                n = int((wrong & whole & (self._which == place) & (cols == letters)).sum())
                self._findings.add(rule, col=str(letters), indicator=code, n=n)
        self._findings.at(
            rule, wrong & ~whole, col=cols,
            details=lambda place: {"indicator": self._indicators[self._which[place]].code, "n": 1},
        )  # fmt: skip

    def each(self, rule: Rule, rows: Array) -> None:
        """One note per indicator."""
        if rows.any():
            for place, n in zip(*np.unique(self._which[rows], return_counts=True), strict=True):
                self._findings.add(rule, indicator=self._indicators[place].code, n=int(n))


def _check_printed(
    raw: Raw, parts: dict[str, Part], indicators: list[Indicator], which: Array, rows: Array, findings: SheetFindings
) -> None:
    """Percentages printed beside their counts, against the counts."""
    cells = parts["value"].cells
    rows = rows & cells.given
    if not rows.any():
        return
    multiplier = np.array([each.multiplier for each in indicators], dtype=float)[which]
    top, bottom = parts["numerator"].numbers, parts["denominator"].numbers
    computed = value_of_rate(top, np.where(rows, bottom, np.nan), multiplier)
    # Numbers typed as numbers are many, and quick to compare; texts are looked at one by one.
    numbers = parts["value"].numbers
    near = np.abs(numbers - computed) <= 0.05
    places = [
        place
        for place in np.flatnonzero(rows & ~near).tolist()
        if disagrees(cells.cell(place), raw.language, computed[place])
    ]
    findings.at(
        rules.PRINTED_PERCENT, np.array(places, dtype=np.int64), col=raw.cols("value"), value=cells.cell,
        details=lambda place: {
            "indicator": indicators[which[place]].code, "numerator": _plain(top[place]), "denominator": _plain(bottom[place]),
            "computed": round(float(computed[place]), 2),
        },
    )  # fmt: skip


def _plain(number: Any) -> Any:
    return int(number) if float(number).is_integer() else float(number)
