"""What each level allows (docs/protection.md), written out as a table."""

import numpy as np
import pytest

from indicators.disclosure.rules import controlled, is_small, primary
from indicators.sensitivity import threshold
from tests.unit.disclosure_cells import COUNTRY, PROVINCE, cell, cells


@pytest.mark.parametrize(
    ("numerator", "denominator", "small"),
    [(0, 50, False), (1, 50, True), (4, 50, True), (5, 50, False), (50, 50, False), (49, 50, True), (46, 50, True),
     (45, 50, False), (3, np.nan, True), (0, 3, True), (3, 3, True), (0, 0, False), (12, 10, False), (np.nan, 50, False)],
)  # fmt: skip
def test_small_means_one_to_four_counted_or_not_counted(numerator, denominator, small):
    assert is_small([numerator], [denominator], [1]).item() is small


def test_at_level_3_nine_is_small_and_at_level_0_nothing():
    assert is_small([9, 10, 9], [90, 90, 90], [3, 3, 0]).tolist() == [True, False, False]
    assert threshold([0, 1, 2, 3]).tolist() == [0, 5, 5, 10]


@pytest.mark.parametrize(
    ("row", "decided", "hidden"),
    [
        (cell(1, 3, 50, sensitivity=0), False, False),
        (cell(1, 3, 50, sensitivity=1), False, False),  # the few left out in a commune are the purpose
        (cell(1, 3, 50, sensitivity=1, stratum=1), True, True),
        (cell(1, 30, 60, sensitivity=1, stratum=1), True, False),
        (cell(1, 3, 50), True, True),
        (cell(11, 3, 50), True, True),
        (cell(1, np.nan), True, True),  # without counts it can't be judged
        (cell(1, 3, 50, public=True), False, False),
        (cell(PROVINCE, 3, 50), True, False),  # the last resort, while reports come one by one
        (cell(PROVINCE, 3, 50, sensitivity=1), False, False),
        (cell(PROVINCE, 3, 50, stratum=1), True, False),  # a whole province's group; a complement in need
        (cell(PROVINCE, 9, sensitivity=3), True, True),
        (cell(PROVINCE, 10, sensitivity=3), True, False),
        (cell(PROVINCE, 9, sensitivity=3, public=True), False, False),
        (cell(COUNTRY, 300, 500, sensitivity=2), True, False),
        (cell(COUNTRY, 300, 500, sensitivity=1), False, False),
    ],
)
def test_what_the_solver_decides_and_what_is_hidden_for_itself(row, decided, hidden):
    frame = cells(row)
    assert controlled(frame).item() is decided
    assert primary(frame).item() is hidden
