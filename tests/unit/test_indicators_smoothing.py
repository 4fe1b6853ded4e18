"""Empirical Bayes rates against the R package spdep (1.2-7) and PySAL's esda (2.9.0)."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.kinds import YES_OR_NO
from indicators.smoothing import smoothed, standardised
from tests.unit.indicator_frames import RATE, SCREENED, an_indicator

IMM = an_indicator()
SIDS = pd.read_csv(Path(__file__).parent.parent / "golden" / "sids_1979.csv")
# spdep::EBest(n, x, family = "binomial")$estmm, printed with 12 digits.
COVERED, CHILDREN = [455, 180, 98, 0, 49, 300, 77, 12], [510, 200, 100, 3, 50, 310, 80, 20]
BINOMIAL = [
    0.892943661259, 0.901377978720, 0.972203013196, 0.765705604971,
    0.966196091462, 0.965546710830, 0.955807445129, 0.736565355569,
]  # fmt: skip


def floats(*columns):
    return [np.array(column, float) for column in columns]


def test_proportions_agree_with_spdep():
    np.testing.assert_allclose(smoothed(*floats(COVERED, CHILDREN), IMM) / 100, BINOMIAL, rtol=0, atol=1e-11)


def test_rare_events_agree_with_spdep():
    found = smoothed(*floats(SIDS["deaths"], SIDS["births"]), RATE) / 1000
    np.testing.assert_allclose(found, SIDS["eb_poisson"], rtol=1e-10)


def test_of_rare_events_the_binomial_form_says_the_same_as_spdeps():
    found = smoothed(*floats(SIDS["deaths"], SIDS["births"]), IMM) / 100
    np.testing.assert_allclose(found, SIDS["eb_binomial"], rtol=1e-10)


def test_a_variance_between_regions_that_comes_out_negative_counts_as_none():
    # Eight regions of esda's docstrings, whose rates differ by less than chance: spread 0.00218 < 0.2519 / 98.75 = 0.00255.
    # esda keeps the negative remainder, which makes z 8 % larger (1.038) and unbounded where the two nearly cancel.
    events, people = floats([30, 25, 25, 15, 33, 21, 30, 20], [100, 100, 110, 90, 100, 90, 110, 90])
    z = standardised(events, people, RATE)
    assert z[0] == pytest.approx((30 / 100 - 199 / 790) / (199 / 790 / 100) ** 0.5)
    np.testing.assert_allclose(smoothed(events, people, RATE) / 1000, 199 / 790)


def test_standardised_rates_agree_with_esda_where_rates_really_differ():
    found = standardised(*floats(SIDS["deaths"], SIDS["births"]), RATE)
    np.testing.assert_allclose(found, SIDS["z"], rtol=1e-9)


def test_few_children_are_drawn_to_the_mean_and_many_are_not():
    # The commune of 3 children, none reached, is drawn from 0 to 77 %; the one of 510 moves by 0.1 points.
    found = smoothed(*floats(COVERED, CHILDREN), IMM)
    assert found[3] > 70
    assert abs(found[0] - 100 * 455 / 510) < 0.2


def test_a_figure_that_is_not_known_has_no_estimate_and_moves_no_other():
    top, bottom = floats([*COVERED, np.nan, 5, 9], [*CHILDREN, np.nan, 0, np.nan])
    found = smoothed(top, bottom, IMM)
    np.testing.assert_allclose(found[:8] / 100, BINOMIAL, atol=1e-11)
    assert np.isnan(found[8:]).all()
    assert np.isnan(standardised(top, bottom, IMM)[8:]).all()


@pytest.mark.parametrize(
    ("top", "bottom"),
    [([40], [50]), ([50, 20], [50, 20]), ([0, 0, 0], [5, 9, 700]), ([30, 60, 3], [40, 80, 4])],
    ids=["one commune", "all reached", "none reached", "all equal"],
)
def test_where_nothing_differs_the_estimate_is_the_value_and_nothing_stands_out(top, bottom):
    top, bottom = floats(top, bottom)
    for indicator in (IMM, RATE):
        np.testing.assert_allclose(smoothed(top, bottom, indicator), indicator.multiplier * top / bottom, rtol=1e-12)
        np.testing.assert_allclose(standardised(top, bottom, indicator), 0, atol=1e-7)


def test_more_reached_than_there_should_be_is_no_error():
    top, bottom = floats([120, 130, 100], [100, 100, 100])
    assert np.isfinite(smoothed(top, bottom, IMM)).all()
    assert np.isfinite(standardised(top, bottom, IMM)).all()


@pytest.mark.parametrize("indicator", [IMM, SCREENED])
def test_nothing_known_gives_nothing(indicator):
    top, bottom = floats([np.nan, 3], [np.nan, 0])
    assert np.isnan(smoothed(top, bottom, indicator)).all()
    assert np.isnan(standardised(top, bottom, indicator)).all()
    assert smoothed(np.array([]), np.array([]), indicator).size == 0


def test_a_count_has_no_estimate_nor_has_what_a_commune_has_or_has_not():
    assert np.isnan(smoothed(*floats([1, 0], [1, 1]), an_indicator(**YES_OR_NO))).all()
    assert np.isnan(smoothed(*floats([3, 4], [10, 20]), SCREENED)).all()


CELLS = st.integers(1, 900).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(st.lists(CELLS, min_size=1, max_size=30))
def test_every_estimate_lies_between_the_value_and_the_mean(cells):
    top, bottom = floats(*zip(*cells, strict=True))
    for indicator in (IMM, RATE):
        found, raw = smoothed(top, bottom, indicator), indicator.multiplier * top / bottom
        mean = indicator.multiplier * top.sum() / bottom.sum()
        assert (found >= np.minimum(raw, mean) - 1e-9).all()
        assert (found <= np.maximum(raw, mean) + 1e-9).all()
