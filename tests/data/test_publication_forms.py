"""The form that leaves the house comes back: filled in, read and mapped without a question, in either language."""

import io

import openpyxl
import pytest

from base.texts import Texts
from data_access import queries
from data_access.engine import reading
from data_access.imports import register
from data_access.imports.declared import Declared
from data_access.imports.mapping import map_source
from data_access.imports.reading import read
from exports.annotated import annotated
from exports.template import template
from indicators.periods import parse
from tests.data.small_world import NEW_DAY

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
