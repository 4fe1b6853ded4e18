"""Where survey figures and others may not be joined: cases worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from indicators.sources import kind_of_all, source_breaks
from indicators.trend import trend, trends
from tests.unit.indicator_frames import an_indicator, values


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
