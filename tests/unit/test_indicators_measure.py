from datetime import date

import numpy as np
import pandas as pd
import pytest

from indicators.catalogue import Direction
from indicators.measure import Basis, group_total, measured, province_total, total, value_of, value_of_rate
from indicators.periods import parse, quarter, year
from tests.unit.indicator_frames import RATE, SCREENED, STUNTING, an_indicator, areas, values

IMM = an_indicator()


def measure(
    rows, frame=None, *, indicator=IMM, period="2025", due_on=None, as_of=date(2026, 2, 1), province=None, **more
):
    frame = areas() if frame is None else frame
    return measured(
        rows, frame, indicator=indicator, period=parse(period), due_on=due_on, as_of=as_of, province=province, **more
    )


def test_the_example_of_the_architecture_page():
    row = measure(values([("001", 455, 510)])).iloc[0]
    # 455 of 510: 89.2 %, Wilson 86.2-91.6 (scipy); 97 % of 510 is 494.7, so 495 children are needed, 40 more.
    assert (round(row["value"], 1), round(row["low"], 1), round(row["high"], 1)) == (89.2, 86.2, 91.6)
    assert (row["target"], round(row["gap"], 1), row["need"]) == (97.0, -7.8, 40)
    assert (row["short"], row["clear"]) == (True, True)


def test_a_value_needs_a_denominator_and_is_multiplied_first():
    top, bottom = np.array([[97, 7, 3, 0, np.nan, 5, 5], [100, 7, 0, 0, 10, np.nan, -2]], float)
    value = [97, 100, np.nan, np.nan, np.nan, np.nan, np.nan]
    assert np.array_equal(value_of(top, bottom, IMM), value, equal_nan=True)
    # 0.07 × 100 is 7.000000000000001.
    assert value_of_rate(np.array([7.0]), np.array([100.0]), 100).tolist() == [7.0]
    assert np.array_equal(value_of(top, bottom, SCREENED), top, equal_nan=True)


def test_each_of_several_indicators_has_its_own_multiplier():
    figures = np.array([[50, 50, 50], [200, 200, 0]], float)
    assert np.array_equal(value_of_rate(*figures, np.array([100.0, 1000, 100])), [25, 250, np.nan], equal_nan=True)


def test_rows_stand_in_the_order_of_areas_whatever_order_reports_come_in():
    found = measure(values([("003", 3, 10), ("001", 1, 10), ("002", 2, 10)]))
    assert found["numerator"].tolist() == [1, 2, 3]
    assert found.index.tolist() == [0, 1, 2]
    assert found.columns[: len(areas().columns)].tolist() == areas().columns.tolist()


def test_other_indicators_periods_and_kinds_are_left_out():
    rows = pd.concat(
        [
            values([("001", 9, 10)]),
            values([("001", 1, 10)], period="2024"),
            values([("001", 2, 10)], indicator="IMM02"),
            values([("001", 3, 10)], kind="former"),
        ]
    )
    assert measure(rows)["value"].tolist()[:1] == [90.0]


def test_the_input_is_left_alone():
    rows, frame = values([("001", 9, 10)]), areas()
    before = rows.copy(), frame.copy()
    measure(rows, frame)
    pd.testing.assert_frame_equal(rows, before[0])
    pd.testing.assert_frame_equal(frame, before[1])


def test_a_blank_says_why():
    rows = pd.concat(
        [
            values([("001", np.nan, np.nan)], blank="hidden"),
            values([("002", np.nan, np.nan)], blank="removed"),
            values([("003", np.nan, np.nan)], blank="not_applicable"),
        ]
    )
    found = measure(rows, areas(4))
    assert found["blank"].tolist() == ["hidden", "missing", "not_applicable", "missing"]
    assert found[["numerator", "value", "low", "gap", "need"]].isna().all(axis=None)
    assert not found[["short", "clear"]].any(axis=None)
    assert found["versus"].isna().all()


@pytest.mark.parametrize(
    ("due_on", "blank"),
    [(date(2026, 2, 2), "not_due"), (date(2026, 2, 1), "missing"), (None, "missing")],
)
def test_a_report_is_missing_from_the_day_on_which_it_was_due(due_on, blank):
    assert measure(values([("001", 9, 10)]), due_on=due_on)["blank"].tolist() == ["", blank, blank]


def test_a_province_only_indicator_shows_no_commune_even_if_figures_come():
    found = measure(values([("001", 9, 10)]), indicator=an_indicator(sensitivity=3))
    assert set(found["blank"]) == {"hidden"}
    assert found[["numerator", "denominator", "value"]].isna().all(axis=None)


def test_a_hidden_row_that_still_carries_a_figure_is_emptied():
    found = measure(values([("001", 9, 10)], blank="hidden"))
    assert np.isnan(found["numerator"][0])
    assert np.isnan(found["value"][0])


def test_the_range_of_a_hidden_row_stays_and_of_another_is_none():
    rows = pd.concat(
        [values([("001", np.nan, np.nan)], blank="hidden", at_least=98.0), values([("002", 9, 10)], at_least=98.0)]
    )
    assert measure(rows)["at_least"].isna().tolist() == [False, True, True]


def test_communes_that_count_communes_are_blank_before_their_merger():
    rows = pd.concat([values([("001", 1, 3)], period="2024"), values([("001", 1, 1)])])
    merger = {"merged_on": date(2025, 7, 1)}
    assert measure(rows, period="2024", **merger)["blank"].tolist() == ["merged", "missing", "missing"]
    assert measure(rows, **merger)["blank"][0] == ""


def test_a_rate_without_its_denominator_is_not_reported():
    assert measure(values([("001", 9, np.nan)]))["blank"][0] == "missing"
    assert measure(values([("001", 9, np.nan)], indicator="DIS01"), indicator=SCREENED)["value"][0] == 9


def test_nobody_to_count_meets_no_target_and_misses_none():
    rows = pd.concat([values([("001", 0, 0), ("002", 3, 0)]), values([("11", 0, 0)], kind="province")])
    found = measure(rows, areas(3))
    assert found["blank"].tolist() == ["not_applicable", "missing", "missing"]
    assert found[["numerator", "denominator", "value", "gap", "need"]].isna().all(axis=None)
    assert province_total(rows, IMM, year(2025)) is None
    # A count of 0 is a figure.
    assert measure(values([("001", 0, np.nan)], indicator="DIS01"), indicator=SCREENED)["blank"][0] == ""


def test_over_one_hundred_per_cent_is_kept_without_an_interval():
    row = measure(values([("001", 12, 10)])).iloc[0]
    assert (row["value"], row["short"], row["need"]) == (120.0, False, 0)
    assert np.isnan(row["low"])


def test_targets_do_not_judge_parts_of_a_year():
    row = measure(values([("001", 5, 10)], period="2025-Q3"), period="2025-Q3").iloc[0]
    assert row["value"] == 50.0
    assert np.isnan(row["target"])
    assert np.isnan(row["gap"])
    assert not row["short"]


def test_a_neutral_indicator_is_not_judged_even_with_a_target():
    neutral = an_indicator(direction=Direction.NEUTRAL)
    province = total(50, 100, neutral, year(2025), Basis("published", 1, 1))
    row = measure(values([("001", 5, 10)]), indicator=neutral, province=province).iloc[0]
    assert np.isnan(row["target"])
    assert np.isnan(row["need"])
    assert row["versus"] is pd.NA


def test_lower_is_better_counts_the_excess():
    # 30 of 100 stunted, 17 % asked: 13 too many. 17 of 100 is met.
    found = measure(values([("001", 30, 100), ("002", 17, 100)], indicator="NUT01"), indicator=STUNTING)
    assert found["need"].tolist()[:2] == [13, 0]
    assert found["short"].tolist()[:2] == [True, False]
    assert found["gap"].tolist()[:2] == [13.0, 0.0]
    # Wilson 30/100: 21.9-39.6 (scipy), all above 17.
    assert found["clear"].tolist()[:2] == [True, False]


def test_flags_and_parts_travel_and_default_to_nothing():
    found = measure(values([("001", 9, 10)], estimated=True, provisional=True, late=True, parts=2, parts_expected=3))
    assert found.loc[0, ["estimated", "provisional", "late"]].tolist() == [True, True, True]
    assert found.loc[1, ["estimated", "provisional", "late"]].tolist() == [False, False, False]
    assert found["parts"].tolist() == [2, 0, 0]
    assert found["parts_expected"].tolist() == [3, 0, 0]
    assert found["short"].dtype == bool


def test_the_province_is_the_stored_figure_not_a_sum():
    rows = pd.concat(
        [values([("001", 1, 2)]), values([("11", 955, 1000)], kind="province", origin="published", provisional=True)]
    )
    found = province_total(rows, IMM, year(2025))
    assert (found.value, found.origin, found.provisional) == (95.5, "published", True)
    assert (found.target, found.short, found.need) == (97.0, True, 15)
    assert found.clear  # Wilson 955/1000: 94.0-96.6
    assert province_total(rows, IMM, year(2024)) is None
    assert province_total(rows, IMM, year(2025), kind="country") is None


def test_a_province_without_figures_is_none():
    rows = values([("11", np.nan, np.nan)], kind="province", blank="hidden")
    assert province_total(rows, IMM, year(2025)) is None


def test_a_reference_value_without_counts_is_judged_but_has_no_interval_and_no_need():
    rows = values([("VN", np.nan, np.nan)], kind="country", value=94.3, origin="reference")
    found = province_total(rows, IMM, year(2025), kind="country")
    assert (found.value, found.target, found.short, found.clear, found.need) == (94.3, 97.0, True, False, None)
    assert np.isnan(found.low)
    assert not province_total(rows.assign(value=97.0), IMM, year(2025), kind="country").short


def test_a_group_is_recomputed_from_sums_and_counts_who_is_in():
    rows = pd.concat(
        [values([("001", 90, 100), ("002", 10, 20)]), values([("003", np.nan, np.nan)], blank="not_applicable")]
    )
    found = group_total(measure(rows, areas(4)), IMM, year(2025))
    # 100 of 120 is 83.3 %, not the mean of 90 % and 50 %; 97 % of 120 is 116.4, so 17 more.
    assert round(found.value, 1) == 83.3
    assert (found.need, found.parts, found.parts_expected) == (17, 2, 3)


def test_a_group_without_any_figure_is_none():
    assert group_total(measure(values([("009", 1, 1)])), IMM, year(2025)) is None


def test_a_group_of_counts_has_a_sum_and_no_denominator():
    rows = values([("001", 5, np.nan), ("002", 7, np.nan)], indicator="DIS01")
    found = group_total(measure(rows, indicator=SCREENED), SCREENED, year(2025))
    assert found.value == 12
    assert np.isnan(found.denominator)
    assert found.need is None


def test_a_rate_per_thousand():
    # 50 collaborators for 10,000 children are 5.0 per 1,000; 6 would be 60.
    row = measure(values([("001", 50, 10_000)], indicator="STF02"), indicator=RATE).iloc[0]
    assert (row["value"], row["need"]) == (5.0, 10)
    # Exact Poisson limits of 50 are 37.1 and 65.9 (Garwood).
    assert (round(row["low"], 2), round(row["high"], 2)) == (3.71, 6.59)


def test_a_part_year_total_has_no_target():
    found = total(5, 10, IMM, quarter(2025, 3), Basis("reported", 1, 1))
    assert (found.target, found.need, found.short) == (None, None, False)
