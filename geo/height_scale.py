"""The scale of height of the 3-D view: columns of round numbers, beside the map where no commune lies."""

from __future__ import annotations

import numpy as np

from geo.published import Geometry

# Between columns of the scale, of the map's longer side.
_APART = 0.11


def round_heights(most: float) -> list[float]:
    """Two or three round numbers up to `most`, ascending; one where `most` is 1. Empty without anything."""
    if not most >= 1:
        return []
    steps = (digit * 10.0**power for power in range(12) for digit in (1, 2, 5))
    step = next(each for each in steps if most // each <= 4)
    count = int(most // step)
    return [step * 2, step * 4] if count == 4 else [step * (at + 1) for at in range(count)]


def places(geometry: Geometry, count: int) -> np.ndarray:
    """Degrees (count × 2) of a row of so many columns: in the emptier southern corner of the map, else south of it."""
    side = max(geometry.width, geometry.height)
    apart = _APART * side
    long = apart * (count - 1)
    boxes = np.array(geometry.box, float)
    low = geometry.height - apart
    corners = [(apart / 2, low), (geometry.width - apart / 2 - long, low)]
    clear = [_clearance((x - apart, y - apart, x + long + apart, y + apart), boxes) for x, y in corners]
    x, y = corners[int(np.argmax(clear))] if max(clear) > 0 else (corners[0][0], geometry.height + apart)
    return _in_degrees(geometry, np.array([(x + apart * at, y) for at in range(count)]))


def corners(geometry: Geometry) -> np.ndarray:
    """Degrees (4 × 2) of the corners of the map."""
    w, h = geometry.width, geometry.height
    return _in_degrees(geometry, np.array([(0, 0), (w, 0), (0, h), (w, h)], float))


def _clearance(box: tuple[float, float, float, float], boxes: np.ndarray) -> float:
    """How far `box` is from the nearest of `boxes` (x0, y0, x1, y1), below 0 where it lies on one."""
    across = np.maximum(boxes[:, 0] - box[2], box[0] - boxes[:, 2])
    down = np.maximum(boxes[:, 1] - box[3], box[1] - boxes[:, 3])
    return float(np.maximum(across, down).min())


def _in_degrees(geometry: Geometry, grid: np.ndarray) -> np.ndarray:
    """Places of the grid as degrees, so nearly that a column stands beside the map and not on it."""
    lonlat = np.array(geometry.lonlat).mean(axis=0)
    middle = np.array(geometry.anchor, float)[:, :2].mean(axis=0)
    metres = (grid.reshape(-1, 2) - middle) * geometry.unit_m * np.array([1, -1])
    return np.asarray(lonlat + metres / (111_320 * np.array([np.cos(np.radians(lonlat[1])), 1])))
