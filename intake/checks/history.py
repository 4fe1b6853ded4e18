"""A figure against the commune's own earlier ones."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from base.texts import marked
from indicators.catalogue import Unit
from indicators.findings import Level, Rule
from indicators.intervals import Floats
from indicators.measure import value_of
from intake.checks.case import Case
from intake.checks.evidence import Evidence
from intake.checks.robust import rate_scale, robust_z, share_scale, stated_scale

_FEWEST, _MOST = 4, 12
"""So many earlier points must be known; so many of the latest are looked at: three years of quarters, a year of months."""
_Z = 5.0
_POINTS = 5.0
"""A change of a percentage by less is not worth anyone's time, however unusual."""
_SHARE = 0.5
"""Nor one of a count or a rate by less than half. (Fewer than ten events never get a z over 5: chance does that much.)"""
_PIECE = 100_000

JUMP = Rule(
    "jump",
    Level.WARNING,
    marked("The value is {now}{unit}; the {n} periods before had {usual}{unit} (median)."),
    marked("Compare it with the original report. If it is right, say what happened."),
)


@dataclass(frozen=True)
class _Scaled:
    """The evidence on a scale of equal chance: y, its spread by chance, and the value as people read it."""

    y: Floats
    least: Floats
    value: Floats


def jump(case: Case) -> pd.DataFrame:
    """|z| over 5 against the median of at least four earlier periods of the same kind, and a change that matters.

    Reports of a commune before its merger stand on other areas, so a young commune has no history and is let pass.
    """
    evidence, count = case.evidence, len(case.claims)
    scaled = _scaled(case)
    now, usual, earlier = (np.full(count, np.nan) for _ in range(3))
    here = np.flatnonzero(evidence.claim >= 0)
    for start in range(0, len(here), _PIECE):
        rows = here[start : start + _PIECE]
        places, n = _earlier(rows, evidence)
        rows, places, n = (each[n >= _FEWEST] for each in (rows, places, n))
        centre, deviation = _median_and_deviation(_at(scaled.y, places))
        median, _ = _median_and_deviation(_at(scaled.value, places))
        z = robust_z(scaled.y[rows], centre, deviation, scaled.least[rows])
        jumps = (np.abs(z) > _Z) & _matters(rows, median, scaled, case)
        claims = evidence.claim[rows[jumps]]
        now[claims], usual[claims], earlier[claims] = scaled.value[rows[jumps]], median[jumps], n[jumps]
    unit = np.where(case.where(lambda indicator: indicator.unit is Unit.PERCENT), " %", "").astype(object)
    return case.findings(JUMP, ~np.isnan(now), now=np.round(now, 1), usual=np.round(usual, 1), n=earlier, unit=unit)


def _scaled(case: Case) -> _Scaled:
    evidence = case.evidence
    y, least, value = (np.full(len(evidence.key), np.nan) for _ in range(3))
    for number, indicator in enumerate(case.indicators):
        rows = np.flatnonzero(evidence.indicator == number)
        top, bottom, stated = (each[rows] for each in (evidence.numerator, evidence.denominator, evidence.value))
        value[rows] = value_of(top, bottom, indicator)
        if not indicator.is_rate:
            y[rows], least[rows] = rate_scale(top, np.ones_like(top))
            continue
        y[rows], least[rows] = (share_scale if indicator.unit is Unit.PERCENT else rate_scale)(top, bottom)
        alone = np.isnan(top) & ~np.isnan(stated)
        if alone.any() and indicator.unit is Unit.PERCENT:
            y[rows[alone]], least[rows[alone]] = stated_scale(stated[alone] / 100)
            value[rows[alone]] = stated[alone]
    return _Scaled(y, least, value)


def _earlier(rows: npt.NDArray[np.intp], evidence: Evidence) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Places of the last points of the same group before each of `rows`, −1 where there is none, and their number."""
    places = rows[:, None] - np.arange(1, _MOST + 1)
    same = (places >= 0) & (evidence.group[np.maximum(places, 0)] == evidence.group[rows][:, None])
    return np.where(same, places, -1), same.sum(axis=1)


def _at(column: Floats, places: npt.NDArray[np.intp]) -> Floats:
    return np.where(places < 0, np.nan, column[places])


def _median_and_deviation(table: Floats) -> tuple[Floats, Floats]:
    centre = _median(table)
    return centre, _median(np.abs(table - centre[:, None]))


def _median(table: Floats) -> Floats:
    """Of each row, whatever is NaN left out; many times faster than `nanmedian` on short rows."""
    ordered = np.sort(table, axis=1)  # NaN last
    count = np.sum(~np.isnan(ordered), axis=1)
    row = np.arange(len(ordered))
    low, high = ordered[row, np.maximum(count - 1, 0) // 2], ordered[row, np.minimum(count // 2, table.shape[1] - 1)]
    return np.where(count > 0, (low + high) / 2, np.nan)


def _matters(rows: npt.NDArray[np.intp], median: Floats, scaled: _Scaled, case: Case) -> npt.NDArray[np.bool_]:
    indicator = case.evidence.indicator[rows]
    change = np.abs(scaled.value[rows] - median)
    percent = np.array([each.unit is Unit.PERCENT for each in case.indicators])[indicator]
    return np.where(percent, change >= _POINTS, change > _SHARE * median)
