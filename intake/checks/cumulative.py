"""Parts of a year against longer parts: nine months and the year count from 1 January, quarters and halves by themselves.

TT 37/2019. For indicators whose counts accumulate; months are left out, because systems send them both ways.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from base.texts import marked
from indicators.findings import Level, Rule, joined
from indicators.intervals import Floats
from intake.checks.case import Case, Flags, Part
from intake.checks.evidence import Evidence
from intake.checks.figures import PARTS
from intake.checks.keys import Ints

_SLOTS = ("Q1", "Q2", "Q3", "Q4", "H1", "H2", "9M", "")
_SHARED_OUT = {
    "": (("9M",), ("Q1", "Q2", "Q3", "Q4"), ("H1", "H2"), ("9M", "Q4")),
    "9M": (("Q1", "Q2", "Q3"), ("H1", "Q3")),
    "H1": (("Q1", "Q2"),),
    "H2": (("Q3", "Q4"),),
}
"""What each part of a year consists of, in every way in which it can be reported."""
_PIECE = 100_000
_YEARS = 10_000
_PARTS: tuple[Part, ...] = ("numerator", "denominator")
_FEWEST = 5
"""Of fewer events all may well have happened in one quarter."""

LESS_THAN_PARTS = Rule(
    "less_than_parts",
    Level.ERROR,
    marked("{whole_period} has {whole} ({part}), but {parts_period} together have {sum} already."),
    marked(
        "Nine months and the year count from 1 January; quarters count by themselves. Correct the one that is wrong. "
        "If it is in force already, import its correction together with this figure."
    ),
)
QUARTER_AS_NINE_MONTHS = Rule(
    "quarter_as_nine_months",
    Level.WARNING,
    marked("{whole_period} has exactly the figures of {parts_period} ({figure})."),
    marked("A report on nine months counts from 1 January. If nothing occurred before July, say so."),
)


@dataclass(frozen=True)
class _Years:
    """One row per figure and year, one column per slot. claim: where in the file, −1 if in force or not there."""

    numerator: Floats
    denominator: Floats
    claim: Ints
    year: Ints


def less_than_parts(case: Case) -> pd.DataFrame:
    """A year, nine months or a half with less than its parts together; of denominators, with less than any one of them.

    (Denominators of quarters may be one cohort, counted again each time: their sum says nothing.) All that the file says
    of the contradiction is refused: which of the figures is wrong can't be known.
    """
    told = _Told.of(len(case.claims))
    for years in _years(case):
        for whole, ways in _SHARED_OUT.items():
            explained = np.zeros(len(years.year), dtype=bool)
            for part in dict.fromkeys(part for way in ways for part in way):
                explained |= _judge(years, whole, (part,), told)
            for parts in ways:
                # Where one part alone is too large, the others are not at fault.
                _judge(years, whole, parts, told, passed=explained)
    return joined(
        case.findings(
            LESS_THAN_PARTS, told.part == name, of=name, whole_period=told.whole_period, parts_period=told.parts_period,
            whole=told.whole, sum=told.sum, part=PARTS[name],
        )
        for name in _PARTS
    )  # fmt: skip


def quarter_as_nine_months(case: Case) -> pd.DataFrame:
    """Nine months equal to the third quarter, with another quarter unknown: a discrete report in a cumulative place."""
    where: Flags = np.zeros(len(case.claims), dtype=bool)
    whole_period, parts_period = (np.full(len(case.claims), "", dtype=object) for _ in range(2))
    nine, third, others = _SLOTS.index("9M"), _SLOTS.index("Q3"), [_SLOTS.index("Q1"), _SLOTS.index("Q2")]
    for years in _years(case):
        top, bottom = years.numerator, years.denominator
        same = (top[:, nine] == top[:, third]) & (top[:, nine] >= _FEWEST)
        same &= (bottom[:, nine] == bottom[:, third]) | np.isnan(bottom[:, [nine, third]]).all(axis=1)
        same &= np.isnan(top[:, others]).any(axis=1) & (years.claim[:, nine] >= 0)
        for row in np.flatnonzero(same):
            claim = years.claim[row, nine]
            where[claim] = True
            whole_period[claim], parts_period[claim] = _code(years.year[row], "9M"), _code(years.year[row], "Q3")
    return case.findings(
        QUARTER_AS_NINE_MONTHS, where, figure=case.numerator, whole_period=whole_period, parts_period=parts_period
    )


@dataclass(frozen=True)
class _Told:
    """By claim, what was found first; part '' where nothing was."""

    part: npt.NDArray[np.object_]
    whole: Floats
    sum: Floats
    whole_period: npt.NDArray[np.object_]
    parts_period: npt.NDArray[np.object_]

    @classmethod
    def of(cls, count: int) -> "_Told":
        """Nothing found yet, for so many claims."""
        part, whole_period, parts_period = (np.full(count, "", dtype=object) for _ in range(3))
        return cls(part, np.zeros(count), np.zeros(count), whole_period, parts_period)


def _judge(years: _Years, whole: str, parts: tuple[str, ...], told: _Told, *, passed: Flags | None = None) -> Flags:
    """Tells where `whole` is less than `parts`, rows `passed` over. Returns these rows."""
    top, some = _SLOTS.index(whole), [_SLOTS.index(each) for each in parts]
    wrong: Flags = np.zeros(len(years.year), dtype=bool)
    for name, figures in (("numerator", years.numerator), ("denominator", years.denominator)):
        if name == "denominator" and len(parts) > 1:
            continue
        sums = np.nansum(figures[:, some], axis=1)
        less = sums >= figures[:, top] + 0.5
        if passed is not None:
            less &= ~passed
        wrong |= less
        for row in np.flatnonzero(less):
            given = [each for each, slot in zip(parts, some, strict=True) if figures[row, slot] > 0]
            involved = [years.claim[row, _SLOTS.index(each)] for each in (whole, *given)]
            year = years.year[row]
            for claim in involved:
                if claim >= 0 and not told.part[claim]:
                    told.part[claim] = name
                    told.whole[claim], told.sum[claim] = figures[row, top], sums[row]
                    told.whole_period[claim] = _code(year, whole)
                    told.parts_period[claim] = " + ".join(_code(year, each) for each in given)
    return wrong


def _code(year: int, slot: str) -> str:
    return f"{year:04d}-{slot}" if slot else f"{year:04d}"


def _years(case: Case) -> Iterator[_Years]:
    """The years that the file speaks of, some at a time; figures in force fill what the file does not say."""
    evidence, keys = case.evidence, case.keys
    if not len(evidence.key):
        return
    slot_of_period = np.array([_slot(period.code[4:]) for period in keys.periods])
    year_of_period = np.array([period.year for period in keys.periods])
    period = evidence.key % len(keys.periods)
    accumulates = np.array([indicator.accumulates for indicator in case.indicators])[evidence.indicator]
    rows = np.flatnonzero(accumulates & (slot_of_period[period] >= 0))
    cell = evidence.group[rows] // keys.kinds * _YEARS + year_of_period[period[rows]]
    spoken_of = np.unique(cell[evidence.claim[rows] >= 0])
    order = np.argsort(cell, kind="stable")
    rows, cell = rows[order], cell[order]
    for start in range(0, len(spoken_of), _PIECE):
        piece = spoken_of[start : start + _PIECE]
        some = slice(*np.searchsorted(cell, [piece[0], piece[-1] + 1]))
        place = np.searchsorted(piece, cell[some])
        here = piece[place] == cell[some]
        its = rows[some][here]
        yield _table(evidence, its, place[here], slot_of_period[period[its]], piece)


def _slot(suffix: str) -> int:
    return next((number for number, slot in enumerate(_SLOTS) if suffix == (slot and f"-{slot}")), -1)


def _table(
    evidence: Evidence, rows: npt.NDArray[np.intp], place: npt.NDArray[np.intp], slot: npt.NDArray[np.intp], cells: Ints
) -> _Years:
    shape = (len(cells), len(_SLOTS))
    numerator, denominator = np.full(shape, np.nan), np.full(shape, np.nan)
    claim = np.full(shape, -1, dtype=np.int64)
    numerator[place, slot], denominator[place, slot] = evidence.numerator[rows], evidence.denominator[rows]
    claim[place, slot] = evidence.claim[rows]
    return _Years(numerator, denominator, claim, cells % _YEARS)
