"""Context is part of a figure: words beside, above and below it are used, or asked about, never skipped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.reading.source import Sheet
from intake.words.words import is_district
from tests.unit.mapping_world import claims, csv, found, mapped, sheet

LONG = "Mã chỉ số,Kỳ,Mã xã,Tử số,Mẫu số"
FIGURES = ("indicator", "period", "area_code", "numerator", "denominator")
MUONG_NHE, SIN_THAU = ("03160", "Mường Nhé"), ("03158", "Sín Thầu")


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("Giới tính", ("Nữ", "Nữ")),
        ("Loại số liệu", ("Kế hoạch", "Kế hoạch")),
        ("Dân tộc", ("Mông", "Thái")),
        ("Nhóm tuổi", ("0-11 tháng", "12-23 tháng")),
        ("Thôn bản", ("Bản A", "Bản B")),
    ],
)
def test_a_column_of_words_is_asked_about(heading: str, words: tuple[str, str]):
    rows = [f"IMM01,2025-Q4,{code},10,20,{word}" for (code, _), word in zip((MUONG_NHE, SIN_THAU), words, strict=True)]
    result = mapped(csv("\n".join([f"{LONG},{heading}", *rows])))
    assert ("column_of_words", "F1") in found(result)
    form = [["Năm 2025"], ["Xã", "IMM01 Tử số", "IMM01 Mẫu số", heading]]
    form += [[name, 10, 20, word] for (_, name), word in zip((MUONG_NHE, SIN_THAU), words, strict=True)]
    assert ("column_of_words", "D2") in found(mapped(sheet(form), language="vi"))


@pytest.mark.parametrize(
    ("heading", "cells"), [("Tỉnh", "Điện Biên"), ("Xã cũ", "Sín Thầu"), ("Ghi chú", "gửi muộn"), ("TT", "1")]
)
def test_what_is_known_to_be_decoration_is_not(heading: str, cells: str):
    result = mapped(csv(f"{LONG},{heading}\nIMM01,2025-Q4,03160,10,20,{cells}\nIMM01,2025-Q4,03158,10,20,{cells}"))
    assert found(result) == []
    assert len(claims(result, *FIGURES)) == 2


@pytest.mark.parametrize("title", ["TIÊM CHỦNG TRẺ EM DÂN TỘC MÔNG", "Kế hoạch năm", "Lũy kế từ đầu năm", "Trẻ em nữ"])
@pytest.mark.parametrize("below", [False, True])
def test_a_title_or_a_footnote_that_narrows_is_asked_about(title: str, below: bool):
    table = [["Xã", "IMM01 Tử số", "IMM01 Mẫu số"], ["Mường Nhé", 12, 20], ["Sín Thầu", 10, 20]]
    rows = [["Quý IV năm 2025"], *table, [title]] if below else [[title], ["Quý IV năm 2025"], *table]
    assert ("title_narrows", "") in found(mapped(sheet(rows), language="vi"))


@pytest.mark.parametrize(
    ("unit", "kept"), [("trẻ", 2), ("nghìn trẻ", 0), ("1000 người", 0), ("thousand", 0), ("triệu", 0)]
)
def test_a_unit_of_thousands_keeps_its_figures_out(unit: str, kept: int):
    result = mapped(csv(f"{LONG},Đơn vị tính\nIMM01,2025-Q4,03160,2,3,{unit}\nIMM01,2025-Q4,03158,4,5,{unit}"))
    assert len(claims(result, *FIGURES)) == kept
    assert ([rule for rule, _ in found(result)] == ["unit_scaled"]) == (kept == 0)


def test_a_part_of_the_year_over_the_columns_has_the_year_of_the_title():
    form = [["BÁO CÁO NĂM 2025"], ["Xã", "Quý IV", None], [None, "IMM01 Tử số", "IMM01 Mẫu số"], ["Mường Nhé", 44, 52]]
    result = mapped(sheet(form, merged=((2, 0, 3, 0), (2, 1, 2, 2))), language="vi")
    assert claims(result, *FIGURES) == [("IMM01", "2025-Q4", "03160", 44, 52)]


def test_a_part_of_the_year_without_a_year_is_asked_about():
    form = [["Xã", "Quý IV", None], [None, "IMM01 Tử số", "IMM01 Mẫu số"], ["Mường Nhé", 44, 52], ["Sín Thầu", 4, 5]]
    result = mapped(sheet(form, merged=((1, 0, 2, 0), (1, 1, 1, 2))), language="vi", period="2025")
    assert claims(result, *FIGURES) == []


@pytest.mark.parametrize(
    ("name", "period"), [("T12", "2025-M12"), ("Quý II", "2025-Q2"), ("Biểu 1", "2025"), ("Tháng 3", "2025-M03")]
)
def test_a_sheet_named_after_a_part_of_the_year_is_of_that_part(name: str, period: str):
    form = [["BÁO CÁO NĂM 2025"], ["Xã", "IMM01 Tử số", "IMM01 Mẫu số"], ["Mường Nhé", 7, 9]]
    assert claims(mapped(sheet(form, name), language="vi"), "period") == [(period,)]


def test_of_quarter_and_month_the_month_is_the_period():
    rows = "IMM01,2025,4,12,03160,15,20\nIMM01,2025,4,,03158,1,2\nIMM01,2025,,,03127,3,4"
    result = mapped(csv(f"Mã chỉ số,Năm,Quý,Tháng,Mã xã,Tử số,Mẫu số\n{rows}"))
    assert [period for (period,) in claims(result, "period")] == ["2025-M12", "2025-Q4", "2025"]


@pytest.mark.parametrize("note", ["Ghi chú: số liệu sơ bộ", "(sơ bộ)"])
def test_a_footnote_says_that_figures_are_provisional(note: str):
    form = [
        ["Quý IV năm 2025"],
        ["Xã", "IMM01 Tử số", "IMM01 Mẫu số"],
        ["Mường Nhé", 180, 200],
        ["Tổng cộng", 180, 200],
        [note],
    ]
    assert claims(mapped(sheet(form), language="vi"), "status") == [("provisional",)]


def test_tables_beside_each_other_keep_their_own_communes():
    heads = ["TT", "Xã", "IMM01 Tử số", "IMM01 Mẫu số", "TT", "Xã", "INS01 Tử số", "INS01 Mẫu số"]
    form = [
        ["Quý IV năm 2025"], heads,
        [1, "Mường Nhé", 180, 200, 1, "Sín Thầu", 59, 60],
        [2, "Sín Thầu", 45, 60, 2, "Mường Nhé", 150, 200],
    ]  # fmt: skip
    result = mapped(sheet(form), language="vi")
    assert set(claims(result, "indicator", "area_code", "numerator", "denominator")) == {
        ("IMM01", "03160", 180, 200), ("IMM01", "03158", 45, 60), ("INS01", "03158", 59, 60), ("INS01", "03160", 150, 200),
    }  # fmt: skip


def test_a_column_of_communes_that_is_repeated_parts_no_table():
    heads = ["Xã", "IMM01 Tử số", "IMM01 Mẫu số", "Xã", "INS01 Tử số", "INS01 Mẫu số"]
    form = [
        ["Quý IV năm 2025"],
        heads,
        ["Mường Nhé", 18, 20, "Mường Nhé", 15, 20],
        ["Sín Thầu", 4, 6, "Sín Thầu", 5, 6],
    ]
    assert len(claims(mapped(sheet(form), language="vi"), "indicator", "area_code")) == 4


def test_a_figure_merged_over_two_communes_is_of_neither():
    form = [
        ["Quý IV năm 2025"], ["Xã", "IMM01 Tử số", "IMM01 Mẫu số"],
        ["Mường Nhé", 90, 100], ["Sín Thầu", None, None], ["Na Sang", 18, 20],
    ]  # fmt: skip
    result = mapped(sheet(form, merged=((3, 1, 4, 1), (3, 2, 4, 2))), language="vi")
    assert ("03160", 90) not in claims(result, "area_code", "numerator")
    assert {rule for rule, _ in found(result)} >= {"merged_figure"}


# Words that no list of the code has.
_UNKNOWN = st.text(alphabet="bcdghklmnpqrstvxaeiou", min_size=4, max_size=9)


def _form(extra: str, place: int, word: str) -> Sheet:
    """A form with an unknown word above, below, or in a column of its own before, between or after the figures."""
    rows: list[list[object]] = [["Xã", "IMM01 Tử số", "IMM01 Mẫu số"], ["Mường Nhé", 12, 20], ["Sín Thầu", 10, 20]]
    if extra == "column":
        for number, row in enumerate(rows):
            row.insert(1 + place % 3, word.title() if not number else f"{word} {number}")
    return sheet([["Quý IV năm 2025"], *rows])


@given(place=st.integers(0, 2), word=_UNKNOWN)
def test_any_unknown_column_of_words_leaves_a_question(place: int, word: str):
    result = mapped(_form("column", place, word), language="vi")
    assert {rule for rule, _ in found(result)} & {"column_of_words", "column_unknown"} or not claims(result, *FIGURES)


def test_a_known_code_beats_the_name_of_the_province():
    """Lào Cai, Quảng Trị and Phú Thọ are communes too."""
    form = [
        ["Quý IV năm 2025"],
        ["Mã xã", "Xã", "IMM01 Tử số", "IMM01 Mẫu số"],
        ["03160", "Điện Biên", 18, 20],
        ["03158", "Sín Thầu", 4, 6],
    ]
    result = mapped(sheet(form), language="vi")
    assert result.totals.empty
    assert "total_row" not in {rule for rule, _ in found(result)}
    by_name = mapped(sheet([row[1:] if len(row) > 1 else row for row in form]), language="vi")
    assert by_name.totals["numerator"].tolist() == [18]


@pytest.mark.parametrize(
    ("name", "district"),
    [
        ("Huyện Mường Nhé", True),
        ("II. HUYỆN MƯỜNG NHÉ", True),
        ("huyen Muong Nhe", True),
        ("Huyền Hội", False),
        ("HUYỀN SƠN", False),
        ("1. Huyền Tụng", False),
    ],
)
def test_a_commune_that_begins_like_a_district_is_none(name: str, district: bool):
    assert is_district(name) == district
