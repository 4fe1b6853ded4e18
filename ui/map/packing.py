"""Columns of numbers as short text: one character a digit, so that 3,321 communes fit in one small message."""

import json
from typing import NotRequired, TypedDict

import numpy as np
import numpy.typing as npt
import pandas as pd

# 91 printable characters from '#', without the backslash, which JSON would have to escape.
_ALPHABET = "".join(chr(code) for code in range(35, 127) if chr(code) != "\\")
BASE = len(_ALPHABET)
_LETTERS = np.frombuffer(_ALPHABET.encode("ascii"), dtype=np.uint8)
_Ints = npt.NDArray[np.int64]


class Packed(TypedDict):
    """s: `w` characters a number, of value − min + 1, or 0 for none. x: the few that need more characters, {row: number}."""

    w: int
    min: int
    s: str
    x: NotRequired[dict[str, int]]


def pack(values: "pd.Series | np.ndarray | list[float]") -> Packed | None:
    """Whole numbers, NaN where there is none; None if there is no number at all.

    w is what makes the whole shortest. static/commune_map/numbers.js `unpack` is the inverse.
    """
    numbers = np.asarray(values, float)
    known = ~np.isnan(numbers)
    if not known.any():
        return None
    whole = np.rint(numbers[known]).astype(np.int64)
    least = int(whole.min())
    offsets = np.zeros(len(numbers), np.int64)
    offsets[known] = whole - least + 1
    width = _width(offsets)
    fits = offsets < BASE**width
    column: Packed = {"w": width, "min": least, "s": _digits(np.where(fits, offsets, 0), width)}
    outliers = {str(i): int(offsets[i]) + least - 1 for i in np.flatnonzero(~fits)}
    if outliers:
        column["x"] = outliers
    return column


def _digits(offsets: _Ints, width: int) -> str:
    """All numbers one after the other, each in `width` characters, the highest digit first."""
    digits = offsets[:, np.newaxis] // BASE ** np.arange(width - 1, -1, -1, dtype=np.int64) % BASE
    return str(_LETTERS[digits].tobytes(), "ascii")


def _width(offsets: _Ints) -> int:
    """The number of characters at which numbers and outliers together are shortest."""
    largest = int(offsets.max())
    outlier = len(json.dumps({str(len(offsets)): largest})) + 1
    widest = next(width for width in range(1, 11) if largest < BASE**width)
    return min(
        range(1, widest + 1),
        key=lambda width: width * len(offsets) + outlier * int((offsets >= BASE**width).sum()),
    )


def digit(number: int) -> str:
    """One number below 91 as one character."""
    return _ALPHABET[number]
