"""Forms as offices send them: titles, merged headings, numbered columns, sections, totals, footnotes, signatures."""

from datetime import date

import pytest

from intake.reading.source import Sheet
from tests.unit.mapping_world import claims, csv, details, found, mapped, notes, sheet

TITLES = [
    ["SỞ Y TẾ TỈNH ĐIỆN BIÊN", None, None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["Số: 123/BC-TTYT", None, None, None, None, "Điện Biên, ngày 05 tháng 10 năm 2025"],
    ["BÁO CÁO KẾT QUẢ TIÊM CHỦNG VÀ BẢO HIỂM Y TẾ"],
    ["Quý III năm 2025 (sơ bộ)"],
    [None, None, None, None, None, None, None, None, "ĐVT: trẻ"],
]
HEADS = [
    ["STT", "Xã, phường", "Tiêm chủng đầy đủ, dưới 1 tuổi (8 loại)", None, None, "Thẻ BHYT, dưới 6 tuổi", None, None,
     "Kế hoạch 2026", "Ghi chú"],
    [None, None, "Số trẻ được tiêm", "Tổng số trẻ", "Tỷ lệ %", "Tử số", "Mẫu số", "Trong đó: nữ"],
    ["(1)", "(2)", "(3)", "(4)", "(5)=(3)/(4)", "(6)", "(7)", "(8)", "(9)", "(10)"],
]  # fmt: skip
ROWS = [
    ["I", "Huyện Mường Nhé cũ"],
    [1, "Xã Mường Nhé", 455, 510, 89.2, 900, 1000, 30, 500],
    [2, "X. Sín Thầu", 90, 100, "90,0", "-", 50, 3, 100, "x"],
    ["II", "Huyện Mường Chà cũ"],
    [3, "Na Sang", 80, 100, 75, "…", "…", 3, 100],
    [4, "TT Mường Chà", 80, 100, 80, 10, 20, 3, 100],
    [5, "P. Mường Thanh", "9.450", "9.500", None, 10, 20, 3, 100],
    [6, "Xã Lạ", 80, 100, 80, 10, 20, 3, 100],
    ["Tổng cộng", None, 705, 810, None, 920, 1090, 42, 900],
    ["Ghi chú: số liệu tính đến ngày 30/9/2025"],
    [None, "NGƯỜI LẬP BIỂU", None, None, None, "GIÁM ĐỐC"],
]
# As Excel merges: titles over the table, headings over their columns and rows, the total over number and name.
MERGED = ((1, 0, 1, 3), (3, 0, 3, 9), (4, 0, 4, 9), (6, 0, 7, 0), (6, 1, 7, 1), (6, 2, 6, 4), (6, 5, 6, 7), (6, 8, 7, 8),
          (6, 9, 7, 9), (17, 0, 17, 1))  # fmt: skip


def _ugly() -> Sheet:
    return sheet([*TITLES, *HEADS, *ROWS], merged=MERGED)


def test_an_ugly_form_by_hand():
    result = mapped(_ugly(), sheet([["Gửi trước ngày 10 hằng tháng"]], "Hướng dẫn"), language="vi")
    assert (result.layout, result.asked, result.language) == ("form", (), "vi")
    assert claims(result, "indicator", "area_code", "numerator", "denominator", "row", "col") == [
        ("IMM01", "03160", 455, 510, 10, "C"), ("IMM01", "03158", 90, 100, 11, "C"), ("IMM01", "03172", 80, 100, 13, "C"),
        ("IMM01", "03334", 9450, 9500, 15, "C"), ("INS01", "03160", 900, 1000, 10, "F"), ("INS01", "03158", 0, 50, 11, "F"),
        ("INS01", "03334", 10, 20, 15, "F"),
    ]  # fmt: skip
    assert set(claims(result, "period", "status", "value", "sheet")) == {("2025-Q3", "provisional", None, "Biểu 1")}
    totals = result.totals[["indicator", "period", "numerator", "denominator", "row", "col"]].to_numpy().tolist()
    assert totals == [["IMM01", "2025-Q3", 705, 810, 17, "C"], ["INS01", "2025-Q3", 920, 1090, 17, "F"]]
    assert found(result) == [
        ("area_ended", "B14"), ("area_name_unknown", "B16"), ("column_unknown", "H7"), ("column_unknown", "I7"),
        ("printed_percent", "E13"),
    ]  # fmt: skip
    assert "Na Sang (03172)" in details(result, "area_ended")["today"]
    assert {"no_table", "dash_zero", "not_reported"} == notes(result).keys()


def test_what_each_column_was_taken_for():
    columns = mapped(_ugly(), language="vi").columns.set_index("col")
    assert columns["meaning"].to_dict() == {
        "A": "", "B": "area_name", "C": "IMM01.numerator", "D": "IMM01.denominator", "E": "IMM01.value", "F": "INS01.numerator",
        "G": "INS01.denominator", "H": "", "I": "", "J": "",
    }  # fmt: skip
    assert columns.loc["C", "heading"] == "Tiêm chủng đầy đủ, dưới 1 tuổi (8 loại) › Số trẻ được tiêm"
    # What counts for nothing is known to; what is not understood is asked about.
    assert columns["how"].to_dict() == dict(
        zip("ABCDEFGHIJ", ["form"] * 2 + ["name"] * 5 + ["none"] * 2 + ["form"], strict=True)
    )


def test_numbers_of_the_form_wait_for_their_language():
    result = mapped(_ugly())
    assert result.asked == ("language",)
    assert ("number_language", "C15") in found(result)
    assert "03334" not in [code for indicator, code in claims(result, "indicator", "area_code") if indicator == "IMM01"]


def test_the_officer_says_what_a_column_is():
    result = mapped(_ugly(), language="vi", columns={"Biểu 1!F": "", "Biểu 1!G": "", "Biểu 1!I": "DIS01.numerator"})
    assert {row[0] for row in claims(result, "indicator")} == {"IMM01", "DIS01"}
    assert set(result.columns.set_index("col").loc[["F", "I"], "how"]) == {"declared"}
    wrong = mapped(_ugly(), language="vi", columns={"Biểu 1!I": "XYZ.numerator"})
    assert ("meaning_unknown", "I") in found(wrong)


def test_headings_that_are_not_merged_hold_for_the_columns_to_their_right():
    text = "Xã;Tiêm chủng đầy đủ, dưới 1 tuổi (8 loại);;Thẻ BHYT, dưới 6 tuổi;\n;Tử số;Mẫu số;Tử số;Mẫu số\nMường Nhé;1;2;3;4\n"
    result = mapped(csv(text, ";"), period="2025-Q4")
    assert claims(result, "indicator", "numerator", "denominator") == [("IMM01", 1, 2), ("INS01", 3, 4)]


@pytest.mark.parametrize(
    "heading",
    [
        "Kế hoạch Tiêm chủng đầy đủ, dưới 1 tuổi (8 loại)", "Tiêm chủng đầy đủ, dưới 1 tuổi (12 loại)",
        "Tỷ lệ trẻ dưới 1 tuổi chưa được tiêm chủng đầy đủ 8 loại vắc xin", "Tiêm chủng", "IMM01 lũy kế", "IMM01 và IMM02",
        "Tỷ lệ trẻ nữ dưới 1 tuổi được tiêm chủng đầy đủ 8 loại vắc xin",
    ],
)  # fmt: skip
def test_almost_the_name_of_an_indicator_is_not_its_name(heading: str):
    result = mapped(sheet([["Xã", heading, "DIS01"], ["Mường Nhé", 95, 3]]), period="2025-Q4")
    assert claims(result, "indicator") == [("DIS01",)]
    assert found(result) == [("column_unknown", "B1")]


@pytest.mark.parametrize(
    "heading",
    [
        "Tỉ lệ trẻ dưới 1 tuổi được tiêm chủng đầy đủ 8 loại vacxin (%)",
        "tiem chung day du duoi 1 tuoi 8 loai",
        "Tiêm chủng đầy đủ - dưới 1 tuổi (8 loại) %",
    ],
)
def test_other_spellings_of_a_name_are_its_name(heading: str):
    result = mapped(sheet([["Xã", heading], ["Mường Nhé", 95]]), period="2025-Q4")
    assert found(result) == [("percent_without_counts", "B")]


@pytest.mark.parametrize("over", ["Kế hoạch năm 2026", "Cùng kỳ năm trước", "Lũy kế", "Trong đó: nữ"])
def test_headings_above_may_make_another_figure_of_it(over: str):
    rows = [
        ["Xã", "Kết quả", None, over, None],
        [None, "IMM01 TS", "IMM01 MS", "IMM01 TS", "IMM01 MS"],
        ["Mường Nhé", 1, 2, 3, 4],
    ]
    merged = ((1, 0, 2, 0), (1, 1, 1, 2), (1, 3, 1, 4))
    result = mapped(sheet(rows, merged=merged), period="2025-Q4")
    assert claims(result, "numerator", "denominator") == [(1, 2)]
    assert found(result) == [("column_unknown", "D2"), ("column_unknown", "E2")]


def test_columns_with_a_period_of_their_own():
    rows = [["Xã", "Quý III năm 2025", None, "Quý IV năm 2025", None], [None, "IMM01 TS", "IMM01 MS", "IMM01 TS", "IMM01 MS"],
            ["Mường Nhé", 1, 2, 3, 4]]  # fmt: skip
    merged = ((1, 0, 2, 0), (1, 1, 1, 2), (1, 3, 1, 4))
    assert claims(mapped(sheet(rows, merged=merged)), "period", "numerator") == [("2025-Q3", 1), ("2025-Q4", 3)]


def test_a_form_about_one_indicator_names_it_in_its_title():
    rows = [["Tiêm chủng đầy đủ, dưới 1 tuổi (8 loại)"], ["9 tháng đầu năm 2025"], ["TT", "Tên xã", "Tử số", "Mẫu số", "Tỷ lệ"],
            ["1", "Mường Nhé", 455, 510, 89.2]]  # fmt: skip
    result = mapped(sheet(rows))
    assert claims(result, "indicator", "period", "numerator", "denominator") == [("IMM01", "2025-9M", 455, 510)]


def test_two_tables_in_one_sheet_each_with_its_period():
    rows = [["Quý III năm 2025"], ["Xã", "DIS01"], ["Mường Nhé", 5], ["Cộng", 5], [None], ["Quý IV năm 2025"], ["Xã", "DIS01"],
            ["Mường Nhé", 7], ["Tổng số", 7]]  # fmt: skip
    result = mapped(sheet(rows))
    assert claims(result, "period", "numerator", "row") == [("2025-Q3", 5, 3), ("2025-Q4", 7, 8)]
    assert result.totals[["period", "numerator", "row"]].to_numpy().tolist() == [["2025-Q3", 5, 4], ["2025-Q4", 7, 9]]


def test_totals_of_districts_are_no_totals_of_the_table():
    rows = [["Xã", "DIS01"], ["I. Huyện Nậm Pồ", 5], ["Tà Lèng", 5], ["Cộng", 5], ["II. Huyện Mường Nhé"], ["Tà Lèng", 7], ["Cộng", 7],
            ["Toàn tỉnh", 12]]  # fmt: skip
    result = mapped(sheet(rows), period="2024")
    # Two communes of one name: each stands under its district.
    assert claims(result, "area_code", "numerator") == [("03401", 5), ("03402", 7)]
    assert result.totals[["numerator", "row"]].to_numpy().tolist() == [[12, 8]]
    assert notes(result)["subtotals"] == '{"n": 3}'


def test_a_sum_in_the_middle_of_sections_is_of_a_part_and_the_code_of_the_province_is_the_whole():
    rows = [["Mã", "Xã", "DIS01"], [None, "I. Huyện Nậm Pồ"], ["03166", "Chà Cang", 5], [None, "Tổng số", 5],
            [None, "II. Huyện Mường Nhé"], ["03155", "Sen Thượng", 7], ["11", "Điện Biên và các đơn vị", 12]]  # fmt: skip
    result = mapped(sheet(rows), period="2024")
    assert claims(result, "area_code", "numerator") == [("03166", 5), ("03155", 7)]
    assert result.totals[["numerator", "row"]].to_numpy().tolist() == [[12, 7]]


def test_a_total_above_the_communes_is_one_too():
    rows = [["Xã", "DIS01"], ["TỔNG SỐ", 12], ["Mường Nhé", 5], ["Sín Thầu", 7]]
    assert mapped(sheet(rows), period="2025-Q4").totals["numerator"].tolist() == [12]


def test_percent_formats_dates_and_codes_as_numbers():
    rows = [
        ["Mã xã", "Tên xã", "NUT01 %", "DIS01"],
        [3160, "Mường Nhé", 0.255, 5],
        [3158.0, "Sín Thầu", 0.3, date(2025, 5, 1)],
    ]
    made = sheet(rows, formats={(2, 2): "0.0%", (3, 2): "0%"})
    result = mapped(made, period="2025")
    assert claims(result, "indicator", "area_code", "value", "numerator") == [
        ("NUT01", "03160", 25.5, None), ("NUT01", "03158", 30, None), ("DIS01", "03160", None, 5)
    ]  # fmt: skip
    assert found(result) == [("number_day", "D3")]
    assert details(result, "codes_repaired")["n"] == 2


def test_the_declared_period_goes_before_the_title_and_is_not_silent():
    result = mapped(_ugly(), language="vi", period="2025-Q4")
    assert {row[0] for row in claims(result, "period")} == {"2025-Q4"}
    assert details(result, "period_declared") == {"period": "2025-Q4"}


def test_a_title_without_a_period_is_asked_for():
    result = mapped(sheet([["BÁO CÁO"], ["Xã", "DIS01"], ["Mường Nhé", 5]]))
    assert (result.asked, len(result.claims)) == (("period",), 0)


def test_a_file_without_a_table_says_so():
    assert found(mapped(sheet([["Kính gửi"], ["Sở Y tế"]]))) == [("nothing_understood", "")]
    assert found(mapped(Sheet("", sheet([["x"]]).table.iloc[:0]))) == [("nothing_understood", "")]


def test_a_commune_known_by_its_cells_where_no_heading_says_so():
    rows = [["Nơi", "DIS01"], ["Mường Nhé", 5], ["Sín Thầu", 6]]
    assert claims(mapped(sheet(rows), period="2025-Q4"), "area_code", "numerator") == [("03160", 5), ("03158", 6)]
