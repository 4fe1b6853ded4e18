import pytest

from tests.unit.check_frames import claims, details, found, known, reports, row

RULES = ("less_than_parts", "quarter_as_nine_months")


def of(period, numerator, denominator=2000, **more):
    return row(numerator, denominator, period=period, **more)


def test_a_year_in_order_gives_no_finding():
    file = claims(
        of("2025-Q1", 100), of("2025-Q2", 120), of("2025-Q3", 90), of("2025-Q4", 110), of("2025-H1", 220), of("2025-H2", 200),
        of("2025-9M", 310), of("2025", 420),
    )  # fmt: skip
    assert found(file, None, *RULES) == []


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([("2025-9M", 310)], ("2025", 309)),
        ([("2025-Q1", 100), ("2025-Q3", 90)], ("2025-9M", 189)),
        ([("2025-Q2", 120)], ("2025-H1", 119)),
        ([("2025-H1", 220), ("2025-H2", 200)], ("2025", 419)),
        ([("2025-9M", 310), ("2025-Q4", 110)], ("2025", 419)),
        ([("2025-H1", 220), ("2025-Q3", 90)], ("2025-9M", 309)),
        ([("2025-Q3", 90), ("2025-Q4", 110)], ("2025-H2", 199)),
        ([("2025-Q1", 1), ("2025-Q2", 1), ("2025-Q3", 1), ("2025-Q4", 1)], ("2025", 3)),
    ],
)
def test_less_than_its_parts_refuses_all_that_is_involved(parts, whole):
    file = claims(*(of(*part) for part in parts), of(*whole))
    assert found(file, None, *RULES) == [("less_than_parts", n) for n in range(len(parts) + 1)]
    enough = claims(*(of(*part) for part in parts), of(whole[0], whole[1] + 1))
    assert found(enough, None, *RULES) == []


def test_both_are_named_by_their_periods():
    file = claims(of("2025-9M", 189))
    before = known(reports(of("2025-Q1", 100), of("2025-Q3", 90), of("2025-Q2", 0)))
    assert details(file, before, "less_than_parts") == {
        "whole_period": "2025-9M", "parts_period": "2025-Q1 + 2025-Q3", "whole": 189, "sum": 190, "part": "numerator",
    }  # fmt: skip


def test_parts_in_force_and_a_whole_in_the_file_and_the_other_way_round():
    quarters = [of("2025-Q1", 100), of("2025-Q2", 120)]
    assert found(claims(of("2025", 219)), known(reports(*quarters)), *RULES) == [("less_than_parts", 0)]
    assert found(claims(quarters[1]), known(reports(quarters[0], of("2025", 219))), *RULES) == [("less_than_parts", 0)]
    # Put right together with what is in force: what the file says counts.
    assert found(claims(of("2025-Q2", 119)), known(reports(*quarters, of("2025", 219))), *RULES) == []


def test_uninvolved_quarters_are_not_refused():
    file = claims(of("2025-Q1", 10), of("2025-Q2", 0), of("2025-Q3", 900), of("2025-9M", 800))
    assert found(file, None, *RULES) == [("less_than_parts", 2), ("less_than_parts", 3)]


def test_denominators_are_compared_one_by_one_but_not_added_up():
    cohort = claims(of("2025-Q1", 100, 2000), of("2025-Q2", 120, 2000), of("2025", 420, 2000))
    assert found(cohort, None, *RULES) == []
    file = claims(of("2025-9M", 310, 2000), of("2025", 420, 1900))
    assert found(file, None, *RULES) == [("less_than_parts", 0), ("less_than_parts", 1)]
    assert '"part": "denominator"' in str(
        details(claims(of("2025", 420, 1900)), known(reports(of("2025-9M", 310, 2000))), "less_than_parts")
    ).replace("'", '"')


@pytest.mark.parametrize(
    "other",
    [
        {"period": "2024-9M"},
        {"area_code": "002"},
        {"stratum": "sex=f"},
        {"collection": "survey"},
        {"period": "2025-M01"},
    ],
)
def test_other_years_areas_groups_and_months_are_not_compared(other):
    assert found(claims(of("2025", 10), row(310, 2000, **{"period": "2025-9M"} | other)), None, *RULES) == []


def test_stocks_do_not_accumulate():
    file = claims(of("2025-9M", 310, indicator="SCH01"), of("2025", 300, indicator="SCH01"))
    assert found(file, None, *RULES) == []


def test_nine_months_equal_to_the_third_quarter_smell_of_a_discrete_report():
    assert found(claims(of("2025-Q3", 90), of("2025-9M", 90)), None, *RULES) == [("quarter_as_nine_months", 1)]
    # Nothing in the first half: then it is right. Nor do four events say anything.
    known_halves = known(reports(of("2025-Q1", 0), of("2025-Q2", 0)))
    assert found(claims(of("2025-Q3", 90), of("2025-9M", 90)), known_halves, *RULES) == []
    assert found(claims(of("2025-Q3", 4), of("2025-9M", 4)), None, *RULES) == []
    assert found(claims(of("2025-Q3", 90, 700), of("2025-9M", 90, 2000)), None, *RULES) == []
