"""Workbooks that can be read, made by openpyxl and XlsxWriter."""

import io
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.import_files import HEADER, ROWS, form, in_old_font, parts, with_sheet, workbook, zipped
from intake.reading import read


def rules(source) -> dict[str, tuple]:
    found = source.findings
    return {rule: (row, col) for rule, row, col in zip(found["rule"], found["row"], found["col"], strict=True)}


def test_cells_keep_their_types_and_places():
    source = read("b.xlsx", workbook())
    (sheet,) = source.sheets
    assert (source.kind, source.encoding, sheet.name) == ("xlsx", "", "Biểu")
    assert list(sheet.table.index) == [1, 2, 3, 4, 5, 6]
    assert list(sheet.table.columns) == [0, 1, 2, 3, 4, 5]
    assert sheet.table.to_numpy().tolist() == [HEADER, *ROWS]
    assert sheet.table.loc[2, 0] == "03127"
    assert len(source.findings) == 0


def test_a_form_with_all_that_offices_do():
    source = read("form.xlsx", form())
    first, hidden = source.sheets
    table = first.table
    assert table.loc[1, 0] == "BÁO CÁO TIÊM CHỦNG 9 THÁNG NĂM 2025"
    assert table.loc[6, 2] == "Mường Nhé"
    assert table.loc[12, 2] == "Tổng cộng (Σ)"
    assert table.loc[5, 6] == date(2025, 10, 1)
    assert table.loc[5, 5] == pytest.approx(400 / 430)
    assert table.loc[10, 3] == 400 + 411 + 422 + 433 + 444
    assert first.merged == ((1, 0, 1, 5), (3, 3, 3, 5))
    assert first.hidden_rows == {8}
    assert first.hidden_columns == {0}
    assert first.formulas[(5, 5)] == "formula"
    assert first.formulas[(10, 4)] == "external"
    assert first.formats[(5, 6)] == "dd/mm/yyyy"
    assert first.formats[(5, 5)] == "0.0%"
    assert (first.hidden, hidden.hidden) == (False, True)
    assert hidden.table.loc[1].tolist() == ["03160", 12, True]
    assert rules(source) == {
        "formula": (5, "F"),
        "formula_outside": (10, "E"),
        "hidden_rows": (8, ""),
        "hidden_columns": (pd.NA, "A"),
        "hidden_sheet": (pd.NA, ""),
        "old_font": (6, "C"),
    }
    assert source.findings.set_index("rule").loc["old_font", "details"] == '{"n": 2, "charset": "TCVN3"}'


def test_formulas_without_results_and_errors_are_no_figures():
    def change(sheet):
        sheet["D2"] = "=E2*2"
        sheet["D3"] = "#REF!"
        sheet["D3"].data_type = "e"

    source = read("b.xlsx", workbook(change=change))
    assert rules(source) == {"formula_without_result": (2, "D"), "cell_error": (3, "D")}
    assert source.sheets[0].table.loc[2, 3] is None
    assert source.sheets[0].table.loc[3, 3] is None


def test_results_that_no_program_computed_are_doubted():
    made = parts(form())
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace(b"<calcPr", b'<calcPr fullCalcOnLoad="1"')
    found = read("b.xlsx", zipped(made)).findings
    assert "formula_not_computed" in set(found["rule"])
    assert "formula" not in set(found["rule"])


def test_shared_formulas_that_reach_outside_are_all_seen():
    def change(xml):
        xml = xml.replace(
            b'<c r="D2" t="n"><v>400</v>', b'<c r="D2"><f t="shared" ref="D2:D3" si="0">[2]S!A1</f><v>400</v>'
        )
        return xml.replace(b'<c r="D3" t="n"><v>411</v>', b'<c r="D3"><f t="shared" si="0"/><v>411</v>')

    source = read("b.xlsx", with_sheet(change))
    assert source.sheets[0].formulas == {(2, 3): "external", (3, 3): "external"}


@pytest.mark.parametrize(
    ("font", "typed", "expected"),
    [
        (".VnTime", "x· M­êng NhÐ", "xã Mường Nhé"),
        (".VnTimeH", "®iÖn biªn", "ĐIỆN BIÊN"),
        (".VnArial", "Tñ 5%", "Tủ 5%"),
        ("VNI-Times", "Xaõ Möôøng Nheù, tænh Ñieän Bieân", "Xã Mường Nhé, tỉnh Điện Biên"),
        ("Arial", "x· M­êng NhÐ", "xã Mường Nhé"),
        ("Arial", "Xã Mường Nhé", "Xã Mường Nhé"),
        (".VnTime", "Xã Mường Nhé", "Xã Mường Nhé"),
        ("Arial", "200 µg, 25 °C, 5 m², ±1, Müller", "200 µg, 25 °C, 5 m², ±1, Müller"),
    ],
)
def test_old_fonts(font, typed, expected):
    source = read("b.xlsx", workbook([["Tên"], [typed]], lambda sheet: in_old_font(sheet, "A2:A2", font)))
    assert source.sheets[0].table.loc[2, 0] == expected
    assert ("old_font" in rules(source)) == (typed != expected)


def test_what_cannot_be_told_by_itself_follows_its_font():
    # 'Tèng' is proper Vietnamese and TCVN3 for 'Tống': its neighbours in the same font tell.
    rows = [["Dân số"], ["Tèng"], ["x· Nµ TÊu"], ["Tèng"]]

    def change(sheet):
        in_old_font(sheet, "A1:A1", "Arial")
        in_old_font(sheet, "A2:A3", ".VnTime")
        in_old_font(sheet, "A4:A4", "Arial")

    table = read("b.xlsx", workbook(rows, change)).sheets[0].table
    assert table[0].tolist() == ["Dân số", "Tống", "xã Nà Tấu", "Tèng"]


def test_unicode_pasted_into_old_cells_is_left_alone():
    rows = [["x· Nµ TÊu"], ["Xã Mường Nhé"]]
    table = read("b.xlsx", workbook(rows, lambda sheet: in_old_font(sheet, "A1:A2", ".VnTime"))).sheets[0].table
    assert table[0].tolist() == ["xã Nà Tấu", "Xã Mường Nhé"]


def test_vni_without_its_font_is_asked_for():
    assert rules(read("b.xlsx", workbook([["Xaõ Möôøng Nheù"]]))) == {"old_font_unsure": (1, "A")}


def test_text_is_trimmed_and_in_one_form():
    rows = [["  Xa\u0303\u00a0Nậm\u200b Kè\n", "\u202eabc", "  ", "một\r\nhai", "=1+1", "<script>alert(1)</script>"]]
    source = read("b.xlsx", workbook(rows, lambda sheet: setattr(sheet["E1"], "data_type", "s")))
    expected = ["Xã Nậm Kè", "abc", None, "một\nhai", "=1+1", "<script>alert(1)</script>"]
    assert source.sheets[0].table.to_numpy().tolist() == [expected]


def test_dates_instants_and_times():
    given = [date(2025, 9, 30), datetime(2025, 9, 30, 7, 30), 45567, 0.5]

    def change(sheet):
        sheet["D1"].number_format = "h:mm"

    table = read("b.xlsx", workbook([given], change)).sheets[0].table
    assert table.loc[1].tolist() == [date(2025, 9, 30), datetime(2025, 9, 30, 7, 30), 45567, 0.5]


def test_dates_that_count_from_1904():
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.MAC_EPOCH
    book.active.append([date(2025, 9, 30)])
    stored = io.BytesIO()
    book.save(stored)
    assert read("b.xlsx", stored.getvalue()).sheets[0].table.loc[1, 0] == date(2025, 9, 30)


def test_a_strict_workbook_is_read_too():
    made = {
        name: part.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, part in parts(workbook()).items()
    }
    assert read("b.xlsx", zipped(made)).sheets[0].table.to_numpy().tolist() == [HEADER, *ROWS]


def test_colours_that_no_program_understands_do_not_matter():
    made = parts(workbook())
    made["xl/styles.xml"] = made["xl/styles.xml"].replace(
        b"<fills ", b"<fills><fill/><fill><nonsense a='1'/></fill></fills><fills "
    )
    assert len(read("b.xlsx", zipped(made)).sheets[0].table) == 6


def test_one_far_cell_makes_no_large_table():
    def change(sheet):
        sheet["C1048576"] = 7

    source = read("b.xlsx", workbook(change=change))
    table = source.sheets[0].table
    assert list(table.index) == [1, 2, 3, 4, 5, 6, 1_048_576]
    assert table.loc[1_048_576, 2] == 7


def test_a_claimed_dimension_is_not_believed():
    change = with_sheet(lambda xml: xml.replace(b'<dimension ref="A1:F6"', b'<dimension ref="A1:XFD1048576"'))
    assert read("b.xlsx", change).sheets[0].table.shape == (6, 6)


def test_merged_ranges_end_with_the_table():
    source = read("b.xlsx", workbook(change=lambda sheet: None))
    assert source.sheets[0].merged == ()
    huge = with_sheet(
        lambda xml: xml.replace(
            b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A6:XFD1048576"/></mergeCells>'
        )
    )
    assert read("b.xlsx", huge).sheets[0].merged == ((6, 0, 6, 5),)
    beyond = with_sheet(
        lambda xml: xml.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A9:B9"/></mergeCells>')
    )
    assert read("b.xlsx", beyond).sheets[0].merged == ()


cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.dates(date(1901, 1, 1), date(2100, 1, 1)),
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=20).map(lambda text: "t" + text),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(cells, min_size=1, max_size=6), min_size=1, max_size=8))
def test_openpyxl_reads_the_same(rows):
    content = workbook(rows)
    theirs = openpyxl.load_workbook(io.BytesIO(content)).active
    if not any(cell is not None for row in rows for cell in row):
        return
    ours = read("b.xlsx", content).sheets[0].table
    for (row, column), value in {(r, c): ours.loc[r, c] for r in ours.index for c in ours.columns}.items():
        other = theirs.cell(row, column + 1).value
        if isinstance(value, str):
            continue
        if isinstance(other, datetime):
            other = other.date()
        assert value == other
        assert type(value) is type(other)
