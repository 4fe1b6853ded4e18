"""Denominators against the people of a commune, and against those of other communes: population identity."""

import numpy as np
import pytest

from intake.checks.case import Case
from intake.checks.rotation import rows_rotated
from tests.unit.check_frames import SINCE, checked, claims, details, found, known, reports, row, told

# The population of the 45 communes in 2025, in the order of their codes.
POPULATION = [
    49205, 18208, 6058, 24294, 8977, 10832, 10021, 13884, 16710, 19598, 5208, 10114, 9450, 8171, 7496, 10772, 10401, 15331,
    15722, 16012, 17817, 8944, 12915, 15815, 19208, 24303, 17604, 12547, 14374, 15371, 14887, 19657, 13497, 14939, 16063,
    29397, 25517, 15697, 20686, 8183, 11804, 9653, 9990, 10467, 7292,
]  # fmt: skip
CODES = [f"{n + 1:03d}" for n in range(len(POPULATION))]
PEOPLE = dict(zip(CODES, POPULATION, strict=True))
INFANTS = [round(0.021 * people) for people in POPULATION]


def file_of(denominators, **more):
    return claims(*(row(0, n, area_code=code, **more) for code, n in zip(CODES, denominators, strict=True)))


def in_force(denominators, **more):
    rows = (row(0, n, area_code=code, period="2024", **more) for code, n in zip(CODES, denominators, strict=True))
    return known(reports(*rows), communes=45)


def test_more_children_than_people_is_refused():
    against = known(people={"001": 6058})
    assert found(claims(row(6000, 6059)), against) == [("more_than_people", 0)]
    assert details(claims(row(6000, 6059)), against, "more_than_people") == {"denominator": 6059, "people": 6058}
    assert found(claims(row(6000, 6058)), against) == []


@pytest.mark.parametrize(
    "other",
    [
        {"area_valid_from": SINCE.replace(year=2004), "period": "2024"},  # the old commune of the same code
        {"area_code": "002"},
        {"area_kind": "province", "area_code": "11", "area_valid_from": None},
    ],
)
def test_people_of_another_area_say_nothing(other):
    assert found(claims(row(6000, 9000, **other)), known(people={"001": 6058})) == []


def test_shares_like_those_of_the_other_communes_are_usual():
    assert found(file_of(INFANTS), known(people=PEOPLE, communes=45)) == []


def test_a_lost_digit_is_seen_without_a_year_before():
    wrong = [*INFANTS]
    wrong[12] = 20  # Mường Tùng, 9,450 people: 198 infants
    against = known(people=PEOPLE, communes=45)
    assert found(file_of(wrong), against) == [("unusual_share", 12)]
    assert details(file_of(wrong), against, "unusual_share") == {"denominator": 20, "share": 0.21, "usual": 2.1}


def test_few_communes_or_few_persons_say_nothing_of_what_is_usual():
    wrong = [20, *INFANTS[1:]]
    few = file_of(wrong).iloc[:9].reset_index(drop=True)
    assert found(few, known(people=PEOPLE, communes=45)) == []
    assert (
        found(
            file_of([9, *[max(1, n // 40) for n in POPULATION[1:]]]).assign(stratum="sex=f"),
            known(people=PEOPLE, communes=45),
        )
        == []
    )
    rare = [1, *[round(n / 5000) + 1 for n in POPULATION[1:]]]
    assert found(file_of(rare), known(people=PEOPLE, communes=45)) == []


def rotated(figures, which):
    result = [*figures]
    for position, place in enumerate(which):
        result[place] = figures[which[position - 1]]
    return result


def test_thirteen_rotated_rows_are_refused_with_the_names_of_the_first():
    which = [24, 39, 22, 19, 2, 15, 27, 42, 31, 16, 44, 8, 11]
    off = [n for n in which if abs(rotated(INFANTS, which)[n] - INFANTS[n]) > 0.2 * INFANTS[n]]
    assert len(off) >= 10
    made = found(file_of(rotated(INFANTS, which)), in_force(INFANTS), "rows_rotated")
    assert made == [("rows_rotated", n) for n in sorted(off)]


def test_five_rotated_rows_are_enough_and_four_are_not():
    which = [0, 2, 25, 10, 36]  # 49,205; 6,058; 24,303; 5,208; 25,517 people
    five = file_of(rotated(INFANTS, which))
    assert found(five, in_force(INFANTS), "rows_rotated") == [("rows_rotated", n) for n in sorted(which)]
    assert found(file_of(rotated(INFANTS, which[:4])), in_force(INFANTS), "rows_rotated") == []


def test_the_names_of_lender_and_borrower_are_told():
    which = [0, 2, 25, 10, 36]
    made = file_of(rotated(INFANTS, which))
    texts = told(checked(made, in_force(INFANTS)).query("rule == 'rows_rotated'"))
    assert sorted(set(texts)) == ['{"n": 5, "examples": "Xã 1 ← Xã 37; Xã 3 ← Xã 1; Xã 11 ← Xã 26"}']


def test_denominators_that_all_change_are_not_called_rotated_by_chance():
    random = np.random.default_rng(3)
    called, before = 0, in_force(INFANTS)
    for _ in range(60):
        share = random.uniform(0.4, 0.79, 45)
        moved = np.where(random.random(45) < random.uniform(0.2, 1), share, 1.0)
        file = file_of([round(n * factor) for n, factor in zip(INFANTS, moved, strict=True)])
        called += not rows_rotated(Case(file, before)).empty
    assert called <= 1


def test_small_denominators_are_alike_without_having_slid():
    schools = [4, 6, 9, 13, 19] + [50] * 40
    slid = rotated(schools, [0, 1, 2, 3, 4])
    assert found(file_of(slid), in_force(schools), "rows_rotated") == []
    large, slid = [100 * n for n in schools], [100 * n for n in slid]
    assert len(found(file_of(slid), in_force(large), "rows_rotated")) == 5
