"""Hoàng Sa and Trường Sa on a map: in boxes of their own beside the coast, named, as they lie hundreds of kilometres out.

In their true place they would shrink the province they belong to, or the whole country, to a corner of the map.
"""

from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from base.formats import without_marks
from geo.grid import Grid, Polygons

# The special zones of Đà Nẵng and Khánh Hòa (Resolutions 1659 and 1667/NQ-UBTVQH15). Communes elsewhere may bear such a name, so they
# must lie out at sea too: no coast reaches this degree.
_ZONES = ("hoang sa", "truong sa")
_KIND = "dac khu "
_OUT_AT_SEA = 110.0

# Parts of the longer side of the map: a box at most, the room about it (with its name above).
_BOX = 0.2
_GAP = 0.045
# Parts of a box: the room inside its frame; by how much an islet is enlarged, or its colour could not be seen.
_ROOM = 0.1
_ENLARGED = 0.018


@dataclass(frozen=True)
class Inset:
    """One zone in its box: x0, y0, x1, y1 in grid units. scale, dx, dy: from where it lies to where it is drawn."""

    unit: int
    box: tuple[int, int, int, int]
    scale: float
    dx: float
    dy: float

    def true(self, xy: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Where points that are drawn at `xy` lie, in grid units."""
        return np.asarray((xy - np.array([self.dx, self.dy])) / self.scale)


def far(frame: gpd.GeoDataFrame) -> npt.NDArray[np.bool_]:
    """Which units of `frame` (full_name, any CRS) are drawn in a box: none where there is nothing but them."""
    named = frame["full_name"].map(lambda name: without_marks(name).removeprefix(_KIND) in _ZONES).to_numpy(bool)
    out = frame.geometry.to_crs(4326).bounds["maxx"].to_numpy() > _OUT_AT_SEA
    found = named & out
    return np.zeros(len(frame), bool) if found.all() else np.asarray(found)


def placed(grid: Grid, scaled: Polygons, which: npt.NDArray[np.bool_]) -> tuple[Grid, Polygons, tuple[Inset, ...]]:
    """The units `which` of `scaled` moved into boxes at their own latitude, as near to the coast as there is room; a grid that holds
    them too."""
    drawn, made = scaled.copy(), list[Inset]()
    longer = max(grid.width, grid.height)
    coast, gap = scaled[~which], _GAP * longer
    # From north to south, so that one that has to give way goes on southwards.
    order = sorted(np.flatnonzero(which).tolist(), key=lambda unit: float(shapely.bounds(scaled[unit])[1]))
    below = 0.0
    for unit in order:
        west, north, east, south = shapely.bounds(scaled[unit])
        room = _ROOM * _BOX * longer
        scale = min(1.0, (_BOX * longer - 2 * room) / max(east - west, south - north))
        wide, high = (max(span * scale + 2 * room, _BOX * longer / 2) for span in (east - west, south - north))
        top = max(min((north + south - high) / 2, grid.height - high - 2 * gap), gap, below)
        left = _east_of(coast, top - gap, top + high + gap) + gap
        dx = left + wide / 2 - scale * (west + east) / 2
        dy = top + high / 2 - scale * (north + south) / 2
        moved = shapely.transform(scaled[unit], lambda xy, by=(scale, dx, dy): xy * by[0] + np.array(by[1:]))
        drawn[unit] = shapely.buffer(moved, _ENLARGED * max(wide, high), quad_segs=2)
        box = tuple(int(round(n)) for n in (left, top, left + wide, top + high))
        made.append(Inset(unit, (box[0], box[1], box[2], box[3]), scale, dx, dy))
        below = top + high + gap
    width, height = (max([size, *(each.box[at] for each in made)]) for size, at in ((grid.width, 2), (grid.height, 3)))
    return replace(grid, width=width, height=height), drawn, tuple(made)


def _east_of(coast: Polygons, top: float, bottom: float) -> float:
    """How far east the `coast` reaches between two rows of the grid; 0 where there is none."""
    _, _, reach, _ = shapely.total_bounds(coast)
    strip = shapely.clip_by_rect(coast, -1.0, top, reach + 1, bottom)
    found = float(shapely.total_bounds(strip)[2])
    return found if np.isfinite(found) else 0.0
