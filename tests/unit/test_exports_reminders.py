"""The reminder list as a reader opens it."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime

import openpyxl

from base.texts import Texts
from exports.reminders import reminders, reminders_csv
from indicators.catalogue import Catalogue
from tests.unit.completeness_frames import AS_OF, cell, facts
from tests.unit.indicator_frames import WORDS, an_indicator

EN, VI = Texts("en"), Texts("vi")
CATALOGUE = Catalogue(
    tuple(
        an_indicator(code=code, words={lang: replace(word, short=name) for lang, word in WORDS.items()})
        for code, name in (("X", "Vaccination"), ("Y", "=1+1"))
    )
)
FACTS = facts(
    cell("00002", "X", "2025-Q4", "missing", name="Ba"), cell("00002", "Y", "2025-Q4", "partial", name="Ba", parts=(2, 3)),
    cell("00001", "X", "2025-Q4", "missing", name="@An", parts=(0, 1)), cell("00001", "Y", "2025-Q3", "missing", name="@An"),
    cell("00001", "Y", "2025", "not_due", days=30), cell("00002", "Y", "2025", "on_time", days=30),
    cell("00002", "X", "2026-Q1", "not_due"),
)  # fmt: skip
FACTS.loc[FACTS["status"] == "missing", "parts"] = 0


def sheets(frame, say=EN, *, illustrative=True):
    made = reminders(frame, as_of=AS_OF, catalogue=CATALOGUE, illustrative=illustrative, say=say)
    book = openpyxl.load_workbook(io.BytesIO(made))
    return {sheet.title: [[c.value for c in row] for row in sheet.iter_rows()] for sheet in book}


def test_one_row_per_deadline_and_commune():
    rows = sheets(FACTS)["Overdue"]
    assert rows[0][0] == "[Illustrative] Reports overdue from communes"
    assert rows[1][0] == "As of 15 Jan 2026: 4 reports of 2\N{NO-BREAK SPACE}communes"
    assert rows[2][0] == "Illustrative data, not for decisions."
    assert rows[4:] == [
        ["Due on", "Days overdue", "Period", "Code", "Commune", "Reports", "Indicators not reported"],
        [datetime(2025, 10, 10), 97, "Q3 2025", "00001", "@An", 1, "=1+1"],
        [datetime(2026, 1, 10), 5, "Q4 2025", "00001", "@An", 1, "Vaccination"],
        [datetime(2026, 1, 10), 5, "Q4 2025", "00002", "Ba", 2, "Vaccination; =1+1 (2 of 3 former communes in)"],
    ]


def test_nothing_in_the_workbook_is_a_formula():
    book = openpyxl.load_workbook(
        io.BytesIO(reminders(FACTS, as_of=AS_OF, catalogue=CATALOGUE, illustrative=False, say=VI))
    )
    assert {c.data_type for sheet in book for row in sheet.iter_rows() for c in row} <= {"s", "n", "d"}


def test_real_reports_are_not_marked():
    assert sheets(FACTS, illustrative=False)["Overdue"][0][0] == "Reports overdue from communes"
    assert sheets(FACTS, illustrative=False)["Overdue"][2][0] is None


def test_coming_deadlines_stand_on_a_sheet_of_their_own():
    rows = sheets(FACTS)["Coming deadlines"]
    assert rows[1][0] == "As of 15 Jan 2026: the next 30 days"
    assert rows[4:] == [
        ["Due on", "Days left", "Period", "Indicators", "Reports in", "Reports expected"],
        [datetime(2026, 1, 30), 15, "2025", "=1+1", 1, 2],
    ]


def test_where_nothing_is_due_soon_the_next_deadline_is_shown():
    rows = sheets(FACTS[FACTS["period"] != "2025"])["Coming deadlines"]
    assert rows[1][0] == "As of 15 Jan 2026: nothing is due in the next 30 days; the deadline after that is shown"
    assert [row[:3] for row in rows[5:]] == [[datetime(2026, 4, 10), 85, "Q1 2026"]]


def test_nothing_overdue_and_nothing_ahead_is_said():
    made = sheets(FACTS.iloc[:0])
    assert [row[0] for row in made["Overdue"]][5] == "No report is overdue."
    assert [row[0] for row in made["Coming deadlines"]][5] == "No deadline lies ahead."


def test_csv_has_the_same_rows_and_nothing_a_spreadsheet_would_run():
    made = reminders_csv(FACTS, as_of=AS_OF, catalogue=CATALOGUE, illustrative=True, version="3, 15 Jan 2026", say=EN)
    rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))
    assert rows[0] == ["Title", "[Illustrative] Reports overdue from communes"]
    assert ["Data version", "3, 15 Jan 2026"] in rows
    assert rows[rows.index([]) + 2 :] == [
        ["2025-10-10", "97", "Q3 2025", "00001", "'@An", "1", "'=1+1"],
        ["2026-01-10", "5", "Q4 2025", "00001", "'@An", "1", "Vaccination"],
        ["2026-01-10", "5", "Q4 2025", "00002", "Ba", "2", "Vaccination; =1+1 (2 of 3 former communes in)"],
    ]
    assert date.fromisoformat(rows[-1][0]) == date(2026, 1, 10)
