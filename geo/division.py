"""A commune's shape divided, as a sketch, among the communes it was made of: where those lay is not known here, only how many they were.

A power diagram: cells of equal area (or of the shares given) with straight borders, the same at every call.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations

import numpy as np
import numpy.typing as npt
import shapely

from geo.paths import rings_of
from geo.published import Geometry

Floats = npt.NDArray[np.float64]

# Points that an area is measured with: shares come out to within a hundredth or two.
_POINTS = 600
_ROUNDS = 15
_BALANCING = 6


@dataclass(frozen=True)
class Division:
    """borders: SVG path data in grid units, open lines inside the shape.

    sites: x, y, power of each part, in the order of the shares; a point lies in the part whose squared distance less power
    is least.
    """

    borders: str
    sites: tuple[tuple[int, int, int], ...]


def divided(geometry: Geometry, shares: Mapping[str, Sequence[float]]) -> dict[str, Division]:
    """The shape of each unit of `shares` (by its code) in parts as large, one to another, as its shares (> 0).

    Units that are not in `geometry`, or of one part only, are left out.
    """
    return {
        code: _divided(_shape(geometry.paths[geometry.position[code]]), np.array(parts, float))
        for code, parts in shares.items()
        if len(parts) > 1 and code in geometry.position
    }


def _shape(path: str) -> shapely.Geometry:
    # Whole numbers may have pinched a ring; holes are by even-odd.
    rings = [shapely.make_valid(shapely.Polygon(ring)) for ring in rings_of(path)]
    return reduce(shapely.symmetric_difference, rings)


def _divided(shape: shapely.Geometry, parts: Floats) -> Division:
    points, area = _points_in(shape), float(shapely.area(shape))
    shares = parts / parts.sum()
    places = _first_places(points, shares)
    powers = np.zeros(len(shares))
    for _ in range(_ROUNDS):
        powers = _balanced(points, places, powers, shares, area)
        part = _part_of(points, places, powers)
        for each in np.unique(part):
            places[each] = points[part == each].mean(axis=0)
    places = np.rint(places)
    for _ in range(_ROUNDS):
        powers = _balanced(points, places, powers, shares, area / 4)
    powers = np.rint(powers - powers.min())
    sites = tuple((int(x), int(y), int(power)) for (x, y), power in zip(places, powers, strict=True))
    return Division(_borders(shape, places, powers), sites)


def _points_in(shape: shapely.Geometry) -> Floats:
    """Points of a square lattice that lie in `shape`; one inside it where it is smaller than the lattice."""
    step = np.sqrt(shapely.area(shape) / _POINTS)
    west, north, east, south = shapely.bounds(shape)
    x, y = np.meshgrid(np.arange(west + step / 2, east, step), np.arange(north + step / 2, south, step))
    shapely.prepare(shape)
    inside = shapely.contains_xy(shape, x, y)
    if not inside.any():
        return np.asarray(shapely.get_coordinates(shapely.point_on_surface(shape)))
    return np.column_stack([x[inside], y[inside]])


def _first_places(points: Floats, shares: Floats) -> Floats:
    """One place a part, along the longest direction of the points."""
    centred = points - points.mean(axis=0)
    axis = np.linalg.svd(centred, full_matrices=False)[2][0]
    # Which of its two directions an axis has is chance of the arithmetic.
    axis = axis * np.sign(axis[np.argmax(np.abs(axis))])
    ordered = points[np.lexsort((points[:, 1], centred @ axis))]
    middles = (np.cumsum(shares) - shares / 2) * len(points)
    return np.asarray(ordered[np.minimum(middles.astype(int), len(points) - 1)])


def _part_of(points: Floats, places: Floats, powers: Floats) -> npt.NDArray[np.int64]:
    # Squared distances less powers, without the square of the point, which is the same for all.
    return np.asarray(np.argmax(points @ (2 * places.T) - ((places**2).sum(axis=1) - powers), axis=1))


def _balanced(points: Floats, places: Floats, powers: Floats, shares: Floats, step: float) -> Floats:
    """`powers` a few steps nearer to those at which every part has its share."""
    for _ in range(_BALANCING):
        found = np.bincount(_part_of(points, places, powers), minlength=len(shares)) / len(points)
        powers = powers + step * (shares - found) / 2
    return powers


def _borders(shape: shapely.Geometry, places: Floats, powers: Floats) -> str:
    lines = [
        line
        for one, other in combinations(range(len(places)), 2)
        if (line := _border(one, other, places, powers, float(shapely.length(shape)))) is not None
    ]
    pieces = shapely.get_parts(shapely.intersection(np.array(lines, dtype=object), shape))
    ends = [np.rint(shapely.get_coordinates(p)[[0, -1]]).astype(int) for p in pieces if shapely.length(p) >= 1]
    return "".join(f"M{a[0]} {a[1]}L{b[0]} {b[1]}" for a, b in ends)


def _border(one: int, other: int, places: Floats, powers: Floats, reach: float) -> shapely.LineString | None:
    """Where two parts meet, as far as no third is nearer; None where they don't. reach: half a length that crosses the shape."""
    # |p − s|² − power is level with |p|² taken off: linear in p.
    heights = (places**2).sum(axis=1) - powers
    across = 2 * (places[other] - places[one])
    width = float(np.hypot(*across))
    if not width:
        return None
    start = across * ((heights[other] - heights[one]) / width**2)
    start = start + (along := np.array([-across[1], across[0]]) / width) * ((places[one] - start) @ along)
    low, high = -reach, reach
    for third in set(range(len(places))) - {one, other}:
        towards = 2 * (places[third] - places[one])
        slope, rest = float(towards @ along), float(heights[third] - heights[one] - towards @ start)
        if slope > 0:
            high = min(high, rest / slope)
        elif slope < 0:
            low = max(low, rest / slope)
        elif rest < 0:
            return None
    return shapely.LineString([start + low * along, start + high * along]) if low < high else None
