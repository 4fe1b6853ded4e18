"""Against published tables and scipy, so that the same mistake can't be on both sides."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2
from statsmodels.stats.rates import confint_poisson_2indep

from indicators.intervals import difference, interval_of, poisson_rate, wilson
from tests.unit.indicator_frames import RATE, SCREENED, an_indicator


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [
        (36, 45, 66.2, 89.1),  # communes with a play space, worked out in the domain notes from PHE's formula
        (38, 38, 90.8, 100.0),  # abuse cases handled
    ],
)
def test_wilson_gives_the_published_limits(numerator, denominator, low, high):
    found = wilson(numerator, denominator)
    assert [round(100 * float(limit), 1) for limit in found] == [low, high]


@pytest.mark.parametrize(
    ("cell", "limits"),
    [  # Newcombe 1998 (one proportion), table I, method 3
        ((81, 263), (0.2553, 0.3662)),
        ((15, 148), (0.0624, 0.1605)),
        ((0, 20), (0.0, 0.1611)),
        ((1, 29), (0.0061, 0.1718)),
    ],
)
def test_wilson_gives_newcombes_published_limits(cell, limits):
    assert tuple(round(float(limit), 4) for limit in wilson(*cell)) == limits


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.sampled_from([0.95, 0.998]))
def test_wilson_agrees_with_scipy(cell, confidence):
    expected = binomtest(*cell).proportion_ci(confidence, method="wilson")
    assert np.allclose(wilson(*cell, confidence), [expected.low, expected.high], atol=1e-9)


def test_an_impossible_cell_has_no_interval_and_does_not_disturb_the_others():
    low, high = wilson([36, np.nan, 5, 7, 3], [45, 10, 0, 6, np.nan])
    assert np.isnan(low).tolist() == np.isnan(high).tolist() == [False, True, True, True, True]
    assert round(float(low[0]), 3) == 0.662


def test_poisson_rate_gives_the_published_limits_of_abuse_cases():
    low, high = poisson_rate(38, 214_900)
    assert [round(1e5 * float(limit), 1) for limit in (low, high)] == [12.5, 24.3]


@given(st.integers(0, 3000), st.integers(1, 100_000))
def test_poisson_rate_is_the_chi_square_formula(numerator, denominator):
    low, high = poisson_rate(numerator, denominator)
    expected_low = chi2.ppf(0.025, 2 * numerator) / 2 / denominator if numerator else 0.0
    assert np.isclose(low, expected_low)
    assert np.isclose(high, chi2.ppf(0.975, 2 * numerator + 2) / 2 / denominator)


@pytest.mark.parametrize(
    ("cells", "low", "high"),
    [  # Newcombe 1998 (difference of two), table II, method 10
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0000),
    ],
)
def test_difference_of_proportions_gives_newcombes_published_limits(cells, low, high):
    found = difference(*cells, interval=wilson)
    assert [round(float(limit), 4) for limit in found] == [low, high]


def test_difference_of_rates_agrees_with_statsmodels():
    expected = confint_poisson_2indep(60, 51.5, 30, 54.3, compare="diff", method="mover", method_mover="exact-c")
    assert np.allclose(difference(60, 51.5, 30, 54.3, interval=poisson_rate), expected)


def test_each_unit_has_its_interval_and_a_count_has_none():
    assert interval_of(an_indicator()) is wilson
    assert interval_of(RATE) is poisson_rate
    assert interval_of(SCREENED) is None
