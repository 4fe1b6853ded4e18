from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from base.texts import Texts
from harness.kinds import YES_OR_NO
from indicators.catalogue import Version
from indicators.comparable import kinds_of, pair_text, pairs, series_breaks
from indicators.intervals import limits_of, wilson
from indicators.measure import value_of, value_of_one
from indicators.periods import Kind, parse
from tests.unit.indicator_frames import RATE, SCREENED, an_indicator

MERGED_ON = date(2025, 7, 1)
YEARS = [str(year) for year in range(2021, 2027)]


def test_years_of_both_kinds_stand_on_one_axis_and_parts_of_years_each_on_their_own():
    indicator = replace(an_indicator(), periods=(Kind.QUARTER, Kind.YEAR, Kind.SCHOOL_YEAR))
    assert kinds_of(indicator, Kind.YEAR) == kinds_of(indicator, Kind.SCHOOL_YEAR) == (Kind.YEAR, Kind.SCHOOL_YEAR)
    assert kinds_of(indicator, Kind.QUARTER) == (Kind.QUARTER,)


def test_a_series_breaks_where_communes_were_merged_or_another_definition_begins():
    begun = (Version(1, date(2018, 1, 1), False, {}), Version(2, date(2023, 1, 1), True, {}))
    plain = replace(an_indicator(), versions=())
    assert series_breaks(YEARS, plain, merged_on=MERGED_ON) == ()
    assert series_breaks(YEARS, replace(plain, versions=begun), merged_on=MERGED_ON) == ("2023",)
    assert series_breaks(YEARS, replace(plain, **YES_OR_NO), merged_on=MERGED_ON) == ("2025",)
    both = replace(plain, versions=begun, **YES_OR_NO)
    assert set(series_breaks(YEARS, both, merged_on=MERGED_ON)) == {"2023", "2025"}
    assert series_breaks(iter(YEARS), both, merged_on=MERGED_ON) == series_breaks(
        pd.Series(YEARS), both, merged_on=MERGED_ON
    )


def test_a_series_that_ends_before_the_merger_is_whole():
    counting = replace(an_indicator(), versions=(), **YES_OR_NO)
    assert series_breaks(["2021", "2022"], counting, merged_on=MERGED_ON) == ()
    assert series_breaks([], counting, merged_on=MERGED_ON) == ()


@pytest.mark.parametrize(
    ("numerator", "denominator", "value"), [(97, 100, 97), (0, 4, 0), (5, 4, 125), (3, 0, None), (np.nan, 4, None)]
)
def test_one_figure_has_the_value_that_it_has_among_others(numerator: float, denominator: float, value: float | None):
    one = value_of_one(numerator, denominator, an_indicator())
    among = value_of(np.array([1.0, numerator]), np.array([2.0, denominator]), an_indicator())[1]
    assert np.isnan(one) and np.isnan(among) if value is None else one == among == value


def test_a_count_needs_no_denominator():
    assert value_of_one(7, np.nan, SCREENED) == 7


def test_limits_are_those_of_the_interval_in_the_unit_of_the_value():
    low, high = limits_of(np.array([45.0]), np.array([50.0]), an_indicator())
    assert (low[0], high[0]) == tuple(100 * limit[0] for limit in wilson([45.0], [50.0]))
    assert RATE.multiplier * 45 / 50 < limits_of([45.0], [50.0], RATE)[1][0]
    assert all(np.isnan(end).all() for end in limits_of(np.array([7.0]), np.array([np.nan]), SCREENED))


def province(*rows):
    """VALUES of a province. rows: period, and what of it is not as usual."""
    return pd.DataFrame(
        [
            {
                "period": period, "numerator": 90.0, "denominator": 100.0, "value": np.nan, "origin": "summed",
                "source_kind": "register", "parts": 45, "parts_expected": 45, **otherwise,
            }
            for period, otherwise in rows
        ]
    )  # fmt: skip


def told(indicator, *rows, later="2025"):
    found = pairs(province(*rows), indicator, later=parse(later), merged_on=MERGED_ON)
    return [(pair.earlier.code, pair.differs, pair.compares) for pair in found]


def test_each_earlier_period_says_whether_the_one_in_view_compares_with_it():
    plain = replace(an_indicator(), versions=())
    usual = ("2025", {})
    assert told(plain, ("2023", {}), ("2024", {}), usual) == [("2024", (), True), ("2023", (), True)]
    assert told(plain, ("2024", {"parts": 44}), usual) == [("2024", ("completeness",), True)]
    assert told(plain, ("2024", {}), ("2025", {"parts": 3})) == [("2024", ("completeness",), True)]
    assert told(plain, ("2024", {"source_kind": "survey"}), usual) == [("2024", ("source",), False)]
    assert told(plain, ("2024", {"origin": "published"}), usual) == [("2024", ("origin",), True)]
    assert told(replace(plain, **YES_OR_NO), ("2024", {}), usual) == [("2024", ("boundary",), False)]
    begun = (Version(1, date(2018, 1, 1), False, {}), Version(2, date(2024, 1, 1), True, {}))
    revised = replace(plain, versions=begun)
    assert told(revised, ("2023", {}), ("2024", {}), usual) == [("2024", (), True), ("2023", ("definition",), False)]
    assert told(plain, ("2023-24", {}), usual) == [("2023-24", ("kind",), False)]


def test_without_a_figure_there_is_nothing_to_compare():
    plain = replace(an_indicator(), versions=())
    none = {"numerator": np.nan, "denominator": np.nan}
    assert told(plain, ("2024", {}), ("2025", none)) == []
    assert told(plain, ("2024", none), ("2025", {})) == []
    assert told(plain, ("2024", {})) == []


def test_a_pair_in_words_names_the_period_that_lacks_reports():
    plain = replace(an_indicator(), versions=())
    rows = province(("2023", {"parts": 44}), ("2024", {"source_kind": "survey", "parts": 2}), ("2025", {}))
    said = [pair_text(each, Texts("en")) for each in pairs(rows, plain, later=parse("2025"), merged_on=MERGED_ON)]
    assert said == [
        "Province, 2025 and 2024: not comparable (survey and other sources; 2024: 2 of 45 reports).",
        "Province, 2025 and 2023: comparable, with care (2023: 44 of 45 reports).",
    ]
