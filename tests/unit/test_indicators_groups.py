import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.groups import COLUMNS, by_group, groups_of
from indicators.scope import SCHEMES
from tests.unit.indicator_frames import SCREENED, an_indicator, areas, values

IMM = an_indicator()


def test_groups_are_recomputed_from_sums():
    # Communes 1 and 3 are at the border: 90/100 and 10/20 make 100/120, not the mean of 90 % and 50 %.
    history = values([("001", 90, 100), ("002", 4, 5), ("003", 10, 20)])
    found = by_group(history, areas(3), "border", IMM)
    assert found.columns.tolist() == list(COLUMNS)
    assert found["group"].tolist() == ["yes", "no"]
    assert found["numerator"].tolist() == [100, 4]
    assert [round(v, 1) for v in found["value"]] == [83.3, 80.0]
    # Wilson 100/120 by scipy: 75.7 and 88.9.
    assert (round(found["low"][0], 1), round(found["high"][0], 1)) == (75.7, 88.9)
    assert found["communes"].tolist() == [2, 1]
    assert found["reported"].tolist() == [2, 1]


def test_a_blank_commune_is_out_of_both_sums_and_counted_so():
    history = pd.concat(
        [
            values([("001", 90, 100)]),
            values([("003", np.nan, np.nan)], blank="hidden"),
            values([("002", 9, np.nan)]),
        ]
    )
    found = by_group(history, areas(3), "border", IMM).set_index("group")
    assert found.loc["yes", ["numerator", "communes", "reported"]].tolist() == [90, 2, 1]
    assert np.isnan(found.loc["no", "value"])
    assert found.loc["no", "reported"] == 0


def test_a_period_in_which_a_group_reported_nothing_is_a_gap_not_a_zero():
    history = pd.concat([values([("001", 1, 2), ("002", 1, 2)], period="2024"), values([("001", 2, 2)])])
    found = by_group(history, areas(2), "border", IMM).set_index(["group", "period"])
    assert np.isnan(found.loc[("no", "2025"), "value"])
    assert np.isnan(found.loc[("no", "2025"), "numerator"])


def test_provisional_if_any_of_its_communes_is():
    history = pd.concat([values([("001", 1, 2)]), values([("003", 1, 2)], provisional=True)])
    assert by_group(history, areas(3), "border", IMM)["provisional"].tolist() == [True, False]


def test_others_than_communes_of_the_indicator_stay_out():
    history = pd.concat(
        [
            values([("001", 1, 2)]),
            values([("11", 50, 60)], kind="province"),
            values([("001", 7, 9)], indicator="IMM02"),
            values([("099", 7, 9)]),  # a commune that AREAS does not know
        ]
    )
    assert by_group(history, areas(1), "border", IMM)["numerator"].tolist() == [1]


def test_a_province_only_indicator_has_no_groups():
    found = by_group(values([("001", 1, 2)]), areas(1), "border", an_indicator(sensitivity=3))
    assert found.empty
    assert found.columns.tolist() == list(COLUMNS)


def test_nothing_reported_is_an_empty_table():
    assert by_group(values([("001", np.nan, np.nan)], blank="hidden"), areas(1), "border", IMM).empty


def test_communes_outside_the_filter_are_in_no_group_and_none_inside_is_an_empty_table():
    history = values([("001", 90, 100), ("002", 4, 5), ("003", 10, 20)])
    one = by_group(history, areas(3).iloc[:1], "border", IMM)
    assert one[["group", "numerator", "communes"]].to_numpy().tolist() == [["yes", 90, 1]]
    none = by_group(history, areas(3).iloc[:0], "border", IMM)
    assert none.columns.tolist() == list(COLUMNS)
    assert none.empty


def test_counts_are_summed_without_a_denominator():
    history = values([("001", 5, np.nan), ("003", 7, np.nan)], indicator="DIS01")
    found = by_group(history, areas(3), "border", SCREENED)
    assert found["value"][0] == 12
    assert found["denominator"].isna().all()


def test_groups_stand_in_reading_order():
    frame = areas(6)
    assert groups_of(frame, "ethnic") == ["mong", "thai", "mixed"]
    frame.loc[frame["ethnic"] == "thai", "population"] = 1e6
    assert groups_of(frame, "ethnic") == ["thai", "mong", "mixed"]
    frame["region"] = ["III", "I", "II", "III", "I", "II"]
    assert groups_of(frame, "region") == ["I", "II", "III"]
    with pytest.raises(ValueError, match="height"):
        groups_of(frame, "height")


@given(
    st.lists(st.integers(0, 50).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=12)
)
def test_every_grouping_adds_up_to_the_same_whole(cells):
    history = values([(f"{i + 1:03d}", *cell) for i, cell in enumerate(cells)])
    for scheme in SCHEMES:
        found = by_group(history, areas(len(cells)), scheme, IMM)
        assert found["numerator"].sum() == sum(n for n, _ in cells)
        assert found["denominator"].sum() == sum(d for _, d in cells)
        assert found["reported"].sum() == found["communes"].sum() == len(cells)
