"""The scale of height and the names of the 3-D view."""

import json
import re
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from base.palette import palette
from geo.column_names import Column, names
from geo.columns import columns_deck
from geo.default import publish_default
from geo.height_scale import places, round_heights
from geo.perspective import PITCH, Perspective, fitting
from geo.published import Geometry, load

# A metre is a pixel here, and a degree 111,319 of both: on the equator, where zoom makes it so.
LEVEL = Perspective(lon=0.0, lat=0.0, zoom=float(np.log2(40_075_017 / 512)), height=600)
DEGREE = 40_075_017 / 360


@pytest.fixture(scope="module")
def geometry(tmp_path_factory: pytest.TempPathFactory) -> Geometry:
    return load(publish_default(tmp_path_factory.mktemp("geometry")).file)


@pytest.mark.parametrize(
    ("most", "heights"),
    [
        (0, []),
        (1, [1]),
        (3, [1, 2, 3]),
        (8, [4, 8]),
        (10, [5, 10]),
        (42, [20, 40]),
        (60, [20, 40, 60]),
        (294, [100, 200]),
    ],
)
def test_the_scale_has_round_heights_up_to_the_highest(most: float, heights: list[float]):
    assert round_heights(most) == heights


def test_places_stand_where_a_camera_sees_them():
    """A pinhole camera by its own axes: it looks down on the middle from the south, 900 pixels away."""
    tilt = np.radians(PITCH)
    away = np.array([0, -np.sin(tilt), np.cos(tilt)])
    up = np.array([0, np.cos(tilt), np.sin(tilt)])
    for place in ((0, 0, 0), (100, 0, 0), (0, 150, 0), (-80, -120, 60), (30, 40, 200)):
        east, north, above = place
        depth = 900 - np.dot(place, away)
        wanted = [900 * east / depth, -900 * np.dot(place, up) / depth, 900 / depth]
        seen = LEVEL.on_screen(np.array([(east / DEGREE, north / DEGREE, above)]))[0]
        assert seen == pytest.approx(wanted, rel=1e-3, abs=1e-6)


def test_the_view_is_as_near_as_all_of_it_fits():
    seen = np.array([(102.0, 21.0, 0.0), (103.5, 21.0, 0.0), (102.0, 22.5, 30_000.0), (103.5, 22.5, 0.0)])
    view = fitting(seen, width=600, height=500, margin=30)
    x, y, _ = view.on_screen(seen).T
    assert np.ptp(x) <= 540
    assert np.ptp(y) <= 440
    assert max(np.ptp(x) / 540, np.ptp(y) / 440) > 0.94
    assert abs(y.min() + y.max()) < 10


def test_the_scale_stands_beside_the_map_and_on_no_commune(geometry: Geometry):
    at = geometry.on_grid(places(geometry, 3))
    for x, y in at:
        assert not any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in geometry.box)
    assert len({y for _, y in at}) == 1 or np.ptp(at[:, 1]) < geometry.height / 50
    assert (np.diff(at[:, 0]) > 0).all()


def test_the_highest_are_named_and_no_name_covers_another():
    columns = [
        Column((at % 9 - 4) * 45 / DEGREE, (at // 9) * 40 / DEGREE, 200.0 - 4 * at, f"Xã {at}") for at in range(45)
    ]
    found = names(columns, LEVEL, radius_m=6, width=600)
    assert [name.column.text for name in found][:9] == [f"Xã {at}" for at in range(9)]
    assert len(found) <= 15
    boxes = []
    for name in found:
        ((x, y, _),) = LEVEL.on_screen(np.array([(name.column.lon, name.column.lat, name.column.height_m)]))
        # Letters of 13 pixels are at least a third of that wide.
        wide, high = len(name.column.text) * 13 / 3, 13
        left = x + name.offset[0] - {"start": 0, "middle": wide / 2, "end": wide}[name.anchor]
        top = y + name.offset[1] - {"center": high / 2, "bottom": high}[name.baseline]
        boxes.append((left, top, left + wide, top + high))
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_the_columns_of_the_scale_have_the_heights_that_they_are_named_for(geometry: Geometry):
    frame = pd.DataFrame({"code": ["03160"], "need": [42.0], "label": ["Mường Nhé: 42 trẻ"], "text": ["Mường Nhé 42"]})
    made = columns_deck(
        geometry, frame, palette=palette("light"), base_url="x", scale={20: "20 trẻ", 40: "40 trẻ"}, size=(600, 520)
    )
    layers = {each["id"]: each for each in json.loads(made.to_json())["layers"]}
    assert layers["scale"]["elevationScale"] == layers["columns"]["elevationScale"]
    assert layers["scale"]["getFillColor"] != layers["columns"]["getFillColor"]
    assert [row["need"] for row in layers["scale"]["data"]] == [20, 40]
    over = {row["text"]: row["at"] for row in layers["names"]["data"]}
    assert set(over) == {"20 trẻ", "40 trẻ", "Mường Nhé 42"}
    for text, at in over.items():
        assert at[2] == pytest.approx(int(re.findall(r"\d+", text)[0]) * layers["scale"]["elevationScale"])
    assert layers["names"]["characterSet"] == "auto"
