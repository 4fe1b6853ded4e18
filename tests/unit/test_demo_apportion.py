"""Sharing out whole numbers: nothing lost, no cell over its cap, nobody further than one from the exact share."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.demo.apportion import apportion

CELLS = st.lists(st.tuples(st.integers(1, 1000), st.integers(0, 50)), min_size=1, max_size=30)


def test_a_worked_example():
    # Hamilton's method by hand: 10 × (6, 3, 1)/10 = 6, 3, 1; 7 × (5, 3, 2)/10 = 3.5, 2.1, 1.4 → 3+2+1, the one left to 0.5
    assert apportion(10, np.array([6.0, 3.0, 1.0])).tolist() == [6, 3, 1]
    assert apportion(7, np.array([5.0, 3.0, 2.0])).tolist() == [4, 2, 1]


def test_what_does_not_fit_under_a_cap_goes_to_the_others():
    # 9 of (2, 100, 100) with weights 4:1:1 → 2 to the first, the 7 left as 3.5 and 3.5, the earlier gets the odd one
    assert apportion(9, np.array([4.0, 1.0, 1.0]), caps=np.array([2, 100, 100])).tolist() == [2, 4, 3]


def test_a_cell_without_weight_gets_nothing():
    assert apportion(5, np.array([0.0, 1.0])).tolist() == [0, 5]


def test_no_room_is_said():
    with pytest.raises(ValueError, match="no room for 1 of 4"):
        apportion(4, np.array([1.0, 1.0]), caps=np.array([1, 2]))


@given(CELLS, st.floats(0, 1))
def test_everything_is_shared_out_under_the_caps(cells, fraction):
    weights = np.array([w for w, _ in cells], dtype=float)
    caps = np.array([c for _, c in cells])
    total = int(fraction * caps.sum())
    result = apportion(total, weights, caps=caps)
    assert result.sum() == total
    assert (result >= 0).all()
    assert (result <= caps).all()


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=30), st.integers(0, 10_000))
def test_without_caps_nobody_is_further_than_one_from_the_exact_share(weights, total):
    result = apportion(total, np.array(weights, dtype=float))
    exact = [total * w / sum(weights) for w in weights]
    assert all(abs(r - e) < 1 for r, e in zip(result, exact, strict=True))
