"""Shares of more than all: the numerator or the denominator of such a report is wrong, and with it every sum that it is in."""

from dataclasses import dataclass

import numpy as np

from indicators.catalogue import Indicator, Unit
from indicators.intervals import Floats, Numbers


@dataclass(frozen=True)
class Benchmark:
    """What communes are held against. value: in the indicator's unit, NaN if there is none; left_out: doubtful reports that are not in it."""

    value: float
    left_out: int = 0


def can_be_doubtful(indicator: Indicator) -> bool:
    """Whether more than all can't be: of a percentage, unless it is of posts, which may be more than the norm."""
    return indicator.unit is Unit.PERCENT and not indicator.has_norm


def is_over(value: float, indicator: Indicator) -> bool:
    """Whether a value (in the indicator's unit, NaN for none) is of more than all."""
    return can_be_doubtful(indicator) and value > indicator.multiplier


def doubtful(numerator: Numbers, denominator: Numbers, indicator: Indicator) -> np.ndarray:
    """Which figures say more than all; False where either count is NaN."""
    top, bottom = np.asarray(numerator, float), np.asarray(denominator, float)
    return (top > bottom) & (bottom > 0) & can_be_doubtful(indicator)


def benchmark(
    numerator: Floats,
    denominator: Floats,
    indicator: Indicator,
    *,
    whole: tuple[float, float],
    value: float,
    summed: bool,
) -> Benchmark:
    """The value of a total without the doubtful reports among its communes.

    numerator, denominator: of the communes, NaN where blank. whole: those of the total, whose value is `value`; summed: it is
    the sum of reports, so that some can be taken out again. Where it is of more than all without them, there is no benchmark.
    """
    out = doubtful(numerator, denominator, indicator)
    if summed and out.any():
        top, bottom = (total - part[out].sum() for total, part in zip(whole, (numerator, denominator), strict=True))
        left = indicator.multiplier * top / bottom if bottom > 0 else np.nan
        found = Benchmark(float(left), int(out.sum()))
    else:
        found = Benchmark(float(value))
    return Benchmark(np.nan, found.left_out) if is_over(found.value, indicator) else found
