"""How far a figure is from what is usual, without letting strange figures say what is usual.

Counts and shares are first brought to a scale on which chance alone moves all of them alike (Anscombe 1948, Biometrika
35: 246–254): then a village of 20 children and a town of 800 are judged by one measure, and a commune that reported 100 %
for years still has a spread. The distance is that of Iglewicz and Hoaglin (1993, How to Detect and Handle Outliers).
"""

import numpy as np

from indicators.intervals import Floats

NORMAL = 1.4826
"""Median absolute deviation × this = standard deviation, for a normal distribution."""


def robust_z(x: Floats, centre: Floats, deviation: Floats, least: Floats | float = 0.0) -> Floats:
    """(x − median) / (1.4826 × MAD), with a spread of at least `least`; infinite where the spread is 0 and x differs.

    NaN where either is NaN.
    """
    spread = np.maximum(NORMAL * deviation, least)
    away = x - centre
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(away == 0, 0.0, away / spread)


def share_scale(numerator: Floats, denominator: Floats) -> tuple[Floats, Floats]:
    """arcsin √((x + 3/8) / (n + 3/4)) of x of n, and its standard deviation by chance, 1 / (2√(n + 1/2)).

    More than all counts as all: above 100 % another rule speaks. NaN without persons.
    """
    n = np.where(denominator > 0, denominator, np.nan)
    x = np.minimum(numerator, n)
    return np.arcsin(np.sqrt((x + 0.375) / (n + 0.75))), 0.5 / np.sqrt(n + 0.5)


def rate_scale(numerator: Floats, exposure: Floats) -> tuple[Floats, Floats]:
    """√((x + 3/8) / n) of x events among n, and its standard deviation by chance, 1 / (2√n); n = 1: a count."""
    n = np.where(exposure > 0, exposure, np.nan)
    return np.sqrt((numerator + 0.375) / n), 0.5 / np.sqrt(n)


def stated_scale(share: Floats) -> tuple[Floats, Floats]:
    """arcsin √p of a share whose counts are unknown; what chance does to it is then unknown too (0)."""
    return np.arcsin(np.sqrt(np.clip(share, 0.0, 1.0))), np.zeros_like(share)
