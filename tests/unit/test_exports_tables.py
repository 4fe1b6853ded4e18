import csv
import io
from datetime import date

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.texts import Texts
from exports.about import About
from exports.columns import readable
from exports.definition import with_definition
from exports.tables import csv_bytes, xlsx_bytes
from exports.totals import with_totals
from indicators.catalogue import Version
from indicators.periods import parse
from tests.unit.indicator_frames import an_indicator, values

EN, VI = Texts("en"), Texts("vi")
ABOUT = About(
    title="Gap map",
    indicator="Full vaccination under 1",
    period="2025",
    scope="All 45 communes",
    source="Immunisation reports",
    version="12, 15 Jan 2026",
    illustrative=True,
    suppression="Small numbers are hidden.",
    link="?indicator=IMM01",
)


def frame():
    return pd.DataFrame(
        {
            "code": ["03160", "03163"],
            "name": ["Mường Nhé", "Nậm Kè"],
            "region": ["III", "III"],
            "ethnic": ["mong", "thai"],
            "period": ["2025", "2025-Q3"],
            "numerator": [455.0, np.nan],
            "value": [89.2156862745098, np.nan],
            "gap": [-7.8, np.nan],
            "short": [True, False],
            "versus": pd.array([-2, pd.NA], dtype="Int8"),
            "blank": ["", "hidden"],
        }
    )


def read_csv(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def read_xlsx(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def table_of(rows):
    return rows[rows.index([]) + 1 :]


def test_csv_opens_with_what_it_is_then_the_table():
    rows = read_csv(csv_bytes(frame(), about=ABOUT, say=EN))
    about = dict(rows[: rows.index([])])
    assert about["Title"] == "[Illustrative] Gap map"
    assert about["Data"] == "Illustrative data, not for decisions."
    assert about["Source"] == "Immunisation reports"
    assert about["Data version"] == "12, 15 Jan 2026"
    assert about["Protection"] == "Small numbers are hidden."
    head, first, second = table_of(rows)
    assert head[:2] == ["Code", "Commune"]
    assert dict(zip(head, first, strict=True))["Numerator"] == "455"
    assert dict(zip(head, second, strict=True))["Numerator"] == ""
    assert dict(zip(head, second, strict=True))["Reason of blank"] == "Hidden to protect children"


def test_real_data_carry_no_mark():
    real = About(**{**ABOUT.__dict__, "illustrative": False})
    assert "llustrative" not in csv_bytes(frame(), about=real, say=EN).decode("utf-8-sig")


def test_facts_that_are_not_known_are_left_out():
    bare = About(**{**ABOUT.__dict__, "indicator": "", "link": ""})
    labels = [row[0] for row in read_csv(csv_bytes(frame(), about=bare, say=EN)) if row]
    assert "Indicator" not in labels
    assert "Link" not in labels


def test_csv_carries_the_mark_by_which_excel_knows_utf_8():
    data = csv_bytes(frame(), about=ABOUT, say=VI)
    assert data.startswith(b"\xef\xbb\xbf")
    assert "Mường Nhé" in data.decode("utf-8-sig")


def test_words_are_the_readers_and_numbers_stay_numbers():
    head, first, second = table_of(read_csv(csv_bytes(frame(), about=ABOUT, say=VI)))
    row = dict(zip(head, first, strict=True))
    assert (row["Dân tộc chính"], row["Khu vực"], row["Kỳ"]) == ("Mông", "Khu vực III", "Năm 2025")
    assert row["Giá trị"] == "89.2156862745098"
    assert row["Chưa đạt chỉ tiêu"] == "có"
    blank = dict(zip(head, second, strict=True))
    assert blank["Lý do để trống"] == "Ẩn để bảo vệ trẻ em"
    # Nothing was judged, so it was neither missed nor met.
    assert blank["Chưa đạt chỉ tiêu"] == ""
    assert blank["So với toàn tỉnh"] == ""


def test_leading_zeros_of_codes_survive_both_formats():
    assert table_of(read_csv(csv_bytes(frame(), about=ABOUT, say=EN)))[1][0] == "03160"
    assert read_xlsx(xlsx_bytes(frame(), about=ABOUT, say=EN)).worksheets[0]["A4"].value == "03160"


EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("text", EVIL)
def test_no_text_becomes_a_formula_in_csv(text):
    bad = frame().assign(name=[text, "x"])
    cell = table_of(read_csv(csv_bytes(bad, about=ABOUT, say=EN)))[1][1]
    assert cell == f"'{text}"


@given(st.text(max_size=20))
def test_whatever_a_commune_is_called_csv_cells_start_harmless_and_read_back(text):
    data = csv_bytes(frame().assign(name=[text, "x"]), about=ABOUT, say=EN).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data, newline="")))
    cell = table_of(rows)[1][1]
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == text.removeprefix("'")


@pytest.mark.parametrize("text", EVIL)
def test_no_text_becomes_a_formula_or_a_link_in_xlsx(text):
    bad = frame().assign(name=[text, "http://example.org"])
    sheet = read_xlsx(xlsx_bytes(bad, about=ABOUT, say=EN)).worksheets[0]
    assert sheet["B4"].data_type == "s"
    assert sheet["B5"].hyperlink is None


def test_a_title_that_begins_like_a_formula_is_text_too():
    evil = About(**{**ABOUT.__dict__, "title": "=1+1", "illustrative": False})
    assert read_csv(csv_bytes(frame(), about=evil, say=EN))[0][1] == "'=1+1"
    assert read_xlsx(xlsx_bytes(frame(), about=evil, say=EN)).worksheets[0]["A1"].data_type == "s"


def test_xlsx_has_numbers_a_frozen_head_and_a_sheet_about_itself():
    book = read_xlsx(xlsx_bytes(frame(), about=ABOUT, say=VI))
    assert book.sheetnames == ["Số liệu", "Về tệp này"]
    data, about = book.worksheets
    assert data["A1"].value == "[Minh họa] Gap map"
    assert data.freeze_panes == "A4"
    assert data["F4"].value == 455
    assert data["F5"].value is None
    assert data["G4"].value == 89.2156862745098
    facts = {row[0].value: row[1].value for row in about.iter_rows()}
    assert facts["Phiên bản số liệu"] == "12, 15 Jan 2026"


def test_an_empty_table_still_says_what_it_would_be():
    nothing = frame().iloc[:0]
    assert len(table_of(read_csv(csv_bytes(nothing, about=ABOUT, say=EN)))) == 1
    assert read_xlsx(xlsx_bytes(nothing, about=ABOUT, say=EN)).worksheets[0]["A3"].value == "Code"


def test_the_input_is_left_alone():
    table = frame()
    before = table.copy()
    csv_bytes(table, about=ABOUT, say=VI)
    xlsx_bytes(table, about=ABOUT, say=VI)
    pd.testing.assert_frame_equal(table, before)


def test_a_row_says_which_communes_and_which_definition_it_is_of():
    revised = an_indicator(
        versions=(
            Version(1, date(2010, 1, 1), False, {"en": "8 types"}),
            Version(2, date(2024, 1, 1), True, {"en": "12 types"}),
        )
    )
    history = pd.concat(
        [
            values([("001", 1, 2)], period="2023", origin="summed"),
            values([("001", 1, 2)], period="2025"),
            values([("901", 1, 2)], period="2009", kind="former"),
            values([("11", 1, 2)], period="2025", kind="province", origin="published", source_kind="published"),
        ]
    )
    found = with_definition(history, revised)
    assert found["geography"].tolist() == ["carried", "today", "former", ""]
    assert found["definition_version"].fillna(0).tolist() == [1, 2, 0, 2]
    told = readable(found.assign(source_kind=["survey", "register", None, "published"]), Texts("en"))
    assert told["Kind of source"].tolist() == ["survey", "register", "", "published"]
    # Rows of one period, without a column for it, and of communes only.
    shown = with_definition(history.drop(columns=["period", "kind"]).iloc[:2], revised, parse("2024"))
    assert shown[["geography", "definition_version"]].to_numpy().tolist() == [["carried", 2], ["today", 2]]


def test_figures_have_the_decimals_of_their_indicator_and_in_csv_a_few_more():
    table = frame().assign(decimals=[1, 0], value=[89.2156862745098, 12.0], share=[0.12345678, np.nan])
    (first, _) = table_of(read_csv(csv_bytes(table, about=ABOUT, say=EN)))[1:]
    head = table_of(read_csv(csv_bytes(table, about=ABOUT, say=EN)))[0]
    row = dict(zip(head, first, strict=True))
    assert row["Value"] == "89.21569"
    assert row["Share of the gap (0 to 1)"] == "0.1234568"
    assert "decimals" not in head
    sheet = read_xlsx(xlsx_bytes(table, about=ABOUT, say=EN)).worksheets[0]
    cells = {sheet.cell(3, n).value: [sheet.cell(row, n) for row in (4, 5)] for n in range(1, sheet.max_column + 1)}
    assert [cell.number_format for cell in cells["Value"]] == ["#,##0.0", "#,##0"]
    assert cells["Value"][0].value == 89.2156862745098
    assert cells["Numerator"][0].number_format == "#,##0"
    assert cells["Share of the gap (0 to 1)"][0].number_format == "#,##0.000"


def test_the_comparison_with_the_province_is_in_words():
    steps = frame().iloc[[0] * 5].assign(versus=pd.array([-2, -1, 0, 1, 2], dtype="Int8"))
    told = readable(steps, EN)["Against the province"].tolist()
    assert told == ["worse, at 99.8%", "worse, at 95%", "not distinguishable", "better, at 95%", "better, at 99.8%"]


def test_a_row_of_all_together_says_nothing_of_what_it_has_not():
    whole = pd.DataFrame([{"code": "11", "name": "Province", "value": 91.0, "gap": np.nan}])
    told = readable(with_totals(frame(), [whole]), EN).iloc[2]
    assert (told["Region"], told["Period"], told["Reason of blank"], told["Misses target"]) == ("", "", "", "")
    assert told["Against the province"] == ""
