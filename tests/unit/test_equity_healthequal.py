"""The measures against the values that the tests and the manual of WHO's R package healthequal 1.0.1 print.

Data and expected values: tests/testthat/test-*.R and the reference pages of aci and bgv of that package. Its unordered data are
drawn by R (set.seed(123); round(rnorm(25, 1000, 300)); rbinom(25, 1000, .065); rbinom(25, 100, .045); the 14th is the
reference); they were drawn with R 4.2 and typed here. The ordered data are printed there (population: round(rnorm(5, 100, 40))).
"""

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm

from indicators.equity.cells import Cells
from indicators.equity.ends import attributable
from indicators.equity.ordered import concentration, slope
from indicators.equity.spread import modelled
from indicators.equity.unordered import bgv, distances, mld, theil

POPULATION = [
    832, 931, 1468, 1021, 1039, 1515, 1138, 620, 794, 866, 1367, 1108, 1120, 1033, 833, 1536, 1149, 410, 1210, 858, 680, 935, 692,
    781, 812,
]  # fmt: skip
ESTIMATE = [61, 74, 58, 59, 72, 75, 74, 68, 75, 67, 73, 63, 66, 62, 60, 66, 71, 73, 71, 61, 74, 84, 55, 69, 60]
ERROR = [5, 3, 3, 3, 4, 9, 2, 2, 2, 5, 5, 7, 5, 6, 4, 5, 6, 6, 9, 4, 3, 4, 1, 3, 7]


def one_unit(value, people, error=None, order=None, sign=1.0):
    """Cells of a single unit in per cent."""
    values = np.array([value], float)
    everywhere = np.ones(values.shape, dtype=bool)
    return Cells(
        value=values,
        se=np.array([error], float) if error is not None else np.zeros(values.shape),
        people=np.array([people], float),
        here=everywhere,
        hidden=~everywhere,
        single=~everywhere,
        order=np.full(values.shape, np.nan) if order is None else np.array([order], float),
        sign=np.array([sign]),
        scale=np.array([100.0]),
        bounded=np.array([True]),
        rate=np.array([True]),
    )


@pytest.fixture
def regions():
    return one_unit(ESTIMATE, POPULATION, ERROR)


@pytest.fixture
def quintiles():
    return one_unit([20, 30, 40, 50, 60], [78, 91, 162, 103, 105], [5, 7, 10, 12, 14], order=[1, 2, 3, 4, 5])


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("MDMU", 5.891726), ("MDMW", 5.8348689), ("MDBU", 16.360001), ("MDBW", 16.293156),
        ("IDISU", 8.7018175), ("IDISW", 8.6178417),
    ],
)  # fmt: skip
def test_distances_are_those_that_healthequal_prints(regions, code, printed):
    assert distances(regions.value, regions)[code][0] == pytest.approx(printed, rel=1e-6)


def test_distances_from_a_reference_are_those_that_healthequal_prints(regions):
    # Its reference is the 14th region; ours the largest one, so that region is made the largest here by its weight alone:
    # the unweighted mean does not change with it.
    largest = [2000 if n == 13 else people for n, people in enumerate(POPULATION)]
    unit = one_unit(ESTIMATE, largest, ERROR)
    assert distances(unit.value, unit)["MDRU"][0] == pytest.approx(7.2399998, rel=1e-6)
    # MDRW with the printed populations: 7.2228465; the 967 more people of the reference stand at distance 0.
    total = sum(POPULATION)
    assert distances(unit.value, unit)["MDRW"][0] == pytest.approx(7.2228465 * total / (total + 967), rel=1e-6)


def test_coefficient_of_variation_follows_from_the_standard_deviation_printed(regions):
    average = sum(p * e for p, e in zip(POPULATION, ESTIMATE, strict=True)) / sum(POPULATION)
    found = modelled(regions)
    assert found["BGSD"][0][0] == pytest.approx(6.7969351, rel=1e-6)
    assert found["COV"][0][0] == pytest.approx(100 * 6.7969351 / average, rel=1e-6)


def test_variance_between_groups_is_the_one_that_healthequal_prints(regions):
    assert bgv(regions)[0] == pytest.approx(46.198326, rel=1e-6)
    assert modelled(regions)["BGV"][0][0] == pytest.approx(46.198326, rel=1e-6)


def test_theil_and_mean_log_deviation_are_those_that_healthequal_prints(regions):
    index, error = theil(regions)
    # Printed from single precision; the package itself compares to 1e-4 and 1e-3. The formula is held to 1e-9 elsewhere.
    assert (index[0], error[0] / 1000) == (pytest.approx(5.0359201, rel=2e-5), pytest.approx(0.0014201, rel=1e-4))
    index, error = mld(regions)
    assert (index[0], error[0] / 1000) == (pytest.approx(5.0524006, rel=2e-5), pytest.approx(0.0014242, rel=1e-4))


def test_attributable_risk_of_regions_is_what_healthequal_prints(regions):
    (par, _), (paf, _) = attributable(regions)
    assert (par[0], paf[0]) == (pytest.approx(16.293152, rel=1e-6), pytest.approx(24.06426, rel=1e-6))


def test_attributable_risk_of_quintiles_is_what_healthequal_prints(quintiles):
    (par, _), (paf, _) = attributable(quintiles)
    assert (par[0], paf[0]) == (pytest.approx(18.775509, rel=1e-6), pytest.approx(45.544548, rel=1e-6))


def test_slope_indices_are_those_that_healthequal_prints():
    # The package rounds the people covered to whole ones: 16 of 78 and so on.
    rounded = one_unit(
        [100 * n / p for n, p in zip([16, 27, 65, 52, 63], [78, 91, 162, 103, 105], strict=True)],
        [78, 91, 162, 103, 105],
        order=[1, 2, 3, 4, 5],
    )
    (sii, _), (rii, _) = slope(rounded)
    assert (sii[0], rii[0]) == (pytest.approx(44.44502, rel=1e-6), pytest.approx(3.159506, rel=1e-6))


def slope_of_counts(counts, people, scale):
    """SII and RII as the package's formula has them: a logistic curve through counts of `people`, with people as weights once more."""
    ranks = (np.cumsum(people) - np.array(people) / 2) / sum(people)
    fit = sm.GLM(
        np.column_stack([counts, np.subtract(people, counts)]),
        sm.add_constant(ranks),
        family=sm.families.Binomial(),
        var_weights=np.array(people, float),
    ).fit(tol=1e-14)
    at0, at1 = fit.predict([[1, 0], [1, 1]])
    return scale * (at1 - at0), at1 / at0


@pytest.mark.parametrize("scale", [100, 1000, 100_000])
@pytest.mark.parametrize(
    ("counts", "rounds_away"),
    # Reported counts are whole. Those of groups that took over a part of a commune are not; the package makes 1, 2 and 3 of them.
    [([2, 3, 4], 0.0), ([300, 410, 450], 0.0), ([1.4, 2.2, 2.6], 0.3)],
)
def test_slope_indices_differ_from_healthequals_where_it_rounds_counts_and_nowhere_else(counts, rounds_away, scale):
    people = [410, 520, 470]
    rate = replace(
        one_unit([scale * n / p for n, p in zip(counts, people, strict=True)], people, order=[1, 2, 3]),
        scale=np.array([float(scale)]),
    )
    (sii, _), (rii, _) = slope(rate)
    assert (sii[0], rii[0]) == pytest.approx(slope_of_counts(counts, people, scale), rel=1e-6)
    printed = slope_of_counts([round(n) for n in counts], people, scale)
    assert abs(sii[0] / printed[0] - 1) >= rounds_away


def test_concentration_indices_are_those_that_healthequal_prints(quintiles):
    (aci, _), (rci, _) = concentration(quintiles)
    assert (aci[0], rci[0]) == (pytest.approx(7.3284202, rel=1e-6), pytest.approx(0.17776859, rel=1e-6))


@pytest.mark.parametrize("of", [slope, concentration, attributable])
def test_errors_along_an_order_follow_from_those_of_the_values(quintiles, of):
    """By the delta method with slopes taken in small steps; those of healthequal take the distances from a line for chance."""
    step, errors = 1e-4, quintiles.se[0]
    squares = np.zeros(2)
    for n, error in enumerate(errors):
        up, down = (replace(quintiles, value=quintiles.value + sign * step * (np.arange(5) == n)) for sign in (1, -1))
        moved = [(of(up)[k][0][0], of(down)[k][0][0]) for k in range(2)]
        # RII has the error of its logarithm.
        changes = [np.log(a / b) if of is slope and k else a - b for k, (a, b) in enumerate(moved)]
        squares += (np.array(changes) / (2 * step) * error) ** 2
    assert [of(quintiles)[k][1][0] for k in range(2)] == pytest.approx(np.sqrt(squares).tolist(), rel=1e-4)


def test_concentration_of_skilled_birth_attendance_is_that_of_the_manual():
    births = one_unit(
        [75.60530, 91.01997, 96.03959, 97.04223, 99.22405],
        [2072.436, 2112.204, 1983.059, 2052.124, 1884.510],
        order=[1, 2, 3, 4, 5],
    )
    (aci, _), _ = concentration(births)
    assert aci[0] == pytest.approx(4.30052, abs=1e-5)
