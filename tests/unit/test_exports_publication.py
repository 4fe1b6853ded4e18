"""The four formats of the publication export, each read back by another way than it was written."""

import csv
import io
import json
from datetime import date

import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from base.texts import Texts
from data_access.queries.publication import EXTERNAL, PUBLICATION
from exports import publication
from exports.about import About
from exports.dhis2 import dhis2_period
from indicators.periods import parse

EN = Texts("en")
NAN = np.nan
NO_CODES = pd.DataFrame(columns=EXTERNAL)
ABOUT = About(
    title="Children's indicators", indicator="All indicators", period="All periods", scope="45 communes", source="Reports",
    version="version 7, 15 Jan 2026", illustrative=False, suppression="Small numbers are hidden.",
)  # fmt: skip


def row(**given):
    return {
        "indicator": "IMM01", "period": "2025", "kind": "commune", "code": "03158", "name": "Sín Thầu", "numerator": 455.0,
        "denominator": 510.0, "value": NAN, "at_least": NAN, "origin": "reported", "source_kind": "register", "parts": 1, "parts_expected": 1, "estimated": False,
        "provisional": False, "late": False, "blank": "", "stratum": "", "area_valid_from": date(2025, 7, 1),
        "indicator_name": "Fully vaccinated", "collection": "Register", "source": "Registers",
        "definition": "vaccinated ÷ due", "definition_version": NAN, "geography": "today", "unit": "percent", "multiplier": 100, **given,
    }  # fmt: skip


def frame(*rows):
    return pd.DataFrame(list(rows), columns=PUBLICATION)


HIDDEN = row(numerator=NAN, denominator=NAN, blank="hidden", code="03160", stratum="ethnic=mong")


def csv_rows(data):
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    start = rows.index([])
    return dict(rows[:start]), [dict(zip(rows[start + 1], each, strict=True)) for each in rows[start + 2 :]]


def values(*rows, codes=NO_CODES, about=ABOUT):
    return json.loads(publication.dhis2(frame(*rows), codes=codes, about=about, say=EN))


def test_values_are_computed_from_the_counts_and_printed_ones_stay():
    table = publication.with_values(
        frame(
            row(), row(numerator=97.0, denominator=100.0), HIDDEN, row(unit="count", multiplier=1, numerator=38.0, denominator=NAN),
            row(numerator=NAN, denominator=NAN, value=95.5), row(numerator=0.0, denominator=0.0),
            row(unit="per_1000", multiplier=1000, numerator=50.0, denominator=10_000.0),
        )
    )  # fmt: skip
    # 455 / 510 is 0.892156862745098 by hand.
    np.testing.assert_allclose(table["value"], [89.2156862745098, 97, NAN, 38, 95.5, NAN, 5])
    assert "multiplier" not in table


def test_csv_says_where_it_comes_from_and_why_a_cell_is_blank():
    about, rows = csv_rows(publication.csv(frame(row(), HIDDEN), about=ABOUT, say=EN))
    assert about["Source"] == "Reports"
    assert about["Data version"] == "version 7, 15 Jan 2026"
    assert about["Protection"] == "Small numbers are hidden."
    shown, hidden = rows
    assert (shown["Code"], shown["Numerator"], shown["Denominator"], shown["Unit"]) == ("03158", "455", "510", "%")
    assert (shown["Indicator"], shown["Indicator name"], shown["Period code"]) == ("IMM01", "Fully vaccinated", "2025")
    assert (hidden["Numerator"], hidden["Denominator"], hidden["Value"]) == ("", "", "")
    assert hidden["Reason of blank"] == "Hidden to protect children"
    assert (hidden["Group code"], hidden["Group"]) == ("ethnic=mong", "Hmong")


def test_a_figure_derived_from_the_year_says_so():
    _, rows = csv_rows(publication.csv(frame(row(origin="derived")), about=ABOUT, say=EN))
    assert rows[0]["Origin"] == "derived: year less nine months"


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_row_says_how_firm_it_is_and_what_it_is_of(language):
    say = Texts(language)
    data = frame(
        row(provisional=True, source_kind="survey", definition_version=2.0),
        row(origin="summed", geography="carried", estimated=True, source_kind="school_report"),
        row(kind="former", geography="former"),
        row(kind="province", geography="", source_kind="published", origin="published"),
    )
    told = csv_rows(publication.csv(data, about=ABOUT, say=say))[1]
    heads = [
        say(text)
        for text in (
            "Provisional", "Estimated", "Origin", "Kind of source", "Communes before or after the merger",
            "Version of the definition",
        )
    ]  # fmt: skip
    assert [[each[head] for head in heads] for each in told] == [
        [say(text) for text in words] + [version]
        for words, version in (
            (["yes", "no", "reported", "survey", "commune of today"], "2"),
            (["no", "yes", "summed", "school report", "former communes, summed onto one of today"], ""),
            (["no", "no", "reported", "register", "commune of its day, before the merger"], ""),
            (["no", "no", "published", "published", ""], ""),
        )
    ]
    codes = pq.read_table(io.BytesIO(publication.parquet(data, about=ABOUT, say=say))).to_pandas()
    assert codes["source_kind"].tolist() == ["survey", "school_report", "register", "published"]
    assert codes["geography"].tolist() == ["today", "carried", "former", ""]


def test_text_that_begins_like_a_formula_is_made_harmless():
    evil = frame(row(name="=cmd|' /C calc'!A0", source="@SUM(A1)", definition="+1"))
    _, rows = csv_rows(publication.csv(evil, about=ABOUT, say=EN))
    assert [rows[0][name] for name in ("Commune", "Source", "Definition")] == [
        "'=cmd|' /C calc'!A0",
        "'@SUM(A1)",
        "'+1",
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(publication.xlsx(evil, about=ABOUT, say=EN))).worksheets[0]
    assert {cell.data_type for each in sheet.iter_rows() for cell in each if cell.value is not None} <= {"s", "n"}


def test_xlsx_has_the_table_and_a_sheet_about_itself():
    book = openpyxl.load_workbook(io.BytesIO(publication.xlsx(frame(row(), HIDDEN), about=ABOUT, say=EN)))
    data, note = book.worksheets
    head = [cell.value for cell in data[3]]
    assert data.cell(4, head.index("Numerator") + 1).value == 455
    assert data.cell(5, head.index("Numerator") + 1).value is None
    assert {each[0].value: each[1].value for each in note.iter_rows()}["Data version"] == "version 7, 15 Jan 2026"


def test_more_rows_than_a_sheet_holds_are_refused_before_anything_is_written(monkeypatch):
    monkeypatch.setattr(publication, "_MOST_ROWS", 1)
    with pytest.raises(publication.SheetTooLongError, match="2 rows"):
        publication.xlsx(frame(row(), HIDDEN), about=ABOUT, say=EN)


def test_parquet_keeps_codes_numbers_and_what_it_is_about():
    table = pq.read_table(io.BytesIO(publication.parquet(frame(row(), HIDDEN), about=ABOUT, say=EN)))
    about = json.loads(table.schema.metadata[publication.ABOUT_KEY])
    assert about["Data version"] == "version 7, 15 Jan 2026"
    assert about["Protection"] == "Small numbers are hidden."
    read = table.to_pandas()
    assert list(read["code"]) == ["03158", "03160"]
    assert list(read["blank"]) == ["", "hidden"]
    assert read["numerator"].tolist()[0] == 455
    assert read["numerator"].isna().tolist() == [False, True]


def test_every_format_carries_the_illustrative_mark_while_the_demo_is_in():
    demo = About(**{**ABOUT.__dict__, "illustrative": True})
    data = frame(row())
    assert csv_rows(publication.csv(data, about=demo, say=EN))[0]["Title"].startswith("[Illustrative]")
    sheet = openpyxl.load_workbook(io.BytesIO(publication.xlsx(data, about=demo, say=EN))).worksheets[0]
    assert sheet["A1"].value.startswith("[Illustrative]")
    table = pq.read_table(io.BytesIO(publication.parquet(data, about=demo, say=EN)))
    assert json.loads(table.schema.metadata[publication.ABOUT_KEY])["Title"].startswith("[Illustrative]")
    sent = values(row(), about=demo)
    assert sent["about"]["Title"].startswith("[Illustrative]")
    assert {value["comment"] for value in sent["dataValues"]} == {"[Illustrative]"}


def test_dhis2_has_one_value_per_figure_and_none_for_hidden_cells():
    assert values(row(), HIDDEN)["dataValues"] == [
        {"dataElement": "IMM01.numerator", "period": "2025", "orgUnit": "03158", "value": "455"},
        {"dataElement": "IMM01.denominator", "period": "2025", "orgUnit": "03158", "value": "510"},
    ]


def test_dhis2_keeps_the_value_where_there_are_no_counts():
    assert values(row(numerator=NAN, denominator=NAN, value=95.5))["dataValues"] == [
        {"dataElement": "IMM01.value", "period": "2025", "orgUnit": "03158", "value": "95.5"}
    ]


def test_dhis2_tells_groups_old_communes_and_remarks_apart():
    sent = values(
        row(stratum="ethnic=mong", provisional=True, estimated=True, numerator=0.25, denominator=NAN),
        row(kind="former", area_valid_from=date(2019, 1, 1), denominator=NAN, geography="former"),
        row(source_kind="survey", geography="carried", definition_version=2.0, denominator=NAN),
    )["dataValues"]
    assert sent == [
        {"dataElement": "IMM01.numerator", "period": "2025", "orgUnit": "03158", "categoryOptionCombo": "ethnic=mong",
         "value": "0.25", "comment": "Provisional; ≈ Estimated"},
        {"dataElement": "IMM01.numerator", "period": "2025", "orgUnit": "03158@2019-01-01", "value": "455"},
        {"dataElement": "IMM01.numerator", "period": "2025", "orgUnit": "03158", "value": "455",
         "comment": "Survey figure; Sum of former communes; Version 2 of the definition"},
    ]  # fmt: skip


def test_dhis2_uses_the_codes_of_the_receiving_system_where_it_knows_them():
    codes = pd.DataFrame(
        [
            ("area", "OU_NEW", "commune", "03158", date(2025, 7, 1), "", "", ""),
            ("area", "OU_OLD", "commune", "03158", date(2019, 1, 1), "", "", ""),
            ("indicator", "DE_ONE", "", "", None, "IMM01", "numerator", ""),
            ("indicator", "DE_ONE.COC_MONG", "", "", None, "IMM01", "numerator", "ethnic=mong"),
        ],
        columns=EXTERNAL,
    )
    sent = values(row(), row(stratum="ethnic=mong"), row(kind="former", area_valid_from=date(2019, 1, 1)), codes=codes)
    assert [(v["dataElement"], v["orgUnit"], v.get("categoryOptionCombo")) for v in sent["dataValues"]] == [
        ("DE_ONE", "OU_NEW", None), ("IMM01.denominator", "OU_NEW", None),
        ("DE_ONE", "OU_NEW", "COC_MONG"), ("IMM01.denominator", "OU_NEW", "ethnic=mong"),
        ("DE_ONE", "OU_OLD", None), ("IMM01.denominator", "OU_OLD", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "told"),
    [("2025", "2025"), ("2025-Q4", "2025Q4"), ("2025-M03", "202503"), ("2025-H1", "2025S1"), ("2025-H2", "2025S2"),
     ("2025-26", "2025Sep"), ("2025-9M", None)],
)  # fmt: skip
def test_periods_are_those_of_dhis2(code, told):
    assert dhis2_period(parse(code)) == told


def test_nine_months_are_left_out_of_dhis2_and_counted():
    sent = values(row(period="2025-9M"), {**HIDDEN, "period": "2025-9M"}, row())
    assert len(sent["dataValues"]) == 2
    assert sent["about"]["Left out"].startswith("1 figures of nine months")


def test_an_empty_slice_is_a_whole_file_without_rows():
    assert csv_rows(publication.csv(frame(), about=ABOUT, say=EN))[1] == []
    assert values()["dataValues"] == []
    assert pq.read_table(io.BytesIO(publication.parquet(frame(), about=ABOUT, say=EN))).num_rows == 0
