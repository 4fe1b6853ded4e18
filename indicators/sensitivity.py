"""How few are too few to be shown, by the sensitivity of an indicator (docs/protection.md)."""

import numpy as np
import numpy.typing as npt

from indicators.intervals import Numbers

SMALL, SMALL_AT_LEVEL_3 = 5, 10
"""Counts below these, but above 0, are small."""


def threshold(sensitivity: Numbers) -> npt.NDArray[np.float64]:
    """The smallest count that is not small, by level; 0 at level 0, where none is."""
    level = np.asarray(sensitivity)
    return np.select([level >= 3, level >= 1], [SMALL_AT_LEVEL_3, SMALL], 0).astype(float)
