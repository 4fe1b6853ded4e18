import pytest

from tests.unit.check_frames import SINCE, claims, details, found, known, reports, row

RULES = ("denominator_moved", "thousandth", "lost_zero")


def against(denominator, **more):
    return known(reports(row(1, denominator, **{"period": "2024"} | more)))


@pytest.mark.parametrize(
    ("before", "now", "rules"),
    [
        (100, 125, []),  # a quarter exactly
        (100, 126, ["denominator_moved"]),
        (100, 75, []),
        (100, 74, ["denominator_moved"]),
        (40, 60, []),  # half as many again, but 20 persons
        (40, 61, ["denominator_moved"]),
        (9450, 9, ["thousandth"]),  # 1/1050: within 5 % of a thousandth
        (9450, 10, ["denominator_moved"]),  # 1/945: not within
        (9450, 945, ["lost_zero"]),
        (9450, 980, ["lost_zero"]),
        (9450, 1000, ["denominator_moved"]),
        (945, 9450, ["denominator_moved"]),  # last year was the wrong one: not refused
        (100, 0, []),
    ],
)
def test_denominators_against_the_year_before(before, now, rules):
    assert found(claims(row(0, now)), against(before), *RULES) == [(rule, 0) for rule in rules]


def test_the_former_number_and_its_period_are_told():
    file = claims(row(0, 300, period="2025-Q3"))
    assert details(file, against(600, period="2024-Q3"), "denominator_moved") == {
        "now": 300, "before": 600, "period": "2024-Q3"
    }  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [
        {"period": "2023"},
        {"period": "2024-Q4"},
        {"period": "2024-25"},
        {"area_code": "002"},
        {"area_valid_from": SINCE.replace(year=2004)},  # the same code before the merger is another commune
        {"stratum": "ethnic=mong"},
        {"collection": "survey"},
        {"indicator": "SCH01"},
    ],
)
def test_only_the_same_figure_of_one_year_earlier_counts(other):
    assert found(claims(row(0, 300)), against(600, **other), *RULES) == []


def test_school_years_follow_each_other():
    file = claims(row(0, 300, period="2025-26"))
    assert found(file, against(600, period="2024-25"), *RULES) == [("denominator_moved", 0)]


def test_the_year_before_may_stand_in_the_same_file_and_goes_before_what_is_in_force():
    file = claims(row(0, 600, period="2024"), row(0, 300))
    assert found(file, against(310), *RULES) == [("denominator_moved", 1)]


def test_a_count_without_denominator_is_compared_itself():
    before = known(reports(row(9450, period="2024", indicator="DIS01")))
    assert found(claims(row(9, indicator="DIS01")), before, *RULES) == [("thousandth", 0)]
    assert found(claims(row(300, indicator="DIS01")), before, *RULES) == []


def test_communes_that_count_themselves_are_not_compared():
    before = known(reports(row(1, 129, period="2024", indicator="PLA01")))
    assert found(claims(row(1, 1, indicator="PLA01")), before, *RULES) == []
