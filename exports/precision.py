"""With how many decimals figures stand in a file: in a workbook as on screen, in CSV with a few more for who goes on computing."""

import numpy as np
import pandas as pd

# In the unit of the row's indicator, so with its decimals (the column `decimals` of a frame, which no file shows).
_IN_UNIT = frozenset(
    {"value", "low", "high", "target", "gap", "smoothed", "difference", "province", "at_least", "corrected"}
)
_OWN = {"share": 3.0, "gap_share": 3.0, "running": 3.0, "excess": 1.0, "km": 1.0}
# Whole, unless former communes were divided among those of today.
_COUNTS = frozenset(
    {
        "need",
        "own_need",
        "communes_need",
        "numerator",
        "denominator",
        "children",
        "population",
        "full_time",
        "part_time",
    }
)
MORE = 4
"""So many decimals more than on screen a figure has in CSV."""

_UNKNOWN = "#,##0.###"


def places(frame: pd.DataFrame, column: str) -> np.ndarray:
    """The decimals of each cell of `column` as they are shown; NaN where that is not known, so that nothing is rounded.

    frame: with `decimals` (int, of the indicator of the row), where it has one.
    """
    if column in _OWN:
        return np.full(len(frame), _OWN[column])
    if column in _COUNTS:
        counts = pd.to_numeric(frame[column], errors="coerce").to_numpy(float)
        return np.where(np.isnan(counts) | (counts == np.floor(counts)), 0.0, 1.0)
    if column in _IN_UNIT and "decimals" in frame:
        return np.asarray(frame["decimals"].to_numpy(float))
    return np.full(len(frame), np.nan)


def rounded(number: float, decimals: float) -> float:
    """`number` as CSV has it; whole where it is."""
    short = number if np.isnan(decimals) else round(number, int(decimals) + MORE)
    return int(short) if float(short).is_integer() else short


def number_format(number: float, decimals: float) -> str:
    """How a workbook shows `number`: '#,##0.0'. Where no decimals are known a whole one stands as it is (a version, a year)."""
    if np.isnan(decimals):
        return "0" if float(number).is_integer() else _UNKNOWN
    return f"#,##0.{'0' * int(decimals)}" if decimals else "#,##0"
