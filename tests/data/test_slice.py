"""A slice as a file: what it says of itself, in every format, whoever asks for it."""

import json

import pytest
from sqlalchemy import Engine

from base.texts import Texts
from data_access import queries
from exports.slice import CSV, DHIS2, FORMATS, Format, Slice, Written, named, written
from harness.small_world import Report, apply

EN = Texts("en")
EVERYTHING = Slice(kinds=("commune", "former", "province"))


@pytest.fixture
def reported(engine: Engine) -> Engine:
    """Two communes of 2025; of a protected indicator one has too few children to be shown."""
    apply(engine, [
        Report("03158", 90, 100, period="2025"), Report("03160", 455, 510, period="2025"),
        Report("03160", 2, 60, indicator="GUARDED", period="2025"), Report("03158", 30, 70, indicator="GUARDED", period="2025"),
        Report("03200", 30, 70, indicator="GUARDED", period="2025"),
    ])  # fmt: skip
    return engine


def made(engine: Engine, wanted: Slice, form: Format = CSV) -> Written:
    return written(
        engine, wanted, form, title="Children", scope="All four", catalogue=queries.catalogue(engine), say=EN
    )


def head(file: Written) -> dict[str, str]:
    """The lines above the table of a CSV."""
    lines = file.content.decode("utf-8-sig").split("\r\n\r\n")[0].split("\r\n")
    return {label.strip('"'): text.strip('"') for label, text in (line.split(",", 1) for line in lines)}


def test_a_file_says_what_it_is_of(reported: Engine):
    file = made(reported, EVERYTHING)
    assert head(file) == {
        "Title": "Children", "Indicator": "All indicators", "Period": "All periods", "Communes": "All four",
        "Source": "Reports of communes; each row names its collection and source.", "Data version": file.version,
        "Protection": "Small numbers are hidden to protect children; each blank carries its reason.",
    }  # fmt: skip
    assert file.version.startswith("version 1, ")
    some = head(made(reported, Slice(indicators=["OPEN"], periods=["2025", "2024"])))
    assert (some["Indicator"], some["Period"]) == ("Tên", "2025, 2024")


def test_rows_and_those_hidden_to_protect_children_are_counted(reported: Engine):
    everything = queries.publication(reported, kinds=EVERYTHING.kinds)
    file = made(reported, EVERYTHING)
    assert file.rows == len(everything)
    assert file.hidden == (everything["blank"] == "hidden").sum() > 0
    assert made(reported, Slice(["OPEN"], ["2025"], ["commune"], communes=["03160"])).rows == 1


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.ending)
def test_every_format_holds_the_same_rows(reported: Engine, form: Format):
    file, csv = made(reported, EVERYTHING, form), made(reported, EVERYTHING)
    assert (file.rows, file.hidden, file.version) == (csv.rows, csv.hidden, csv.version)
    begins = {"csv": b"\xef\xbb\xbf", "xlsx": b"PK", "parquet": b"PAR1", "json": b"{"}
    assert file.content.startswith(begins[form.ending])


def test_of_an_empty_database_a_file_is_empty_and_still_says_what_it_is(engine: Engine):
    file = made(engine, Slice(), DHIS2)
    assert (file.rows, file.hidden) == (0, 0)
    assert json.loads(file.content)["dataValues"] == []
    assert head(made(engine, Slice()))["Title"] == "Children"


def test_a_few_names_are_named_and_more_are_counted():
    assert named([], "everything", EN) == "everything"
    assert named(list("abcde"), "everything", EN) == "a, b, c, d, e"
    assert named(list("abcdefg"), "everything", EN) == "a, b, c, d, e and 2 more"
