"""The protector: nothing can be narrowed down, and little more is hidden than must be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.reference_disclosure import least_loss, possible, random_table, system, two_way
from indicators.disclosure import ranges
from indicators.disclosure.proof import broken
from indicators.disclosure.protect import demands, protect


@st.composite
def tiny_tables(draw):
    rows, columns = draw(st.integers(2, 3)), 2
    high = draw(st.lists(st.integers(0, 7), min_size=rows * columns, max_size=rows * columns))
    value = [draw(st.integers(0, most)) for most in high]
    return system(value, high, two_way(rows, columns), limit=2.0)


@settings(max_examples=40)
@given(tiny_tables())
def test_every_hidden_cell_keeps_its_width_by_enumeration(made):
    hidden, needed = protect(made)
    assert hidden[made.must].all()
    least, greatest = possible(made, hidden)
    widest_least, widest = possible(made, np.ones(len(made), dtype=bool))
    asked = np.minimum(2.0, widest - widest_least)
    assert (greatest - least)[hidden] == pytest.approx(np.maximum((greatest - least)[hidden], asked[hidden]))
    np.testing.assert_array_equal(needed[hidden], asked[hidden])


def test_little_more_is_hidden_than_must_be():
    """Against the optimum of an integer program on 24 tables of 9 to 24 cells: 10 % at most, each and together."""
    shapes = [(3, 3), (4, 3), (5, 3), (4, 4), (6, 4), (5, 2)]
    lost, must = [], []
    for seed in range(24):
        rows, columns = shapes[seed % len(shapes)]
        made = random_table(seed, rows, columns, people=(15, 40, 120)[seed % 3], coverage=(0.9, 0.97)[seed % 2])
        hidden, _ = protect(made)
        lost.append(made.weight[hidden].sum())
        must.append(least_loss(made, demands(made, np.ones(len(made), dtype=bool))))
    loss, least = np.array(lost), np.array(must)
    assert (loss >= least - 1e-6).all()
    assert loss.sum() <= 1.1 * least.sum()
    assert (loss <= 1.1 * least + 1e-6).all()


def test_a_small_group_takes_a_row_and_a_column_with_it():
    # Communes × groups, margins known: to cover one cell at least three more are needed.
    made = system([38, 30, 20, 25, 30, 24, 40, 60, 44], [40, 60, 50, 50, 60, 48, 80, 120, 90], two_way(3, 3))
    hidden, _ = protect(made)
    assert made.must.tolist() == [True] + [False] * 8
    assert hidden.sum() == 4
    assert hidden[0]


def test_without_anything_small_nothing_is_hidden():
    hidden, needed = protect(system([20, 30, 25, 35], [40, 60, 50, 70], two_way(2, 2)))
    assert not hidden.any()
    assert not needed.any()


def test_a_range_is_taken_back_where_it_would_give_others_away():
    # Three groups of 4 left out in one commune whose total of 12 is shown: three ranges tell all.
    made = system([146, 156, 166, 300, 300, 300], [150, 160, 170, 400, 400, 400], two_way(2, 3))
    hidden, needed = protect(made)
    assert hidden[:3].all()
    offered = ranges.offered(made, hidden, needed, made.must)
    assert not offered[:3].all()
    low = np.where(offered, made.high - 4, 0.0)
    rest = made.narrowed(low)
    assert not broken(rest, hidden, needed).any()
    assert broken(made.narrowed(np.where(made.must, made.high - 4, 0.0)), hidden, needed).any()


def test_a_range_alone_with_room_around_it_is_offered():
    made = system([148, 100, 300, 300], [150, 200, 400, 400], two_way(2, 2))
    hidden, needed = protect(made)
    assert ranges.offered(made, hidden, needed, made.must).tolist() == [True, False, False, False]
