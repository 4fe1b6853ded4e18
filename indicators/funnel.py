"""Funnel limits: how far communes of each size may lie from the province's value by chance alone, and which lie beyond.

Spiegelhalter 2005, "Funnel plots for comparing institutional performance", Statistics in Medicine 24:1185-1202: exact
binomial (Poisson) limits with interpolation, and over-dispersion from winsorised z. His upper limit lets through a little
more than the level; ours is the mirror image of his lower one, so that neither side is passed by chance more often than the
level says (the first method of Manktelow and Seaton 2012, PLoS ONE 7:e45723), whichever of a share or its complement is drawn.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from indicators.catalogue import Indicator, Unit
from indicators.doubtful import Benchmark, doubtful
from indicators.intervals import Floats, Numbers
from indicators.measure import Total, benchmark_of
from indicators.status import LIKELY, NEAR_CERTAIN

LEVELS = (LIKELY, NEAR_CERTAIN)
# The share of communes at each end whose z is pulled in before the spread is judged, so that a few true outliers do not
# widen the limits for all; Spiegelhalter's example. With fewer communes than this none would be pulled in.
WINSORISED = 0.1
FEWEST_FOR_SPREAD = 10
FEWEST = 2
REASONS = ("no_denominator", "province_only", "one_each", "counted", "no_benchmark", "doubtful", "no_spread", "too_few")


def _by_chance(denominator: Numbers, benchmark: float, indicator: Indicator) -> tuple[Any, Floats]:
    """The distribution of the numerator that chance alone gives, and the denominators it is of.

    Denominators of a share are whole persons, so decimals from carried reports are rounded. NaN where there can be none.
    """
    from scipy import stats  # loads as slowly as pandas, and few who know this module need it

    size, rate = np.asarray(denominator, float), benchmark / indicator.multiplier
    if indicator.unit is Unit.PERCENT:
        size = np.rint(size)
        size = np.where(size >= 1, size, np.nan)
        return stats.binom(size, rate), size
    size = np.where(size > 0, size, np.nan)
    return stats.poisson(size * rate), size


def limits(denominator: Numbers, benchmark: float, indicator: Indicator, confidence: float) -> tuple[Floats, Floats]:
    """Between which values a commune of each size lies with `confidence` if it differs from `benchmark` by chance only.

    benchmark and both limits in the indicator's unit; the benchmark strictly inside its range (0 to 100 %). NaN where the
    denominator is NaN or none.
    """
    counted, size = _by_chance(denominator, benchmark, indicator)
    tail = (1 - confidence) / 2
    # The fewest that are reached with more than `tail`, and so much below it that exactly `tail` is left; likewise above.
    fewest = counted.ppf(tail)
    low = fewest - (counted.cdf(fewest) - tail) / counted.pmf(fewest)
    highest = counted.isf(tail)
    high = highest + (counted.sf(highest - 1) - tail) / counted.pmf(highest)
    most = 1.0 if indicator.unit is Unit.PERCENT else np.inf
    return tuple(indicator.multiplier * np.clip(end / size, 0, most) for end in (low, high))


def chances(value: Numbers, denominator: Numbers, benchmark: float, indicator: Indicator) -> tuple[Floats, Floats]:
    """How probable so low a value and so high a value are by chance alone, interpolated between whole numerators.

    A value lies below the lower limit where the first is under its tail, above the upper one where the second is: the
    limits solved for the probability, which costs a fraction of finding them. Units as in `limits`.
    """
    counted, size = _by_chance(denominator, benchmark, indicator)
    count = np.round(np.asarray(value, float) / indicator.multiplier * size, 9)
    above, below = np.ceil(count), np.floor(count)
    return (
        counted.cdf(above) - (above - count) * counted.pmf(above),
        counted.sf(below - 1) - (count - below) * counted.pmf(below),
    )


def dispersion(numerator: Numbers, denominator: Numbers, benchmark: float, indicator: Indicator) -> float:
    """φ: the mean square of the communes' winsorised z around `benchmark`; about 1 or less if only chance spreads them.

    NaN with fewer than FEWEST_FOR_SPREAD communes. Rows must have figures.
    """
    top, size = np.asarray(numerator, float), np.asarray(denominator, float)
    if len(top) < FEWEST_FOR_SPREAD:
        return np.nan
    rate = benchmark / indicator.multiplier
    variance = rate * (1 - rate) if indicator.unit is Unit.PERCENT else rate
    z = np.sort((top / size - rate) / np.sqrt(variance / size))
    pulled = int(WINSORISED * len(z))
    return float(np.mean(np.clip(z, z[pulled], z[-pulled - 1]) ** 2))


def is_overdispersed(phi: float, communes: int) -> bool:
    """Whether φ of so many communes is more than chance makes in 95 of 100 cases (χ² with as many degrees of freedom)."""
    from scipy import stats

    return bool(phi * communes > stats.chi2.ppf(LIKELY, communes))


_POINTS = ["code", "name", "numerator", "denominator", "value", "provisional", "estimated", "source_kind"]


@dataclass(frozen=True)
class Funnel:
    """A funnel around the province's value.

    points: a row per commune with a usable figure, index of MEASURED: numerator, denominator, value, provisional, estimated,
    source_kind, and outside:
    −2 below the 99.8 % limits, −1 below the 95 % ones, 0 within, 1, 2 above. benchmark: in the indicator's unit.
    dispersion: φ, NaN with too few communes; inflated: limits are √φ times as far from the benchmark.
    left_out: communes whose figures contradict each other: a numerator below 0, or of a share one above the denominator.
    without: those of them that the benchmark is without.
    """

    indicator: Indicator
    points: pd.DataFrame
    benchmark: float
    dispersion: float
    inflated: bool
    left_out: int
    without: int = 0

    @property
    def stretch(self) -> float:
        """By how much the limits are widened."""
        return float(np.sqrt(self.dispersion)) if self.inflated else 1.0

    def limits(self, denominator: Numbers, confidence: float) -> tuple[Floats, Floats]:
        """The limits of this funnel at each denominator, widened where it is over-dispersed."""
        most = self.indicator.multiplier if self.indicator.unit is Unit.PERCENT else np.inf
        exact = limits(denominator, self.benchmark, self.indicator, confidence)
        low, high = (np.clip(self.benchmark + self.stretch * (end - self.benchmark), 0, most) for end in exact)
        return low, high

    @property
    def outliers(self) -> pd.DataFrame:
        """The points beyond the 99.8 % limits, furthest from the benchmark first."""
        rows = self.points[self.points["outside"].abs() == 2]
        far = (rows["value"] - self.benchmark).abs()
        return rows.loc[far.sort_values(ascending=False, kind="stable").index]

    @property
    def by_chance(self) -> float:
        """How many points the 99.8 % limits let out at most if chance alone spreads them."""
        return len(self.points) * (1 - NEAR_CERTAIN)


def why_none(measured: pd.DataFrame, indicator: Indicator, province: Total | None) -> str:
    """Why there is no funnel of MEASURED, one of REASONS; '' if there is one.

    one_each: it counts communes, so each has the denominator one; counted: of all there are, so chance has no part in it; no_benchmark: the province has no value;
    doubtful: it is over 100 % even without the reports that are; no_spread: it is 0 or 100 %, so that chance can't spread anything.
    """
    if indicator.province_only:
        return "province_only"
    if not indicator.is_rate:
        return "no_denominator"
    if indicator.yes_or_no:
        return "one_each"
    if not indicator.has_interval:
        return "counted"
    if province is None or np.isnan(province.value):
        return "no_benchmark"
    most = indicator.multiplier if indicator.unit is Unit.PERCENT else np.inf
    around = _benchmark(measured, indicator, province).value
    if np.isnan(around):
        return "doubtful"
    if not 0 < around < most:
        return "no_spread"
    return "too_few" if len(_usable(measured, indicator)) < FEWEST else ""


def _usable(measured: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The rows that chance can be computed for."""
    return measured[(measured["blank"] == "") & (measured["denominator"] >= 1) & ~_contradictory(measured, indicator)]


def _contradictory(measured: pd.DataFrame, indicator: Indicator) -> pd.Series:
    """The rows that no chance can make: more counted than there are, or fewer than none."""
    below = measured["numerator"] < 0
    return below | doubtful(measured["numerator"], measured["denominator"], indicator)


def _benchmark(measured: pd.DataFrame, indicator: Indicator, province: Total) -> Benchmark:
    figures = measured["numerator"].to_numpy(float), measured["denominator"].to_numpy(float)
    return benchmark_of(*figures, indicator, province)


def funnel(measured: pd.DataFrame, indicator: Indicator, province: Total | None) -> Funnel | None:
    """The funnel of the communes of MEASURED around the province's value without doubtful reports; None where `why_none` has a reason."""
    if why_none(measured, indicator, province) or province is None:
        return None
    around = _benchmark(measured, indicator, province)
    points = _usable(measured, indicator)[_POINTS].copy()
    figures = points["numerator"].to_numpy(float), points["denominator"].to_numpy(float)
    phi = dispersion(*figures, around.value, indicator)
    inflated = phi > 1 and is_overdispersed(phi, len(points))
    # Limits √φ times as far away leave out the same communes as values √φ times nearer.
    pulled = around.value + (points["value"].to_numpy(float) - around.value) / (np.sqrt(phi) if inflated else 1.0)
    low, high = chances(pulled, figures[1], around.value, indicator)
    points["outside"] = sum(np.where(high < t, 1, 0) - np.where(low < t, 1, 0) for t in ((1 - c) / 2 for c in LEVELS))
    return Funnel(
        indicator=indicator,
        points=points,
        benchmark=around.value,
        dispersion=phi,
        inflated=inflated,
        left_out=int(_contradictory(measured, indicator).sum()),
        without=around.left_out,
    )
