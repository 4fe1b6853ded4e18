"""Rows that slid: communes that carry the denominators of other communes, as thirteen did in a national source."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from base.texts import marked
from indicators import findings
from indicators.findings import Level, Rule
from indicators.intervals import Floats
from intake.checks.case import Case, Flags

_FEWEST = 5
_SAME, _OFF, _NEAR = 0.01, 0.2, 0.2
_SMALLEST = 100
"""Below it whole numbers are so few that different communes share them."""
_SHOWN = 3

ROWS_ROTATED = Rule(
    "rows_rotated",
    Level.ERROR,
    marked("{n} communes have denominators that other communes had a year before ({examples})."),
    marked("Rows have probably slid against the names. Put them right in the original and import the file again."),
)


@dataclass(frozen=True)
class _Off:
    """Claims far from their own year before. logs: of that year's denominators; slice: number of the indicator, period …"""

    rows: npt.NDArray[np.intp]
    slice: npt.NDArray[np.intp]
    now: Floats
    before: Floats


def rows_rotated(case: Case) -> pd.DataFrame:
    """Where five communes or more of one indicator and period are off by over 20 % and within 1 % of another's year before.

    Only communes that are off themselves can have lent theirs, and more must match than chance would: with many communes
    of like size some always do. Then every commune that is off is refused, since nobody knows whose figure it is.
    """
    off = _off(case)
    if len(off.rows) < _FEWEST:
        return findings.none()
    by_size, order = _ordered(off)
    matched = _counted(off, by_size, _SAME)
    # Of communes within 20 % of a size, so many are within 1 % of it by chance.
    by_chance = np.minimum(_counted(off, by_size, _NEAR) * np.log1p(_SAME) / np.log1p(_NEAR), 1.0)
    many = int(off.slice.max()) + 1
    n = np.bincount(off.slice, matched > 0, many)
    expected = np.bincount(off.slice, by_chance, many)
    of = np.bincount(off.slice, minlength=many)
    rotated = (n >= _FEWEST) & (n > expected + 3 * np.sqrt(expected)) & (2 * n >= of)
    where: Flags = np.zeros(len(case.claims), dtype=bool)
    count = np.zeros(len(case.claims))
    examples = np.full(len(case.claims), "", dtype=object)
    lender = order[np.minimum(np.searchsorted(by_size, _sizes(off, off.now / (1 + _SAME))), len(order) - 1)]
    for number in np.flatnonzero(rotated):
        here = off.slice == number
        rows = off.rows[here]
        where[rows], count[rows] = True, n[number]
        examples[rows] = _examples(case, off, np.flatnonzero(here & (matched > 0))[:_SHOWN], lender)
    return case.findings(ROWS_ROTATED, where, of="denominator", value=case.denominator, n=count, examples=examples)


def _off(case: Case) -> _Off:
    now, before = case.denominator, case.before.denominator
    usable = case.rate & case.whole & case.of_commune & ~case.blank & np.isfinite(now)
    usable &= (now >= _SMALLEST) & (before >= _SMALLEST) & (np.abs(now - before) > _OFF * before)
    rows = np.flatnonzero(usable)
    _, number = np.unique(case.keys.slice[rows], return_inverse=True)
    return _Off(rows, number, now[rows], before[rows])


def _sizes(off: _Off, denominators: Floats) -> Floats:
    """One axis for all slices: logarithms of sizes, which are far below 64, each slice on its own stretch."""
    return np.asarray(64.0 * off.slice + np.log(denominators), dtype=np.float64)


def _ordered(off: _Off) -> tuple[Floats, npt.NDArray[np.intp]]:
    sizes = _sizes(off, off.before)
    order = np.argsort(sizes, kind="stable")
    return sizes[order], order


def _counted(off: _Off, by_size: Floats, within: float) -> Floats:
    """How many of the same slice had, the year before, a denominator within a share of each one's now."""
    low = np.searchsorted(by_size, _sizes(off, off.now / (1 + within)), side="left")
    high = np.searchsorted(by_size, _sizes(off, off.now * (1 + within)), side="right")
    return (high - low).astype(np.float64)


def _examples(case: Case, off: _Off, some: npt.NDArray[np.intp], lender: npt.NDArray[np.intp]) -> str:
    names = dict(
        zip(zip(case.known.communes["code"], case.known.communes["valid_from"], strict=True),
            case.known.communes["name"], strict=True)
    )  # fmt: skip

    def name(place: int) -> str:
        code, day = case.keys.areas[case.keys.area[off.rows[place]]]
        return str(names.get((code, day), code))

    return "; ".join(f"{name(place)} ← {name(lender[place])}" for place in some)
