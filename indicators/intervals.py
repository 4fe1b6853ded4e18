"""Confidence intervals of proportions, rates and their differences, vectorised; NaN where nothing can be said."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from indicators.catalogue import Indicator, IntervalMethod

Numbers = npt.ArrayLike
Floats = npt.NDArray[np.float64]
Interval = Callable[[Numbers, Numbers, float], tuple[Floats, Floats]]


def _where_possible(
    numerator: Numbers, denominator: Numbers, limits: Callable[[Floats, Floats], tuple[Floats, Floats]], *, share: bool
) -> tuple[Floats, Floats]:
    """`limits` for the cells that can have an interval: denominator > 0, numerator >= 0 and, of a share, not over it."""
    top, bottom = np.broadcast_arrays(np.asarray(numerator, float), np.asarray(denominator, float))
    possible = (bottom > 0) & (top >= 0) & ((top <= bottom) | (not share))
    low, high = np.full(top.shape, np.nan), np.full(top.shape, np.nan)
    if possible.any():
        low[possible], high[possible] = limits(top[possible], bottom[possible])
    return low, high


def wilson(numerator: Numbers, denominator: Numbers, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Wilson score interval of numerator/denominator, as proportions (0 to 1).

    NaN where either is NaN, the denominator is 0, or the numerator exceeds it (an error of the report that no interval covers).
    """

    # Here and below: half of the modules know this one for its types, and statsmodels takes longer to load than pandas.
    from statsmodels.stats.proportion import proportion_confint

    def limits(top: Floats, bottom: Floats) -> tuple[Floats, Floats]:
        low, high = proportion_confint(top, bottom, alpha=1 - confidence, method="wilson")
        # At 0 of n and n of n the limit is 0 and 1; rounding leaves it 1e-17 off, which would make 'worse than 100 %'.
        return np.where(top == 0, 0.0, low), np.where(top == bottom, 1.0, high)

    return _where_possible(numerator, denominator, limits, share=True)


def poisson_rate(numerator: Numbers, denominator: Numbers, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Exact Poisson interval (by chi-square) of the rate numerator/denominator, per one of the denominator."""

    from statsmodels.stats.rates import confint_poisson

    def limits(top: Floats, bottom: Floats) -> tuple[Floats, Floats]:
        low, high = confint_poisson(top, bottom, method="exact-c", alpha=1 - confidence)
        # The chi-square quantile with 0 degrees of freedom is NaN; the limit at no case is 0.
        return np.where(top == 0, 0.0, low), np.asarray(high, float)

    return _where_possible(numerator, denominator, limits, share=False)


def interval_of(indicator: Indicator) -> Interval | None:
    """The interval that the indicator declares; None where chance has no part in its values."""
    match indicator.interval_method:
        case IntervalMethod.WILSON:
            return wilson
        case IntervalMethod.EXACT_POISSON:
            return poisson_rate
        case IntervalMethod.NONE:
            return None


def limits_of(
    numerator: Numbers, denominator: Numbers, indicator: Indicator, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """The ends of the interval that the indicator declares, in its unit; NaN where it has none."""
    interval = interval_of(indicator)
    if interval is None:
        return _nothing(numerator)
    low, high = interval(numerator, denominator, confidence)
    return indicator.multiplier * low, indicator.multiplier * high


def limits_of_difference(
    numerator: Numbers,
    denominator: Numbers,
    numerator_before: Numbers,
    denominator_before: Numbers,
    *,
    indicator: Indicator,
    confidence: float = 0.95,
) -> tuple[Floats, Floats]:
    """As `difference`, by the interval that the indicator declares and in its unit; NaN where it has none."""
    interval = interval_of(indicator)
    if interval is None:
        return _nothing(numerator)
    figures = numerator, denominator, numerator_before, denominator_before
    low, high = difference(*figures, interval=interval, confidence=confidence)
    return indicator.multiplier * low, indicator.multiplier * high


def _nothing(numerator: Numbers) -> tuple[Floats, Floats]:
    nothing = np.full(np.shape(numerator), np.nan)
    return nothing, nothing.copy()


def _ratio(numerator: Numbers, denominator: Numbers) -> Floats:
    """numerator/denominator; NaN where that is 0."""
    top, bottom = np.broadcast_arrays(np.asarray(numerator, float), np.asarray(denominator, float))
    ratio = np.full(top.shape, np.nan)
    np.divide(top, bottom, out=ratio, where=bottom != 0)
    return ratio


def difference(
    numerator: Numbers,
    denominator: Numbers,
    numerator_before: Numbers,
    denominator_before: Numbers,
    *,
    interval: Interval,
    confidence: float = 0.95,
) -> tuple[Floats, Floats]:
    """Interval of (now − before) by squaring and adding the distances to the single limits.

    With `wilson` this is Newcombe's hybrid score interval (1998, method 10), with `poisson_rate` its sister for rates
    (Donner and Zou 2012). The two samples must be independent.
    """
    low, high = interval(numerator, denominator, confidence)
    low_before, high_before = interval(numerator_before, denominator_before, confidence)
    now, before = _ratio(numerator, denominator), _ratio(numerator_before, denominator_before)
    change = now - before
    return (
        change - np.hypot(now - low, high_before - before),
        change + np.hypot(high - now, before - low_before),
    )
