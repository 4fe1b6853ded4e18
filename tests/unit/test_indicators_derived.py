"""The dropout between two doses: (first − third) / first, from the published figures of both, never stored and never clipped."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from indicators import periods
from indicators.catalogue import Aggregation, Catalogue, Direction, Formula, Unit
from indicators.derived import contradicted, derived, needed
from indicators.groups import by_group
from indicators.measure import group_total, measured
from tests.unit.indicator_frames import an_indicator, areas, values

DROPOUT = an_indicator(
    code="IMM10", direction=Direction.DOWN, targets=(), formula=Formula("IMM13", "IMM05"), gap_breaks=(-5.0, 0.0, 5.0, 10.0)
)  # fmt: skip
CATALOGUE = Catalogue((an_indicator(code="IMM05", order=2), an_indicator(code="IMM13", order=3), DROPOUT))


def parts(first, third, **changes):
    return pd.concat(
        [values(first, indicator="IMM13", **changes), values(third, indicator="IMM05", **changes)], ignore_index=True
    )


def test_it_is_the_share_lost_between_the_doses_and_below_zero_it_stays():
    # 100 with the first dose and 90 with the third: 10 % lost. 50 and 53: −6 %.
    found = derived(parts([("001", 100, 120), ("002", 50, 60)], [("001", 90, 120), ("002", 53, 60)]), DROPOUT)
    assert found[["indicator", "code", "numerator", "denominator", "blank"]].to_numpy().tolist() == [
        ["IMM10", "001", 10, 100, ""],
        ["IMM10", "002", -3, 50, ""],
    ]
    table = measured(
        found, areas(3), indicator=DROPOUT, period=periods.year(2025), due_on=None, as_of=date(2026, 1, 15), province=None
    )  # fmt: skip
    assert table["value"].tolist()[:2] == [10.0, -6.0]
    assert table["blank"].tolist() == ["", "", "missing"]
    assert np.isnan(table["low"].iloc[1])
    assert contradicted(table) == ["Commune 2"]


def test_where_one_part_is_blank_so_is_the_whole():
    first, third = [("001", np.nan, np.nan), ("002", 50, 60)], [("001", 90, 120)]
    frame = parts(first, third)
    frame.loc[0, "blank"] = "hidden"
    assert derived(frame, DROPOUT)[["code", "blank"]].to_numpy().tolist() == [["001", "hidden"]]


def test_sums_of_different_reports_are_not_compared_but_made_anew_of_the_communes_that_have_both():
    # The third dose lacks a commune: 210 − 140 of the sums would say 33 % lost. Both have 001 and 002: (30 + 20 − 25 − 18) / 50.
    first = parts([("001", 30, 40), ("002", 20, 40), ("003", 160, 200)], [("001", 25, 40), ("002", 18, 40)])
    province = parts([("11", 210, 280)], [("11", 43, 80)], kind="province", origin="summed", parts=3, parts_expected=3)
    province.loc[province["indicator"] == "IMM05", "parts"] = 2
    found = derived(pd.concat([first, province], ignore_index=True), DROPOUT)
    total = found[found["kind"] == "province"].iloc[0]
    assert (total["numerator"], total["denominator"], total["parts"], total["blank"]) == (7, 50, 2, "")
    alone = derived(province, DROPOUT).iloc[0]
    assert alone["blank"] == "missing"
    assert np.isnan(alone["numerator"])


def test_without_a_report_of_either_part_there_is_nothing():
    nothing = parts([("001", 1, 2)], [("001", 1, 2)]).iloc[:0]
    assert derived(nothing, DROPOUT).empty
    assert list(derived(nothing, DROPOUT).columns) == list(nothing.columns)
    assert derived(parts([("001", 1, 2)], []), DROPOUT).empty


def test_its_parts_are_loaded_in_its_place():
    assert needed(["IMM10", "IMM05"], CATALOGUE) == ("IMM05", "IMM13")
    with pytest.raises(ValueError, match="IMM05"):
        derived(values([]), CATALOGUE["IMM05"])


def test_a_median_is_not_added_up_over_communes():
    days = replace(
        an_indicator(
            code="IMM12", unit=Unit.DAYS, multiplier=1, aggregation=Aggregation.NONE, direction=Direction.DOWN
        ),
        targets=(replace(an_indicator().targets[0], year=2025, comparator="<=", value=10.0),),
    )
    rows = values([("001", 12.5, np.nan), ("002", 8.0, np.nan)], indicator="IMM12")
    table = measured(
        rows, areas(2), indicator=days, period=periods.year(2025), due_on=None, as_of=date(2026, 1, 15), province=None
    )  # fmt: skip
    assert table["value"].tolist() == [12.5, 8.0]
    assert table["short"].tolist() == [True, False]
    assert table["need"].isna().all()
    assert group_total(table, days, periods.year(2025)) is None
    assert by_group(rows, areas(2), "region", days).empty
