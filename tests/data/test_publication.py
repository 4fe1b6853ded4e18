"""What leaves the house by `export`: equal to the database where it may be shown, and nowhere what may not."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, insert, select, text

from base.texts import Texts
from cli import __main__ as command
from data_access import queries
from data_access.engine import reading, writing
from data_access.queries.publication import KINDS, external_codes, publication, standing_communes
from data_access.reports import batches
from data_access.tables import area, external_code, indicator, indicator_version
from harness.small_world import NEW_DAY, OLD_DAY, Report, apply, newest_batch

EN = Texts("en")
# Primes, so that a number in a file is the one that was reported and no other.
HIDDEN = {"6047", "6101", "5003", "5009", "5011", "5021"}
SHOWN = {"7919": 31.0, "9973": 41.0}
FORMATS = ("csv", "xlsx", "parquet", "json")


@pytest.fixture
def reported(engine: Engine) -> Engine:
    """A protected indicator in which 03158 is small, and one that is shown for the province alone."""
    guarded = [("03158", 3, 6047), ("03160", 31, 7919), ("03200", 29, 6101), ("03201", 41, 9973)]
    secret = [("03158", 501, 5003), ("03160", 502, 5009), ("03200", 503, 5011), ("03201", 504, 5021)]
    apply(
        engine,
        [Report(code, n, d, indicator="GUARDED", period="2025") for code, n, d in guarded]
        + [Report(code, n, d, indicator="SECRET", period="2025") for code, n, d in secret]
        + [Report("03160", 20, 40, period="2025", stratum="ethnic=mong"), Report("03160", 30, 50, period="2025")]
        + [Report("03154", 10, 20), Report("03155", 11, 21), Report("03158", 12, 22)],
    )
    return engine


def shown_anywhere(name: str, content: bytes) -> str:
    """All numbers and texts of a file, one to a line, as its own reader finds them."""
    if name == "xlsx":
        book = load_workbook(io.BytesIO(content))
        cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "\n".join(cells + [parts.read(part).decode("utf-8", "replace") for part in parts.namelist()])
    if name == "parquet":
        table = pq.read_table(io.BytesIO(content))
        return "\n".join(str(cell) for column in table.columns for cell in column.to_pylist()) + str(
            table.schema.metadata
        )
    return content.decode("utf-8-sig")


@pytest.fixture
def export(reported: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run the command on the small world; returns the file that it wrote."""
    monkeypatch.setattr("cli.export.prepared", lambda _: reported)

    def run(suffix: str, *options: str) -> bytes:
        out = tmp_path / f"out.{suffix}"
        assert command.main(["--language", "en", "export", str(out), *options]) == 0
        return out.read_bytes()

    return run


def test_no_hidden_figure_is_in_any_format(export, reported):
    for suffix in FORMATS:
        told = shown_anywhere(suffix, export(suffix, "--kinds", ",".join(KINDS), "--strata"))
        assert {number for number in HIDDEN if number in told} == set(), suffix
        assert all(number in told for number in SHOWN), suffix
        # Of the indicator that is shown for the province alone, its sum is: 5003 + 5009 + 5011 + 5021.
        assert "20044" in told, suffix
        assert f"version {queries.state(reported).version}, " in told, suffix
        assert "Small numbers are hidden to protect children" in told, suffix
        assert "Reports of communes" in told, suffix


def test_figures_equal_the_database_and_hidden_cells_keep_their_reason(reported):
    frame = publication(reported, indicators=["GUARDED"], language="en").set_index(["kind", "code"])
    assert frame.loc[("commune", "03160"), ["numerator", "denominator", "blank"]].tolist() == [31, 7919, ""]
    assert frame.loc[("province", "11"), ["numerator", "denominator"]].tolist() == [104, 30040]
    hidden = frame[frame["blank"] == "hidden"]
    assert [code for _, code in hidden.index] == ["03158", "03200"]
    assert hidden[["numerator", "denominator", "value"]].isna().all(axis=None)


def test_each_row_names_its_collection_source_definition_and_unit(reported):
    row = publication(reported, indicators=["OPEN"], language="en").iloc[0]
    assert (row["indicator_name"], row["collection"], row["source"]) == ("Tên", "Register", "nguồn")
    assert (row["definition"], row["unit"], row["multiplier"]) == ("tử số ÷ mẫu số", "percent", 100)
    assert publication(reported, indicators=["OPEN"], language="vi").iloc[0]["collection"] == "Sổ"


def test_a_published_figure_is_cited(reported):
    apply(
        reported,
        [Report("11", None, value=95.5, kind="province", collection="press", period="2025", day=date(1900, 1, 1))],
    )
    rows = publication(reported, indicators=["OPEN"], periods=["2025"], kinds=["province"], language="en")
    assert rows[["value", "source", "origin"]].to_numpy().tolist() == [[95.5, "Báo Điện Biên Phủ, 2025", "published"]]


def test_a_slice_is_what_was_asked_for(reported):
    def of(**asked):
        frame = publication(reported, **asked)
        return set(frame[["indicator", "period", "kind", "code", "stratum"]].itertuples(index=False, name=None))

    assert of(indicators=["OPEN"], periods=["2025"], kinds=["commune"]) == {("OPEN", "2025", "commune", "03160", "")}
    assert of(indicators=["OPEN"], periods=["2025"], kinds=["commune"], strata=True) == {
        ("OPEN", "2025", "commune", "03160", ""), ("OPEN", "2025", "commune", "03160", "ethnic=mong"),
    }  # fmt: skip
    assert of(indicators=["OPEN"], periods=["2024"], communes=["03158"]) == {
        ("OPEN", "2024", "commune", "03158", ""), ("OPEN", "2024", "province", "11", ""),
    }  # fmt: skip
    assert of(communes=["03201"], indicators=["OPEN"], kinds=["commune"]) == set()


def test_old_communes_are_those_that_became_part_and_say_which_they_are(reported):
    """03158 is Leng Su Sìn before the merger and Sín Thầu after it."""
    rows = publication(reported, indicators=["OPEN"], kinds=["former"], communes=["03158"])
    assert rows[["code", "area_valid_from", "numerator"]].to_numpy().tolist() == [
        ["03154", OLD_DAY, 10], ["03155", OLD_DAY, 11], ["03158", OLD_DAY, 12],
    ]  # fmt: skip
    today = publication(reported, indicators=["OPEN"], periods=["2024"], kinds=["commune"], communes=["03158"])
    assert today[["area_valid_from", "numerator", "parts"]].to_numpy().tolist() == [[NEW_DAY, 33, 3]]
    assert (set(rows["geography"]), today["geography"].tolist()) == ({"former"}, ["carried"])
    here = publication(reported, indicators=["OPEN"], periods=["2025"])
    assert here[["kind", "geography"]].to_numpy().tolist() == [["commune", "today"], ["province", ""]]


def test_each_row_says_which_version_of_the_definition_was_in_force(reported):
    words = {"breaks_series": True, "text_vi": "12 loại", "text_en": "12 types"}
    with writing(reported) as connection:
        number = connection.scalars(select(indicator.c.indicator_id).where(indicator.c.code == "OPEN")).one()
        for version, since in ((1, date(2010, 1, 1)), (2, date(2025, 1, 1))):
            row = {"indicator_id": number, "version": version, "valid_from": since, **words}
            connection.execute(insert(indicator_version).values(row))
    found = publication(reported, kinds=["province"], periods=["2024", "2025"]).set_index(["indicator", "period"])
    assert found.loc["OPEN", "definition_version"].to_dict() == {"2024": 1, "2025": 2}
    # One that has no versions has no number.
    assert found.loc[("GUARDED", "2025"), ["definition_version"]].isna().all()


def test_what_was_taken_back_has_no_row(reported):
    apply(reported, [Report("03160", None, period="2025", blank="removed")])
    rows = publication(reported, indicators=["OPEN"], periods=["2025"], kinds=["commune"])
    assert rows.empty


def test_an_indicator_no_longer_in_use_is_not_published(reported):
    with writing(reported) as connection:
        connection.execute(text("UPDATE indicator SET retired = TRUE WHERE code = 'OPEN'"))
    assert set(publication(reported)["indicator"]) == {"GUARDED", "SECRET"}


def test_dhis2_values_read_back_by_hand_are_the_databases(export, reported):
    with writing(reported) as connection:
        commune = connection.scalar(select(area.c.area_id).where(area.c.code == "03160", area.c.valid_from == NEW_DAY))
        guarded = connection.scalar(select(indicator.c.indicator_id).where(indicator.c.code == "GUARDED"))
        connection.execute(
            insert(external_code),
            [
                {"system": "dhis2", "kind": "area", "external": "OU160", "area_id": commune, "indicator_id": None, "part": "", "stratum": ""},
                {"system": "dhis2", "kind": "indicator", "external": "DE1", "area_id": None, "indicator_id": guarded, "part": "numerator", "stratum": ""},
                {"system": "other", "kind": "area", "external": "X", "area_id": commune, "indicator_id": None, "part": "", "stratum": ""},
            ],
        )  # fmt: skip
    sent = json.loads(export("json", "--indicators", "GUARDED", "--periods", "2025"))
    found = {(v["dataElement"], v["period"], v["orgUnit"]): v["value"] for v in sent["dataValues"]}
    assert found == {
        ("DE1", "2025", "OU160"): "31", ("GUARDED.denominator", "2025", "OU160"): "7919",
        ("DE1", "2025", "03201"): "41", ("GUARDED.denominator", "2025", "03201"): "9973",
        ("DE1", "2025", "11"): "104", ("GUARDED.denominator", "2025", "11"): "30040",
    }  # fmt: skip
    assert list(external_codes(reported, "dhis2")["external"]) == ["OU160", "DE1"]


def test_those_who_report_are_those_that_stood_on_the_last_day(engine):
    assert list(standing_communes(engine, date(2025, 6, 30), "11")["code"]) == [
        "03154", "03155", "03158", "03160", "03161", "03198", "03199",
    ]  # fmt: skip
    after = standing_communes(engine, date(2025, 7, 1), "11")
    assert after.to_numpy().tolist()[0] == ["03158", "Xã Sín Thầu"]
    assert len(after) == 4
    assert standing_communes(engine, date(2025, 7, 1), "12").empty


REFUSED = [
    (["export", "out.doc"], "must be one of .csv, .xlsx, .parquet, .json"),
    (["export", "out.csv", "--indicators", "OPEN,NONE"], "NONE is not known"),
    (["export", "out.csv", "--periods", "2025-X"], "2025-X is no period"),
    (["export", "out.csv", "--communes", "99999"], "99999 is not known"),
    (["export", "out.csv", "--kinds", "village"], "village is not known"),
    (["template", "out.xlsx", "--period", "2025-M04"], "No indicator is reported for 2025-M04"),
    (["template", "out.xlsx", "--period", "Q4"], "Q4 is no period"),
    # It did not stand then.
    (["template", "out.xlsx", "--period", "2025-Q3", "--communes", "03154"], "03154 is not known"),
    (["template", "out.xlsx", "--period", "2025-Q3", "--indicators", "NONE"], "NONE is not known"),
]


def test_what_is_not_known_is_refused_in_words_and_nothing_is_written(engine, tmp_path, monkeypatch, capsys):
    for module in ("export", "template"):
        monkeypatch.setattr(f"cli.{module}.prepared", lambda _: engine)
    monkeypatch.chdir(tmp_path)
    for options, told in REFUSED:
        assert command.main(["--language", "en", *options]) == 1
        assert told in capsys.readouterr().err
    assert list(tmp_path.glob("out.*")) == []


def test_a_slice_is_of_one_version_even_if_an_import_comes_between(reported, tmp_path, monkeypatch):
    """An import that is withdrawn while the slice is read: the file must not carry a version that it is not of."""
    asked = queries.publication
    batch = newest_batch(reported)

    def meanwhile(*args, **options) -> pd.DataFrame:
        frame = asked(*args, **options)
        monkeypatch.setattr("data_access.queries.publication", asked)
        batches.withdraw(reported, batch, "an")
        return frame

    monkeypatch.setattr("cli.export.prepared", lambda _: reported)
    monkeypatch.setattr("data_access.queries.publication", meanwhile)
    out = tmp_path / "out.json"
    assert command.main(["--language", "en", "export", str(out)]) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["dataValues"] == []


def test_forms_for_each_commune_by_the_names_of_their_day(engine, tmp_path, monkeypatch):
    monkeypatch.setattr("cli.template.prepared", lambda _: engine)
    out = tmp_path / "forms"
    assert command.main(["--language", "en", "template", "--period", "2025-Q2", "--each", str(out)]) == 0
    assert sorted(path.name for path in out.iterdir())[:3] == [
        "2025-Q2_03154_xa-sin-thau.xlsx", "2025-Q2_03155_xa-sen-thuong.xlsx", "2025-Q2_03158_xa-leng-su-sin.xlsx",
    ]  # fmt: skip
    book = load_workbook(out / "2025-Q2_03158_xa-leng-su-sin.xlsx")
    assert book["_atlas"]["B4"].value == "2025-Q2"
    assert [row[2] for row in book.worksheets[1].iter_rows(min_row=4, values_only=True)] == [
        "OPEN", "PLAIN", "GUARDED", "SECRET", "COUNTED", "FLOW",
    ]  # fmt: skip


def test_the_small_worlds_hidden_figures_are_in_the_database(reported):
    """Or the tests above would find nothing because there is nothing to find."""
    with reading(reported) as connection:
        kept = connection.scalars(text("SELECT denominator FROM observation")).all()
    assert {float(number) for number in HIDDEN} <= set(kept)
