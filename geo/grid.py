"""From polygons on the earth to whole numbers on a picture: projection, grid, rings.

The browser draws these numbers as they are; it needs no map library. Vertices that two neighbours share
round to the same grid point, so borders stay shared.
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from base.settings import province
from geo.paths import Ints

Polygons = npt.NDArray[np.object_]

# Grid points along the longer side. 45 communes: about 46 m a unit, a third of a pixel on a 4K projector.
# 3,321: about 100 m, so that the smallest ward (0.3 km²) still has a shape.
_SIDE_OF_PROVINCE = 4_000
_SIDE_OF_COUNTRY = 18_000
_PROVINCE_UNITS = 400


@dataclass(frozen=True)
class Grid:
    """A picture's grid: x to the right, y downwards, the origin at the top left corner (west, north) of the map."""

    crs: pyproj.CRS
    west: float
    north: float
    unit_m: float
    width: int
    height: int

    def scaled(self, projected: Polygons) -> Polygons:
        """Polygons in grid units, not rounded."""
        origin = np.array([self.west, self.north])
        return np.asarray(
            shapely.transform(projected, lambda xy: (xy - origin) * np.array([1, -1]) / self.unit_m), dtype=object
        )

    def lonlat(self, xy: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Degrees (lon, lat) of grid points, shape (n, 2)."""
        back = pyproj.Transformer.from_crs(self.crs, 4326, always_xy=True)
        lon, lat = back.transform(self.west + xy[:, 0] * self.unit_m, self.north - xy[:, 1] * self.unit_m)
        return np.column_stack([lon, lat])


@dataclass(frozen=True)
class Ring:
    """One closed line of a unit, without its last point; int array of shape (n, 2), n ≥ 3."""

    unit: int
    xy: Ints


def drawing_crs(bounds: tuple[float, float, float, float]) -> pyproj.CRS:
    """A conformal system in metres for `bounds` (degrees): the province's own zone where it reaches, else a cone for the extent."""
    west, south, east, north = bounds
    for candidate in province().crs_candidates:
        crs = pyproj.CRS.from_epsg(candidate)
        use = crs.area_of_use
        # The zones' areas of use follow the borders loosely: a tenth of a degree is about 10 km.
        if crs.is_projected and use and use.west - 0.1 <= west and east <= use.east + 0.1:
            if use.south - 0.1 <= south and north <= use.north + 0.1:
                return crs
            break
    sixth = (north - south) / 6
    return pyproj.CRS.from_proj4(
        f"+proj=lcc +lat_1={south + sixth} +lat_2={north - sixth} +lat_0={(south + north) / 2} "
        f"+lon_0={(west + east) / 2} +datum=WGS84 +units=m"
    )


def equal_area_crs(bounds: tuple[float, float, float, float]) -> pyproj.CRS:
    """An equal-area system in metres centred on `bounds` (degrees): the one areas are reported in."""
    west, south, east, north = bounds
    return pyproj.CRS.from_proj4(
        f"+proj=laea +lat_0={(south + north) / 2} +lon_0={(west + east) / 2} +datum=WGS84 +units=m"
    )


def unit_metres(bounds: tuple[float, float, float, float], units: int) -> float:
    """How many metres one grid unit is, for so many units of area within `bounds` (metres)."""
    left, bottom, right, top = bounds
    side = _SIDE_OF_PROVINCE if units <= _PROVINCE_UNITS else _SIDE_OF_COUNTRY
    return float(max(right - left, top - bottom)) / side


def fit(frame: gpd.GeoDataFrame, by: npt.NDArray[np.bool_] | None = None) -> tuple[Grid, Polygons]:
    """A grid that fits the units `by` of `frame` (any CRS; None: all), and the polygons of all in grid units, not rounded."""
    by = np.ones(len(frame), bool) if by is None else by
    west, south, east, north = frame[by].to_crs(4326).total_bounds
    crs = drawing_crs((west, south, east, north))
    projected = np.asarray(frame.geometry.to_crs(crs).array, dtype=object)
    left, bottom, right, top = shapely.total_bounds(projected[by])
    unit_m = unit_metres((left, bottom, right, top), len(frame))
    width, height = (int(np.ceil(span / unit_m - 1e-9)) for span in (right - left, top - bottom))
    grid = Grid(crs=crs, west=left, north=top, unit_m=unit_m, width=width, height=height)
    return grid, grid.scaled(projected)


def rings(scaled: Polygons) -> list[Ring]:
    """The rings of all units on whole numbers: no repeated points, no spikes, none that has shrunk to nothing.

    Outer rings run one way and holes the other, so that neighbours run along their border in opposite directions.
    A unit of which nothing is left keeps a diamond of one unit's radius at its place: it must stay on the map.
    """
    parts, unit_of_part = shapely.get_parts(shapely.orient_polygons(scaled), return_index=True)
    lines, part_of_line = shapely.get_rings(parts, return_index=True)
    xy, line_of_point = shapely.get_coordinates(lines, return_index=True)
    points = np.rint(xy).astype(np.int64)
    starts = np.flatnonzero(np.diff(line_of_point, prepend=-1))
    found = []
    for line, piece in enumerate(np.split(points, starts[1:])):
        clean = _without_spikes(piece)
        if len(clean) >= 3:
            found.append(Ring(int(unit_of_part[part_of_line[line]]), clean))
    present = {ring.unit for ring in found}
    for unit in range(len(scaled)):
        if unit not in present:
            centre = np.rint(shapely.get_coordinates(shapely.centroid(scaled[unit]))[0]).astype(np.int64)
            found.append(Ring(unit, centre + np.array([[0, -1], [1, 0], [0, 1], [-1, 0]])))
    return sorted(found, key=lambda ring: ring.unit)


def _without_spikes(closed: Ints) -> Ints:
    """A ring without its closing point, repeated points, and lines walked there and straight back (A B A)."""
    kept: list[tuple[int, int]] = []
    for x, y in closed[:-1].tolist():
        point = (x, y)
        if kept and kept[-1] == point:
            continue
        if len(kept) >= 2 and kept[-2] == point:
            kept.pop()
            continue
        kept.append(point)
    while len(kept) >= 3 and (kept[0] == kept[-1] or kept[1] == kept[-1] or kept[0] == kept[-2]):
        # The seam of the ring is a spike too, or hides one.
        if kept[0] == kept[-1]:
            kept.pop()
        elif kept[1] == kept[-1]:
            kept = kept[1:]
        else:
            kept = kept[:-1]
    return np.array(kept, dtype=np.int64).reshape(-1, 2)
