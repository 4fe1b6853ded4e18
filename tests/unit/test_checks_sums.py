"""Groups against their whole, communes against the printed total."""

import pytest

from tests.unit.check_frames import checked, claims, details, found, known, row, told

TOTALS = ("total_differs", "total_of_more")


def group(name, numerator, denominator, **more):
    return row(numerator, denominator, stratum=f"ethnic={name}", **more)


def test_groups_that_share_out_the_whole_are_right():
    file = claims(row(455, 510), group("mong", 200, 230), group("thai", 255, 280), row(220, 250, stratum="sex=f"))
    assert found(file) == []


def test_groups_below_the_whole_may_lack_one():
    assert found(claims(row(455, 510), group("mong", 200, 230))) == []


@pytest.mark.parametrize(("numerator", "denominator", "part"), [(256, 280, "numerator"), (255, 281, "denominator")])
def test_groups_above_the_whole_refuse_it_and_themselves(numerator, denominator, part):
    file = claims(
        row(455, 510), group("mong", 200, 230), group("thai", numerator, denominator), row(9, 10, stratum="sex=f")
    )
    assert found(file) == [("parts_over_whole", 0), ("parts_over_whole", 1), ("parts_over_whole", 2)]
    first = told(checked(file))[0]
    totals = {"numerator": (456, 455), "denominator": (511, 510)}[part]
    assert first == f'{{"dimension": "ethnic group", "part": "{part}", "sum": {totals[0]}, "whole": {totals[1]}}}'


@pytest.mark.parametrize(("part_time", "expected"), [(3, []), (4, ["parts_over_whole"] * 3)])
def test_full_and_part_time_share_out_the_people_not_the_norm(part_time, expected):
    file = claims(row(5, 8), row(2, 8, stratum="time=full"), row(part_time, 8, stratum="time=part"))
    assert [rule for rule, _ in found(file)] == expected


def test_other_dimensions_crossed_groups_areas_and_periods_are_not_added():
    file = claims(
        row(455, 510), group("mong", 300, 330), row(300, 330, stratum="sex=f"), row(455, 510, stratum="ethnic=mong|sex=f"),
        group("thai", 300, 330, area_code="002"), group("kinh", 300, 330, period="2024"),
    )  # fmt: skip
    assert found(file) == []


def test_a_group_that_stands_twice_is_added_once():
    file = claims(row(455, 510), group("mong", 300, 330), group("mong", 300, 330))
    assert found(file) == [("repeated", 2)]


def file_of_three(**more):
    return claims(*(row(n, 100 * n, area_code=f"00{n}", **more) for n in (1, 2, 3)))


def test_a_right_total_is_not_spoken_of():
    assert found(file_of_three(), known(totals=[{"numerator": 6.0, "denominator": 600.0}])) == []
    assert found(file_of_three(), known(totals=[{"numerator": 6.0, "denominator": None}])) == []


def test_a_wrong_total_is_named_with_the_sum_at_its_own_cell():
    against = known(totals=[{"numerator": 6.0, "denominator": 610.0}])
    made = checked(file_of_three(), against)
    assert made[["rule", "sheet", "row", "col", "value", "claim"]].to_numpy().tolist() == [
        ["total_differs", "IMM", 60, "D", "610", -1]
    ]
    assert details(file_of_three(), against, "total_differs") == {
        "indicator": "IMM01", "period": "2025", "part": "denominator", "total": 610, "sum": 600, "difference": 10,
    }  # fmt: skip


def test_a_total_above_the_sum_may_hold_communes_that_are_missing():
    against = known(totals=[{"numerator": 10.0, "denominator": None}], communes=5)
    assert found(file_of_three(), against) == [("total_of_more", -1)]
    assert details(file_of_three(), against, "total_of_more")["missing"] == 2
    below = known(totals=[{"numerator": 5.0, "denominator": None}], communes=5)
    assert found(file_of_three(), below) == [("total_differs", -1)]


def test_before_the_merger_the_communes_of_that_day_are_counted():
    # Of 2024 one commune is known, and it is here.
    file = claims(row(4, 100, period="2024", area_valid_from=known().communes["valid_from"][0]))
    against = known(totals=[{"numerator": 5.0, "denominator": None, "period": "2024"}], communes=5)
    assert found(file, against) == [("total_differs", -1)]


def test_totals_of_sheets_are_compared_with_their_sheet_and_a_summary_with_all():
    file = claims(row(1, 100), row(2, 200, area_code="002", sheet="B"), row(3, 300, area_code="003", sheet="B"))
    right = [
        {"numerator": 1.0, "denominator": 100.0}, {"numerator": 5.0, "denominator": 500.0, "sheet": "B"},
        {"numerator": 6.0, "denominator": 600.0, "sheet": "All"},
    ]  # fmt: skip
    assert found(file, known(totals=right), *TOTALS) == []
    assert found(file, known(totals=[{"numerator": 6.0, "denominator": 600.0, "sheet": "B"}]), *TOTALS) == [
        ("total_of_more", -1), ("total_of_more", -1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "other", [{"period": "2024"}, {"stratum": "sex=f"}, {"indicator": "SCH01"}, {"collection": "survey"}]
)
def test_a_total_of_something_else_is_not_compared(other):
    assert found(file_of_three(), known(totals=[{"numerator": 99.0, "denominator": 99.0} | other])) == []


def test_the_row_of_the_province_is_no_commune():
    file = claims(
        *file_of_three().to_dict("records"), row(6, 600, area_kind="province", area_code="11", area_valid_from=None)
    )
    assert found(file, known(totals=[{"numerator": 6.0, "denominator": 600.0}])) == []
