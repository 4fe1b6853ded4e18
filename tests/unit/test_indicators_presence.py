"""What communes have or have not: since when, who lives without it, where the nearest is; against what is counted by hand or searched through."""

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.kinds import YES_OR_NO
from indicators import periods, presence
from indicators.catalogue import Direction
from indicators.classes import classes
from indicators.measure import Basis, measured, province_total, total
from indicators.overview import missed_targets
from tests.unit.indicator_frames import an_indicator, areas, values

SPOT = an_indicator(code="PLA01", children_from="STF02", **YES_OR_NO)
YEARS = ("2021", "2022", "2023", "2024", "2025")
NOW = periods.parse("2025")


def frame(figures, indicator=SPOT, n=None):
    """MEASURED of 2025."""
    rows = values(figures, indicator=indicator.code)
    return measured(
        rows, areas(n or len(figures)), indicator=indicator, period=NOW, due_on=None, as_of=date(2026, 1, 1),
        province=province_total(values([("11", 1, 3)], indicator=indicator.code, kind="province"), indicator, NOW),
        merged_on=date(2025, 7, 1),
    )  # fmt: skip


def history(states, **changes):
    """VALUES of communes 001 …: for each the numerators by year, None where nothing was reported."""
    parts = [
        values([(f"{n:03d}", top, 1)], period=year, indicator="PLA01", **changes)
        for n, course in enumerate(states, start=1)
        for year, top in zip(YEARS, course, strict=True)
        if top is not None
    ]
    return pd.concat(parts, ignore_index=True)


def found(states, children=None, indicator=SPOT):
    now = frame([(f"{n:03d}", course[-1], 1) for n, course in enumerate(states, start=1)], indicator)
    return presence.presence(now, history(states), indicator=indicator, period=NOW, children=children or {})


def test_no_single_commune_is_judged_by_a_share_of_communes():
    now = frame([("001", 0, 1), ("002", 1, 1), ("003", 1, 1)])
    for column in ("low", "high", "target", "gap", "need"):
        assert now[column].isna().all(), column
    assert not now[["short", "clear", "safe"]].any().any()
    assert now["versus"].isna().all()
    assert missed_targets({"PLA01": now})["judged"].tolist() == [0, 0, 0]


def test_the_province_is_judged_and_surely_so():
    basis = Basis(origin="summed", parts=45, parts_expected=45)
    short, met = (total(top, 45, SPOT, NOW, basis) for top in (43, 45))
    assert (short.short, short.clear, short.safe, short.target) == (True, True, False, 97.0)
    assert (met.short, met.clear, met.safe) == (False, False, True)
    assert math.isnan(short.low)


def test_who_lives_without_it():
    table = found([[0] * 5, [1] * 5, [0] * 5], children={"001": 500.0, "002": 70.0})
    assert table["has"].tolist() == ["no", "yes", "no"]
    assert table["without"].tolist()[:2] == [500.0, pytest.approx(math.nan, nan_ok=True)]
    assert table["children"].tolist()[1] == 70.0
    assert math.isnan(table["without"].iloc[2])


def test_with_it_is_the_fault_where_less_is_better():
    table = found(
        [[0] * 5, [1] * 5], {"001": 5.0, "002": 7.0}, an_indicator(direction=Direction.DOWN, code="PLA01", **YES_OR_NO)
    )
    assert table["lacks"].tolist() == [False, True]
    assert table["without"].tolist()[1] == 7.0


@pytest.mark.parametrize(
    ("course", "since", "run"),
    [
        ((0, 0, 0, 0, 0), "2021", "all"),
        ((1, 1, 0, 0, 0), "2023", "begun"),
        ((0, 1, 1, 1, 1), "2022", "begun"),
        ((0, 1, 0, 1, 0), "2025", "begun"),
        # A year that nobody knows of ends what can be said; it is no proof of a change.
        ((0, 0, None, 0, 0), "2024", "all"),
        ((None, None, None, None, 1), "2025", "all"),
        # Former communes together: one of three had it.
        ((3, 1, 2, 2, 1), "2021", "all"),
    ],
)
def test_since_when(course, since, run):
    row = found([course]).iloc[0]
    assert (row["since"], row["run"]) == (since, run)


def test_none_of_them_had_it_is_known_only_when_all_have_reported():
    states = [(0, 0, 0, 0, 0)]
    whole, part = (history(states, parts=parts, parts_expected=3) for parts in (3, 2))
    now = frame([("001", 0, 1)])
    told = [
        presence.presence(now, rows, indicator=SPOT, period=NOW, children={})["since"].iloc[0] for rows in (whole, part)
    ]
    assert told == ["2021", "2025"]


@given(st.lists(st.sampled_from([0, 1, None]), min_size=4, max_size=4), st.sampled_from([0, 1]))
def test_a_run_holds_one_state_and_what_is_before_it_is_another_or_unknown(before, last):
    course = [*before, last]
    row = found([course]).iloc[0]
    at = YEARS.index(row["since"])
    assert all(state is not None and state == last for state in course[at:])
    earlier = course[at - 1] if at else None
    assert (row["run"] == "begun") == (earlier is not None)
    assert earlier is None or earlier != last


def test_a_blank_has_no_state():
    table = presence.presence(
        frame([("001", 0, 1)], n=2), history([[0] * 5]), indicator=SPOT, period=NOW, children={"002": 9.0}
    )
    assert table["has"].tolist() == ["no", ""]
    assert table["lacks"].tolist() == [True, False]
    assert table[["children", "without"]].iloc[1].isna().all()
    assert table["since"].tolist()[1] == ""


def test_the_list_has_those_without_first_by_children_then_the_unknown_then_the_rest():
    table = presence.presence(
        frame([("001", 1, 1), ("002", 0, 1), ("003", 0, 1), ("005", 1, 1)], n=5), history([[0] * 5]),
        indicator=SPOT, period=NOW, children={"001": 9.0, "002": 10.0, "003": 20.0, "005": 1.0},
    )  # fmt: skip
    assert presence.ranked(table)["code"].tolist() == ["003", "002", "004", "001", "005"]


def test_two_states_have_two_colours():
    table = found([[0] * 5, [1] * 5])
    assert classes(table, SPOT, "has") == "14"
    assert classes(table, an_indicator(direction=Direction.DOWN, **YES_OR_NO), "has") == "41"
    assert classes(table, an_indicator(direction=Direction.NEUTRAL, **YES_OR_NO), "has") == "03"


def test_the_years_have_four_colours():
    table = found([[0] * 5, [1, 1, 1, 0, 0], [0, 0, 0, 1, 1], [1] * 5])
    assert classes(table, SPOT, "since") == "0134"
    assert classes(table, an_indicator(direction=Direction.NEUTRAL, **YES_OR_NO), "since") == "0134"


def test_the_nearest_place_as_a_search_through_all_of_them_finds_it():
    rng = np.random.default_rng(5)
    points = pd.DataFrame({"lon": rng.uniform(102, 104, 30), "lat": rng.uniform(20.9, 22.6, 30)}, index=range(7, 37))
    places = pd.DataFrame({"lon": rng.uniform(102, 104, 50), "lat": rng.uniform(20.9, 22.6, 50)})
    places["code"], places["name"] = [f"c{n}" for n in range(50)], [f"n{n}" for n in range(50)]
    near = presence.nearest(points, places)
    for index, point in points.iterrows():
        # By the spherical law of cosines, which is another formula of the same distance.
        a, b = (np.radians(x) for x in (point["lat"], places["lat"]))
        km = 6371.0088 * np.arccos(
            np.sin(a) * np.sin(b) + np.cos(a) * np.cos(b) * np.cos(np.radians(places["lon"] - point["lon"]))
        )
        assert near.loc[index, "km"] == pytest.approx(km.min(), abs=1e-4)
        assert near.loc[index, "code"] == f"c{int(np.argmin(km))}"


def test_the_distance_of_two_known_places():
    # Điện Biên Phủ to Hà Nội (Hoàn Kiếm), 300 km as the crow flies by any map.
    near = presence.nearest(
        pd.DataFrame({"lon": [103.023], "lat": [21.386]}),
        pd.DataFrame({"lon": [105.852], "lat": [21.029], "code": ["1"], "name": ["Hà Nội"]}),
    )
    assert near["km"].iloc[0] == pytest.approx(297, abs=3)


def test_without_places_there_is_no_nearest():
    assert presence.nearest(pd.DataFrame({"lon": [1.0], "lat": [2.0]}), pd.DataFrame()).empty


def test_children_are_counted_where_it_is():
    spots = values([("001", 0, 1), ("002", 1, 1), ("003", 1, 1)], indicator="PLA01")
    # Carried from former communes, so no commune's own answer.
    summed = values([("001", 2, 3)], indicator="PLA01", period="2024", origin="summed")
    living = values([("001", 3, 500), ("002", 1, 70)], indicator="STF02")
    counted = presence.weighed(pd.concat([spots, summed]), living, SPOT)
    assert counted[["code", "numerator", "denominator"]].to_numpy().tolist() == [["001", 0, 500], ["002", 70, 70]]
