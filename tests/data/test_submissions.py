"""Several files at once, what they change, who came between, and what lies between two versions."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text

from base.texts import Texts
from data_access import queries
from data_access.edition import Edition
from data_access.engine import reading
from data_access.errors import ChangedMeanwhileError, RepeatedAcrossFilesError, ReviewedElsewhereError, UnknownAreaError
from data_access.reports import batches, history
from data_access.reports.rehearsal import review
from data_access.reports.submission import Receipt, Submission
from harness.small_world import NEW_DAY, OFFICER, Report, apply, frame, newest_batch
from indicators import findings
from indicators.findings import Level, Rule
from tests.data.test_batches import count, current

NOW = datetime(2026, 2, 1, 3, tzinfo=UTC)
FIRST = [Report("03160", 455, 510, period="2025", day=NEW_DAY), Report("03158", 90, 100, period="2025", day=NEW_DAY)]


def submission(*rows: Report, name: str = "bao_cao.xlsx", **fields: object) -> Submission:
    return Submission(frame(rows), kind="long", name=name, content=f"{name} {rows}".encode(), **fields)


def put(engine: Engine, *files: Submission, base: Edition | None = None) -> int:
    return batches.apply(engine, files, Receipt("an", NOW, base=base))


def test_files_go_in_together_as_one_version_and_come_out_one_by_one(engine: Engine):
    one = submission(Report("03160", 1, 10, period="2025", day=NEW_DAY), name="a.xlsx")
    two = submission(Report("03158", 2, 10, period="2025", day=NEW_DAY), name="b.xlsx")
    assert put(engine, one, two) == 1
    assert history.batches(engine)[["name", "applied_version", "rows", "added"]].to_numpy().tolist() == [
        ["b.xlsx", 1, 1, 1], ["a.xlsx", 1, 1, 1]]  # fmt: skip
    batches.withdraw(engine, newest_batch(engine), "an")
    shown = queries.values(engine, ["OPEN"], ["2025"])
    assert shown[shown["kind"] == "commune"][["code", "numerator"]].to_numpy().tolist() == [["03160", 1]]


def test_one_bad_file_keeps_all_of_them_out(engine: Engine):
    good = submission(FIRST[0], name="a.xlsx")
    bad = submission(Report("99999", 1, 2, period="2025", day=NEW_DAY), name="b.xlsx")
    with pytest.raises(UnknownAreaError):
        put(engine, good, bad)
    assert count(engine, "batch") == count(engine, "observation") == count(engine, "stored_file") == 0


def test_two_files_that_report_the_same_cell_are_refused_together(engine: Engine):
    one, two = submission(FIRST[0], name="a.xlsx"), submission(replace(FIRST[0], numerator=456), name="b.xlsx")
    with pytest.raises(RepeatedAcrossFilesError, match=r"OPEN 2025 03160 \(a.xlsx, b.xlsx\)"):
        put(engine, one, two)
    assert count(engine, "batch") == 0


def test_what_changes_is_counted_and_kept(engine: Engine):
    apply(engine, FIRST)
    put(
        engine,
        submission(
            Report("03160", 456, 510, period="2025", day=NEW_DAY),  # changed
            Report("03158", 90, 100, period="2025", day=NEW_DAY),  # the same
            Report("03200", 5, 10, period="2025", day=NEW_DAY),  # added
            Report("03201", None, period="2025", day=NEW_DAY, blank="removed"),  # was not there: nothing to remove
        ),
    )
    newest = history.batches(engine).iloc[0]
    assert newest[["rows", "added", "changed", "removed"]].tolist() == [4, 1, 1, 0]
    put(engine, submission(Report("03200", None, period="2025", day=NEW_DAY, blank="removed"), name="c.xlsx"))
    assert history.batches(engine).iloc[0][["added", "changed", "removed"]].tolist() == [0, 0, 1]


def test_a_review_tells_what_will_be_and_leaves_no_trace(engine: Engine):
    apply(engine, FIRST)
    before = current(engine), count(engine, "batch"), count(engine, "period"), queries.state(engine).version
    new = submission(
        Report("03160", 465, 510, period="2025", day=NEW_DAY), Report("03200", 5, 10, period="2025", day=NEW_DAY)
    )
    told = review(engine, [new], Receipt("an", NOW))
    assert (current(engine), count(engine, "batch"), count(engine, "period"), queries.state(engine).version) == before
    assert told.base == queries.state(engine).edition
    assert {w: told.count(w) for w in ("added", "changed", "removed", "same")} == {
        "added": 1,
        "changed": 1,
        "removed": 0,
        "same": 0,
    }
    assert told.communes.to_numpy().tolist() == [["03160", 0, 1, 0], ["03200", 1, 0, 0]]
    # The province by hand: 455 + 90 of 510 + 100 before; 465 + 90 + 5 of 510 + 100 + 10 after.
    assert told.totals[
        ["before_numerator", "before_denominator", "after_numerator", "after_denominator"]
    ].to_numpy().tolist() == [[545, 610, 560, 620]]
    assert told.examples[["code", "before_numerator", "after_numerator"]].to_numpy().tolist() == [["03160", 455, 465]]
    put(engine, new)
    province = queries.values(engine, ["OPEN"], ["2025"]).query("kind == 'province'")
    assert province[["numerator", "denominator"]].to_numpy().tolist() == [[560, 620]]


def test_reports_of_old_communes_show_on_those_of_today(engine: Engine):
    told = review(engine, [submission(Report("03198", 4, 8), Report("03199", 4, 8))], Receipt("an", NOW))
    assert told.communes.to_numpy().tolist() == [["03200", 2, 0, 0], ["03201", 1, 0, 0]]


def test_the_same_file_has_nothing_to_review(engine: Engine):
    new = submission(*FIRST)
    put(engine, new)
    told = review(engine, [new], Receipt("an", NOW))
    assert told.nothing
    assert told.changes.empty
    assert told.communes.empty


def test_two_officers_cannot_overwrite_each_other_unseen(engine: Engine):
    apply(engine, FIRST)
    seen = queries.state(engine).edition
    put(engine, submission(Report("03160", 456, 510, period="2025", day=NEW_DAY), name="binh.xlsx"), base=seen)
    with pytest.raises(ChangedMeanwhileError, match=r"binh.xlsx"):
        put(engine, submission(Report("03160", 457, 510, period="2025", day=NEW_DAY), name="chi.xlsx"), base=seen)
    assert count(engine, "batch") == 2
    # Another commune's figures disturb nobody, and who has seen the change may replace it.
    put(engine, submission(Report("03158", 91, 100, period="2025", day=NEW_DAY), name="dung.xlsx"), base=seen)
    seen = queries.state(engine).edition
    put(engine, submission(Report("03160", 457, 510, period="2025", day=NEW_DAY), name="chi.xlsx"), base=seen)


def test_a_figure_withdrawn_meanwhile_counts_as_changed(engine: Engine):
    apply(engine, FIRST)
    seen = queries.state(engine).edition
    batches.withdraw(engine, newest_batch(engine), "binh")
    with pytest.raises(ChangedMeanwhileError):
        put(engine, submission(Report("03160", 457, 510, period="2025", day=NEW_DAY)), base=seen)


def test_what_was_reviewed_on_data_that_are_gone_has_to_be_reviewed_again(engine: Engine):
    """After a backup was put back, whether or not as many versions came after it as before."""
    apply(engine, FIRST)
    stands = queries.state(engine).edition
    new = submission(Report("03200", 5, 10, period="2025", day=NEW_DAY))
    for gone in (Edition(stands.version, "0" * 16), Edition(stands.version + 1, "0" * 16), Edition(stands.version, "")):
        with pytest.raises(ReviewedElsewhereError):
            put(engine, new, base=gone)
    assert (queries.state(engine).edition, count(engine, "batch")) == (stands, 1)
    told = review(engine, [new], Receipt("an", NOW))
    assert put(engine, new, base=told.base) == stands.version + 1


def test_the_demo_gives_way_without_a_conflict(engine: Engine):
    apply(engine, FIRST, is_demo=True, content=b"demo")
    told = review(engine, [submission(Report("03160", 1, 10, period="2025", day=NEW_DAY))], Receipt("an", NOW))
    assert told.demo
    assert told.count("added") == 1
    assert told.totals[["before_numerator", "after_numerator"]].to_numpy().tolist() == [[545, 1]]
    put(engine, submission(Report("03160", 1, 10, period="2025", day=NEW_DAY)), base=Edition(0, ""))


def test_the_same_file_declared_otherwise_is_another_import(engine: Engine):
    rows = Report("03160", 9450, 9500, period="2025", day=NEW_DAY)
    read_as_vi = submission(rows, mapping_hash="vi")
    put(engine, read_as_vi)
    assert put(engine, read_as_vi) == 1
    assert put(engine, submission(rows, mapping_hash="en")) == 2


def test_findings_are_kept_with_who_let_them_pass_and_why(engine: Engine):
    rule = Rule("over_100", Level.WARNING, "coverage {coverage}", "check")
    found = findings.frame([findings.finding(rule, sheet="Biểu 1", row=7, col="D", value="520", coverage=102.0)])
    put(engine, submission(*FIRST, findings=found.assign(accepted_by="an", reason="trẻ chuyển đến"), refused=3))
    kept = history.batch_findings(engine, newest_batch(engine), OFFICER)
    assert kept[["rule", "row", "col", "value", "accepted_by", "reason"]].to_numpy().tolist() == [
        ["over_100", 7, "D", "520", "an", "trẻ chuyển đến"]
    ]
    assert findings.told("coverage {coverage}", kept.iloc[0].to_dict(), Texts("en")) == "coverage 102"
    assert history.batches(engine).iloc[0][["accepted", "refused"]].tolist() == [1, 3]


def test_the_original_comes_back_byte_for_byte(engine: Engine):
    new = submission(*FIRST)
    put(engine, new)
    assert history.original(engine, newest_batch(engine), OFFICER) == ("bao_cao.xlsx", new.content)


def test_any_two_versions_can_be_compared(engine: Engine):
    apply(engine, FIRST)  # 1
    put(engine, submission(Report("03160", 456, 510, period="2025", day=NEW_DAY), name="b.xlsx"))  # 2
    put(engine, submission(Report("03200", 5, 10, period="2025", day=NEW_DAY), name="c.xlsx"))  # 3
    batches.withdraw(engine, newest_batch(engine), "an")  # 4
    columns = ["code", "before_numerator", "after_numerator", "what"]

    def between(earlier: int, later: int) -> list[list[object]]:
        found = history.compared(engine, earlier, later, OFFICER)[columns].astype(object)
        return found.where(found.notna(), None).to_numpy().tolist()

    assert between(1, 2) == [["03160", 455, 456, "changed"]]
    assert between(2, 3) == [["03200", None, 5, "added"]]
    assert between(3, 4) == [["03200", 5, None, "removed"]]
    assert between(2, 4) == []
    assert between(0, 4) == [["03158", None, 90, "added"], ["03160", None, 456, "added"]]
    for earlier, later in ((1, 2), (2, 3), (3, 4), (2, 4), (0, 4)):
        listed = history.compared(engine, earlier, later, OFFICER)
        counted = history.compared_counts(engine, earlier, later)
        keys = ["indicator", "period", "what"]
        by_hand = listed.groupby(keys)["code"].agg(["size", "nunique"])
        assert counted.set_index(keys).sort_index().to_numpy().tolist() == by_hand.sort_index().to_numpy().tolist()
    assert history.versions(engine)["cause"].tolist() == ["withdrawn", "applied", "applied", "applied"]


def test_what_is_changed_at_once_is_stored_as_before(engine: Engine):
    """Rows go in past SQLAlchemy: their types must be those of the table."""
    put(engine, submission(replace(FIRST[0], row=7)))
    with reading(engine) as connection:
        row = connection.execute(text("SELECT sheet_row, reported_on, provisional, numerator FROM observation")).one()
    assert (row.sheet_row, str(row.reported_on), bool(row.provisional), row.numerator) == (
        7,
        "2025-01-10",
        False,
        455.0,
    )
