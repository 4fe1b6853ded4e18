"""Change against an earlier period, and whether it is more than noise."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from base.texts import marked
from indicators.catalogue import Indicator
from indicators.intervals import Floats, limits_of_difference
from indicators.measure import Total
from indicators.sources import way
from indicators.status import orientation

RESULTS = {
    "better": marked("better"),
    "worse": marked("worse"),
    "within": marked("no clear change"),
    "same": marked("unchanged"),
    "merged": marked("communes merged, not compared"),
    "sources": marked("survey against register"),
    "not_judged": marked("not judged"),
    "cannot": marked("cannot say"),
}
"""What each result of a `Change` is called."""


@dataclass(frozen=True)
class Change:
    """Now minus before, in the indicator's unit, with its 95 % interval (NaN where there is none).

    result: 'better', 'worse': the interval of the difference excludes 0, or all there are were counted and the figures differ;
    'within': the interval does not; 'same': all were counted and the change is written as 0; 'merged': communes are counted and were merged in between; 'sources': one figure is of a survey, the other is not; 'not_judged': neither way is better;
    'cannot': a figure or an interval is missing.
    """

    difference: float
    low: float
    high: float
    result: str


def _results(change: Floats, low: Floats, high: Floats, indicator: Indicator, *, merged: bool) -> np.ndarray:
    sign = orientation(indicator)
    if merged:
        return np.where(np.isnan(change), "cannot", "merged")
    if sign == 0:
        return np.where(np.isnan(change), "cannot", "not_judged")
    if not indicator.has_interval:
        # What is written as 0 has not moved, though a rate for so many children may differ by a hair.
        low = high = np.where(np.abs(change) < 0.5 * 10.0**-indicator.decimals, 0.0, change)
    risen, fallen = low > 0, high < 0
    better, worse = (risen, fallen) if sign > 0 else (fallen, risen)
    otherwise = "within" if indicator.has_interval else "same"
    return np.select([np.isnan(low), better, worse], ["cannot", "better", "worse"], otherwise)


@dataclass(frozen=True)
class _Figures:
    """Figures of several areas at one time: counts, values, and the kind of each one's source."""

    numerator: Floats
    denominator: Floats
    value: Floats
    kinds: Sequence[str]

    @property
    def ways(self) -> np.ndarray:
        """How each figure was counted: by a survey, by both, or otherwise."""
        return np.array([way(str(kind)) for kind in self.kinds], dtype=object)


def _figures(rows: pd.DataFrame) -> _Figures:
    top, bottom, value = (rows[name].to_numpy(float) for name in ("numerator", "denominator", "value"))
    return _Figures(top, bottom, value, rows["source_kind"].tolist())


def _one(total: Total) -> _Figures:
    top, bottom, value = (np.array([each]) for each in (total.numerator, total.denominator, total.value))
    return _Figures(top, bottom, value, [total.source_kind])


def _changes(now: _Figures, before: _Figures, indicator: Indicator, *, merged: bool) -> dict[str, np.ndarray]:
    change = now.value - before.value
    figures = (now.numerator, now.denominator, before.numerator, before.denominator)
    low, high = limits_of_difference(*figures, indicator=indicator)
    result = _results(change, low, high, indicator, merged=merged)
    result = np.where(~np.isnan(change) & (now.ways != before.ways), "sources", result)
    return {"difference": change, "low": low, "high": high, "result": result}


def changed(now: pd.DataFrame, before: pd.DataFrame, indicator: Indicator) -> dict[str, np.ndarray]:
    """As `changes`, by column and in the order of the rows."""
    return _changes(_figures(now), _figures(before), indicator, merged=False)


def changes(now: pd.DataFrame, before: pd.DataFrame, indicator: Indicator, *, merged: bool = False) -> pd.DataFrame:
    """The change of each row, columns difference, low, high, result; index of `now`.

    now, before: columns numerator, denominator, value, source_kind, rows of the same areas in the same order (two MEASURED).
    Proportions by Newcombe's interval, rates by exact Poisson limits; where all were counted there is none, and a change is a fact.
    merged: the indicator counts communes and they were merged between the two periods.
    """
    return pd.DataFrame(_changes(_figures(now), _figures(before), indicator, merged=merged), index=now.index)


def change_of_total(now: Total | None, before: Total | None, indicator: Indicator, *, merged: bool = False) -> Change:
    """As `changes`, for the province or a group; 'cannot' with NaN where one of the two has no figure."""
    if now is None or before is None:
        return Change(np.nan, np.nan, np.nan, "cannot")
    found = {name: cells[0] for name, cells in _changes(_one(now), _one(before), indicator, merged=merged).items()}
    return Change(float(found["difference"]), float(found["low"]), float(found["high"]), str(found["result"]))
