"""Where survey figures and others may not be joined: cases worked out by hand."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from indicators.measure import measured, province_total
from indicators.periods import parse
from indicators.sources import kind_of_all, source_breaks
from indicators.trend import trend, trends
from tests.unit.indicator_frames import an_indicator, areas, values


def history(kinds, code="11", first=2021, **changes):
    """VALUES of one area: 70, 73, 76 … of 100 × 10, a year each, of these kinds of source."""
    rows = [
        values([(code, 700 + 30 * n, 1000)], period=str(first + n), source_kind=kind, **changes)
        for n, kind in enumerate(kinds)
    ]
    return pd.concat(rows, ignore_index=True)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["register"] * 4, ()),
        (["survey"] * 4, ()),
        (["register", "survey", "survey", "register"], ("2022", "2024")),
        (["survey", "school_report", "admin", "survey"], ("2022", "2024")),
        # A printed figure of the province is the register's.
        (["register", "register", "published", "register"], ()),
        (["survey"], ()),
    ],
)
def test_a_line_begins_anew_where_survey_and_other_figures_meet(kinds, expected):
    assert source_breaks(history(kinds)) == expected
    # In whatever order the rows come.
    assert source_breaks(history(kinds).iloc[::-1]) == expected


def test_a_period_without_a_figure_changes_nothing():
    rows = history(["survey", "register", "survey"])
    rows.loc[1, ["numerator", "denominator"]] = np.nan
    assert source_breaks(rows) == ()
    # A survey that gives a percentage alone has a figure.
    rows = history(["register", "survey"])
    rows.loc[1, ["numerator", "denominator", "value"]] = np.nan, np.nan, 81.5
    assert source_breaks(rows) == ("2022",)


def test_a_sum_of_both_is_neither():
    rows = pd.concat([history(["register", "register"]), history(["register", "survey"], code="12")])
    assert source_breaks(rows) == ("2022",)
    assert [kind_of_all(k) for k in (["survey", "survey"], ["survey", "admin"], ["", "admin"], [])] == [
        "survey",
        "mixed",
        "admin",
        "",
    ]


def test_no_trend_is_proven_across_survey_and_register():
    # 70, 73, 76, 79, 82 % of 1,000 rise clearly in five years.
    assert trend(history(["register"] * 5), an_indicator()).result == "up"
    assert trend(history(["survey"] * 5), an_indicator()).result == "up"
    assert trend(history(["survey", *["register"] * 4]), an_indicator()).result == "cannot"
    both = pd.concat([history(["survey", *["register"] * 4]), history(["register"] * 5, code="12")])
    assert trends(both, an_indicator())["result"].to_dict() == {"11": "cannot", "12": "up"}


@pytest.mark.parametrize(("of_province", "expected"), [("published", [-2, None]), ("survey", [None, -2])])
def test_a_commune_is_held_against_the_province_of_the_same_way_only(of_province, expected):
    # 40 of 100 against 80 %: far outside both limits, so surely worse.
    rows = pd.concat(
        [
            values([("001", 40, 100)]),
            values([("002", 40, 100)], source_kind="survey"),
            values([("11", 8000, 10000)], kind="province", source_kind=of_province),
        ]
    )
    indicator, period = an_indicator(), parse("2025")
    found = measured(
        rows, areas(2), indicator=indicator, period=period, due_on=None, as_of=date(2026, 1, 1),
        province=province_total(rows, indicator, period),
    )  # fmt: skip
    assert [None if pd.isna(step) else int(step) for step in found["versus"]] == expected
    assert found["value"].tolist() == [40.0, 40.0]
