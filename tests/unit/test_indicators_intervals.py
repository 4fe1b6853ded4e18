"""Against values printed by R packages and papers; none of them comes from our code."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.rates import confint_poisson_2indep

from indicators.intervals import difference, interval_of, limits_of_difference, poisson_rate, wilson
from tests.unit.indicator_frames import RATE, SCREENED, an_indicator

# R package binom, binom.confint(x, n, methods = "wilson"), as statsmodels keeps its print in
# stats/tests/results/results_proportion.py.
R_BINOM = [
    ((18, 20), (0.6989663547715128, 0.972133518786232)),
    ((4, 20), (0.0806576625797981, 0.4160174322518935)),
    ((4, 200), (0.00780442641634947, 0.05028708690582643)),
    ((190, 200), (0.910421851861224, 0.972617354399236)),
    ((1, 30), (0.005908590, 0.16670391)),
    ((29, 30), (0.8332961, 0.9940914)),
    ((0, 30), (0.0, 0.11351339)),
    ((30, 30), (0.8864866, 1.0)),
]
# R 3.6.2, prop.test(x, n, correct = FALSE, conf.level), as scipy keeps its print in stats/tests/test_morestats.py.
R_PROP_TEST = [
    ((3, 10), 0.95, (0.1077913, 0.6032219)),
    ((3, 10), 0.99, (0.07956632, 0.6799753)),
    ((0, 10), 0.95, (0.0, 0.2775328)),
    ((10, 10), 0.95, (0.7224672, 1.0)),
]
# R package PHEindicatormethods (Fingertips), tests/testthat/testdata_funnel_prop_outputs.csv: the observed percentages whose
# Wilson limit at 95 and at 99.8 % is just the average of all areas, by population.
PHE_AVERAGE = 80.642448
PHE_FUNNEL = [
    (20, 63.326743, 97.958152, 53.341156, None),
    (55, 70.200685, 91.08421, 64.179149, 97.105746),
    (102, 72.974925, 88.309971, 68.553233, 92.731663),
    (1008, 78.203374, 83.081521, 76.796814, 84.488082),
    (9998, 79.867989, 81.416907, 79.421375, 81.863521),
    (110_000, 80.408963, 80.875933, 80.274317, 81.010578),
]
# R package FunnelPlotR, tests/testthat/test-poisson_limits.R: exact limits of 15, 20 and 30 events, divided by their number.
R_FUNNELPLOTR = [
    (15, 0.95, (0.5596924, 1.649348)),
    (20, 0.95, (0.6108260, 1.544419)),
    (30, 0.95, (0.6746958, 1.427562)),
    (15, 0.998, (0.3862650, 2.082907)),
    (20, 0.998, (0.4479107, 1.902094)),
    (30, 0.998, (0.5289724, 1.702771)),
]
# Newcombe 1998 (Statistics in Medicine 17:873-890), table II, method 10, examples (a) and (b), as R package propint quotes
# them in its tests; Fagerland, Lydersen and Laake 2011 (epinephrine trial of Perondi 2004), as statsmodels quotes them.
NEWCOMBE = [
    ((56, 70, 48, 80), (0.0524, 0.3339), 4),
    ((9, 10, 3, 10), (0.1705, 0.8090), 4),
    ((7, 34, 1, 34), (0.019, 0.340), 3),
]


@pytest.mark.parametrize(("cell", "limits"), R_BINOM)
def test_wilson_gives_the_limits_of_r_binom(cell, limits):
    assert np.allclose(wilson(*cell), limits, rtol=0, atol=1e-7)


@pytest.mark.parametrize(("cell", "confidence", "limits"), R_PROP_TEST)
def test_wilson_gives_the_limits_of_r_prop_test_at_its_level(cell, confidence, limits):
    assert np.allclose(wilson(*cell, confidence), limits, rtol=0, atol=1e-7)


@pytest.mark.parametrize(("population", "low", "high", "lowest", "highest"), PHE_FUNNEL)
def test_wilson_turns_where_fingertips_say(population, low, high, lowest, highest):
    for share, confidence, side in ((low, 0.95, 1), (high, 0.95, 0), (lowest, 0.998, 1), (highest, 0.998, 0)):
        if share is not None:
            limit = wilson(share / 100 * population, population, confidence)[side]
            assert 100 * float(limit) == pytest.approx(PHE_AVERAGE, abs=1e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.sampled_from([0.95, 0.998]))
def test_wilson_agrees_with_scipy(cell, confidence):
    expected = binomtest(*cell).proportion_ci(confidence, method="wilson")
    assert np.allclose(wilson(*cell, confidence), [expected.low, expected.high], atol=1e-9)


def test_an_impossible_cell_has_no_interval_and_does_not_disturb_the_others():
    low, high = wilson([18, np.nan, 5, 7, 3], [20, 10, 0, 6, np.nan])
    assert np.isnan(low).tolist() == np.isnan(high).tolist() == [False, True, True, True, True]
    assert (float(low[0]), float(high[0])) == pytest.approx(R_BINOM[0][1])


def test_a_rate_of_nothing_has_no_interval():
    assert np.isnan(poisson_rate([3, 0, np.nan], [0, 0, 10])).all()


def test_poisson_rate_gives_the_limits_of_r_exactci_and_desctools():
    # poisson.exact(15, 400, tsmethod = "central") and PoissonCI(15, 400, method = "exact"), in statsmodels' test_rates_poisson.py.
    assert np.allclose(poisson_rate(15, 400), (0.0209884653319583, 0.0618505471787146), rtol=0, atol=1e-12)
    # PoissonCI(x = 137, n = 24.19893), deaths of Welsh nickel workers, as printed on DescTools' page.
    assert np.allclose(poisson_rate(137, 24.19893), (4.753125, 6.692709), rtol=0, atol=1e-6)


@pytest.mark.parametrize(("events", "confidence", "limits"), R_FUNNELPLOTR)
def test_poisson_rate_gives_the_limits_of_funnelplotr_at_both_levels(events, confidence, limits):
    assert np.allclose(poisson_rate(events, events, confidence), limits, rtol=0, atol=1e-6)


@given(st.integers(0, 3000), st.integers(1, 100_000))
def test_poisson_rate_is_the_chi_square_formula(numerator, denominator):
    low, high = poisson_rate(numerator, denominator)
    expected_low = chi2.ppf(0.025, 2 * numerator) / 2 / denominator if numerator else 0.0
    assert np.isclose(low, expected_low)
    assert np.isclose(high, chi2.ppf(0.975, 2 * numerator + 2) / 2 / denominator)


@pytest.mark.parametrize(("cells", "limits", "places"), NEWCOMBE)
def test_difference_of_proportions_gives_published_limits(cells, limits, places):
    assert tuple(round(float(limit), places) for limit in difference(*cells, interval=wilson)) == limits


@pytest.mark.parametrize("cells", [(6, 7, 2, 7), (5, 56, 0, 29), (0, 10, 0, 20), (10, 10, 0, 20), (455, 510, 470, 505)])
def test_difference_of_proportions_agrees_with_statsmodels_also_at_the_ends(cells):
    """No printed values with more than four places were found for these, so a second implementation stands in."""
    expected = confint_proportions_2indep(*cells, method="newcomb", compare="diff")
    assert np.allclose(difference(*cells, interval=wilson), expected, rtol=0, atol=1e-9)


def test_nothing_before_or_now_has_no_difference():
    low, high = difference([3, 3, 0, 5], [0, 10, 0, 10], [3, 3, 0, 2], [0, 0, 0, 10], interval=wilson)
    assert np.isnan(low).tolist() == np.isnan(high).tolist() == [True, True, True, False]


def test_difference_of_rates_agrees_with_statsmodels():
    """No published example of this interval was found; statsmodels has it as method 'mover' with exact single limits."""
    expected = confint_poisson_2indep(60, 51.5, 30, 54.3, compare="diff", method="mover", method_mover="exact-c")
    assert np.allclose(difference(60, 51.5, 30, 54.3, interval=poisson_rate), expected)


def test_limits_of_a_difference_are_in_the_unit_and_a_count_has_none():
    figures = [np.array(each, float) for each in ([56, 3], [70, 0], [48, 3], [80, 10])]
    for indicator, interval in ((an_indicator(), wilson), (RATE, poisson_rate)):
        expected = [indicator.multiplier * limit for limit in difference(*figures, interval=interval)]
        assert np.array_equal(limits_of_difference(*figures, indicator=indicator), expected, equal_nan=True)
        assert np.isnan(expected).tolist() == [[False, True]] * 2
    assert np.isnan(limits_of_difference(*figures, indicator=SCREENED)).all()


def test_each_unit_has_its_interval_and_a_count_has_none():
    assert interval_of(an_indicator()) is wilson
    assert interval_of(RATE) is poisson_rate
    assert interval_of(SCREENED) is None
