"""`python -m cli reminders`: the list for the demo, whose missing reports assets/demo/quirks.csv names."""

import csv
import io

import openpyxl
import pytest

from base.settings import ASSETS
from cli.__main__ import main


@pytest.fixture
def data(demo_copy, monkeypatch):
    monkeypatch.setenv("CHILD_ATLAS_DATA", str(demo_copy))
    return demo_copy


def planted() -> set[tuple[str, str]]:
    """Period and commune of the annual and quarterly reports that the demo leaves out."""
    with (ASSETS / "demo" / "quirks.csv").open(encoding="utf-8") as source:
        return {(row["period"], row["code"]) for row in csv.DictReader(source) if row["what"] == "missing"}


def test_it_lists_what_the_demo_leaves_out(data, tmp_path, capsys):
    out = tmp_path / "lists" / "reminders.csv"
    assert main(["--language", "en", "reminders", str(out), "--since", "2026-01-01"]) == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig").split("\n\n")[1])))
    period = {"2025": "2025", "Q4 2025": "2025-Q4"}
    assert {(period[row["Period"]], row["Code"]) for row in rows} == planted()
    assert {row["Due on"] for row in rows} == {"2026-01-10"}
    assert sum(int(row["Reports"]) for row in rows) == 6
    assert "6 reports of 2\N{NO-BREAK SPACE}communes overdue since 1 Jan 2026." in capsys.readouterr().out


def test_without_a_day_it_goes_back_a_year(data, tmp_path):
    out = tmp_path / "reminders.xlsx"
    assert main(["--language", "en", "reminders", str(out)]) == 0
    book = openpyxl.load_workbook(out)
    days = [row[0].value for row in book["Overdue"].iter_rows(min_row=6)]
    assert f"{min(days):%Y-%m-%d}" == "2025-04-10"
    assert book["Overdue"]["A1"].value.startswith("[Illustrative] ")


def test_another_ending_is_refused_and_nothing_is_written(data, tmp_path, capsys):
    out = tmp_path / "reminders.pdf"
    assert main(["--language", "en", "reminders", str(out)]) == 1
    assert not out.exists()
    assert ".xlsx, .csv" in capsys.readouterr().err
