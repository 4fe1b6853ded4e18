"""Yes and no where a count is asked for: read as 1 of 1 and 0 of 1 of what communes have or have not, and nowhere else."""

import pytest

from tests.unit.mapping_world import claims, csv, found, mapped

HEAD = "indicator,period,area_code,area_name,numerator,denominator,value\n"


@pytest.mark.parametrize(
    ("cell", "number"),
    [("Có", 1), ("có", 1), ("CÓ", 1), ("Yes", 1), ("Has", 1), ("Đạt", 1), ("1", 1),
     ("Chưa có", 0), ("chưa  có", 0), ("Không", 0), ("No", 0), ("Has not", 0), ("Chưa đạt", 0), ("0", 0)],
)  # fmt: skip
@pytest.mark.parametrize("where", ["{},,", "{},1,", ",,{}"])
def test_an_answer_is_one_or_none_of_one(cell: str, number: int, where: str):
    if cell.isdigit() and where != "{},1,":
        return
    result = mapped(csv(f"{HEAD}PLA01,2025,03160,,{where.format(cell)}\n"))
    assert claims(result, "area_code", "numerator", "denominator", "value", "blank") == [("03160", number, 1, None, "")]
    assert found(result) == []


def test_not_yet_is_no_answer_where_people_are_counted():
    result = mapped(csv(HEAD + "IMM01,2025,03160,,Chưa có,510,\nPLA01,2025,03160,,Chưa có,,\n"))
    assert claims(result, "indicator", "numerator") == [("PLA01", 0)]


def test_what_is_neither_is_named_with_its_cell():
    result = mapped(csv(HEAD + "PLA01,2025,03160,,đang xây,,\nPLA01,2025,03158,,Có,,\n"))
    assert found(result) == [("number_text", "E2")]
    assert claims(result, "area_code", "numerator") == [("03158", 1)]


def test_it_may_be_not_applicable_or_still_to_come():
    result = mapped(csv(HEAD + "PLA01,2025,03160,,x,x,\nPLA01,2025,03158,,…,,\nPLA01,2025,03127,,Có,,\n"))
    assert claims(result, "area_code", "numerator", "blank") == [
        ("03160", None, "not_applicable"),
        ("03127", 1, ""),
    ]


def test_a_wide_table_takes_answers_under_the_name():
    result = mapped(csv("Mã xã;Xã có điểm văn hóa, vui chơi\n03160;Có\n03158;Chưa có\n", ";"), period="2025")
    assert claims(result, "area_code", "numerator", "denominator") == [("03160", 1, 1), ("03158", 0, 1)]
