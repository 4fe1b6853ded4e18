"""A file given back with its findings: where they stand, and that nothing of a stranger's file is run."""

import io
import re
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from base.texts import Texts
from exports import annotated as module
from exports.annotated import annotated
from exports.check_results import COLOURS
from indicators.findings import Level, Rule, finding, frame, none
from intake.rules import RULES

EN = Texts("en")
TOO_MUCH = Rule("test_too_much", Level.ERROR, "{value} is more than {d}.", "Check both numbers.")
STRANGE = Rule("test_strange", Level.WARNING, "{value} is far from {d}.", "Accept it with a reason.")
TOLD = Rule("test_told", Level.NOTE, "The header stands in row {row_no}.", "Nothing has to be done.")
EITHER = Rule("test_either", Level.ERROR, "{value} of {d}.", "Check both numbers.")
EVIL = [
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org","x")',
    "<script>alert(1)</script>",
    "+1+1",
    "@SUM(A1)",
    "-5",
]


@pytest.fixture(autouse=True)
def _rules(monkeypatch):
    for rule in (TOO_MUCH, STRANGE, TOLD, EITHER):
        monkeypatch.setitem(RULES, rule.code, rule)


def workbook(fill=None):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Biểu 'A' 1"
    rows = [
        ("Báo cáo",),
        ("Mã", "Xã", "Tử số", "Mẫu số"),
        ("03158", "Sín Thầu", 105, 99),
        ("03160", "Mường Nhé", 20, 30),
    ]
    for row in rows:
        sheet.append(row)
    sheet["A1"].font = Font(name="Times New Roman", size=14, bold=True)
    sheet.merge_cells("A1:D1")
    sheet.column_dimensions["B"].width = 33
    if fill:
        fill(made, sheet)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


FOUND = frame(
    [
        finding(TOLD, sheet="Biểu 'A' 1", row=2, row_no=2),
        finding(STRANGE, sheet="Biểu 'A' 1", row=3, col="C", value=105, d=12.5),
        finding(TOO_MUCH, sheet="Biểu 'A' 1", row=3, col="C", value=105, d=99),
        finding(STRANGE, value="file", d=1),
    ]
)


def opened(content, findings=FOUND, name="bao_cao.xlsx", say=EN):
    return openpyxl.load_workbook(io.BytesIO(annotated(name, content, findings, say=say)))


def ground(cell):
    return cell.fill.fgColor.rgb[-6:] if cell.fill.fill_type == "solid" else ""


def listed(book):
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if row[0] in ("No.", "STT"))
    return [row[1:] for row in rows[head + 1 :]]


def test_all_findings_are_listed_the_worst_first_in_words():
    assert listed(opened(workbook())) == [
        ("Error", "Biểu 'A' 1", "C3", "105", "105 is more than 99.", "Check both numbers."),
        ("Warning", "Biểu 'A' 1", "C3", "105", "105 is far from 12.5.", "Accept it with a reason."),
        ("Warning", None, None, "file", "file is far from 1.", "Accept it with a reason."),
        ("Note", "Biểu 'A' 1", "2", None, "The header stands in row 2.", "Nothing has to be done."),
    ]


def test_numbers_are_written_in_the_readers_way():
    assert listed(opened(workbook(), say=Texts("vi")))[1][4] == "105 is far from 12,5."


def test_each_links_to_its_cell_in_this_workbook_and_nowhere_else():
    sheet = opened(workbook()).worksheets[0]
    links = [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert [link.location for link in links] == ["'Biểu ''A'' 1'!C3", "'Biểu ''A'' 1'!C3", "'Biểu ''A'' 1'!A2"]
    assert all(link.target is None for link in links)


def test_a_cell_has_the_colour_of_its_worst_finding_and_a_comment_with_all():
    sheet = opened(workbook())["Biểu 'A' 1"]
    assert ground(sheet["C3"]) == COLOURS[Level.ERROR]
    # Which was found first decides nothing.
    assert "105 is more than 99." in sheet["C3"].comment.text
    assert "Accept it with a reason." in sheet["C3"].comment.text
    assert sheet["C3"].comment.height > 60
    assert ground(sheet["C4"]) == ""


def test_a_finding_about_a_row_colours_its_cells_and_speaks_at_the_first():
    sheet = opened(workbook())["Biểu 'A' 1"]
    assert [ground(sheet.cell(2, n)) for n in range(1, 6)] == [COLOURS[Level.NOTE]] * 4 + [""]
    assert [n for n in range(1, 6) if sheet.cell(2, n).comment] == [1]


def test_a_finding_about_a_column_speaks_at_its_top():
    sheet = opened(workbook(), frame([finding(STRANGE, sheet="Biểu 'A' 1", col="D", d=1)]))["Biểu 'A' 1"]
    assert sheet["D2"].comment
    assert ground(sheet["D2"]) == COLOURS[Level.WARNING]


def test_the_file_looks_as_it_did():
    sheet = opened(workbook())["Biểu 'A' 1"]
    assert (sheet["A1"].font.name, sheet["A1"].font.size, sheet["A1"].font.bold) == ("Times New Roman", 14, True)
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:D1"]
    assert sheet.column_dimensions["B"].width == 33
    assert [cell.value for cell in sheet[3]] == ["03158", "Sín Thầu", 105, 99]


def test_colours_say_what_they_mean():
    sheet = opened(workbook()).worksheets[0]
    legend = {ground(sheet.cell(row, 2)): sheet.cell(row, 2).value for row in range(3, 6)}
    assert legend == {COLOURS[Level.ERROR]: "Error", COLOURS[Level.WARNING]: "Warning", COLOURS[Level.NOTE]: "Note"}
    assert [sheet.cell(row, 3).value for row in range(3, 6)] == ["1", "2", "1"]


def test_without_findings_it_says_so():
    texts = [cell.value for row in opened(workbook(), none()).worksheets[0].iter_rows() for cell in row if cell.value]
    assert "Nothing was found." in texts


def with_formula(made, sheet):
    sheet["E3"] = "=C3/D3"
    sheet["F3"] = "=[1]Sheet1!$A$1"


def with_stored_result(content):
    """The formulas with the results that a spreadsheet program would have stored."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as origin, zipfile.ZipFile(out, "w") as target:
        for name in origin.namelist():
            part = origin.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = re.sub(rb"<f>C3/D3</f><v ?/?>(</v>)?", b"<f>C3/D3</f><v>1.0606</v>", part)
            target.writestr(name, part)
    return out.getvalue()


def test_formulas_become_their_results():
    sheet = opened(with_stored_result(workbook(with_formula)))["Biểu 'A' 1"]
    assert (sheet["E3"].value, sheet["E3"].data_type) == (1.0606, "n")
    assert sheet["F3"].value is None


def parts(content, name="x.xlsx"):
    with zipfile.ZipFile(io.BytesIO(annotated(name, content, FOUND, say=EN))) as made:
        return {part: made.read(part).decode() for part in made.namelist() if part.endswith((".xml", ".rels"))}


def with_everything(made, sheet):
    with_formula(made, sheet)
    sheet["B4"].hyperlink = "http://example.org/stranger"
    chart = BarChart()
    chart.add_data(openpyxl.chart.Reference(sheet, min_col=3, min_row=2, max_row=4))
    sheet.add_chart(chart, "H2")
    made.defined_names["Stranger"] = DefinedName("Stranger", attr_text="'Biểu ''A'' 1'!$A$1")
    rule = DataValidation(type="list", formula1='"Stranger1,Stranger2"')
    rule.add("C3")
    sheet.add_data_validation(rule)
    sheet["D4"].comment = openpyxl.comments.Comment("stranger's", "stranger")


def test_no_formula_link_name_validation_chart_or_comment_comes_along():
    made = parts(workbook(with_everything))
    everything = "".join(made.values())
    assert "<f>" not in everything
    assert "tranger" not in everything
    assert 'TargetMode="External"' not in everything
    assert not [part for part in made if "chart" in part or "external" in part or "vba" in part]


@pytest.mark.parametrize("text", EVIL)
def test_text_that_begins_like_a_formula_is_quoted_text(text):
    def fill(made, sheet):
        sheet["B4"] = text
        sheet["B4"].data_type = "s"

    found = frame([finding(STRANGE, sheet="Biểu 'A' 1", row=4, col="B", value=text, d=text)])
    made = opened(workbook(fill), found)
    cell = made["Biểu 'A' 1"]["B4"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix is (text[0] != "<")
    shown = [each for row in made.worksheets[0].iter_rows() for each in row if each.value == text]
    assert [each.data_type for each in shown] == ["s"]


def test_signs_that_turn_the_direction_of_text_are_told():
    def fill(_, sheet):
        sheet["B4"] = "ten\u202egpj.exe"

    found = frame([finding(STRANGE, sheet="Biểu 'A' 1", row=4, col="B", value="\u202e", d="\u2066")])
    made = opened(workbook(fill), found)
    assert made["Biểu 'A' 1"]["B4"].value == "ten[U+202E]gpj.exe"
    assert listed(made)[0][3:5] == ("[U+202E]", "[U+202E] is far from [U+2066].")


@settings(max_examples=25)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30))
def test_whatever_a_csv_says_no_cell_is_a_formula(text):
    quoted = '"' + text.replace('"', '""') + '"'
    found = frame([finding(TOO_MUCH, row=2, col="A", value=text, d=text)])
    book = opened(f"ten,so\n{quoted},1\n".encode(), found, "x.csv")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink and cell.hyperlink.target]


def test_a_csv_becomes_the_same_grid():
    book = opened(
        "ma;ten;tu_so\n03158;Sín Thầu;9.450\n".encode(),
        frame([finding(STRANGE, row=2, col="C", value="9.450", d=1)]),
        "x.csv",
    )
    sheet = book.worksheets[1]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["ma", "ten", "tu_so"],
        ["03158", "Sín Thầu", "9.450"],
    ]
    assert ground(sheet["C2"]) == COLOURS[Level.WARNING]
    assert book.worksheets[0]["D8"].hyperlink.location == f"'{sheet.title}'!C2"


def test_of_a_large_file_only_the_head_and_rows_with_findings_stay_at_their_own_numbers():
    lines = "ma,ten,so\n" + "".join(f"{n:05d},Xã,{n}\n" for n in range(2, 40_002))
    sheet = opened(lines.encode(), frame([finding(STRANGE, row=30_000, col="C", d=1)]), "x.csv").worksheets[1]
    assert sheet.sheet_format.zeroHeight
    assert [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value] == [*range(1, 11), 30_000]
    assert sheet["A30000"].value == "30000"
    assert ground(sheet["C30000"]) == COLOURS[Level.WARNING]


def test_more_findings_than_anybody_reads_are_counted(monkeypatch):
    monkeypatch.setattr(module, "MOST_LISTED", 2)
    book = opened(workbook())
    assert len(listed(book)) == 2
    texts = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert "2 more findings are not listed. Correct these first and check again." in texts


def test_a_merge_over_a_whole_sheet_costs_nothing():
    huge = workbook(lambda made, sheet: sheet.merged_cells.add("F6:XFD1048576"))
    assert opened(huge)["Biểu 'A' 1"]["C3"].value == 105


def test_a_link_over_a_whole_sheet_costs_nothing():
    def fill(_, sheet):
        sheet["B4"].hyperlink = openpyxl.worksheet.hyperlink.Hyperlink(ref="B4", location="A1")

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(fill))) as origin, zipfile.ZipFile(out, "w") as target:
        for name in origin.namelist():
            target.writestr(name, origin.read(name).replace(b'<hyperlink ref="B4"', b'<hyperlink ref="A1:XFD1048576"'))
    assert opened(out.getvalue())["Biểu 'A' 1"]["C3"].value == 105


def test_a_hidden_sheet_with_findings_is_shown_and_the_forms_identity_stays():
    def fill(made, _):
        made.create_sheet("ẩn").append([1, 2])
        made["ẩn"].sheet_state = "hidden"
        made.create_sheet("_atlas").append(["format", "child-atlas-template"])
        made["_atlas"].sheet_state = "veryHidden"

    quiet = opened(workbook(fill))
    assert (quiet["ẩn"].sheet_state, quiet["_atlas"].sheet_state) == ("hidden", "veryHidden")
    assert quiet["_atlas"]["B1"].value == "child-atlas-template"
    loud = opened(workbook(fill), frame([finding(STRANGE, sheet="ẩn", row=1, col="A", value=1, d=2)]))
    assert loud["ẩn"].sheet_state == "visible"


def test_a_marked_file_that_comes_back_loses_its_former_marks():
    once = annotated("a.xlsx", workbook(), FOUND, say=EN)
    again = opened(once, none())
    assert again.sheetnames == ["Check results", "Biểu 'A' 1"]
    assert ground(again["Biểu 'A' 1"]["C3"]) == ""
    assert again["Biểu 'A' 1"]["C3"].comment is None


def test_a_ground_of_the_files_own_stays():
    def fill(_, sheet):
        sheet["C4"].fill = PatternFill("solid", fgColor="00FF00")

    assert ground(opened(workbook(fill))["Biểu 'A' 1"]["C4"]) == "00FF00"


def test_of_two_cells_that_contradict_each_other_both_are_marked_and_the_commune_is_named():
    found = frame(
        [finding(EITHER, sheet="Biểu 'A' 1", row=3, col="C", value=105, d=99, beside="D", commune="Sín Thầu")]
    )
    book = openpyxl.load_workbook(io.BytesIO(annotated("bieu.xlsx", workbook(), found, say=EN)))
    sheet = book["Biểu 'A' 1"]
    grounds = [sheet[cell].fill.fgColor.rgb[2:] for cell in ("C3", "D3", "C4", "D4")]
    assert grounds[:2] == [COLOURS[Level.ERROR]] * 2
    assert COLOURS[Level.ERROR] not in grounds[2:]
    listed = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert "C3, D3" in listed
    assert "Sín Thầu: 105 of 99." in listed
