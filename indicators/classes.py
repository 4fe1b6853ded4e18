"""One character per commune: what the map colours. Breaks are fixed per indicator, one exactly at the target."""

import numpy as np
import pandas as pd

from indicators import presence
from indicators.catalogue import Indicator
from indicators.intervals import Floats
from indicators.status import orientation

MEASURES = ("gap", "value", "need", "versus", "cluster", *presence.MEASURES)
# A commune with a figure that this measure does not colour: circles stand on it, or there is no target to judge by.
UNCOLOURED = "."
BLANK_CLASSES = {"missing": "m", "hidden": "h", "not_due": "d", "not_applicable": "n", "merged": "b"}
_SHADES = np.array(list("01234"))
# Places of `hotspots.clusters` where more is better; read in the mirror where less is, so that class 0 is the worst.
_CLUSTERS = {"low_low": 0, "low_high": 1, "none": 2, "high_low": 3, "high_high": 4}
# Gaps are differences of floats: 98.5 − 97 must fall on the break 1.5, not beside it.
_PLACES = 9


def _shade(values: Floats, breaks: tuple[float, ...]) -> Floats:
    """How many breaks each value has reached (0-4), NaN kept; a value on a break belongs above it."""
    shades: Floats = np.full(np.shape(values), np.nan)
    known = ~np.isnan(values)
    shades[known] = np.searchsorted(np.asarray(breaks, float), values[known], side="right")
    return shades


def _shades(measured: pd.DataFrame, indicator: Indicator, measure: str) -> Floats:
    match measure:
        case "gap" if orientation(indicator) >= 0:
            return _shade(np.round(measured["gap"].to_numpy(float), _PLACES), indicator.gap_breaks)
        case "gap":
            # Less is better: read in the mirror, so that class 0 is the worst for every indicator.
            mirrored = tuple(-cut for cut in reversed(indicator.gap_breaks))
            return _shade(np.round(-measured["gap"].to_numpy(float), _PLACES), mirrored)
        case "value":
            return _shade(np.round(measured["value"].to_numpy(float), _PLACES), indicator.value_breaks)
        case "versus":
            return measured["versus"].to_numpy(np.float64, na_value=np.nan) + 2
        case "cluster":
            return _cluster_shades(measured, orientation(indicator))
        case "has":
            return _states(measured, indicator)
        case "since":
            begun = (measured["run"] == "begun").to_numpy()
            return np.where(measured["lacks"], np.where(begun, 1.0, 0.0), np.where(begun, 3.0, 4.0))
        case "need" | "without":
            return np.asarray(np.full(len(measured), np.nan), dtype=np.float64)
        case _:
            raise ValueError(f"measure {measure!r}, not one of {', '.join(MEASURES)}")


def _states(measured: pd.DataFrame, indicator: Indicator) -> Floats:
    """1 where a commune is as it should not be, 4 where it is as it should; of what is never judged without it 0, with it 3."""
    if orientation(indicator) == 0:
        return np.where(measured["numerator"].to_numpy(float) > 0, 3.0, 0.0)
    return np.where(presence.lacks(measured, indicator), 1.0, 4.0)


def _cluster_shades(measured: pd.DataFrame, sign: int) -> Floats:
    """Where neither up nor down is good, a commune without cluster has no colour: the middle of that scale is a value."""
    shades = measured["cluster"].map(_CLUSTERS).astype(float).to_numpy()
    if sign == 0:
        return np.where(shades == _CLUSTERS["none"], np.nan, shades)
    return np.asarray(shades if sign > 0 else 4 - shades, dtype=np.float64)


def classes(measured: pd.DataFrame, indicator: Indicator, measure: str) -> str:
    """The class of each row of MEASURED, in its order.

    '0'-'4': gap from far short of the target to well over it ('0' is worst also where less is better; on the target
    counts as met), value from low to high, versus from surely worse to surely better,
    cluster (column `cluster`, as of `hotspots.clusters`) from bad among bad to good among good, without judgement from low
    among low to high among high; has: 1 without it, 4 with it; since (columns of `presence.presence`): 0 without it as far back as is
    known, 1 no longer with it, 3 with it only since then, 4 with it all along. need and without are circles, without colour. Letters are blanks: m missing,
    h hidden, d not due, n not applicable, b merged. '.' has a figure but no colour. Raises ValueError for another measure.
    """
    shades = _shades(measured, indicator, measure)
    digits = np.where(np.isnan(shades), UNCOLOURED, _SHADES[np.nan_to_num(shades).astype(int)])
    letters = measured["blank"].map(BLANK_CLASSES).to_numpy(object, na_value="")
    return "".join(np.where(letters != "", letters, digits))
