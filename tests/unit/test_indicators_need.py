import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import Target, Unit
from indicators.need import half_of_need, half_set, need, shares, shortfall, total_need
from tests.unit.indicator_frames import an_indicator

TENTHS = st.integers(1, 999).map(lambda tenths: Fraction(tenths, 10))
CELLS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def children(numerator, denominator, target, comparator=">=", indicator=None):
    asked = Target(2025, comparator, float(target), "", False)
    return float(need(shortfall(np.array([numerator]), np.array([denominator]), indicator or an_indicator(), asked))[0])


@pytest.mark.parametrize("hundreds", range(1, 60))
def test_a_target_that_is_met_exactly_needs_nobody(hundreds):
    # 0.97 × 300 is 290.99999999999994 in floating point, 1.1 × 100 is 110.00000000000001.
    assert children(97 * hundreds, 100 * hundreds, 97) == 0
    assert children(97 * hundreds - 1, 100 * hundreds, 97) == 1
    assert children(17 * hundreds, 100 * hundreds, 17, "<=") == 0
    assert children(17 * hundreds + 1, 100 * hundreds, 17, "<=") == 1


@given(CELLS, TENTHS, st.sampled_from([">=", "<="]))
def test_adding_the_need_reaches_the_target_and_one_less_does_not(cell, target, comparator):
    numerator, denominator = cell
    wanted = int(children(numerator, denominator, target, comparator))

    def met(change: int) -> bool:
        if comparator == ">=":
            return Fraction(100 * (numerator + change), denominator) >= target
        return Fraction(100 * (numerator - change), denominator) <= target

    assert wanted >= 0
    assert met(wanted)
    assert wanted == 0 or not met(wanted - 1)


@given(CELLS, st.integers(1, 50))
def test_a_rate_per_thousand_keeps_the_same_promise(cell, target):
    numerator, denominator = cell
    per_1000 = an_indicator(unit=Unit.PER_1000, multiplier=1000)
    wanted = int(children(numerator, denominator, target, indicator=per_1000))
    assert Fraction(1000 * (numerator + wanted), denominator) >= target
    assert wanted == 0 or Fraction(1000 * (numerator + wanted - 1), denominator) < target


@given(
    st.data(),
    st.integers(1, 9_999_999),
    st.sampled_from([(Unit.PERCENT, 100), (Unit.PER_1000, 1000), (Unit.PER_100000, 100_000)]),
    st.sampled_from([">=", "<="]),
)
def test_near_any_target_of_three_decimals_the_need_is_that_of_exact_fractions(data, thousandths, unit, comparator):
    _, multiplier = unit
    target = Fraction(min(thousandths, 100_000) if multiplier == 100 else thousandths, 1000)
    denominator = data.draw(st.integers(1, 60) | st.integers(1, 1_000_000))
    asked = target * denominator / multiplier
    # As near to the target as whole children come, where rounding would do harm.
    numerator = max(0, int(asked) + data.draw(st.integers(-1, 2)))
    lacking = asked - numerator if comparator == ">=" else numerator - asked
    rate = an_indicator(unit=unit[0], multiplier=multiplier)
    assert children(numerator, denominator, target, comparator, rate) == max(0, math.ceil(lacking))


def test_a_need_of_a_hundred_millionth_of_a_child_is_a_child():
    # 1 of 17 is 5,882.35294… per 100,000, under 5,882.353: asked are 1.00000001.
    rare = an_indicator(unit=Unit.PER_100000, multiplier=100_000)
    assert children(1, 17, 5882.353, indicator=rare) == 1
    assert children(1, 17, 5882.352, indicator=rare) == 0


@pytest.mark.parametrize(("numerator", "denominator"), [(29.1, 30.0), (0.1 + 0.2 + 28.8, 30.0), (97 * 0.3, 100 * 0.3)])
def test_figures_of_divided_communes_that_meet_the_target_need_nobody(numerator, denominator):
    assert children(numerator, denominator, 97) == 0
    assert children(numerator, denominator, 97, "<=") == 0
    assert children(numerator - 0.1, denominator, 97) == 1


def test_a_count_needs_the_difference_to_the_target():
    count = an_indicator(unit=Unit.COUNT, multiplier=1)
    assert children(7, np.nan, 10, indicator=count) == 3
    assert children(12, np.nan, 10, indicator=count) == 0


def test_what_is_not_known_is_not_needed_but_unknown():
    assert np.isnan(children(np.nan, 100, 97))


def frame(*needs):
    return pd.DataFrame({"need": needs})


@pytest.mark.parametrize(
    ("needs", "half"),
    [
        ((10, 1, 9, 0), 1),  # 10 of 20
        ((40, 29, 25, 21, 21, 20, 154), 2),  # 154 + 40 = 194 of 310; 154 alone is 1 short of 155
        ((155, 155), 1),
        ((5, 5, 5), 2),
        ((3, np.nan, 0), 1),
        ((0, 0), 0),
        ((np.nan,), 0),
        ((), 0),
    ],
)
def test_half_of_the_need_lies_in_so_many_communes(needs, half):
    assert half_of_need(frame(*needs)) == half


@given(st.lists(st.integers(0, 300), max_size=60))
def test_no_smaller_set_of_communes_holds_half(needs):
    count, total = half_of_need(frame(*needs)), sum(needs)
    most = sorted(needs, reverse=True)
    assert 2 * sum(most[:count]) >= total
    assert count == 0 or 2 * sum(most[: count - 1]) < total


def test_total_need_ignores_blanks():
    assert total_need(frame(3, np.nan, 0, 4)) == 7


def named(*needs):
    return pd.DataFrame({"code": [f"c{i}" for i in range(len(needs))], "need": needs}, index=range(10, 10 + len(needs)))


def test_the_communes_that_hold_half_are_named_largest_first():
    half = half_set(named(40, 29, np.nan, 25, 21, 21, 20, 154))  # 154 + 40 of 310
    assert (half.codes, half.alike, half.holds) == (("c7", "c0"), (), 194)


def test_communes_that_need_as_much_as_the_last_of_the_half_are_named_too():
    half = half_set(named(2, 4, 2, 2, 0))  # half of 10 is 5: 4 + 2, and any of the three could give the 2
    assert (half.codes, half.alike, half.holds) == (("c1", "c0"), ("c2", "c3"), 6)


@pytest.mark.parametrize("needs", [(), (np.nan, np.nan), (0, 0)])
def test_where_nothing_is_needed_no_commune_holds_half(needs):
    half = half_set(named(*needs))
    assert (half.codes, half.alike, half.holds) == ((), (), 0)


def test_shares_of_the_gap_add_up_in_the_order_of_the_rows_and_blanks_are_not_zero():
    found = shares(named(6, 3, np.nan, 1, 0))  # of 10
    assert list(found.index) == [10, 11, 12, 13, 14]
    np.testing.assert_allclose(found["share"], [0.6, 0.3, np.nan, 0.1, 0])
    np.testing.assert_allclose(found["running"], [0.6, 0.9, np.nan, 1, 1])


@pytest.mark.parametrize("needs", [(0.0, 0.0), (np.nan,), (5,)])
def test_shares_of_nothing_are_unknown_and_one_commune_has_all(needs):
    found = shares(named(*needs))["share"].tolist()
    assert found == [1] if needs == (5,) else np.isnan(found).all()
