"""The form that leaves the house comes back: filled in, read and mapped without a question, in either language."""

import io
import json
from dataclasses import replace
from datetime import date
from itertools import product

import openpyxl
import pytest
from sqlalchemy import insert, select

from base.texts import Texts
from data_access import queries
from data_access.engine import reading, writing
from data_access.queries.publication import KINDS
from data_access.tables import indicator, indicator_version
from exports import publication
from exports.about import About
from exports.annotated import annotated
from exports.template import template
from harness.small_world import NEW_DAY, OLD_DAY, Report, apply
from indicators.periods import parse
from intake import register
from intake.declared import Declared
from intake.mapping import map_source
from intake.reading import read

PERIOD = parse("2025-Q4")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_filled_form_is_what_was_filled_in_and_so_is_the_one_given_back_with_marks(engine, language):
    say = Texts(language)
    catalogue = queries.catalogue(engine)
    communes = queries.standing_communes(engine, PERIOD.ends_on, "11").iloc[:2]
    form = template(catalogue, communes, indicators=["OPEN", "COUNTED"], period=PERIOD, say=say, version=1)
    book = openpyxl.load_workbook(io.BytesIO(form))
    sheet = book.worksheets[1]
    for row, (numerator, denominator) in enumerate([(9, 10), ("-", 12), ("…", None), (None, None)], start=4):
        sheet.cell(row, 7).value, sheet.cell(row, 8).value = numerator, denominator
    sheet["J7"], sheet["K4"] = say("Not applicable"), say("Provisional")
    filled = io.BytesIO()
    book.save(filled)

    with reading(engine) as connection:
        known = register.load(connection, catalogue)
    mapped = map_source(read("form.xlsx", filled.getvalue()), Declared(), known)
    assert (mapped.layout, mapped.asked) == ("template", ())
    claimed = mapped.claims.astype(object).where(mapped.claims.notna(), None)
    assert claimed[
        ["indicator", "period", "area_code", "numerator", "denominator", "status", "blank", "row"]
    ].to_numpy().tolist() == [
        ["OPEN", "2025-Q4", "03158", 9, 10, "provisional", "", 4],
        ["OPEN", "2025-Q4", "03160", 0, 12, "final", "", 5],
        ["COUNTED", "2025-Q4", "03160", None, None, "final", "not_applicable", 7],
    ]  # fmt: skip
    assert set(mapped.claims["area_valid_from"]) == {NEW_DAY}

    marked = annotated("form.xlsx", filled.getvalue(), mapped.findings, say=say)
    again = map_source(read("form.checked.xlsx", marked), Declared(), known)
    assert again.layout == "template"
    assert again.claims.drop(columns="sheet").equals(mapped.claims.drop(columns="sheet"))


FIGURES = [
    "indicator",
    "period",
    "area_code",
    "area_valid_from",
    "stratum",
    "collection",
    "numerator",
    "denominator",
    "status",
]
REPORTED = [
    ("OPEN", "2024", "03154", OLD_DAY, "", "niis", 10, 20, "final"),
    ("OPEN", "2024", "03158", OLD_DAY, "", "niis", 12, 22, "final"),
    ("OPEN", "2024", "03199", OLD_DAY, "", "niis", 14, 24, "final"),
    ("OPEN", "2025", "03158", NEW_DAY, "", "niis", 31, 40, "provisional"),
    ("OPEN", "2025", "03160", NEW_DAY, "", "survey", 32, 41, "final"),
    ("OPEN", "2025", "03200", NEW_DAY, "", "niis", 33, 42, "final"),
    ("OPEN", "2025", "03200", NEW_DAY, "ethnic=mong", "niis", 13, 26, "provisional"),
]
"""FIGURES of the reports of the next test. 03199 was divided, so that what reaches today's communes of it is an estimate."""


def published(engine, language: str, form: str) -> tuple[str, bytes]:
    """A publication export of everything."""
    say = Texts(language)
    frame = queries.publication(engine, kinds=KINDS, strata=True, language=language)
    about = About(
        title="t", indicator="", period="", scope="", source="", version="1", illustrative=False, suppression=""
    )
    writer = {"csv": publication.csv, "xlsx": publication.xlsx, "parquet": publication.parquet}[form]
    return f"export.{form}", writer(frame, about=about, say=say)


@pytest.fixture
def told_apart(engine):
    """A world with all that an export tells apart: provisional, surveyed, estimated, hidden, former, and a second definition."""
    names = ("indicator", "period", "code", "day", "stratum", "collection", "numerator", "denominator", "status")
    rows = [Report(**dict(zip(names, row, strict=True))) for row in REPORTED]
    rows[0] = replace(rows[0], reported_on=date(2025, 2, 1))
    hidden = [
        Report(code, n, 6000 + n, indicator="GUARDED", period="2025") for code, n in (("03158", 3), ("03160", 41))
    ]
    apply(engine, [*rows, *hidden])
    with writing(engine) as connection:
        number = connection.scalar(select(indicator.c.indicator_id).where(indicator.c.code == "OPEN"))
        words = {"breaks_series": True, "text_vi": "x", "text_en": "x"}
        for version, since in ((1, date(2000, 1, 1)), (2, date(2025, 1, 1))):
            row = {"indicator_id": number, "version": version, "valid_from": since, **words}
            connection.execute(insert(indicator_version).values(row))
    return engine


def known_to(engine):
    with reading(engine) as connection:
        return register.load(connection, queries.catalogue(engine))


def test_our_own_export_comes_back_as_the_reports_that_it_was_made_of(told_apart):
    known = known_to(told_apart)
    for form, language in product(("csv", "xlsx", "parquet"), ("vi", "en")):
        source = read(*published(told_apart, language, form))
        assert source.findings.empty, "a cell of several lines is none of ours"
        mapped = map_source(source, Declared(), known)
        assert (mapped.layout, mapped.asked) == ("long", ())
        claims = mapped.claims[mapped.claims["indicator"] == "OPEN"]
        assert sorted(claims[FIGURES].itertuples(index=False, name=None)) == sorted(REPORTED), (form, language)
        found = mapped.findings
        told = {rule: json.loads(details) for rule, details in zip(found["rule"], found["details"], strict=True)}
        # 2024: the three communes of today that hold 03154, 03158 and 03199 (two of them, and so the sum, an estimate) and
        # the province; 2025: the province of all and of the Hmong, and that of GUARDED.
        assert told["made_elsewhere"] == {"n": 7, "estimated": 3}
        assert told["late_without_day"] == {"n": 1}
        # Of GUARDED the small one, and the one that would tell it.
        assert told["hidden_figures"] == {"n": 2}
        described = "at_least" if form == "parquet" else Texts(language)("Of a hidden value: at least")
        assert described in told["described"]["columns"]
        assert set(found["level"]) == {"note", "warning"}
