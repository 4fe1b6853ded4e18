"""Hoàng Sa and Trường Sa in boxes of their own, and where a map of several provinces opens: on made-up coasts and islands."""

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.paths import rings_of
from geo.publish import publish
from geo.published import Geometry, load


def islands(west: float, south: float, east: float, north: float) -> shapely.Geometry:
    """Specks of 0.02° in the corners and the middle of an area (degrees)."""
    places = [(west, south), (east, south), (west, north), (east, north), ((west + east) / 2, (south + north) / 2)]
    return shapely.union_all([shapely.box(x, y, x + 0.02, y + 0.02) for x, y in places])


def coast() -> gpd.GeoDataFrame:
    """Six squares of two provinces one below the other, and far out the zone of each."""
    squares = [shapely.box(107.5, 17 - n, 108.5, 18 - n) for n in range(6)]
    names = ["Bắc", "Xã Trường Sa", "Giữa", "Dưới", "Nam", "Cuối"]
    zones = [islands(111.2, 15.7, 112.7, 17.1), islands(111.9, 7.2, 117.8, 11.5)]
    return gpd.GeoDataFrame(
        {
            "code": [f"{n:05d}" for n in range(8)],
            "name": [*(each.removeprefix("Xã ") for each in names), "Hoàng Sa", "Trường Sa"],
            "full_name": [*names, "Đặc khu Hoàng Sa", "Đặc khu Trường Sa"],
            "province": ["48"] * 3 + ["56"] * 3 + ["48", "56"],
        },
        geometry=[*squares, *zones],
        crs=4326,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("geometry")


@pytest.fixture(scope="module")
def geometry(folder) -> Geometry:
    return load(publish(coast(), folder, schematic=True).file)


def drawn(geometry: Geometry, unit: int) -> shapely.Geometry:
    return shapely.union_all([shapely.Polygon(ring) for ring in rings_of(geometry.paths[unit])])


def frames(geometry: Geometry) -> list[shapely.Polygon]:
    return [shapely.box(*geometry.box[unit]) for unit in geometry.insets]


def test_both_zones_have_a_box_and_their_namesake_on_land_has_none(geometry):
    assert [geometry.full_names[unit] for unit in geometry.insets] == ["Đặc khu Hoàng Sa", "Đặc khu Trường Sa"]


def test_the_zones_stretch_the_map_by_no_more_than_their_boxes(geometry, tmp_path):
    land = load(publish(coast()[:6], tmp_path, schematic=True).file)
    assert geometry.unit_m == pytest.approx(land.unit_m, rel=1e-3)
    longer = max(land.width, land.height)
    assert geometry.height <= 1.05 * land.height
    assert geometry.width <= land.width + 0.3 * longer


def test_islands_lie_inside_their_boxes_and_boxes_beside_everything_else(geometry):
    land = shapely.union_all([drawn(geometry, unit) for unit in range(6)])
    first, second = frames(geometry)
    assert not first.intersects(second)
    for unit, frame in zip(geometry.insets, (first, second), strict=True):
        assert frame.contains(drawn(geometry, unit))
        assert not frame.intersects(land)
        assert shapely.box(0, 0, geometry.width, geometry.height).covers(frame)
        # All five specks, large enough to show a colour.
        parts = shapely.get_parts(drawn(geometry, unit))
        assert len(parts) == 5
        assert (np.sqrt(shapely.area(parts)) > 0.02 * frame.length / 4).all()
    # Hoàng Sa is in the north.
    assert first.centroid.y < second.centroid.y


def test_where_a_zone_really_lies_is_kept(geometry, folder):
    for unit, shape in zip(geometry.insets, coast().geometry[6:], strict=True):
        assert shape.buffer(0.05).contains(shapely.Point(geometry.lonlat[unit]))
    deck = json.loads((folder / f"{geometry.hash}.deck.geojson").read_text(encoding="utf-8"))
    places = {each["properties"]["code"]: shapely.geometry.shape(each["geometry"]) for each in deck["features"]}
    assert places["00007"].bounds == pytest.approx(coast().geometry[7].bounds, abs=0.05)


def test_places_on_the_islands_stand_in_the_box_and_those_on_land_where_they_were(geometry):
    found = geometry.on_map(["00006", "00000"], np.array([[112.0, 16.4], [108.0, 17.5]]))
    assert shapely.box(*geometry.box[6]).contains(shapely.Point(found[0]))
    # The middle of the first square, to a hundredth of its side.
    assert drawn(geometry, 0).centroid.distance(shapely.Point(found[1])) < 0.01 * drawn(geometry, 0).length


def test_a_map_of_several_provinces_says_where_each_lies_with_its_zone(geometry, tmp_path):
    assert set(geometry.homes) == {"48", "56"}
    for code, units in {"48": (0, 1, 2, 6), "56": (3, 4, 5, 7)}.items():
        boxes = np.array([geometry.box[unit] for unit in units])
        assert geometry.homes[code] == (*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0))
    alone = coast().query("province == '48'")
    assert load(publish(alone, tmp_path, schematic=True).file).homes == {}


def test_of_one_province_its_zone_is_in_the_box_too(tmp_path):
    geometry = load(publish(coast().query("province == '56'").drop(columns="province"), tmp_path, schematic=True).file)
    assert [geometry.names[unit] for unit in geometry.insets] == ["Trường Sa"]
    (frame,) = frames(geometry)
    assert shapely.box(0, 0, geometry.width, geometry.height).covers(frame)


def test_a_zone_by_itself_fills_its_map(tmp_path):
    geometry = load(publish(coast()[6:7], tmp_path, schematic=True).file)
    assert geometry.insets == ()
    assert max(geometry.width, geometry.height) == 4000
