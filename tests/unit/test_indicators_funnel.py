"""Funnel limits against exact fractions, a published table and hand calculations."""

import math
from datetime import date
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import mstats, poisson

from harness.kinds import YES_OR_NO
from indicators.catalogue import Direction
from indicators.funnel import chances, dispersion, funnel, is_overdispersed, limits, why_none
from indicators.measure import measured, province_total
from indicators.periods import year
from tests.unit.indicator_frames import RATE, SCREENED, an_indicator, areas, values

SHARE = an_indicator()
# A benchmark of 1,000 per 1,000 expects as many events as the denominator says.
EVENTS = RATE


def by_fractions(n: int, share: Fraction, tail: Fraction) -> tuple[Fraction, Fraction]:
    """Spiegelhalter 2005, appendix: (r − α)/n with r the smallest of P(R ≤ r) > tail; the upper limit is its mirror image."""

    def lower(rate: Fraction) -> Fraction:
        total = Fraction(0)
        for r in range(n + 1):
            term = math.comb(n, r) * rate**r * (1 - rate) ** (n - r)
            total += term
            if total > tail:
                return max(Fraction(0), (r - (total - tail) / term) / n)
        raise AssertionError

    return lower(share), 1 - lower(1 - share)


def test_a_small_funnel_worked_out_by_hand():
    # 10 children, half of all covered. From the table of the binomial (10; 0.5): P(R ≤ 1) = 11/1024, P(R ≤ 2) = 56/1024.
    # r = 2, α = (56/1024 − 0.025)/(45/1024) = 0.675556, limit (2 − 0.675556)/10 = 13.24444 %; the upper one 86.75556 %.
    low, high = limits([10], 50.0, SHARE, 0.95)
    assert (float(low[0]), float(high[0])) == (pytest.approx(13.244444, abs=1e-6), pytest.approx(86.755556, abs=1e-6))


@pytest.mark.parametrize("tail", ["0.025", "0.001"])
@pytest.mark.parametrize("share", ["0.5", "0.955", "0.04"])
@pytest.mark.parametrize("n", [1, 3, 12, 110, 510])
def test_the_limits_are_those_of_exact_fractions(n: int, share: str, tail: str):
    expected = by_fractions(n, Fraction(share), Fraction(tail))
    found = limits([n], 100 * float(share), SHARE, 1 - 2 * float(tail))
    assert [float(end[0]) for end in found] == pytest.approx([100 * float(end) for end in expected], abs=1e-6)


# Seaton and Manktelow 2012, BMC Medical Research Methodology 12:98, table of the probability that an unremarkable provider
# falls below and above 95 % prediction limits: median, least, most, by the expected number of events.
PUBLISHED = {
    (1, 50): ((0.0186, 0.0, 0.0250), (0.0201, 0.0052, 0.0250)),
    (50.01, 100): ((0.0215, 0.0172, 0.0250), None),
    (100.01, 500): ((0.0233, 0.0194, 0.0250), None),
}


@pytest.mark.parametrize("expected", PUBLISHED)
def test_communes_like_all_others_fall_outside_as_often_as_published(expected: tuple[float, float]):
    events = np.arange(expected[0], expected[1] + 0.005, 0.01)
    low, high = (events * end / 1000 for end in limits(events, 1000.0, EVENTS, 0.95))
    outside = poisson.cdf(np.ceil(low) - 1, events), poisson.sf(np.floor(high), events)
    for found, published in zip(outside, PUBLISHED[expected], strict=True):
        if published:
            assert tuple(round(float(f(found)), 4) for f in (np.median, np.min, np.max)) == published


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 800), st.floats(0.02, 0.98), st.floats(0, 1), st.sampled_from([0.95, 0.998]))
def test_a_value_is_outside_the_limits_where_its_chance_is_under_the_tail(n, share, part, confidence):
    value = 100 * round(part * n) / n
    low, high = limits([n], 100 * share, SHARE, confidence)
    rarely_low, rarely_high = chances([value], [n], 100 * share, SHARE)
    for limit, beyond, chance in ((low, value < low, rarely_low), (high, value > high, rarely_high)):
        if abs(value - limit[0]) > 1e-6:
            assert bool(beyond[0]) == bool(chance[0] < (1 - confidence) / 2)


def test_without_children_there_is_no_limit():
    low, high = limits([np.nan, 0, 0.3, 10], 50.0, SHARE, 0.95)
    assert np.isnan(low).tolist() == np.isnan(high).tolist() == [True, True, True, False]


def test_phi_is_the_mean_square_of_winsorised_z():
    """scipy's winsorize pulls in the same share; z by hand: (x/n − 0.9)/√(0.9·0.1/n)."""
    top, size = np.array([80, 95, 90, 85, 60, 99, 91, 88, 97, 70.0]), np.full(10, 100.0)
    z = (top / 100 - 0.9) / 0.03
    expected = float(np.mean(np.asarray(mstats.winsorize(z, limits=0.1)) ** 2))
    assert dispersion(top, size, 90.0, SHARE) == pytest.approx(expected, abs=1e-9)
    # The outermost of each side (60 and 99) count as their neighbours (70 and 97): 2·(−20/3)² + 2·(7/3)² + the other six.
    by_hand = (2 * 400 + 2 * 49 + 100 + 25 + 0 + 25 + 1 + 4) / 9 / 10
    assert dispersion(top, size, 90.0, SHARE) == pytest.approx(by_hand, abs=1e-9)


def test_too_few_communes_have_no_phi():
    assert np.isnan(dispersion([9] * 9, [10] * 9, 90.0, SHARE))
    assert not is_overdispersed(np.nan, 9)


def test_over_dispersion_begins_at_the_chi_square_of_the_tables():
    # Printed tables: χ² with 45 degrees of freedom is 61.656 at 95 %.
    assert not is_overdispersed(61.65 / 45, 45)
    assert is_overdispersed(61.66 / 45, 45)


def shown(figures: list[tuple[float, float]], province: tuple[float, float], indicator=SHARE) -> tuple:
    rows = pd.concat(
        [
            values([(f"{i + 1:03d}", *cell) for i, cell in enumerate(figures)], indicator=indicator.code),
            values([("11", *province)], kind="province", indicator=indicator.code),
        ]
    )
    total = province_total(rows, indicator, year(2025))
    frame = measured(
        rows, areas(len(figures)), indicator=indicator, period=year(2025), due_on=None, as_of=date(2026, 2, 1),
        province=total,
    )  # fmt: skip
    return frame, total


def test_points_are_within_or_beyond_either_limit():
    # 100 children, half of all: the chance of at most 38 is 0.0105 and of at most 34 0.0009 (tables of the binomial).
    frame, total = shown([(50, 100), (38, 100), (34, 100), (62, 100), (66, 100), (41, 100)], (500, 1000))
    made = funnel(frame, SHARE, total)
    assert made.points["outside"].tolist() == [0, -1, -2, 1, 2, 0]
    assert made.outliers["code"].tolist() == ["003", "005"]
    assert not made.inflated
    assert made.by_chance == pytest.approx(6 * 0.002)


def test_where_communes_differ_more_than_chance_the_limits_are_widened():
    figures = [(share, 100) for share in (20, 30, 35, 40, 45, 50, 50, 55, 60, 65, 70, 80)]
    frame, total = shown(figures, (600, 1200))
    made = funnel(frame, SHARE, total)
    # z is (share − 50)/5; one of each end pulled in: (4·4² + 2·3² + 2·2² + 2·1²)/12.
    assert made.dispersion == pytest.approx((4 * 16 + 2 * 9 + 2 * 4 + 2 * 1) / 12)
    assert made.inflated
    plain, wide = limits([100], 50.0, SHARE, 0.998), made.limits([100], 0.998)
    assert float(50 - wide[0][0]) == pytest.approx(math.sqrt(made.dispersion) * float(50 - plain[0][0]))
    assert made.points["outside"].tolist() == [-1, *[0] * 10, 1]


def test_figures_that_chance_cannot_make_are_left_out_and_counted():
    frame, total = shown([(50, 100), (51, 50), (0, 0), (40, 100)], (141, 250))
    made = funnel(frame, SHARE, total)
    assert made.points["code"].tolist() == ["001", "004"]
    assert made.left_out == 1


@pytest.mark.parametrize("indicator", [SHARE, EVENTS])
def test_fewer_than_none_is_no_outlier_but_a_report_to_correct(indicator):
    frame, total = shown([(50, 100), (-1, 100), (40, 100), (60, 100)], (150, 300), indicator)
    made = funnel(frame, indicator, total)
    assert made.points["code"].tolist() == ["001", "003", "004"]
    assert made.left_out == 1
    assert made.outliers.empty


def test_all_alike_are_all_within():
    frame, total = shown([(90, 100)] * 12, (1080, 1200))
    made = funnel(frame, SHARE, total)
    assert made.dispersion == 0
    assert set(made.points["outside"]) == {0}


@pytest.mark.parametrize(
    ("figures", "province", "indicator", "reason"),
    [
        ([(5, np.nan), (7, np.nan)], (12, np.nan), SCREENED, "no_denominator"),
        ([(5, 10), (7, 10)], (12, 20), an_indicator(sensitivity=3), "province_only"),
        ([(1, 1), (0, 1)], (36, 45), an_indicator(**YES_OR_NO), "one_each"),
        ([(5, 10), (7, 10)], (np.nan, np.nan), SHARE, "no_benchmark"),
        ([(10, 10), (10, 10)], (20, 20), SHARE, "no_spread"),
        ([(50, 40), (9, 10)], (70, 60), SHARE, "doubtful"),  # reported as such: no report can be taken out again
        ([(0, 10), (0, 10)], (0, 20), RATE, "no_spread"),
        ([(9, 10)], (9, 10), SHARE, "too_few"),
        ([(0, 0), (9, 10)], (9, 10), SHARE, "too_few"),
        ([(9, 10), (8, 10)], (17, 20), an_indicator(direction=Direction.NEUTRAL), ""),
    ],
)
def test_where_there_can_be_no_funnel_the_reason_is_known(figures, province, indicator, reason):
    frame, total = shown(figures, province, indicator)
    assert why_none(frame, indicator, total) == reason
    assert (funnel(frame, indicator, total) is None) == bool(reason)
