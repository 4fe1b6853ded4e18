"""The still picture and the pydeck layers, from the published schematic geometry."""

import json
import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from base.palette import palette
from geo.columns import columns_deck, facility_colours, points_deck
from geo.default import publish_default
from geo.published import load
from geo.static_map import map_svg

SVG = "{http://www.w3.org/2000/svg}"
LIGHT = palette("light")


@pytest.fixture(scope="module")
def geometry(tmp_path_factory):
    return load(publish_default(tmp_path_factory.mktemp("geometry")).file)


def picture(geometry, classes, **kwargs):
    return ET.fromstring(map_svg(geometry, classes, shades=LIGHT.gap, palette=LIGHT, alt="A & B", **kwargs))


def test_each_commune_has_its_class_colour(geometry):
    root = picture(geometry, "0" + "4" * 43 + "2")
    fills = {p.get("data-code"): p.get("fill") for p in root.iter(f"{SVG}path") if p.get("data-code")}
    assert list(fills) == list(geometry.codes)
    assert (fills["03127"], fills["03151"], fills["03385"]) == ("#6E2607", "#D9EEFD", "#DA7F2D")


def test_blanks_are_told_apart(geometry):
    root = picture(geometry, "mhd" + "." * 42)
    shapes = [p for p in root.iter(f"{SVG}path") if p.get("data-code")]
    assert [p.get("fill") for p in shapes[:4]] == ["url(#hatch)", "url(#dots)", LIGHT.blank, LIGHT.blank]
    assert [bool(p.get("stroke-dasharray")) for p in shapes[:4]] == [False, False, True, False]
    assert {p.get("id") for p in root.iter(f"{SVG}pattern")} == {"hatch", "dots"}


def test_it_says_what_it_shows(geometry):
    root = picture(geometry, "." * 45)
    assert root.get("aria-label") == "A & B"
    assert root.find(f"{SVG}title").text == "A & B"


def test_labels_fit_their_commune_and_can_be_left_out(geometry):
    named = [t.text for t in picture(geometry, "1" * 45).iter(f"{SVG}text")]
    assert "Mường Nhé" in named
    assert "Điện Biên Phủ" not in named  # 57 km²: too small for its name at this size
    assert len(named) < 45
    assert not list(picture(geometry, "1" * 45, labels=False).iter(f"{SVG}text"))


def test_labels_stand_out_from_their_ground(geometry):
    dark = next(t for t in picture(geometry, "0" * 45).iter(f"{SVG}text"))
    light = next(t for t in picture(geometry, "4" * 45).iter(f"{SVG}text"))
    assert dark.get("fill") == LIGHT.card  # white on #6E2607
    assert light.get("fill") == LIGHT.text  # ink on #D9EEFD


def test_a_wrong_number_of_classes_is_an_error(geometry):
    with pytest.raises(ValueError, match="44 classes for 45 units"):
        map_svg(geometry, "0" * 44, shades=LIGHT.gap, palette=LIGHT, alt="")


def layers(deck):
    return {layer["id"]: layer for layer in json.loads(deck.to_json())["layers"]}


def test_columns_rise_with_the_need(geometry):
    frame = pd.DataFrame(
        {
            "code": ["03160", "03127", "03151", "03158", "99999"],
            "need": [10.0, 5.0, 0.0, np.nan, 7.0],
            "label": ["Mường Nhé: 10", "Điện Biên Phủ: 5", "", "", "elsewhere"],
        }
    )
    deck = columns_deck(geometry, frame, palette=LIGHT, base_url="geometry/x.geojson")
    columns = layers(deck)["columns"]
    assert [(row["label"], row["need"]) for row in columns["data"]] == [
        ("Mường Nhé: 10", 10.0),
        ("Điện Biên Phủ: 5", 5.0),
    ]
    # The tallest column: 16 % of the map's longer side, 4,000 grid units.
    assert columns["elevationScale"] * 10 == pytest.approx(0.16 * 4000 * geometry.unit_m)
    assert columns["getFillColor"] == [0x0B, 0x6E, 0x69]


def test_no_need_no_columns(geometry):
    empty = pd.DataFrame({"code": [], "need": [], "label": []}).astype({"need": float})
    assert layers(columns_deck(geometry, empty, palette=LIGHT, base_url="x"))["columns"]["data"] == []


def test_points_are_coloured_by_kind_and_the_few_lie_on_top(geometry):
    frame = pd.DataFrame(
        {
            "kind": ["health_station", "school", "school"],
            "name": ["Trạm Y tế", "THCS Mường Nhé", "Tiểu học"],
            "lon": [102.5, 102.6, 102.7],
            "lat": [22.1, 22.2, 22.3],
        }
    )
    data = layers(points_deck(geometry, frame, palette=LIGHT, base_url="x"))["points"]["data"]
    assert {row["label"] for row in data[:2]} == {"THCS Mường Nhé", "Tiểu học"}
    assert data[0]["colour"] == [0x9F, 0x76, 0xCF]
    assert data[2] == {"label": "Trạm Y tế", "lon": 102.5, "lat": 22.1, "colour": [0x15, 0x20, 0x2B]}
    assert set(facility_colours(LIGHT)) == {"health_station", "school", "play_space"}


def test_no_base_map_is_asked_for(geometry):
    empty = pd.DataFrame({"code": [], "need": [], "label": []}).astype({"need": float})
    deck = columns_deck(geometry, empty, palette=LIGHT, base_url="geometry/x.geojson")
    text = deck.to_json()
    assert deck.map_provider is None
    # pydeck's mark for "not chosen". Where it is missing, Streamlit takes a style of an outside host.
    assert json.loads(text)["mapStyle"] == "__MAP_STYLE__"
    assert "http" not in text
    assert layers(deck)["communes"]["data"] == "geometry/x.geojson"
