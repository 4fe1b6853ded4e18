"""Which figures add up: small cases that can be read off."""

import numpy as np
import pandas as pd
import pytest

from indicators.disclosure.sums import parents, sums
from tests.unit.disclosure_cells import COUNTRY, KNOWN, PERIODS, PROVINCE, STRATA, cell, cells

CODE = {code: key for key, code in PERIODS.items()}


def written(frame: pd.DataFrame) -> set[frozenset]:
    """Each sum as a set of (row of CELLS or, from their number on, of the rests, coefficient)."""
    terms, _ = sums(frame, KNOWN)
    pairs = terms.assign(term=list(zip(terms["cell"], terms["coefficient"], strict=True)))
    return set(pairs.groupby("sum")["term"].agg(frozenset))


def test_a_group_is_part_of_every_group_that_leaves_one_dimension_out():
    wider = parents(STRATA)
    of_six = set(wider.loc[wider["stratum_id"] == 6, ["dimension", "parent_id"]].itertuples(index=False, name=None))
    assert of_six == {("sex", 1), ("ethnic", 4)}
    assert wider.loc[wider["stratum_id"] == 1, "parent_id"].tolist() == [0]


def test_groups_add_up_to_all_children_each_dimension_by_itself():
    frame = cells(
        cell(1, 5, 9),
        cell(1, 2, 4, stratum=1),
        cell(1, 3, 5, stratum=2),
        cell(1, 1, 3, stratum=4),
        cell(1, 4, 6, stratum=5),
    )
    assert written(frame) == {
        frozenset({(1, 1), (2, 1), (0, -1)}), frozenset({(3, 1), (4, 1), (0, -1)}),
    }  # fmt: skip


def test_all_children_are_known_at_level_1_even_where_they_are_no_cell():
    frame = cells(cell(1, 2, 4, stratum=1, sensitivity=1), cell(1, 3, 5, stratum=2, sensitivity=1))
    assert written(frame) == {frozenset({(0, 1), (1, 1)})}


def test_crossed_groups_add_up_to_the_wider_one_only_if_it_is_reported():
    frame = cells(cell(1, 2, 4, stratum=1), cell(1, 1, 2, stratum=6), cell(1, 1, 2, stratum=7))
    assert frozenset({(1, 1), (2, 1), (0, -1)}) in written(frame)
    assert not any({1, 2} <= {c for c, _ in each} for each in written(frame.drop(index=0).reset_index(drop=True)))


def test_old_communes_by_weight_communes_to_the_province_provinces_to_the_country():
    frame = cells(cell(31, 8, 20), cell(3, 2, 5), cell(4, 6, 15), cell(PROVINCE, 8, 20), cell(COUNTRY, 8, 20))
    assert written(frame) == {
        frozenset({(0, 0.25), (1, -1)}), frozenset({(0, 0.75), (2, -1)}), frozenset({(1, 1), (2, 1), (3, -1)}),
        frozenset({(3, 1), (4, -1)}),
    }  # fmt: skip


def test_no_sum_without_its_total():
    assert written(cells(cell(1, 2, 5), cell(2, 6, 15))) == set()


def test_quarters_halves_and_nine_months_fill_the_year_where_counts_accumulate():
    codes = ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2024", "2024-9M", "2024-H1"]
    frame = cells(*(cell(1, 5, 9, period=CODE[code], accumulates=True) for code in codes))
    assert written(frame) == {
        frozenset({(0, 1), (1, 1), (2, 1), (3, 1), (4, -1)}), frozenset({(0, 1), (1, 1), (2, 1), (5, -1)}),
        frozenset({(0, 1), (1, 1), (6, -1)}),
    }  # fmt: skip


def flows(**counted: tuple[float, float]) -> pd.DataFrame:
    """CELLS of one commune: H1=(counted, all) and so on."""
    codes = {name: "2024" if name == "year" else f"2024-{name.removeprefix('of_')}" for name in counted}
    return cells(*(cell(1, *of, period=CODE[codes[name]], accumulates=True) for name, of in counted.items()))


def test_nothing_adds_up_to_nothing():
    assert written(flows(Q3=(2, 40)).iloc[:0]) == set()


def test_a_half_and_two_quarters_fill_the_year_too():
    frame = flows(H1=(5, 9), Q3=(2, 3), Q4=(1, 2), year=(8, 14))
    assert written(frame) == {frozenset({(0, 1), (1, 1), (2, 1), (3, -1)})}


def test_periods_that_overlap_tell_each_other_without_the_year():
    # What H1 lacks of the nine months is what Q4 lacks of the second half: the third quarter, which nobody reported.
    terms, rests = sums(flows(H1=(5, 9), of_9M=(7, 12), H2=(3, 5), Q4=(1, 2)), KNOWN)
    third = 4
    pairs = terms.assign(term=list(zip(terms["cell"], terms["coefficient"], strict=True)))
    assert set(pairs.groupby("sum")["term"].agg(frozenset)) == {
        frozenset({(0, 1), (third, 1), (1, -1)}), frozenset({(3, 1), (third, 1), (2, -1)}),
    }  # fmt: skip
    assert rests.to_numpy() == pytest.approx(np.array([[2, 3]]))


def test_what_is_missing_of_a_year_cannot_be_negative():
    terms, rests = sums(flows(Q3=(2, 40), Q4=(5, 40), year=(7, 150)), KNOWN)
    assert set(terms["cell"]) == {0, 1, 2, 3}
    assert rests.to_numpy() == pytest.approx(np.array([[0, 70]]), abs=1e-9)


def test_a_year_below_its_quarters_tells_nothing():
    codes = ["2024-Q1", "2024-Q2", "2024-Q4", "2024"]
    assert written(cells(*(cell(1, 5, 9, period=CODE[code], accumulates=True) for code in codes))) == set()


def test_the_state_of_the_last_quarter_is_the_years_even_without_the_others():
    frame = cells(cell(1, 6, 9, period=CODE["2024-Q4"]), cell(1, 6, 9, period=CODE["2024"]))
    assert written(frame) == {frozenset({(0, 1), (1, -1)})}


def test_a_state_at_the_end_is_the_years_where_they_agree():
    frame = cells(
        cell(1, 5, 9, period=CODE["2024-H1"]), cell(1, 6, 9, period=CODE["2024-H2"]), cell(1, 6, 9, period=CODE["2024"])
    )
    assert written(frame) == {frozenset({(1, 1), (2, -1)})}
    frame.loc[2, "numerator"] = 7
    assert written(frame) == set()


def test_versions_add_up_by_themselves():
    frame = cells(cell(1, 5, 9), cell(PROVINCE, 5, 9), cell(1, 4, 9, state=3), cell(PROVINCE, 4, 9, state=3))
    assert written(frame) == {frozenset({(0, 1), (1, -1)}), frozenset({(2, 1), (3, -1)})}
