"""Steadier rates for communes with few children: each drawn towards the mean of all, the more the less it rests on.

Global empirical Bayes by the method of moments. Counts of rare events vary as Poisson counts do (Marshall 1991, Applied
Statistics 40, 283–294). A proportion does not: near 97 % the Poisson variance is thirty times too large, and every
commune would be drawn onto the mean. Proportions therefore have the binomial form (Martuzzi and Elliott 1996, Statistics
in Medicine 15, 1867–1873). Both are `EBest` of the R package spdep (family 'poisson' and 'binomial').
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.catalogue import Indicator, Unit
from indicators.intervals import Floats


@dataclass(frozen=True)
class _Moments:
    """raw: rates per one of the denominator; mean: of all together; between: variance of true rates; chance: of each raw one."""

    raw: Floats
    mean: float
    between: float
    chance: Floats


def _moments(numerator: Floats, denominator: Floats, *, binomial: bool) -> _Moments:
    """Of cells that all have a denominator > 0; there must be one at least."""
    raw = numerator / denominator
    mean = float(numerator.sum() / denominator.sum())
    spread = float((denominator * (raw - mean) ** 2).sum() / denominator.sum())
    # Where more were reached than there should be, the mean may pass 1 and there is no binomial variance.
    single = max(0.0, mean * (1 - mean)) if binomial else mean
    between = max(0.0, spread - single / float(denominator.mean()))
    chance = (max(0.0, single - spread) if binomial else single) / denominator
    return _Moments(raw, mean, between, chance)


def _known(numerator: Floats, denominator: Floats) -> np.ndarray:
    return np.asarray(~np.isnan(numerator) & (denominator > 0))


def figures(measured: pd.DataFrame) -> tuple[Floats, Floats]:
    """Numerators and denominators of MEASURED, NaN in a blank row whatever may stand there."""
    shown = (measured["blank"] == "").to_numpy()
    numerator, denominator = (
        np.where(shown, measured[c].to_numpy(np.float64), np.nan) for c in ("numerator", "denominator")
    )
    return numerator, denominator


def smoothed(numerator: Floats, denominator: Floats, indicator: Indicator) -> Floats:
    """The empirical Bayes estimate of each commune in the indicator's unit; stands beside the raw value, never for it.

    All communes that are to be drawn towards one mean must be given together. NaN where there is no figure or the
    denominator is 0, for an indicator without denominator, and for one that counts communes: whether a commune has
    something is no rate. Communes that differ by no more than chance would make
    them differ all have the mean. One commune alone has its own value.
    """
    result = np.full(np.shape(numerator), np.nan)
    known = _known(numerator, denominator)
    if not indicator.has_interval or not known.any():
        return result
    m = _moments(numerator[known], denominator[known], binomial=indicator.unit is Unit.PERCENT)
    total = m.between + m.chance
    weight = np.divide(m.between, total, out=np.zeros_like(total), where=total > 0)
    result[known] = indicator.multiplier * (m.mean + weight * (m.raw - m.mean))
    return result


def standardised(numerator: Floats, denominator: Floats, indicator: Indicator) -> Floats:
    """How far each rate is from the mean, in standard deviations of what its own denominator lets expect.

    z = (rate − mean) / √(between + chance) (Assunção and Reis 1999, Statistics in Medicine 18, 2147–2162): without it, small
    communes would stand out and large ones vanish. A negative estimate of the variance between communes counts as 0.
    NaN as in `smoothed`; 0 where all rates are equal.
    """
    result = np.full(np.shape(numerator), np.nan)
    known = _known(numerator, denominator)
    if not indicator.has_interval or not known.any():
        return result
    m = _moments(numerator[known], denominator[known], binomial=indicator.unit is Unit.PERCENT)
    deviation = np.sqrt(m.between + m.chance)
    result[known] = np.divide(m.raw - m.mean, deviation, out=np.zeros_like(deviation), where=deviation > 0)
    return result
