"""Groups to compare, the gap between two of them over time, and which communes make it up: by hand calculation."""

import numpy as np
import pandas as pd
import pytest

from indicators.catalogue import Direction
from indicators.equity.explain import explained
from indicators.equity.gap import course, ends, gap_of
from indicators.equity.groups import GROUPS, comparable, of_children, of_communes, placed
from tests.unit.indicator_frames import STUNTING, an_indicator, areas, values

IMM = an_indicator()


def test_travel_time_makes_four_bands_of_minutes_the_farthest_worst_placed():
    table = areas(6).assign(travel_minutes=[10.0, 30.0, 31.0, 120.0, 121.0, np.nan])
    assert placed(table, "minutes").tolist() == ["0-30", "0-30", "30-60", "60-120", "120+", ""]
    figures = values([(f"{n:03d}", 8, 10) for n in range(1, 7)])
    found = of_communes(figures, table, "minutes", IMM)
    assert list(found.columns) == GROUPS
    assert found["group"].tolist() == ["0-30", "30-60", "60-120", "120+"]
    assert found["order"].tolist() == [4, 3, 2, 1]
    assert found["members"].tolist() == [2, 1, 1, 1]


def test_two_groups_of_an_order_are_a_pair_without_one():
    found = of_communes(values([("001", 8, 10), ("002", 9, 10)]), areas(2).assign(region=["I", "III"]), "region", IMM)
    assert found["order"].isna().all()
    with pytest.raises(ValueError, match="child_sex"):
        placed(areas(2), "child_sex")


def test_a_hidden_commune_is_in_no_sum_and_is_counted():
    history = pd.concat(
        [values([("001", 90, 100), ("002", 50, 80)]), values([("003", np.nan, np.nan)], blank="hidden")]
    )
    found = of_communes(history, areas(3), "border", IMM).set_index("group")
    assert found.loc["yes", ["numerator", "members", "reported", "hidden"]].tolist() == [90, 2, 1, 1]
    assert found.loc["no", ["numerator", "members", "reported", "hidden"]].tolist() == [50, 1, 1, 0]
    assert comparable(found.reset_index())["group"].tolist() == ["yes"]


def test_communes_themselves_are_groups_in_their_order():
    found = of_communes(values([("002", 9, 10), ("001", 8, 10)]), areas(3), "commune", IMM)
    assert found["group"].tolist() == ["001", "002", "003"]
    assert found["members"].isna().all()
    assert found["value"].tolist()[:2] == [80, 90]


def strata(figures, period="2025", **changes):
    rows = values([("11", n, d) for n, d in figures.values()], kind="province", period=period, **changes)
    return rows.assign(stratum=list(figures))


def test_children_are_grouped_by_one_dimension_the_largest_first_the_others_last():
    rows = strata({
        "ethnic=other": (50, 90), "ethnic=mong": (40, 50), "ethnic=thai": (60, 80), "sex=f": (9, 10),
        "ethnic=mong|sex=f": (1, 2),
    })  # fmt: skip
    found = of_children(rows, "child_ethnic", IMM)
    assert found["group"].tolist() == ["thai", "mong", "other"]
    assert found["value"].round(1).tolist() == [75.0, 80.0, 55.6]
    assert of_children(rows, "child_sex", IMM)["group"].tolist() == ["f"]
    assert of_children(rows[:0], "child_sex", IMM).empty


def two_groups(years):
    """GROUPS of a: and b: by year: ((n, d) of a, (n, d) of b)."""
    return pd.concat(
        [of_children(strata({"ethnic=a": a, "ethnic=b": b}, period=year), "child_ethnic", IMM) for year, (a, b) in years.items()]
    )  # fmt: skip


def test_the_gap_of_a_year_has_newcombes_interval():
    found = gap_of(two_groups({"2025": ((56, 70), (48, 80))}), IMM, "2025")
    # Newcombe 1998, Statistics in Medicine 17, table II (a): 56/70 − 48/80, method 10: 0.2, 0.0524 to 0.3339.
    assert (found.worst, found.best) == ("b", "a")
    assert found.gap == pytest.approx(20)
    assert (round(found.low, 2), round(found.high, 2)) == (5.24, 33.39)
    assert found.change == ""


def test_a_gap_has_narrowed_only_if_the_interval_of_its_change_leaves_out_zero():
    clearly = gap_of(two_groups({"2023": ((900, 1000), (500, 1000)), "2025": ((900, 1000), (800, 1000))}), IMM, "2025")
    assert (clearly.since, clearly.change) == ("2023", "narrower")
    assert clearly.change_low < -30 < clearly.change_high < 0
    hardly = gap_of(two_groups({"2023": ((90, 100), (80, 100)), "2025": ((90, 100), (82, 100))}), IMM, "2025")
    assert hardly.change == "unclear"
    assert hardly.change_low < -2 < 0 < hardly.change_high
    wider = gap_of(two_groups({"2023": ((900, 1000), (800, 1000)), "2025": ((900, 1000), (500, 1000))}), IMM, "2025")
    assert wider.change == "wider"


def test_years_after_the_one_in_view_and_before_another_definition_are_not_compared():
    years = {"2022": ((900, 1000), (500, 1000)), "2024": ((900, 1000), (800, 1000)), "2025": ((900, 1000), (850, 1000))}
    assert gap_of(two_groups(years), IMM, "2024").since == "2022"
    assert gap_of(two_groups(years), IMM, "2025", breaks=["2024"]).since == "2024"
    assert gap_of(two_groups(years), IMM, "2025", breaks=["2025"]).change == ""


def test_less_is_better_turns_worst_and_best_and_the_gap_stays_positive():
    figures = two_groups({"2024": ((20, 100), (30, 100)), "2025": ((20, 100), (28, 100))}).assign(indicator="NUT01")
    assert ends(figures, STUNTING, "2025") == ("b", "a")
    line = course(figures, STUNTING, "b", "a")
    assert line["gap"].tolist() == pytest.approx([10, 8])
    assert (line["low"] < line["gap"]).all()
    assert (line["gap"] < line["high"]).all()


def test_groups_that_are_all_equal_are_two_groups_without_a_gap():
    found = gap_of(two_groups({"2025": ((100, 100), (50, 50))}), IMM, "2025")
    assert {found.worst, found.best} == {"a", "b"}
    assert found.gap == 0


def test_nothing_to_compare_is_none():
    neutral = an_indicator(direction=Direction.NEUTRAL)
    figures = two_groups({"2025": ((20, 100), (30, 100))})
    assert gap_of(figures, neutral, "2025") is None
    assert gap_of(figures, IMM, "2024") is None
    assert gap_of(figures[figures["group"] == "a"], IMM, "2025") is None


def test_the_gap_in_children_is_shared_out_among_the_communes_without_a_rest():
    # The other group stands at 90 %. A: 100 children, 70 reached: 20 fewer. B: 50, 45: none. C: 10, 10: one more.
    figures = values([("A", 70, 100), ("B", 45, 50), ("C", 10, 10)])
    found = explained(figures, IMM, 90.0, numerator=125, denominator=160)
    assert found.children == pytest.approx(0.9 * 160 - 125)
    assert found.parts["code"].tolist() == ["A", "B", "C"]
    assert found.parts["excess"].tolist() == pytest.approx([20, 0, -1])
    assert found.parts["share"].sum() == pytest.approx(100)
    assert found.placed == pytest.approx(found.children)
    assert found.half == 1


def test_of_less_is_better_the_excess_is_of_children_affected():
    found = explained(values([("A", 30, 100), ("B", 10, 100)]), STUNTING, 15.0, numerator=40, denominator=200)
    assert found.children == pytest.approx(10)
    assert found.parts["excess"].tolist() == pytest.approx([15, -5])


def test_what_lies_in_hidden_communes_stays_unplaced():
    figures = pd.concat([values([("A", 70, 100)]), values([("B", np.nan, np.nan)], blank="hidden")])
    found = explained(figures, IMM, 90.0, numerator=100, denominator=150)
    assert (found.children, found.placed) == (pytest.approx(35), pytest.approx(20))
    assert found.parts["code"].tolist() == ["A"]
    assert found.parts["share"].tolist() == pytest.approx([100 * 20 / 35])
    nothing = explained(figures[figures["code"] == "B"], IMM, 90.0, numerator=50, denominator=100)
    assert (nothing.placed, len(nothing.parts), nothing.half) == (0, 0, 0)


def test_a_group_in_focus_is_held_against_the_best_unless_it_is_the_best():
    rows = strata({"ethnic=a": (90, 100), "ethnic=b": (50, 100), "ethnic=c": (70, 100)})
    figures = of_children(rows, "child_ethnic", IMM)
    assert gap_of(figures, IMM, "2025", focus="c").worst == "c"
    assert gap_of(figures, IMM, "2025", focus="a").worst == "b"
    assert gap_of(figures, IMM, "2025", focus="nobody").worst == "b"
