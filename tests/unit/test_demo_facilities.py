"""The places of the demo lie in their commune, are as many as published, and are what the script makes."""

import json

import pandas as pd
import pytest
import shapely

from base.settings import ASSETS
from indicators.facilities import KINDS
from installation.demo.facilities import demo_facilities
from intake.documents.catalogue_file import read_catalogue

FILE = pd.read_csv(ASSETS / "demo" / "facilities.csv", dtype={"code": str})


def test_the_file_is_what_the_script_makes():
    pd.testing.assert_frame_equal(demo_facilities(read_catalogue(ASSETS / "catalogue"), ASSETS), FILE)


def test_numbers_are_the_published_ones():
    counts = FILE.groupby("kind").size()
    assert set(counts.index) == set(KINDS)
    assert counts["health_station"] == 45
    assert counts["school"] == 430
    assert FILE[FILE["kind"] == "play_space"]["code"].nunique() == 36
    assert FILE[FILE["kind"] == "health_station"]["code"].is_unique
    assert FILE[FILE["kind"] == "school"]["code"].nunique() == 45


def test_each_lies_in_its_commune_and_says_that_it_is_invented():
    layer = json.loads((ASSETS / "boundaries" / "dien_bien_schematic.geojson").read_text(encoding="utf-8"))
    shapes = {f["properties"]["code"]: shapely.geometry.shape(f["geometry"]) for f in layer["features"]}
    inside = [shapely.contains_xy(shapes[r.code], r.lon, r.lat) for r in FILE.itertuples()]
    assert all(inside)
    assert set(FILE["is_demo"]) == {"yes"}
    assert FILE["source"].str.startswith("Invented").all()


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_of_a_kind_share_name_or_place(kind):
    rows = FILE[FILE["kind"] == kind]
    assert rows["name"].is_unique
    assert not rows.duplicated(["lon", "lat"]).any()
