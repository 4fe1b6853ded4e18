"""A file that came in before and was overtaken: what stands is said, and how to have the file's figures again."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from base.texts import Texts
from data_access.reports import batches
from data_access.reports.rehearsal import review
from data_access.reports.submission import Receipt, Submission
from harness.small_world import Report, frame, newest_batch
from intake.checked import nothing_new

RECEIPT = Receipt("an", datetime(2026, 1, 15, 5, tzinfo=UTC))


def sent(name: str, numerator: int) -> Submission:
    rows = frame([Report("03160", numerator, 125, period="2025-Q3")])
    return Submission(rows, kind="long", name=name, content=name.encode())


def test_a_file_sent_again_after_another_changed_its_cells_is_told_so(engine: Engine):
    first, second = sent("a.csv", 100), sent("b.csv", 110)
    batches.apply(engine, [first], RECEIPT)
    found = review(engine, [first], RECEIPT)
    assert (found.nothing, found.replaced_by) == (True, ())
    assert "in the database already" in nothing_new(found.replaced_by, Texts("en"))
    batches.apply(engine, [second], RECEIPT)
    found = review(engine, [first], RECEIPT)
    assert (found.nothing, found.replaced_by) == (True, ("b.csv",))
    assert "later imports changed some of its figures: b.csv" in nothing_new(found.replaced_by, Texts("en"))
    batches.withdraw(engine, newest_batch(engine), "an")
    assert review(engine, [first], RECEIPT).replaced_by == ()


def test_a_later_file_with_the_same_figures_changed_nothing(engine: Engine):
    first, second = sent("a.csv", 100), sent("b.csv", 100)
    batches.apply(engine, [first], RECEIPT)
    batches.apply(engine, [second], RECEIPT)
    assert review(engine, [first], RECEIPT).replaced_by == ()
