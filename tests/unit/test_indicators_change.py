import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from harness.kinds import COUNTED
from indicators.catalogue import Direction
from indicators.change import change_of_total, changes
from indicators.measure import Basis, total
from indicators.periods import year
from tests.unit.indicator_frames import RATE, SCREENED, STUNTING, an_indicator


def total_of(numerator, denominator, indicator, at=2025):
    return total(numerator, denominator, indicator, year(at), Basis("reported", 1, 1))


def change(now, before, indicator, **more):
    return change_of_total(total_of(*now, indicator), total_of(*before, indicator, 2024), indicator, **more)


def test_the_interval_is_newcombes_in_points():
    # Newcombe 1998 (Statistics in Medicine 17:873-890), table II, example (a), method 10: 56/70 against 48/80,
    # 0.0524 to 0.3339, as R package propint quotes it in its tests.
    found = change((56, 70), (48, 80), an_indicator())
    assert round(found.difference, 1) == 20.0
    assert (round(found.low, 2), round(found.high, 2)) == (5.24, 33.39)
    low, high = confint_proportions_2indep(56, 70, 48, 80, method="newcomb", compare="diff")
    assert np.allclose([found.low, found.high], [100 * low, 100 * high], rtol=0, atol=1e-6)


@pytest.mark.parametrize(
    ("now", "before", "up", "down"),
    [
        ((56, 70), (48, 80), "better", "worse"),
        ((48, 80), (56, 70), "worse", "better"),
        ((50, 70), (48, 80), "within", "within"),
        ((5, 5), (4, 4), "within", "within"),
    ],
)
def test_beyond_the_interval_in_the_direction_of_the_indicator(now, before, up, down):
    assert change(now, before, an_indicator()).result == up
    assert change(now, before, STUNTING).result == down


def test_a_rate_changes_by_poisson_limits():
    # 100 against 50 cases in 10,000: 5 more per 1,000, far outside; 52 against 50 is noise.
    assert change((100, 10_000), (50, 10_000), RATE).result == "better"
    assert change((52, 10_000), (50, 10_000), RATE).result == "within"


def test_neutral_and_merged_are_not_judged():
    neutral = an_indicator(direction=Direction.NEUTRAL)
    assert change((56, 70), (48, 80), neutral).result == "not_judged"
    assert change((36, 45), (60, 129), an_indicator(), merged=True).result == "merged"
    screened = change((592, np.nan), (551, np.nan), SCREENED)
    assert (screened.difference, screened.result) == (41, "not_judged")


@pytest.mark.parametrize(
    ("now", "before", "result"),
    [((5, np.nan), (9, np.nan), "worse"), ((9, np.nan), (5, np.nan), "better"), ((5, np.nan), (5, np.nan), "same")],
)
def test_the_change_of_a_count_is_a_fact(now, before, result):
    count = an_indicator(unit=SCREENED.unit, multiplier=1, targets=())
    told = change(now, before, count)
    assert told.result == result
    assert math.isnan(told.low)


def test_one_school_more_of_all_there_are_is_better_however_few_they_are():
    counted, sampled = an_indicator(**COUNTED), an_indicator()
    assert change((3, 7), (2, 7), counted).result == "better"
    assert change((3, 7), (2, 7), sampled).result == "within"
    # 600/1,001 is 59.94 %, and a change of 0.06 points is written as 0.1; one of 0.04 as 0.0.
    assert change((600, 1001), (600, 1000), counted).result == "worse"
    assert change((600, 1000.5), (600, 1000), counted).result == "same"
    # 1/3 and 2/6 are written alike.
    assert change((2, 6), (1, 3), counted).result == "same"


def test_without_one_of_the_two_it_cannot_be_said():
    one = total_of(5, 10, an_indicator())
    for now, before in ((None, one), (one, None), (None, None)):
        found = change_of_total(now, before, an_indicator())
        assert found.result == "cannot"
        assert np.isnan(found.difference)


def test_an_impossible_cell_cannot_be_said_but_its_difference_stands():
    found = change((12, 10), (9, 10), an_indicator())
    assert (round(found.difference, 9), found.result) == (30.0, "cannot")


def test_rows_keep_the_index_and_blanks_stay_blank():
    now = pd.DataFrame(
        {"numerator": [56, np.nan], "denominator": [70, np.nan], "value": [80.0, np.nan], "source_kind": "register"},
        index=[7, 9],
    )
    before = pd.DataFrame(
        {"numerator": [48.0, 1], "denominator": [80.0, 2], "value": [60.0, 50], "source_kind": "register"}, index=[0, 1]
    )
    found = changes(now, before, an_indicator())
    assert found.index.tolist() == [7, 9]
    assert found["result"].tolist() == ["better", "cannot"]


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ("survey", "register", "sources"),
        ("register", "survey", "sources"),
        ("mixed", "register", "sources"),
        ("survey", "survey", "better"),
        # What is printed for a province is the register's own figure.
        ("published", "register", "better"),
    ],
)
def test_a_survey_is_not_compared_with_a_register(now, before, expected):
    # 56/70 against 48/80 is better by 5.24 to 33.39 points (Newcombe's example above).
    totals = [
        replace(total_of(*figure, an_indicator()), source_kind=kind)
        for figure, kind in (((56, 70), now), ((48, 80), before))
    ]
    found = change_of_total(totals[0], totals[1], an_indicator())
    assert (found.result, round(found.difference, 1)) == (expected, 20.0)
