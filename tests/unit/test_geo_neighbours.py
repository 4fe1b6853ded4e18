"""Who touches whom on the published shapes, against shapely and by hand."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.default import publish_default
from geo.neighbours import touching
from geo.paths import rings_of
from geo.publish import publish
from geo.published import load


def squares(*corners: tuple[int, int]) -> gpd.GeoDataFrame:
    """A square of 0.1° at each corner, counted in squares east and north of 103° E, 21° N."""
    shapes = [shapely.box(103 + x / 10, 21 + y / 10, 103 + (x + 1) / 10, 21 + (y + 1) / 10) for x, y in corners]
    names = [f"N{i}" for i in range(len(shapes))]
    codes = [f"{i:05d}" for i in range(len(shapes))]
    return gpd.GeoDataFrame({"code": codes, "name": names, "full_name": names}, geometry=shapes, crs=4326)


def test_a_common_corner_makes_neighbours_and_an_island_has_none(tmp_path):
    # Two by two, and one square far away.
    frame = squares((0, 0), (1, 0), (0, 1), (1, 1), (5, 5))
    geometry = load(publish(frame, tmp_path, schematic=True).file)
    a, b, c, d, island = geometry.codes
    assert touching(geometry) == {a: (b, c, d), b: (a, c, d), c: (a, b, d), d: (a, b, c), island: ()}
    assert geometry.neighbours_of(a) == (b, c)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    return load(publish_default(tmp_path_factory.mktemp("geometry")).file)


def test_the_communes_that_touch_are_those_that_shapely_finds(shipped):
    shapes = [shapely.unary_union([shapely.Polygon(ring) for ring in rings_of(path)]) for path in shipped.paths]
    meet = shapely.intersects(np.array(shapes)[:, np.newaxis], np.array(shapes)[np.newaxis, :])
    expected = {
        code: tuple(other for j, other in enumerate(shipped.codes) if meet[i, j] and i != j)
        for i, code in enumerate(shipped.codes)
    }
    assert touching(shipped) == expected


def test_whoever_shares_an_edge_touches(shipped):
    found = touching(shipped)
    assert all(set(shipped.neighbours_of(code)) <= set(found[code]) for code in shipped.codes)
