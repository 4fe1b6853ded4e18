"""The attacker finds exactly what can be found: held to the enumeration of all tables that agree with what is published."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.reference_disclosure import possible, system, two_way
from indicators.disclosure.reach import Attack
from indicators.disclosure.tables import TwoWay


def bounds(made, hidden):
    attack = Attack(made, hidden)
    low, high = made.value.copy(), made.value.copy()
    for column, place in enumerate(attack.places):
        down, up = attack.reach(int(place))
        low[place] += np.ceil(down[column] - 1e-6)
        high[place] += np.floor(up[column] + 1e-6)
    return low, high


@st.composite
def small_tables(draw):
    rows, columns = draw(st.integers(2, 3)), draw(st.integers(2, 3))
    high = draw(st.lists(st.integers(0, 4), min_size=rows * columns, max_size=rows * columns))
    value = [draw(st.integers(0, most)) for most in high]
    hidden = draw(st.lists(st.booleans(), min_size=rows * columns, max_size=rows * columns))
    if sum(hidden) > 6:
        hidden = [h and n < 6 for n, h in enumerate(hidden)]
    return system(value, high, two_way(rows, columns)), np.array(hidden), (rows, columns)


@settings(max_examples=60)
@given(small_tables())
def test_it_bounds_every_hidden_cell_as_enumeration_does(drawn):
    made, hidden, _ = drawn
    low, high = bounds(made, hidden)
    least, greatest = possible(made, hidden)
    np.testing.assert_array_equal(low, least)
    np.testing.assert_array_equal(high, greatest)


@settings(max_examples=60)
@given(small_tables())
def test_the_quick_proof_never_claims_more_than_there_is(drawn):
    made, hidden, shape = drawn
    table = TwoWay.of(made)
    assert table is not None
    assert sorted(table.shape) == sorted(shape)
    down, up = table.reach(made, hidden)
    least, greatest = possible(made, hidden)
    assert (down <= made.value - least).all()
    assert (up <= greatest - made.value).all()


def test_a_cell_alone_in_its_row_is_found_exactly():
    made = system([3, 20, 15, 40], [40, 40, 40, 80], two_way(2, 2))
    low, high = bounds(made, np.array([True, False, True, True]))
    assert (low[0], high[0]) == (3, 3)


def test_what_is_known_of_a_range_narrows_the_others():
    # Row 1: 12 left out in three groups, each published as 'under 5': each is exactly 4.
    made = system([46, 56, 66, 300, 300, 300], [50, 60, 70, 400, 400, 400], two_way(2, 3), low=[46, 56, 66, 0, 0, 0])
    low, high = bounds(made, np.ones(6, dtype=bool))
    assert low[:3].tolist() == high[:3].tolist() == [46, 56, 66]


@pytest.mark.parametrize("sums", [[[1, 1, 1, -1]], [[1, 1, 0, -1], [0, 0, 1, 0]], [[1, 0, 0, 0]]])
def test_what_is_no_table_of_rows_and_columns_has_no_quick_proof(sums):
    assert TwoWay.of(system([1, 2, 3, 6], [9, 9, 9, 27], sums)) is None
