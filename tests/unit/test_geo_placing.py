"""Coordinate systems: a published check point, systems described by hand, and what fits no box."""

import geopandas as gpd
import pyproj
import pytest
import shapely

from geo.errors import BoundaryError
from geo.grid import drawing_crs, equal_area_crs
from geo.placing import place

BOX = (102.149, 20.832, 103.592, 22.539)
# The province's corners, as a frame whose edges are the box's.
CORNERS = gpd.GeoDataFrame(geometry=[shapely.box(*BOX)], crs=4326)
# As map programs of the provinces write TM-3 103-00 into .prj: no authority, no way to WGS 84.
BY_HAND = (
    'PROJCS["VN_2000_TM3_103_00",GEOGCS["GCS_VN_2000",DATUM["D_Vietnam_2000",'
    'SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",103.0],PARAMETER["Scale_Factor",0.9999],PARAMETER["Latitude_Of_Origin",0.0],'
    'UNIT["Meter",1.0]]'
)


def test_the_published_check_point():
    # VN-2000 / TM-3 103-00: lon 103.02, lat 21.386 → E 501877.6, N 2365683.6.
    point = gpd.GeoSeries([shapely.Point(103.02, 21.386)], crs=4326).to_crs(9205)[0]
    assert point.x == pytest.approx(501_877.6, abs=0.1)
    assert point.y == pytest.approx(2_365_683.6, abs=0.1)


def test_the_check_point_comes_back_from_a_file_without_prj():
    frame = gpd.GeoDataFrame(
        geometry=[CORNERS.to_crs(9205).geometry[0], shapely.Point(501_877.6, 2_365_683.6).buffer(0.5)]
    )
    placed = place(frame, None, told=None, box=BOX, whole=True, file="x.shp")
    assert placed.crs.to_epsg() == 9205
    centre = placed.frame.geometry[1].centroid
    assert (centre.x, centre.y) == pytest.approx((103.02, 21.386), abs=2e-6)


def test_a_system_described_by_hand_gets_the_registered_way_to_wgs84():
    frame = CORNERS.to_crs(9205)
    placed = place(frame, pyproj.CRS.from_wkt(BY_HAND), told=None, box=BOX, whole=True, file="x.shp")
    assert placed.crs.to_epsg() == 9205
    # Without it the corners lie 200 m (0.002°) off.
    assert placed.frame.total_bounds == pytest.approx(CORNERS.total_bounds, abs=1e-5)


def unnamed(wkt: str) -> pyproj.CRS:
    """As MapInfo and CAD programs write a system whose datum they don't know."""
    for name in ("VN_2000_TM3_103_00", "GCS_VN_2000"):
        wkt = wkt.replace(name, "unnamed")
    return pyproj.CRS.from_wkt(wkt.replace("D_Vietnam_2000", "D_unknown"))


@pytest.mark.parametrize(("meridian", "epsg"), [("103.0", 9205), ("107.75", 5899), ("108.25", 9217)])
def test_a_system_without_names_is_known_by_its_numbers(meridian: str, epsg: int):
    """Of a zone that the province file names, and of any other of the country."""
    registered = pyproj.CRS.from_epsg(epsg)
    numbers = {p.name: p.value for p in registered.coordinate_operation.params}
    assert numbers["Longitude of natural origin"] == float(meridian)
    frame = CORNERS.to_crs(epsg)
    stated = unnamed(BY_HAND.replace('"Central_Meridian",103.0', f'"Central_Meridian",{meridian}'))
    placed = place(frame, stated, told=None, box=BOX, whole=True, file="x.shp")
    assert placed.frame.total_bounds == pytest.approx(CORNERS.total_bounds, abs=1e-5)


def test_numbers_of_two_datums_are_asked_about():
    """UTM 48 of VN-2000 and of WGS 84 lie 200 m apart and have the same numbers."""
    utm = BY_HAND.replace('"Central_Meridian",103.0', '"Central_Meridian",105.0').replace("0.9999", "0.9996")
    frame = CORNERS.to_crs(3405)
    with pytest.raises(BoundaryError, match="names no datum"):
        place(frame, unnamed(utm), told=None, box=BOX, whole=True, file="x.shp")
    told = place(frame, unnamed(utm), told="3405", box=BOX, whole=True, file="x.shp")
    assert told.frame.total_bounds == pytest.approx(CORNERS.total_bounds, abs=1e-5)


def test_degrees_without_prj_are_taken_as_wgs84():
    placed = place(CORNERS.set_crs(None, allow_override=True), None, told=None, box=BOX, whole=True, file="x.shp")
    assert (placed.crs.to_epsg(), placed.how, placed.swapped) == (4326, "found", False)


def test_latitude_before_longitude_is_seen():
    turned = gpd.GeoDataFrame(geometry=[shapely.box(BOX[1], BOX[0], BOX[3], BOX[2])])
    placed = place(turned, None, told=None, box=BOX, whole=True, file="x.shp")
    assert placed.swapped
    assert placed.frame.total_bounds == pytest.approx(CORNERS.total_bounds, abs=1e-6)


@pytest.mark.parametrize("told", ["0", "no such thing"])
def test_a_told_system_must_exist(told):
    with pytest.raises(BoundaryError, match="no coordinate system"):
        place(CORNERS, None, told=told, box=BOX, whole=True, file="x.shp")


def test_another_province_does_not_fit():
    hanoi = gpd.GeoDataFrame(geometry=[shapely.box(105.3, 20.5, 106.0, 21.4)], crs=4326)
    with pytest.raises(BoundaryError, match=r"do not lie in 102\.15–103\.59° E"):
        place(hanoi, hanoi.crs, told=None, box=BOX, whole=True, file="x.shp")


def test_the_province_is_drawn_in_its_own_zone_and_the_country_in_a_cone():
    assert drawing_crs(BOX).to_epsg() == 9205
    country = drawing_crs((102.1, 7.1, 117.8, 23.4))
    assert "Lambert Conic" in country.coordinate_operation.method_name
    assert "Equal Area" in equal_area_crs(BOX).coordinate_operation.method_name
