"""On track by 2030? Expected values are worked out by hand beside each test; limits of intervals are scipy's (binomtest, chi2)."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from harness.kinds import YES_OR_NO
from indicators.catalogue import Direction, Scope, Target, Unit, Version
from indicators.path import path, straight_line, target_by
from indicators.periods import parse
from indicators.versions import definition_breaks, version_at
from tests.unit.indicator_frames import STUNTING, an_indicator, values

MERGED_ON = date(2025, 7, 1)
UP = an_indicator(targets=(Target(2030, ">=", 98.0, "", False),))
DOWN = replace(STUNTING, targets=(Target(2030, "<=", 15.0, "", False),))


def history(figures, denominator=10_000.0):
    """VALUES of the province: per cent (or a count per `denominator`) by period."""
    import pandas as pd

    return pd.concat([values([("11", n, denominator)], period=str(p), kind="province") for p, n in figures.items()])


def told(figures, indicator=UP, **known):
    return path(history(figures, **known), indicator, merged_on=MERGED_ON)


def test_the_line_and_the_pace_by_hand():
    # From 88 (2020) to 98 (2030): 1 point a year, so 93 in 2025. At 92 it needs (98 − 92) / 5 = 1.2 a year.
    # Wilson of 9,200 of 10,000: 91.45–92.52, below 93.
    found = told({2020: 8_800, 2023: 9_100, 2025: 9_200})
    assert (found.result, found.clear) == ("off_track", True)
    assert (found.base, found.base_year, found.value, found.year) == (88.0, 2020, 92.0, 2025)
    assert found.expected == pytest.approx(93.0)
    assert found.pace == pytest.approx(1.2)


def test_behind_the_line_by_no_more_than_chance_is_not_called_off_track():
    # The same shares of 100 children: Wilson of 92 of 100 is 85.0–95.9, which holds 93.
    found = told({2020: 88, 2023: 91, 2025: 92}, denominator=100.0)
    assert (found.result, found.reason) == ("cannot", "noise")
    assert found.expected == pytest.approx(93.0)


def test_on_the_line_is_on_track_and_ahead_of_its_interval_it_is_clear():
    assert told({2020: 8_800, 2023: 9_100, 2025: 9_300}).result == "on_track"
    # Wilson of 9,400 of 10,000: 93.52–94.45, above 93.
    ahead = told({2020: 8_800, 2023: 9_100, 2025: 9_400})
    assert (ahead.result, ahead.clear) == ("on_track", True)


def test_less_is_better_goes_down_the_line():
    # From 25 (2020) to 15 (2030): 20 in 2025. Wilson of 2,200 of 10,000: 21.20–22.82, all above.
    found = told({2020: 2_500, 2022: 2_400, 2025: 2_200}, DOWN)
    assert (found.result, found.expected) == ("off_track", pytest.approx(20.0))
    assert found.pace == pytest.approx((15 - 22) / 5)
    assert told({2020: 2_500, 2022: 2_400, 2025: 1_900}, DOWN).result == "on_track"


def test_met_is_met_with_one_figure_and_clear_if_the_interval_says_so():
    # Wilson of 9,810 of 10,000: 97.81–98.35, which holds 98; of 9,990: 99.82–99.95.
    found = told({2025: 9_810})
    assert (found.result, found.clear) == ("met", False)
    assert np.isnan(found.pace)
    assert told({2025: 9_990}).clear


def test_a_baseline_that_met_the_target_keeps_the_line_flat():
    # 98.5 met it in 2020; the line stays at 98, and 97 (Wilson of 9,700 of 10,000: 96.65–97.32) is behind.
    found = told({2020: 9_850, 2022: 9_800, 2025: 9_700})
    assert (found.result, found.expected) == ("off_track", 98.0)


@pytest.mark.parametrize(
    ("figures", "indicator", "reason"),
    [
        ({2020: 8_800, 2023: 9_100, 2025: 9_200}, replace(UP, direction=Direction.NEUTRAL), "neutral"),
        ({2020: 8_800, 2023: 9_100, 2025: 9_200}, replace(UP, targets=()), "no_target"),
        ({2020: 8_800, 2023: 9_100, 2025: 9_200}, replace(UP, targets=(Target(2025, ">=", 98.0, "", False),)), "no_target"),
        ({"2025-Q1": 9_000}, UP, "no_figure"),
        ({2024: 9_000, 2025: 9_200}, UP, "few_points"),
        # Figures before the programme are no baseline.
        ({2017: 8_000, 2018: 8_300, 2019: 8_500, 2025: 9_200}, UP, "few_points"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_has_its_reason(figures, indicator, reason):
    found = told(figures, indicator)
    assert (found.result, found.reason) == ("cannot", reason)


def test_without_any_report_there_is_no_figure():
    nothing = values([("11", 1, 2)], kind="province").iloc[:0]
    assert path(nothing, UP, merged_on=MERGED_ON).reason == "no_figure"


def test_a_new_definition_begins_the_path_anew():
    versions = tuple(Version(n, day, True, {}) for n, day in ((1, date(2019, 1, 1)), (2, date(2023, 1, 1))))
    changed = replace(UP, versions=versions)
    figures = {year: 8_800 + 100 * (year - 2020) for year in range(2020, 2025)}
    assert (told(figures, changed).result, told(figures, changed).reason) == ("cannot", "break")
    # A third year: from 91 (2023) to 98 (2030), so 93 in 2025.
    found = told({**figures, 2025: 9_400}, changed)
    assert (found.base_year, found.base, found.expected) == (2023, 91.0, pytest.approx(93.0))


def test_the_merger_breaks_the_path_of_what_counts_communes():
    counted = replace(UP, **YES_OR_NO)
    assert told({2020: 8_800, 2023: 9_100, 2025: 9_200}, counted).reason == "break"
    assert told({2020: 8_800, 2023: 9_100, 2025: 9_900}, counted).result == "met"


def test_once_the_year_has_come_it_is_met_or_missed():
    found = told({2030: 9_000})
    assert (found.result, found.expected) == ("off_track", 98.0)
    assert np.isnan(found.pace)


def test_a_rate_is_judged_by_exact_poisson_limits():
    rate = replace(DOWN, unit=Unit.PER_100000, multiplier=100_000, targets=(Target(2030, "<=", 500.0, "", False),))
    # From 1,200 (2020) to 500 (2030): 850 in 2025. Exact limits of 910: 851.8–971.1.
    found = told({2020: 1_200, 2022: 1_100, 2025: 910}, rate, denominator=100_000.0)
    assert (found.result, found.expected) == ("off_track", pytest.approx(850.0))
    # Exact limits of 880: 822.8–940.1.
    assert told({2020: 1_200, 2022: 1_100, 2025: 880}, rate, denominator=100_000.0).reason == "noise"


def test_the_provinces_own_target_goes_before_the_states():
    own = Target(2030, ">=", 92.0, "", False, Scope.PROVINCE)
    both = replace(UP, targets=(*UP.targets, own))
    assert target_by(both) == own
    assert told({2020: 8_800, 2023: 9_100, 2025: 9_200}, both).result == "met"


def test_a_figure_that_was_stated_without_counts_has_no_interval():
    import pandas as pd

    stated = pd.concat([
        values([("11", np.nan, np.nan)], period=str(year), kind="province", value=value)
        for year, value in ((2020, 88.0), (2022, 90.0), (2025, 92.9))
    ])  # fmt: skip
    found = path(stated, UP, merged_on=MERGED_ON)
    assert (found.result, found.clear, found.expected) == ("off_track", False, pytest.approx(93.0))


def test_the_straight_line_ends_at_the_target():
    target = Target(2030, "<=", 15.0, "", False)
    assert straight_line(25.0, 2020, target, 2030) == straight_line(25.0, 2020, target, 2033) == 15.0
    assert straight_line(25.0, 2020, target, 2020) == 25.0


def test_versions_hold_on_the_last_day_of_a_period_and_break_only_where_they_say_so():
    first, silent, breaking = (
        Version(1, date(2019, 1, 1), True, {}),
        Version(2, date(2021, 6, 1), False, {}),
        Version(3, date(2023, 6, 1), True, {}),
    )
    changed = replace(UP, versions=(first, silent, breaking))
    assert version_at(changed, parse("2018")) is None
    assert version_at(changed, parse("2021-Q1")) == first
    assert version_at(changed, parse("2021")) == silent
    assert definition_breaks([str(y) for y in range(2019, 2026)], changed) == ("2023",)
    assert definition_breaks(["2024", "2025"], changed) == ()


def test_a_survey_before_the_register_is_no_baseline():
    # 88 % of a survey in 2020 and 92 % of registers: three figures, but two ways to count, so two that compare.
    rows = history({2020: 8_800, 2024: 9_100, 2025: 9_200})
    rows.loc[rows["period"] == "2020", "source_kind"] = "survey"
    found = path(rows, UP, merged_on=MERGED_ON)
    assert (found.result, found.reason) == ("cannot", "break")
