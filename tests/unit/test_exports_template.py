"""The form as a spreadsheet program has it, read back with another library than the one that wrote it."""

import io
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils import range_boundaries

from base.texts import Texts
from exports.template import template
from harness.kinds import YES_OR_NO, of_people
from indicators.catalogue import Catalogue, Direction, Indicator, Unit, Wording
from indicators.periods import Kind, parse

EN, VI = Texts("en"), Texts("vi")
COMMUNES = pd.DataFrame({"code": ["03158", "03160"], "full_name": ["Xã Sín Thầu", "Xã Mường Nhé"]})
QUARTER = parse("2025-Q4")


def indicator(code, order, theme="health", unit=Unit.PERCENT, due=10, **flags):
    words = Wording(f"Name of {code}", code, "about", f"Numerator of {code}", f"Denominator of {code}", "child", "children",
                    "{n}", "Register")  # fmt: skip
    return Indicator(
        code=code, order=order, theme=theme, direction=Direction.UP, unit=unit, multiplier=100 if unit is Unit.PERCENT else 1,
        decimals=1, sensitivity=1, headline=True, periods=(Kind.QUARTER,), gap_breaks=(-6.0, -3.0, 0.0, 1.5),
        value_breaks=(1.0, 2.0, 3.0, 4.0), words={"vi": words, "en": words}, due_days={"quarter": due},
        **of_people(unit), **flags,
    )  # fmt: skip


CATALOGUE = Catalogue(
    (
        indicator("IMM01", 1, may_exceed=True),
        indicator("NUT01", 2, value_only=True),
        indicator("DIS01", 3, theme="protection", unit=Unit.COUNT, due=20),
        indicator("ABU02", 4, theme="protection"),
    )
)
CODES = ["IMM01", "NUT01", "DIS01", "ABU02"]


def book(say=EN, communes=COMMUNES, codes=CODES, period=QUARTER):
    made = template(CATALOGUE, communes, indicators=codes, period=period, say=say, version=12)
    return openpyxl.load_workbook(io.BytesIO(made))


def validation(sheet, cell):
    """The one validation that covers `cell`; two would be one too many for Excel."""
    target = sheet[cell]
    found = [
        rule
        for rule in sheet.data_validations.dataValidation
        for left, top, right, bottom in map(range_boundaries, str(rule.sqref).split())
        if left <= target.column <= right and top <= target.row <= bottom
    ]
    assert len(found) == 1, cell
    return found[0]


def test_it_has_a_guide_a_sheet_per_theme_and_a_very_hidden_identity():
    made = book()
    assert made.sheetnames == ["Guide", "Health and nutrition", "Protection of children", "_atlas"]
    assert made["_atlas"].sheet_state == "veryHidden"
    facts = {key.value: value.value for key, value in made["_atlas"].iter_rows()}
    assert facts == {
        "format": "child-atlas-template", "format_version": "1", "language": "en", "period": "2025-Q4", "version": "12",
        "heading_row": "3",
    }  # fmt: skip
    assert made.active.title == "Guide"


def test_a_theme_without_an_indicator_has_no_sheet():
    assert book(codes=["DIS01"]).sheetnames == ["Guide", "Protection of children", "_atlas"]


def test_headings_stand_in_one_row_and_a_row_per_indicator_and_commune_follows():
    sheet = book()["Health and nutrition"]
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert rows[0] == (
        "Commune code", "Commune", "Indicator code", "Indicator", "Group", "Unit", "Numerator", "Denominator", "Value",
        "Reason of blank", "Status", "Note",
    )  # fmt: skip
    assert [(row[0], row[2]) for row in rows[1:]] == [
        ("03158", "IMM01"), ("03160", "IMM01"), ("03158", "NUT01"), ("03160", "NUT01"),
    ]  # fmt: skip
    assert rows[1][1] == "Xã Sín Thầu"
    assert rows[1][3] == "Name of IMM01"
    assert rows[1][5] == "children; %"
    assert rows[1][4] in (None, "")
    assert all(cell is None for row in rows[1:] for cell in row[6:])


def test_vietnamese_headings_are_those_that_imports_know():
    sheet = book(VI)["Y tế và dinh dưỡng"]
    assert [cell.value for cell in sheet[3]] == [
        "Mã xã", "Xã, phường", "Mã chỉ số", "Chỉ số", "Nhóm", "Đơn vị", "Tử số", "Mẫu số", "Giá trị", "Lý do để trống",
        "Tình trạng", "Ghi chú",
    ]  # fmt: skip
    assert validation(sheet, "K4").formula1 == '"Chính thức,Sơ bộ"'


def test_codes_are_text_with_their_zeros():
    sheet = book()["Health and nutrition"]
    assert sheet["A4"].value == "03158"
    assert sheet["A4"].data_type == "s"
    assert sheet["A4"].number_format == "@"


def test_only_what_is_to_be_filled_in_is_open():
    sheets = book()
    opened = {
        (name, row[2].value): [cell.column_letter for cell in row if not cell.protection.locked]
        for name in ("Health and nutrition", "Protection of children")
        for row in sheets[name].iter_rows(min_row=4)
    }
    assert opened == {
        ("Health and nutrition", "IMM01"): list("GHJKL"),
        ("Health and nutrition", "NUT01"): list("GHIJKL"),  # a survey may give the percentage alone
        ("Protection of children", "DIS01"): list("GJKL"),  # a count has no denominator
        ("Protection of children", "ABU02"): list("GHJKL"),
    }
    protection = sheets["Health and nutrition"].protection
    assert protection.sheet
    assert not protection.password
    # False: allowed although the sheet is protected.
    assert protection.autoFilter is False


def test_what_communes_have_or_have_not_is_chosen_from_a_list():
    asked = Catalogue((replace(indicator("PLA01", 1, theme="play"), **YES_OR_NO),))
    for say, answers in ((VI, "Có,Chưa có,…"), (EN, "Has,Has not,…")):
        made = openpyxl.load_workbook(
            io.BytesIO(template(asked, COMMUNES, indicators=["PLA01"], period=QUARTER, say=say, version=1))
        )
        sheet = made[made.sheetnames[1]]
        assert validation(sheet, "G4").formula1 == f'"{answers}"'
        assert sheet["F4"].value == answers.removesuffix(",…").replace(",", " / ")
        assert [cell.column_letter for cell in sheet[4] if not cell.protection.locked] == list("GJKL")


def test_reason_and_status_are_chosen_from_lists():
    sheet = book()["Health and nutrition"]
    assert validation(sheet, "J4").formula1 == '"Not applicable,Not available yet"'
    assert validation(sheet, "K7").formula1 == '"Final,Provisional"'


def test_counts_are_whole_and_not_negative_or_a_sign_of_the_rule():
    rule = validation(book()["Protection of children"], "G5")
    # The formula is that of the first cell of the range, G4.
    assert rule.formula1 == 'IF(ISNUMBER(G4),AND(G4>=0,G4=INT(G4)),OR(G4="-",G4="…",G4="..."))'
    assert rule.errorStyle in (None, "stop")
    assert rule.prompt == "Numerator of DIS01"


def test_a_numerator_above_its_denominator_is_warned_of_unless_the_catalogue_allows_it():
    sheets = book()
    strict = validation(sheets["Protection of children"], "H6")
    assert "OR(NOT(ISNUMBER(G6)),H6>=G6)" in strict.formula1
    assert strict.errorStyle == "warning"
    loose = validation(sheets["Health and nutrition"], "H4")
    assert "G4" not in loose.formula1
    assert loose.errorStyle in (None, "stop")


def test_a_value_alone_is_between_0_and_100_per_cent():
    assert validation(book()["Health and nutrition"], "I6").formula1.startswith("IF(ISNUMBER(I6),AND(I6>=0,I6<=100)")


def test_it_prints_on_a4_across_with_its_head_on_every_page_and_scrolls_under_it():
    sheet = book()["Health and nutrition"]
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 9
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.freeze_panes == "C4"
    assert sheet["A1"].value == "Health and nutrition · Điện Biên · Q4 2025"
    assert sheet["A2"].value.startswith("2\u00a0communes · ")


def test_the_guide_tells_deadlines_by_indicator():
    guide = book()["Guide"]
    texts = [row for row in guide.iter_rows(values_only=True) if row[0] in CODES]
    # Ten and twenty days after 31 December 2025.
    assert [(row[0], row[4]) for row in texts] == [
        ("IMM01", "10 Jan 2026"), ("NUT01", "10 Jan 2026"), ("DIS01", "20 Jan 2026"), ("ABU02", "10 Jan 2026"),
    ]  # fmt: skip
    assert guide["A3"].value.endswith("Deadlines from 10 Jan 2026 to 20 Jan 2026, by indicator")
    rules = " ".join(str(row[1]) for row in guide.iter_rows(min_row=5, values_only=True))
    assert "Except for IMM01" in rules
    assert "Only for NUT01" in rules


def test_one_commune_has_its_name_on_every_sheet():
    made = book(communes=COMMUNES.iloc[:1])
    assert all(made[name]["A2"].value.startswith("Xã Sín Thầu · ") for name in made.sheetnames[1:3])
    assert made["Health and nutrition"].max_row == 5


def test_a_name_that_looks_like_a_formula_stays_a_name():
    sheet = book(communes=pd.DataFrame({"code": ["03158"], "full_name": ["=1+1"]}))["Health and nutrition"]
    assert (sheet["B4"].value, sheet["B4"].data_type) == ("=1+1", "s")


@pytest.mark.parametrize(("communes", "codes"), [(COMMUNES.iloc[:0], CODES), (COMMUNES, [])])
def test_nothing_to_fill_in_is_refused(communes, codes):
    with pytest.raises(ValueError, match=r"communes|indicators"):
        book(communes=communes, codes=codes)
