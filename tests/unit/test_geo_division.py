"""Shapes divided as a sketch: parts of the size asked for, borders inside, the part of a point; sizes measured by cutting."""

import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
import shapely.affinity
from shapely import ops

from geo.division import Division, divided
from geo.paths import rings_of
from geo.publish import publish
from geo.published import Geometry, load

WEST, SOUTH = 103.0, 21.5


def published(folder: Path, *shapes: shapely.Geometry) -> Geometry:
    """Units '0', '1', … of `shapes`, whose coordinates are tenths of a degree from 103° E, 21.5° N."""
    placed = shapely.transform(np.array(shapes), lambda xy: np.array([WEST, SOUTH]) + xy / 10)
    names = [str(at) for at in range(len(shapes))]
    frame = gpd.GeoDataFrame({"code": names, "name": names, "full_name": names}, geometry=placed, crs=4326)
    return load(publish(frame, folder, schematic=True).file)


def lines(division: Division) -> list[shapely.LineString]:
    numbers = [list(map(int, each)) for each in re.findall(r"M(-?\d+) (-?\d+)L(-?\d+) (-?\d+)", division.borders)]
    return [shapely.LineString([each[:2], each[2:]]) for each in numbers]


def pieces(shape: shapely.Geometry, division: Division) -> list[shapely.Polygon]:
    """`shape` cut along the borders, which are drawn to whole numbers and so a little short."""
    longer = [shapely.affinity.scale(line, 1.01, 1.01) for line in lines(division)]
    whole = shapely.union_all([shape.boundary, *longer])
    return [each for each in ops.polygonize(whole) if shape.buffer(2).contains(each) and each.area > shape.area / 200]


@pytest.mark.parametrize("shares", [(1.0, 1.0), (1.0,) * 3, (1.0,) * 6, (0.7, 0.3), (1.0, 1.0, 0.5)])
def test_parts_are_as_large_as_their_shares(tmp_path, shares):
    geometry = published(tmp_path, shapely.Polygon([(0, 0), (5, 0), (5, 2), (2, 3), (0, 1)]))
    shape = shapely.Polygon(rings_of(geometry.paths[0])[0])
    found = divided(geometry, {"0": shares})["0"]
    cut = pieces(shape, found)
    assert len(cut) == len(shares) == len(found.sites)
    wanted = np.array(shares) / sum(shares)
    for piece in cut:
        # A point well inside a piece says whose it is.
        x, y = piece.representative_point().coords[0]
        part = int(np.argmin([(x - sx) ** 2 + (y - sy) ** 2 - power for sx, sy, power in found.sites]))
        assert piece.area / shape.area == pytest.approx(wanted[part], abs=0.025)


def test_borders_lie_inside_also_of_islands_and_round_lakes(tmp_path):
    lake = shapely.box(0, 0, 3, 3).difference(shapely.box(1, 1, 2, 2))
    islands = shapely.union_all([shapely.box(4, 0, 6, 1), shapely.box(4, 2, 6, 3)])
    geometry = published(tmp_path, lake, islands)
    found = divided(geometry, {"0": (1.0,) * 4, "1": (1.0,) * 3})
    for at, code in enumerate("01"):
        outer, *others = [shapely.Polygon(ring) for ring in rings_of(geometry.paths[at])]
        shape = outer
        for other in others:
            shape = shape.symmetric_difference(other)
        assert found[code].borders
        assert all(shape.buffer(1.5).contains(line) for line in lines(found[code]))


def test_of_one_part_and_elsewhere_there_is_nothing_to_divide(tmp_path):
    geometry = published(tmp_path, shapely.box(0, 0, 2, 1))
    assert divided(geometry, {"0": (1.0,), "elsewhere": (1.0, 1.0)}) == {}


def test_a_division_is_the_same_at_every_call(tmp_path):
    geometry = published(tmp_path, shapely.box(0, 0, 2, 1))
    assert divided(geometry, {"0": (1.0,) * 5}) == divided(geometry, {"0": (1.0,) * 5})
