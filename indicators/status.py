"""Better or worse than the province, by interval; which way is better; whether the interval excludes the target."""

import numpy as np
import pandas as pd

from indicators.catalogue import Direction, Indicator
from indicators.intervals import Floats, Numbers, interval_of, limits_of

LIKELY, NEAR_CERTAIN = 0.95, 0.998


def orientation(indicator: Indicator) -> int:
    """1 if more is better, −1 if less is better, 0 if neither."""
    return {Direction.UP: 1, Direction.DOWN: -1, Direction.NEUTRAL: 0}[indicator.direction]


def versus_benchmark(numerator: Numbers, denominator: Numbers, indicator: Indicator, benchmark: float) -> pd.Series:
    """How surely each value differs from `benchmark` (in the indicator's unit): −2 worse … 2 better.

    Beyond the 99.8 % interval 2, beyond the 95 % interval 1, inside 0. NA where there is no interval, for a neutral
    indicator, and without a benchmark. Int8, RangeIndex.
    """
    sign = orientation(indicator)
    size = np.broadcast(np.asarray(numerator), np.asarray(denominator)).size
    if interval_of(indicator) is None or sign == 0 or np.isnan(benchmark):
        return pd.Series(pd.NA, index=range(size), dtype="Int8")
    steps = np.zeros(size)
    unknown = np.zeros(size, dtype=bool)
    for confidence in (LIKELY, NEAR_CERTAIN):
        low, high = limits_of(numerator, denominator, indicator, confidence)
        steps += np.where(low > benchmark, sign, np.where(high < benchmark, -sign, 0))
        unknown |= np.isnan(low)
    return pd.Series(steps.astype(int), index=range(size), dtype="Int8").mask(unknown)


def clearly_short(low: Floats, high: Floats, target: float, comparator: str) -> np.ndarray:
    """Whether the interval lies wholly on the wrong side of the target. False where there is no interval."""
    return np.asarray(high < target if comparator == ">=" else low > target)


def clearly_met(low: Floats, high: Floats, target: float, comparator: str) -> np.ndarray:
    """Whether the interval lies wholly beyond the target on its right side. False where there is no interval."""
    return np.asarray(low > target if comparator == ">=" else high < target)
