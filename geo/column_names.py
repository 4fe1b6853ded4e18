"""Names over the columns of the 3-D view: the highest first, as many as stand apart from each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.perspective import Perspective

FONT_PX = 13
# Be Vietnam Pro's mean advance in em, a little generous.
_EM = 0.6
_CLEAR_PX = 6
# More would hide the lower columns; so many are named in any case.
_MOST, _SURE = 15, 9
_Side = tuple[str, str, int, int]
# deck.gl's words for where a name stands: over the top of its column, right or left of it, or over its right or left side.
_SIDES: tuple[_Side, ...] = (
    ("middle", "bottom", 0, -1),
    ("start", "center", 1, 0),
    ("end", "center", -1, 0),
    ("start", "bottom", 0, -1),
    ("end", "bottom", 0, -1),
)

_Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Column:
    """A column at lon, lat (degrees), so many metres high, and what stands over it."""

    lon: float
    lat: float
    height_m: float
    text: str


@dataclass(frozen=True)
class Name:
    """The name of `column`; anchor, baseline and offset (pixels) as deck.gl wants them."""

    column: Column
    anchor: str
    baseline: str
    offset: tuple[float, float]


def names(columns: Sequence[Column], view: Perspective, *, radius_m: float, width: float) -> list[Name]:
    """The names of the first columns in a picture of `width` pixels, over no other name and, where that can be, no other column.

    The very first are named even where a name covers columns; further ones only where it covers none.
    """
    if not columns:
        return []
    tops = view.on_screen(np.array([(c.lon, c.lat, c.height_m) for c in columns]))
    feet = view.on_screen(np.array([(c.lon, c.lat, 0.0) for c in columns]))
    half = radius_m * view.px_per_m
    bodies = [(x - half * n, y, x + half * n, foot) for (x, y, n), foot in zip(tops, feet[:, 1], strict=True)]
    taken: list[_Box] = []
    found: list[Name] = []
    for at, (column, top) in enumerate(zip(columns[:_MOST], tops[:_MOST], strict=True)):
        others = [*bodies[:at], *bodies[at + 1 :]]
        boxes = [(_box(column, side, top, half), side) for side in _SIDES]
        possible = [
            (_covered(box, others), box, side)
            for box, side in boxes
            if max(-box[0], box[2]) <= width / 2 and not _covered(box, taken)
        ]
        covered, box, side = min(possible, key=lambda each: each[0], default=(1, None, _SIDES[0]))
        if box is not None and (not covered or at < _SURE):
            taken.append(box)
            found.append(Name(column, side[0], side[1], _offset(side, half)))
    return found


def _offset(side: _Side, half: float) -> tuple[float, float]:
    return round(side[2] * (half + _CLEAR_PX), 1), float(side[3] * _CLEAR_PX)


def _box(column: Column, side: _Side, top: np.ndarray, half: float) -> _Box:
    """Where the name stands. top: of its column, as `on_screen` has it; names are larger where they are near, as all is."""
    anchor, baseline, *_ = side
    x, y, near = (float(each) for each in top)
    right, down = _offset(side, half)
    wide, high = len(column.text) * FONT_PX * _EM * near, FONT_PX * 1.4 * near
    left = x + right * near - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    upper = y + down * near - {"center": high / 2, "bottom": high}[baseline]
    return left, upper, left + wide, upper + high


def _covered(box: _Box, others: Sequence[_Box]) -> int:
    """How many of `others` it covers a part of."""
    return sum(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in others)
