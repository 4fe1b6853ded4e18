"""The pydeck layers, from the published schematic geometry."""

import json

import numpy as np
import pandas as pd
import pytest

from base.palette import palette
from geo.columns import columns_deck, facility_colours, points_deck
from geo.default import publish_default
from geo.published import load

LIGHT = palette("light")


@pytest.fixture(scope="module")
def geometry(tmp_path_factory):
    return load(publish_default(tmp_path_factory.mktemp("geometry")).file)


def layers(deck):
    return {layer["id"]: layer for layer in json.loads(deck.to_json())["layers"]}


def test_columns_rise_with_the_need(geometry):
    frame = pd.DataFrame(
        {
            "code": ["03160", "03127", "03151", "03158", "99999"],
            "need": [10.0, 5.0, 0.0, np.nan, 7.0],
            "label": ["Mường Nhé: 10", "Điện Biên Phủ: 5", "", "", "elsewhere"],
            "text": ["Mường Nhé 10", "Điện Biên Phủ 5", "", "", "elsewhere"],
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
    empty = pd.DataFrame({"code": [], "need": [], "label": [], "text": []}).astype({"need": float})
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
    empty = pd.DataFrame({"code": [], "need": [], "label": [], "text": []}).astype({"need": float})
    deck = columns_deck(geometry, empty, palette=LIGHT, base_url="geometry/x.geojson")
    text = deck.to_json()
    assert deck.map_provider is None
    # pydeck's mark for "not chosen". Where it is missing, Streamlit takes a style of an outside host.
    assert json.loads(text)["mapStyle"] == "__MAP_STYLE__"
    assert "http" not in text
    assert layers(deck)["communes"]["data"] == "geometry/x.geojson"
