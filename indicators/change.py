"""Change against an earlier period, and whether it is more than noise."""

from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from indicators.catalogue import Indicator
from indicators.intervals import Floats, difference, interval_of
from indicators.measure import Total
from indicators.sources import way
from indicators.status import orientation

# better, worse: the interval of the difference excludes 0; within: it does not; merged: communes are counted and were
# merged in between; sources: one figure is of a survey, the other is not; not_judged: neither way is better;
# cannot: a figure or an interval is missing.
RESULTS = ("better", "worse", "within", "merged", "sources", "not_judged", "cannot")


@dataclass(frozen=True)
class Change:
    """Now minus before, in the indicator's unit, with its 95 % interval (NaN where there is none); see RESULTS."""

    difference: float
    low: float
    high: float
    result: str


def _results(change: Floats, low: Floats, high: Floats, *, sign: int, merged: bool) -> np.ndarray:
    if merged:
        return np.where(np.isnan(change), "cannot", "merged")
    if sign == 0:
        return np.where(np.isnan(change), "cannot", "not_judged")
    risen, fallen = low > 0, high < 0
    better, worse = (risen, fallen) if sign > 0 else (fallen, risen)
    return np.select([np.isnan(low), better, worse], ["cannot", "better", "worse"], "within")


def changes(now: pd.DataFrame, before: pd.DataFrame, indicator: Indicator, *, merged: bool = False) -> pd.DataFrame:
    """The change of each row, columns difference, low, high, result; index of `now`.

    now, before: columns numerator, denominator, value, source_kind, rows of the same areas in the same order (two MEASURED).
    Proportions by Newcombe's interval, rates by exact Poisson limits; a plain count has none, so 'cannot' unless neutral.
    merged: the indicator counts communes and they were merged between the two periods.
    """
    figures = [f[c].to_numpy(float) for f in (now, before) for c in ("numerator", "denominator")]
    change = now["value"].to_numpy(float) - before["value"].to_numpy(float)
    interval = interval_of(indicator)
    low = high = np.full(len(now), np.nan)
    if interval is not None:
        low, high = (indicator.multiplier * limit for limit in difference(*figures, interval=interval))
    result = _results(change, low, high, sign=orientation(indicator), merged=merged)
    result = np.where(~np.isnan(change) & (_ways(now) != _ways(before)), "sources", result)
    return pd.DataFrame({"difference": change, "low": low, "high": high, "result": result}, index=now.index)


def _ways(rows: pd.DataFrame) -> np.ndarray:
    """How each figure was counted: by a survey, by both, or otherwise."""
    return np.array([way(str(kind)) for kind in rows["source_kind"]], dtype=object)


def change_of_total(now: Total | None, before: Total | None, indicator: Indicator, *, merged: bool = False) -> Change:
    """As `changes`, for the province or a group; 'cannot' with NaN where one of the two has no figure."""
    if now is None or before is None:
        return Change(np.nan, np.nan, np.nan, "cannot")
    row = changes(_one_row(now), _one_row(before), indicator, merged=merged).iloc[0]
    return Change(float(row["difference"]), float(row["low"]), float(row["high"]), str(row["result"]))


def _one_row(total: Total) -> pd.DataFrame:
    return pd.DataFrame([asdict(total)])[["numerator", "denominator", "value", "source_kind"]]
