"""Columns of numbers as short text: one character a digit, so that 3,321 communes fit in one small message."""

import json
from collections import Counter
from typing import Any

import numpy as np
import pandas as pd

# 91 printable characters from '#', without the backslash, which JSON would have to escape.
_ALPHABET = "".join(chr(code) for code in range(35, 127) if chr(code) != "\\")
BASE = len(_ALPHABET)


def pack(values: "pd.Series | np.ndarray | list[float]") -> dict[str, Any] | None:
    """Whole numbers, NaN where there is none, as {w, min, s, x}; None if there is no number at all.

    s: `w` characters a number, of value − min + 1, or 0 for none. x: the few that need more characters, {row: number}.
    w is what makes the whole shortest. static/commune_map.js `unpack` is the inverse.
    """
    numbers = [None if pd.isna(value) else round(value) for value in values]
    known = [value for value in numbers if value is not None]
    if not known:
        return None
    least = min(known)
    offsets = [0 if value is None else value - least + 1 for value in numbers]
    width = _width(offsets)
    limit = BASE**width
    column: dict[str, Any] = {
        "w": width,
        "min": least,
        "s": "".join(_digits(offset if offset < limit else 0, width) for offset in offsets),
    }
    outliers = {str(i): numbers[i] for i, offset in enumerate(offsets) if offset >= limit}
    return column | ({"x": outliers} if outliers else {})


def _digits(number: int, width: int) -> str:
    text = ""
    for _ in range(width):
        number, digit = divmod(number, BASE)
        text = _ALPHABET[digit] + text
    return text


def _width(offsets: list[int]) -> int:
    """The number of characters at which numbers and outliers together are shortest."""
    sizes = Counter(max(1, int(np.emath.logn(BASE, max(offset, 1)) + 1e-12) + 1) for offset in offsets)
    outlier = len(json.dumps({str(len(offsets)): max(offsets)})) + 1
    return min(
        range(1, max(sizes) + 1),
        key=lambda width: width * len(offsets) + outlier * sum(n for size, n in sizes.items() if size > width),
    )


def digit(number: int) -> str:
    """One number below 91 as one character."""
    return _ALPHABET[number]
