"""The published geometry: whole numbers, shared borders, neighbours, one outline; and reading it back."""

import gzip
import json

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.default import DEFAULT_FILE, SCHEMATIC_LABEL, publish_default, short_name
from geo.errors import BoundaryError
from geo.grid import Ring, drawing_crs, fit, rings
from geo.paths import path, rings_of
from geo.publish import publish
from geo.published import load
from geo.topology import neighbours, outline


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    return publish_default(tmp_path_factory.mktemp("geometry"))


@pytest.fixture(scope="module")
def geometry(published):
    return load(published.file)


def four_squares():
    """Two by two squares of 0.1° near the province's middle, the south-east one with a hole that a fifth fills."""
    west, south, side = 103.0, 21.4, 0.1
    boxes = [
        shapely.box(west + i * side, south + j * side, west + (i + 1) * side, south + (j + 1) * side)
        for j in (0, 1)
        for i in (0, 1)
    ]
    lake = boxes[1].centroid.buffer(0.02)
    boxes[1] = boxes[1].difference(lake)
    names = ["South-west", "South-east", "North-west", "North-east", "Inside"]
    return gpd.GeoDataFrame(
        {"code": ["00001", "00002", "00003", "00004", "00005"], "name": names, "full_name": names},
        geometry=[*boxes, lake],
        crs=4326,
    )


def test_the_45_are_there_in_the_order_of_their_codes(geometry):
    source = gpd.read_file(DEFAULT_FILE)
    assert list(geometry.codes) == sorted(source["code"])
    assert geometry.full_names[geometry.position["03160"]] == "Xã Mường Nhé"
    assert geometry.names[geometry.position["03160"]] == "Mường Nhé"
    assert geometry.schematic
    assert geometry.label == SCHEMATIC_LABEL


def test_it_is_small_and_packed_beforehand(published):
    packed = published.file.with_suffix(".json.gz").read_bytes()
    assert gzip.decompress(packed) == published.file.read_bytes()
    assert len(packed) == published.gzip_bytes < 80_000


def test_the_same_content_has_the_same_name_and_other_content_another(tmp_path, published):
    assert publish_default(tmp_path).hash == published.hash
    other = four_squares()
    first = publish(other, tmp_path, schematic=False).hash
    assert first != publish(other.assign(name="x"), tmp_path, schematic=False).hash


def test_area_is_kept_by_the_drawing(geometry):
    # Drawn area × unit² against the geodesic area of the source, commune by commune. The smallest has 56 km².
    from pyproj import Geod

    source = gpd.read_file(DEFAULT_FILE).set_index("code")
    for code, data in zip(geometry.codes, geometry.paths, strict=True):
        drawn = abs(sum(_signed_area(ring) for ring in rings_of(data))) * geometry.unit_m**2
        true = abs(Geod(ellps="WGS84").geometry_area_perimeter(source.geometry[code])[0])
        assert drawn == pytest.approx(true, rel=0.01), code


def _signed_area(ring):
    x, y = ring[:, 0], ring[:, 1]
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


def test_neighbours_are_those_of_the_source(geometry):
    # shapely's own answer on the unprojected polygons: a common line, not a common point.
    shapes = gpd.read_file(DEFAULT_FILE).sort_values("code").geometry.to_numpy()
    for i, one in enumerate(shapes):
        touching = [j for j, other in enumerate(shapes) if j != i and one.intersection(other).length > 1e-9]
        assert list(geometry.neighbours[i]) == touching


def test_anchors_lie_inside_with_their_circle(geometry):
    for data, (x, y, radius) in zip(geometry.paths, geometry.anchor, strict=True):
        shape = shapely.Polygon(rings_of(data)[0])
        assert shape.contains(shapely.Point(x, y))
        assert shape.exterior.distance(shapely.Point(x, y)) >= radius - 2


def test_lonlat_is_where_the_commune_is(geometry):
    source = gpd.read_file(DEFAULT_FILE).set_index("code").geometry
    for code, (lon, lat) in zip(geometry.codes, geometry.lonlat, strict=True):
        assert source[code].contains(shapely.Point(lon, lat))


def test_north_is_up(geometry):
    north, south = geometry.position["03158"], geometry.position["03368"]  # Sín Thầu, Mường Nhà
    assert geometry.anchor[north][1] < geometry.anchor[south][1]
    assert geometry.anchor[north][0] < geometry.anchor[south][0]


def test_squares_by_hand(tmp_path):
    geometry = load(publish(four_squares(), tmp_path, schematic=False).file)
    assert geometry.neighbours == ((1, 2), (0, 3, 4), (0, 3), (1, 2), (1,))
    assert geometry.neighbours_of("00005") == ("00002",)
    assert geometry.paths[1].count("M") == 2  # its hole
    assert geometry.outline.count("M") == 1  # the lake is a unit, not a hole of the union
    assert max(geometry.width, geometry.height) == 4_000


def test_a_unit_smaller_than_the_grid_stays_on_the_map(tmp_path):
    frame = four_squares()
    frame.loc[4, "geometry"] = shapely.Point(102.9, 21.5).buffer(0.00001)
    geometry = load(publish(frame, tmp_path, schematic=False).file)
    assert geometry.paths[4].startswith("M")
    assert len(rings_of(geometry.paths[4])[0]) >= 3


def test_deck_polygons_are_degrees_with_codes(published, geometry):
    deck = json.loads(geometry.deck_file.read_bytes())
    assert [f["properties"]["code"] for f in deck["features"]] == list(geometry.codes)
    lon, lat = deck["features"][0]["geometry"]["coordinates"][0][0]
    assert 102 < lon < 104
    assert 20 < lat < 23


def test_a_folder_that_cannot_be_written_is_named_and_nothing_is_left(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    with pytest.raises(BoundaryError, match="can't be written.*former boundaries stay"):
        publish(four_squares(), blocked / "geometry", schematic=False)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_torn_or_foreign_files_are_refused(tmp_path):
    torn = tmp_path / "torn.json"
    torn.write_text('{"v":1,"co', encoding="utf-8")
    with pytest.raises(BoundaryError, match="can't be read"):
        load(torn)
    other = tmp_path / "other.json"
    other.write_text('{"v":99}', encoding="utf-8")
    with pytest.raises(BoundaryError, match="version 99"):
        load(other)
    with pytest.raises(BoundaryError, match="can't be read"):
        load(tmp_path / "none.json")


@pytest.mark.parametrize("name", ["Phường Mường Lay", "Xã Mường Lay", "Mường Lay"])
def test_short_name(name):
    assert short_name(name) == "Mường Lay"


def test_the_kind_is_taken_off_once():
    assert short_name("Xã Xa Dung") == "Xa Dung"


points = st.tuples(st.integers(0, 4000), st.integers(0, 4000))


@given(st.lists(st.lists(points, min_size=3, max_size=12, unique=True), min_size=1, max_size=4))
def test_paths_read_back(shapes):
    written = [np.array(ring) for ring in shapes]
    for one, other in zip(written, rings_of(path(written)), strict=True):
        assert np.array_equal(one, other)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(5, 40))
def test_shared_borders_stay_shared(seed, count):
    """Every edge belongs to two units in opposite directions, or to the outline; drawn areas add up to the union's."""
    frame = cells(seed, count)
    _, scaled = fit(frame)
    lines = rings(scaled)
    edges = {}
    for ring in lines:
        for a, b in zip(ring.xy.tolist(), np.roll(ring.xy, -1, axis=0).tolist(), strict=True):
            edges[tuple(a), tuple(b)] = edges.get((tuple(a), tuple(b)), 0) + 1
    border = {
        (tuple(a), tuple(b))
        for ring in outline(lines)
        for a, b in zip(ring.tolist(), np.roll(ring, -1, axis=0).tolist(), strict=True)
    }
    for a, b in edges:
        assert (b, a) in edges or (a, b) in border
    drawn = sum(_signed_area(ring.xy) for ring in lines)
    assert drawn == pytest.approx(sum(_signed_area(ring) for ring in outline(lines)), abs=1e-6)
    assert abs(drawn) == pytest.approx(shapely.area(shapely.union_all(scaled)), rel=0.01)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(5, 40))
def test_neighbours_are_mutual(seed, count):
    _, scaled = fit(cells(seed, count))
    found = neighbours(rings(scaled), count)
    for i, others in enumerate(found):
        assert i not in others
        assert all(i in found[j] for j in others)


def cells(seed, count):
    """A valid coverage: Voronoi cells of random points."""
    random = np.random.default_rng(seed)
    centres = shapely.multipoints(np.column_stack([random.uniform(103, 103.9, count), random.uniform(21, 22, count)]))
    box = shapely.box(103, 21, 103.9, 22)
    parts = shapely.intersection(shapely.get_parts(shapely.voronoi_polygons(centres, extend_to=box)), box)
    clean = shapely.coverage_clean(parts)
    codes = [f"{i:05d}" for i in range(count)]
    return gpd.GeoDataFrame({"code": codes}, geometry=clean, crs=4326)


def test_spikes_and_repeated_points_go():
    spiky = shapely.Polygon([(0, 0), (10, 0), (10, 5), (14, 5), (10, 5), (10, 10), (0, 10), (0, 10)])
    (ring,) = rings(np.array([spiky], dtype=object))
    assert sorted(map(tuple, ring.xy.tolist())) == [(0, 0), (0, 10), (10, 0), (10, 5), (10, 10)]


def test_two_rings_that_share_an_edge_have_one_outline():
    left = Ring(0, np.array([[0, 0], [0, 1], [1, 1], [1, 0]]))
    right = Ring(1, np.array([[1, 0], [1, 1], [2, 1], [2, 0]]))
    (border,) = outline([left, right])
    assert {tuple(p) for p in border.tolist()} == {(0, 0), (0, 1), (1, 1), (2, 1), (2, 0), (1, 0)}
    assert neighbours([left, right], 2) == [[1], [0]]


def test_places_in_degrees_stand_where_the_projection_puts_them(geometry):
    rng = np.random.default_rng(3)
    west, south, east, north = 102.2, 20.9, 103.5, 22.5
    lonlat = np.column_stack([rng.uniform(west, east, 200), rng.uniform(south, north, 200)])
    # The projection of the publisher itself, without the pages' polynomial: its anchors are points that both know.
    grid_of = pyproj.Transformer.from_crs(4326, drawing_crs((west, south, east, north)), always_xy=True)
    known = np.column_stack(grid_of.transform(*np.array(geometry.lonlat).T))
    anchors = np.array(geometry.anchor, float)[:, :2]
    origin = anchors[0] - (known[0] * [1, -1]) / geometry.unit_m
    true = np.column_stack(grid_of.transform(*lonlat.T)) * [1, -1] / geometry.unit_m + origin
    off = np.abs(geometry.on_grid(lonlat) - true).max() * geometry.unit_m
    assert off < 200  # metres; a pixel of a 4K projector is 130
    assert geometry.on_grid(np.empty((0, 2))).shape == (0, 2)
