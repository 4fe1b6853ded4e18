import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from indicators.catalogue import Direction
from indicators.status import clearly_met, clearly_short, orientation, versus_benchmark
from tests.unit.indicator_frames import RATE, SCREENED, STUNTING, an_indicator


def versus(numerator, denominator, indicator, benchmark):
    return versus_benchmark([numerator], [denominator], indicator, benchmark).tolist()[0]


# R package PHEindicatormethods (Fingertips), tests/testthat/testdata_funnel_prop_inputs.csv: registered patients of English
# trusts against the average of all, 80.642448 % in testdata_funnel_prop_outputs.csv. Its counts are decimal; so are they here.
FINGERTIPS = [
    (35078.488, 41980, "High (0.001)"),
    (24803.6256, 31824, "Low (0.001)"),
    (50050.7443, 61921, "Not significant"),
    (24648.7596, 30521, "Not significant"),
    (26789.238, 33012, "High (0.025)"),
    (36850.0492, 45449, "High (0.025)"),
    (30277.5312, 37828, "Low (0.025)"),
    (17321.4088, 21587, "Not significant"),
    (17967.1247, 22603, "Low (0.001)"),
    (18504.9982, 22739, "High (0.025)"),
]
STEPS = {"Low (0.001)": -2, "Low (0.025)": -1, "Not significant": 0, "High (0.025)": 1, "High (0.001)": 2}


@pytest.mark.parametrize(("numerator", "denominator", "significance"), FINGERTIPS)
def test_the_comparison_is_that_of_fingertips_at_both_levels(numerator, denominator, significance):
    assert versus(numerator, denominator, an_indicator(), 80.642448) == STEPS[significance]


# 80 of 100: Wilson 71.1-86.7 at 95 %, 65.3-89.5 at 99.8 % (scipy, checked below).
@pytest.mark.parametrize(
    ("benchmark", "step"), [(60, 2), (65, 2), (68, 1), (71, 1), (72, 0), (80, 0), (86, 0), (88, -1), (89, -1), (95, -2)]
)
def test_the_benchmark_outside_the_interval_is_a_difference(benchmark, step):
    assert versus(80, 100, an_indicator(), benchmark) == step
    assert versus(80, 100, STUNTING, benchmark) == -step


def test_the_limits_named_above_are_scipys():
    for confidence, limits in ((0.95, (71.1, 86.7)), (0.998, (65.3, 89.5))):
        found = binomtest(80, 100).proportion_ci(confidence, method="wilson")
        assert (round(100 * found.low, 1), round(100 * found.high, 1)) == limits


def test_where_nothing_can_be_said_it_is_na():
    neutral = an_indicator(direction=Direction.NEUTRAL)
    assert versus(80, 100, neutral, 60) is pd.NA
    assert versus(80, np.nan, SCREENED, 60) is pd.NA
    assert versus(80, 100, an_indicator(), np.nan) is pd.NA
    assert versus(np.nan, 100, an_indicator(), 60) is pd.NA
    assert versus(101, 100, an_indicator(), 60) is pd.NA


def test_rates_are_compared_by_poisson_limits():
    # Garwood limits of 50: 37.1 and 65.9, per 10,000 children 3.71 and 6.59 per 1,000.
    assert versus(50, 10_000, RATE, 3.6) >= 1
    assert versus(50, 10_000, RATE, 3.8) == 0
    assert versus(50, 10_000, RATE, 6.7) <= -1


def test_directions():
    assert [orientation(i) for i in (an_indicator(), STUNTING, SCREENED)] == [1, -1, 0]


def test_met_beyond_the_interval_only_on_the_right_side():
    low, high = np.array([10.0, 10.0, np.nan]), np.array([20.0, 30.0, np.nan])
    assert clearly_met(low, high, 25.0, "<=").tolist() == [True, False, False]
    assert clearly_met(low, high, 5.0, ">=").tolist() == [True, True, False]
    assert clearly_met(low, high, 10.0, ">=").tolist() == [False, False, False]


def test_short_beyond_the_interval_only_on_the_wrong_side():
    low, high = np.array([10.0, 10.0, np.nan]), np.array([20.0, 30.0, np.nan])
    assert clearly_short(low, high, 25.0, ">=").tolist() == [True, False, False]
    assert clearly_short(low, high, 5.0, "<=").tolist() == [True, True, False]
    assert clearly_short(low, high, 20.0, ">=").tolist() == [False, False, False]
