"""The Lorenz curve of need, against worked examples and a published Gini coefficient."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.concentration import concentration


def frame(needs, children):
    codes = [f"c{i}" for i in range(len(needs))]
    return pd.DataFrame({"code": codes, "need": np.array(needs, float), "denominator": np.array(children, float)})


def test_the_curve_begins_with_the_commune_of_most_need_per_child():
    # Per child: c0 10/100 = 0.1, c1 30/100 = 0.3, c2 20/200 = 0.1 after c0, c3 nothing. Children 500, need 60.
    found = concentration(frame([10, 30, 20, 0], [100, 100, 200, 100]))
    assert found.codes == ("c1", "c0", "c2", "c3")
    np.testing.assert_allclose(found.children, [0, 0.2, 0.4, 0.8, 1])
    np.testing.assert_allclose(found.need, [0, 0.5, 4 / 6, 1, 1])
    assert found.half == pytest.approx(0.2)
    # Areas: 0.05 + 0.2·(7/12) + 0.4·(5/6) + 0.2 = 0.7; twice that, less 1.
    assert found.gini == pytest.approx(0.4)


def test_half_of_the_gap_may_lie_within_a_commune():
    # All of c0 (30 of 40 needed, 100 of 400 children): half is 20 of its 30, so two thirds of its quarter.
    assert concentration(frame([30, 10], [100, 300])).half == pytest.approx(0.25 * 2 / 3)


def test_gini_agrees_with_a_published_example():
    # R package phylotools 0.1.2, help page of gini (the algorithm of package ineq): gini(c(1,3,2,1,1,1,4)) is 0.3076923.
    assert concentration(frame([1, 3, 2, 1, 1, 1, 4], [100] * 7)).gini == pytest.approx(0.3076923, abs=1e-7)


def test_blank_communes_are_not_in_the_curve():
    with_blanks = frame([30, np.nan, 10, 5], [100, 100, 300, np.nan])
    assert concentration(with_blanks).codes == ("c0", "c2")
    assert concentration(with_blanks).need[-1] == 1


@pytest.mark.parametrize(
    ("needs", "children"), [([], []), ([0, 0], [10, 10]), ([np.nan], [10]), ([3, 2], [np.nan, np.nan]), ([3], [0])]
)
def test_without_need_or_without_children_there_is_no_curve(needs, children):
    assert concentration(frame(needs, children)) is None


def test_one_commune_alone_is_the_diagonal():
    found = concentration(frame([7], [30]))
    assert (list(found.children), list(found.need), found.half, found.gini) == ([0, 1], [0, 1], 0.5, 0)


CELLS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 400)), min_size=1, max_size=30)


@given(CELLS)
def test_gini_is_the_mean_difference_between_two_children(cells):
    # Sen 1973: half the mean absolute difference of need per child over all pairs of children, relative to the mean.
    need, children = (np.array(each, float) for each in zip(*cells, strict=True))
    found = concentration(frame(need, children))
    if not need.sum():
        assert found is None
        return
    apart = np.abs(np.subtract.outer(need / children, need / children)) * np.multiply.outer(children, children)
    expected = apart.sum() / (2 * children.sum() ** 2 * (need.sum() / children.sum()))
    assert found.gini == pytest.approx(expected, abs=1e-9)
    assert (np.diff(found.need) >= 0).all()
    assert 0 <= found.half <= 0.5 + 1e-9
