"""What follows from the statuses: counts, freshness, reminders, deadlines; expected values by hand."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import completeness
from indicators.completeness import STATUSES
from tests.unit.completeness_frames import AS_OF, cell, facts

QUARTER = "2025-Q4"  # due on 10 January 2026


@pytest.mark.parametrize(
    ("state", "due_on", "expected"),
    [
        ("none", date(2026, 1, 14), "missing"),
        ("none", date(2026, 1, 15), "not_due"),
        ("partial", date(2026, 1, 14), "partial"),
        ("partial", date(2026, 1, 15), "not_due"),
        ("late", date(2026, 1, 15), "late"),
        ("on_time", date(2026, 3, 1), "on_time"),
        ("provisional", date(2020, 1, 1), "provisional"),
        ("not_applicable", date(2020, 1, 1), "not_applicable"),
    ],
)
def test_a_report_is_owed_from_the_day_after_it_was_due(state: str, due_on: date, expected: str):
    found = completeness.status(pd.Series([state]), pd.Series([due_on]), AS_OF)
    assert found.tolist() == [expected]


def test_totals_by_group_in_the_order_of_the_rows():
    frame = facts(
        cell("B", "X", QUARTER, "on_time"), cell("B", "Y", QUARTER, "missing"), cell("A", "X", QUARTER, "provisional"),
        cell("A", "Y", QUARTER, "not_applicable"), cell("A", "Z", QUARTER, "not_due"), cell("A", "W", QUARTER, "partial"),
    )  # fmt: skip
    found = completeness.totals(frame, ["code"])
    assert found.to_numpy().tolist() == [["B", 1, 1, 1, 2], ["A", 1, 0, 1, 3]]


@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(STATUSES)), min_size=1))
def test_every_report_that_is_expected_is_in_or_owed_or_not_yet_due(drawn: list[tuple[str, str]]):
    frame = facts(*(cell(code, f"I{n}", QUARTER, status) for n, (code, status) in enumerate(drawn)))
    found = completeness.totals(frame, ["code"])
    waiting = sum(status == "not_due" for _, status in drawn)
    assert found["expected"].sum() == found["reported"].sum() + found["owed"].sum() + waiting
    assert (found["final"] <= found["reported"]).all()


def test_the_latest_of_each_kind():
    years = [cell("A", "X", year, "on_time") for year in ("2023", "2024", "2025")]
    quarters = [cell("A", "X", quarter, "on_time") for quarter in ("2025-Q3", "2025-Q4")]
    found = completeness.latest(facts(*years, *quarters, cell("A", "Y", "2021", "missing")), 2)
    assert list(zip(found["indicator"], found["period"], strict=True)) == [
        ("X", "2024"), ("X", "2025"), ("X", "2025-Q3"), ("X", "2025-Q4"), ("Y", "2021"),
    ]  # fmt: skip


def test_freshness_is_of_the_latest_quarter_of_which_everything_is_due():
    frame = facts(
        cell("B", "X", "2025-Q3", "on_time"), cell("B", "Y", "2025-Q3", "provisional", days=15, late=True),
        cell("A", "X", "2025-Q3", "on_time"), cell("A", "Y", "2025-Q3", "partial", days=15),
        cell("C", "X", "2025-Q3", "provisional"), cell("C", "Y", "2025-Q3", "not_applicable", days=15),
        cell("D", "X", "2025-Q3", "not_applicable"), cell("D", "Y", "2025-Q3", "not_applicable", days=15),
        # Y of the fourth quarter is due on the 15th, which is not over.
        cell("A", "X", "2025-Q4", "missing"), cell("A", "Y", "2025-Q4", "not_due", days=15),
        cell("A", "X", "2025", "missing"),
    )  # fmt: skip
    found = completeness.freshness(frame, AS_OF)
    assert found.to_numpy().tolist() == [
        ["A", "Xã A", "2025-Q3", "missing"], ["B", "Xã B", "2025-Q3", "late"], ["C", "Xã C", "2025-Q3", "on_time"],
    ]  # fmt: skip
    assert completeness.freshness(frame, date(2026, 1, 16))["period"].unique().tolist() == ["2025-Q4"]


@pytest.mark.parametrize("frame", [facts(), facts(cell("A", "X", "2025", "missing")),
                                   facts(cell("A", "X", "2026-Q1", "not_due"))])  # fmt: skip
def test_without_a_quarter_that_is_due_there_is_no_freshness(frame: pd.DataFrame):
    found = completeness.freshness(frame, AS_OF)
    assert found.empty
    assert list(found.columns) == completeness.FRESHNESS


def test_reminders_stand_by_deadline_then_commune():
    frame = facts(
        cell("B", "X", "2025", "missing"), cell("A", "X", "2025-Q4", "missing"), cell("A", "Y", "2025-Q4", "late"),
        cell("B", "Y", "2025-Q1", "partial", parts=(2, 3)), cell("B", "X", "2025-Q4", "missing"),
        cell("B", "Z", "2025-Q4", "missing"), cell("A", "Z", "2026-Q1", "not_due"), cell("A", "Z", "2025", "not_applicable"),
    )  # fmt: skip
    found = completeness.reminders(frame, AS_OF)
    assert found.to_numpy().tolist() == [
        # From 10 April 2025 to 15 January 2026: 20 + 31 + 30 + 31 + 31 + 30 + 31 + 30 + 31 + 15 days.
        [date(2025, 4, 10), 280, "2025-Q1", "B", "Xã B", (("Y", 2, 3),)],
        [date(2026, 1, 10), 5, "2025", "B", "Xã B", (("X", 1, 1),)],
        [date(2026, 1, 10), 5, "2025-Q4", "A", "Xã A", (("X", 1, 1),)],
        [date(2026, 1, 10), 5, "2025-Q4", "B", "Xã B", (("X", 1, 1), ("Z", 1, 1))],
    ]
    assert list(completeness.reminders(frame.iloc[:0], AS_OF).columns) == completeness.REMINDERS


def test_deadlines_of_the_next_days_or_the_next_one_alone():
    frame = facts(
        cell("A", "X", "2025-Q4", "missing"),  # due before
        cell("A", "Y", "2025-Q4", "not_due", days=15), cell("B", "Y", "2025-Q4", "on_time", days=15),
        cell("C", "Y", "2025-Q4", "not_applicable", days=15), cell("A", "Z", "2025-Q4", "not_due", days=15),
        cell("A", "X", "2026-Q1", "not_due"),
    )  # fmt: skip
    found = completeness.deadlines(frame, AS_OF, within=30)
    assert found.to_numpy().tolist() == [[date(2026, 1, 15), 0, "2025-Q4", ("Y", "Z"), 1, 3]]
    # Nothing in 30 days: the next one, however far.
    later = completeness.deadlines(frame, date(2026, 1, 16), within=30)
    assert later.to_numpy().tolist() == [[date(2026, 4, 10), 84, "2026-Q1", ("X",), 0, 1]]
    both = completeness.deadlines(frame, AS_OF, within=85)
    assert both["period"].tolist() == ["2025-Q4", "2026-Q1"]
    assert completeness.deadlines(frame, date(2027, 1, 1), within=30).empty
