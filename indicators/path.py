"""The path from the baseline to the target: how fast it must go on, and whether the province is on track.

The law names a value and a year, no path between. The straight line from the baseline to the target is ours: a yardstick
that says where one would be if every year brought the same. Design rule: it is always labelled as ours.
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from indicators.catalogue import Direction, Indicator, Scope, Target
from indicators.comparable import series_breaks
from indicators.intervals import limits_of
from indicators.measure import value_of
from indicators.periods import parse
from indicators.sources import source_breaks
from indicators.status import clearly_short

BY = 2030
"""The year that is asked about: the end of the programmes that set the targets."""

BASE_YEAR = 2020
"""The last year before these programmes began (2021–2030): the baseline is the first comparable figure from here on."""

POINTS = 3
"""Fewer annual figures than this, the baseline and the newest among them, make no path."""


@dataclass(frozen=True)
class Path:
    """How an area stands against the target of a year; values in the indicator's unit, NaN and 0 where there are none.

    result: 'met', 'on_track', 'off_track' or 'cannot'. reason: why it can't be said, else '': 'neutral': never judged; 'no_target' for
    the year; 'no_figure': no annual one; 'break': the definition, the communes that are counted, or survey and register changed
    and too few figures came since; 'few_points': too few figures; 'noise': behind the line, by no more than chance.
    clear: the whole interval is on the side of the result. base, base_year: the baseline; value, year: the newest annual
    figure; expected: the value of the straight line in `year`; pace: change a year that is needed from `year` on.
    """

    result: str
    reason: str = ""
    target: Target | None = None
    clear: bool = False
    base: float = np.nan
    base_year: int = 0
    value: float = np.nan
    year: int = 0
    expected: float = np.nan
    pace: float = np.nan


def target_by(indicator: Indicator, by: int = BY) -> Target | None:
    """The target for the year `by`; the province's own before the State's."""
    of_year = [target for target in indicator.targets if target.year == by]
    return min(of_year, key=lambda target: target.scope is not Scope.PROVINCE, default=None)


def straight_line(base: float, base_year: int, target: Target, year: int) -> float:
    """Where the straight line from the baseline to the target is in `year`; flat at the target if the baseline meets it."""
    if target.met_by(base) or year >= target.year:
        return target.value
    return base + (target.value - base) * (year - base_year) / (target.year - base_year)


def path(history: pd.DataFrame, indicator: Indicator, *, merged_on: date, by: int = BY) -> Path:
    """The path of one area to the target of `by`.

    history: VALUES of it (period, numerator, denominator, value), of which annual periods with a figure are used.
    merged_on: the day from which an indicator that counts communes counts others.
    """
    target = target_by(indicator, by)
    if indicator.direction is Direction.NEUTRAL:
        return Path("cannot", "neutral")
    if target is None:
        return Path("cannot", "no_target")
    points = _points(history, indicator)
    if points.empty:
        return Path("cannot", "no_figure", target)
    breaks = {
        *series_breaks(points["period"], indicator, merged_on=merged_on),
        *source_breaks(history[history["period"].isin(points["period"])]),
    }
    comparable = points[points["period"].isin(breaks).cumsum() == len(breaks)]
    comparable = comparable[comparable["year"] >= BASE_YEAR]
    newest = points.iloc[-1]
    value, year = float(newest["value"]), int(newest["year"])
    left = target.year - year
    pace = (target.value - value) / left if left > 0 and not target.met_by(value) else np.nan
    if target.met_by(value):
        surely = newest["low"] >= target.value if target.comparator == ">=" else newest["high"] <= target.value
        return Path("met", "", target, bool(surely), value=value, year=year)
    if left > 0 and len(comparable) < POINTS:
        reason = "break" if breaks else "few_points"
        return Path("cannot", reason, target, value=value, year=year, pace=pace)
    stands = Path("cannot", "noise", target, value=value, year=year, pace=pace, expected=target.value)
    if len(comparable):
        base, base_year = float(comparable["value"].iloc[0]), int(comparable["year"].iloc[0])
        line = straight_line(base, base_year, target, year)
        stands = replace(stands, base=base, base_year=base_year, expected=line)
    return _judged(stands, target, float(newest["low"]), float(newest["high"]))


def _judged(stands: Path, target: Target, low: float, high: float) -> Path:
    """`stands` with its result: on the line or ahead of it, clearly behind it, or neither for certain."""
    upward = target.comparator == ">="
    if stands.value >= stands.expected if upward else stands.value <= stands.expected:
        surely = low >= stands.expected if upward else high <= stands.expected
        return replace(stands, result="on_track", reason="", clear=bool(surely))
    behind = bool(clearly_short(np.array(low), np.array(high), stands.expected, target.comparator))
    # Without an interval the point value alone decides.
    return replace(stands, result="off_track", reason="", clear=behind) if behind or np.isnan(low) else stands


def _points(history: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """period, year, value, low, high of the annual figures, ascending; what was stated without counts has no interval."""
    annual = history[np.array([parse(code).is_annual for code in history["period"]], dtype=bool)]
    top, bottom = annual["numerator"].to_numpy(float), annual["denominator"].to_numpy(float)
    counted = value_of(top, bottom, indicator)
    # Where all there are were counted, the value is all there is to know.
    low, high = limits_of(top, bottom, indicator) if indicator.has_interval else (counted, counted)
    table = pd.DataFrame(
        {
            "period": annual["period"].to_numpy(),
            "year": [parse(code).year for code in annual["period"]],
            "value": np.where(np.isnan(counted), annual["value"].to_numpy(float), counted),
            "low": low,
            "high": high,
        }
    )
    return table[table["value"].notna()].sort_values("year", ignore_index=True)
