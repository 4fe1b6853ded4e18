"""Batches go in whole or not at all, and come out without a trace."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from base.texts import Texts
from data_access import errors, queries
from data_access.edition import Edition
from data_access.engine import reading, writing
from data_access.errors import RefusedReportsError
from data_access.reports import batches, carry
from data_access.reports.history import batches as all_batches
from data_access.reports.history import brings_demo_back, compared
from data_access.reports.submission import Receipt, Submission
from harness.small_world import NEW_DAY, OFFICER, OLD_DAY, RECEIVED, Report, apply, frame, newest_batch

_CURRENT = text("SELECT * FROM observation_current ORDER BY 1, 2, 3, 4, 5")


def current(engine: Engine) -> list[tuple]:
    """All of observation_current."""
    with reading(engine) as connection:
        return [tuple(row) for row in connection.execute(_CURRENT)]


def figures(engine: Engine) -> list[tuple]:
    """All of observation_current but what is hidden of it."""
    with reading(engine) as connection:
        rows = connection.execute(_CURRENT).mappings()
        return [tuple(cell for name, cell in row.items() if name not in ("hidden", "at_least")) for row in rows]


def count(engine: Engine, table: str) -> int:
    with reading(engine) as connection:
        return int(connection.scalar(text(f"SELECT COUNT(*) FROM {table}")) or 0)


FIRST = [
    Report("03154", 40, 50, indicator="PLAIN"),
    Report("03155", 30, 40, indicator="PLAIN"),
    Report("03154", 20, 26, indicator="PLAIN", stratum="ethnic=mong"),
    Report("03154", 20, 24, indicator="PLAIN", stratum="ethnic=thai"),
    Report("03199", 4, 8, indicator="GUARDED"),
    Report("11", 95, 100, kind="province", collection="press"),
]


def test_withdrawing_restores_exactly_what_was_there(engine: Engine):
    apply(engine, FIRST)
    before = current(engine)
    apply(engine, [Report("03154", 41, 51, indicator="PLAIN"), Report("03160", 1, 9), Report("03199", 8, 8, indicator="GUARDED"),
                   Report("11", 96, 100, kind="province", collection="press"), Report("03161", 3, 9, period="2023")])  # fmt: skip
    assert current(engine) != before
    batches.withdraw(engine, newest_batch(engine), "an")
    assert current(engine) == before


def test_withdrawing_the_earlier_of_two_keeps_the_later(engine: Engine):
    apply(engine, [Report("03160", 1, 10), Report("03161", 2, 10)])
    first = newest_batch(engine)
    apply(engine, [Report("03160", 5, 10)])
    batches.withdraw(engine, first, "an")
    shown = queries.former(engine, "03160", "OPEN")
    assert shown[["code", "numerator"]].to_numpy().tolist() == [["03160", 5]]


def test_withdrawing_all_leaves_nothing_to_show_and_everything_on_record(engine: Engine):
    apply(engine, FIRST)
    version = batches.withdraw(engine, newest_batch(engine), "an")
    assert current(engine) == []
    assert count(engine, "observation") == len(FIRST)
    assert queries.state(engine).version == version
    assert queries.state(engine).cause == "withdrawn"


def test_a_batch_is_withdrawn_once(engine: Engine):
    apply(engine, FIRST)
    batches.withdraw(engine, newest_batch(engine), "an")
    with pytest.raises(errors.UnknownBatchError):
        batches.withdraw(engine, newest_batch(engine), "an")


def test_the_same_file_twice_changes_nothing(engine: Engine):
    version = apply(engine, FIRST, content=b"one file")
    before = current(engine)
    assert apply(engine, [Report("03154", 1, 2)], content=b"one file") == version
    assert current(engine) == before
    assert count(engine, "batch") == 1


def test_a_withdrawn_file_may_come_again(engine: Engine):
    apply(engine, FIRST, content=b"one file")
    before = current(engine)
    batches.withdraw(engine, newest_batch(engine), "an")
    apply(engine, FIRST, content=b"one file")
    assert current(engine) == before


def test_the_first_real_batch_withdraws_the_demo_in_one_version(engine: Engine):
    apply(engine, [Report("03154", 40, 50), Report("03160", 3, 4)], is_demo=True)
    state = queries.state(engine)
    assert (state.is_demo, state.as_of, state.cause) == (True, date(2026, 1, 15), "demo")
    version = apply(engine, [Report("03154", 9, 10)])
    after = queries.state(engine)
    assert (after.version, after.is_demo, after.cause) == (version, False, "applied")
    assert version == state.version + 1
    shown = queries.values(engine, ["OPEN"], ["2024"])
    assert shown[["code", "numerator"]].to_numpy().tolist() == [["03158", 9], ["11", 9]]


DEMO = [Report("03154", 40, 50), Report("03160", 3, 4), Report("03158", 30, 60, indicator="GUARDED", period="2025")]


def test_withdrawing_the_only_real_reports_brings_the_demo_back_and_keeps_what_was_between(engine: Engine):
    apply(engine, DEMO, is_demo=True)
    before, seen = current(engine), queries.state(engine)
    between = apply(engine, [Report("03154", 9, 10)])
    assert brings_demo_back(all_batches(engine), newest_batch(engine))
    version = batches.withdraw(engine, newest_batch(engine), "an")
    assert current(engine) == before
    after = queries.state(engine)
    assert (after.is_demo, after.as_of, after.cause, after.version) == (True, seen.as_of, "withdrawn", between + 1)
    # What was in force at the version between is told as it was: the demo's figures were out.
    figures = compared(engine, seen.version, between, OFFICER)
    assert figures["what"].value_counts().to_dict() == {"removed": 2, "changed": 1}
    assert compared(engine, seen.version, version, OFFICER).empty
    apply(engine, [Report("03154", 9, 10)], content=b"corrected")
    assert not queries.state(engine).is_demo
    batches.withdraw(engine, newest_batch(engine), "an")
    assert current(engine) == before


def test_the_demo_stays_out_while_other_reports_are_in_force_and_where_it_never_was(engine: Engine):
    apply(engine, DEMO, is_demo=True)
    apply(engine, [Report("03154", 9, 10)])
    first = newest_batch(engine)
    apply(engine, [Report("03155", 5, 10)])
    assert not brings_demo_back(all_batches(engine), first)
    batches.withdraw(engine, first, "an")
    assert not queries.state(engine).is_demo
    assert brings_demo_back(all_batches(engine), newest_batch(engine))


def test_no_demo_after_real_reports(engine: Engine):
    apply(engine, FIRST)
    with pytest.raises(errors.DemoAfterReportsError):
        apply(engine, [Report("03154", 40, 50)], is_demo=True)


@pytest.mark.parametrize(
    ("bad", "error", "named"),
    [
        (Report("03154", 1, 2, indicator="NONE", row=7), errors.UnknownIndicatorError, "NONE"),
        (Report("99999", 1, 2, row=7), errors.UnknownAreaError, "99999"),
        (Report("03154", 1, 2, day=NEW_DAY, row=7), errors.UnknownAreaError, "03154"),
        (Report("03158", 1, 2, day=NEW_DAY, row=7), errors.AreaOutOfPeriodError, "03158 2024"),
        (Report("03158", 1, 2, day=OLD_DAY, period="2026", row=7), errors.AreaOutOfPeriodError, "03158 2026"),
        (Report("03154", 1, 2, period="2024-Q5", row=7), errors.UnknownPeriodError, "2024-Q5"),
        (Report("03154", 1, 2, collection="gossip", row=7), errors.UnknownCollectionError, "gossip"),
        (Report("03154", -1, 2, row=7), errors.BadFigureError, "OPEN 03154"),
        (Report("03154", None, row=7), errors.BadFigureError, "OPEN 03154"),
        (Report("03154", 1, 2, blank="removed", row=7), errors.BadFigureError, "OPEN 03154"),
        (Report("03160", 3, 4, row=7), errors.RepeatedRowError, "OPEN 2024 03160"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_and_nothing_is_written(
    engine: Engine, bad: dict, error: type[RefusedReportsError], named: str
):
    with pytest.raises(error) as raised:
        apply(engine, [Report("03160", 1, 2, row=6), bad])
    said = raised.value.text(Texts("en"))
    assert named in said
    assert "rows 7)" in said
    assert [count(engine, t) for t in ("observation", "batch", "data_version", "stored_file")] == [0, 0, 0, 0]


def test_rows_without_a_sheet_are_counted_from_one_and_long_lists_are_cut(engine: Engine):
    with pytest.raises(errors.UnknownAreaError) as raised:
        apply(engine, [Report("03160", 1, 2)] + [Report(f"9{n:04d}", 1, 2) for n in range(30)])
    assert "(rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …)" in str(raised.value)


def test_an_area_without_a_day_is_that_of_the_period(engine: Engine):
    rows = frame([Report("03158", 1, 2), Report("03158", 3, 4, period="2025")]).assign(area_valid_from=None)
    submission = Submission(rows, kind="long", name="dai.csv", content=b"")
    batches.apply(engine, [submission], Receipt("an", RECEIVED))
    names = pd.concat([queries.former(engine, "03158", "OPEN"), queries.values(engine, ["OPEN"], ["2025"])])["name"]
    assert list(names) == ["Leng Su Sìn", "Sín Thầu", "Điện Biên"]


def test_over_a_hundred_percent_is_kept(engine: Engine):
    apply(engine, [Report("03160", 12, 10, period="2025")])
    assert queries.values(engine, ["OPEN"], ["2025"])["numerator"].tolist() == [12, 12]


keys = st.tuples(
    st.sampled_from(["OPEN", "GUARDED", "PLAIN"]),
    st.sampled_from(["2023", "2024"]),
    st.sampled_from(["03154", "03155", "03160", "03161", "03199"]),
    st.sampled_from(["", "ethnic=mong", "ethnic=thai"]),
)
batch_rows = st.dictionaries(keys, st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=8)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batch_list=st.lists(batch_rows, min_size=2, max_size=4), gone=st.data())
def test_any_order_of_going_in_and_out_ends_where_the_rest_alone_would(engine: Engine, batch_list, gone):
    """Whatever overlaps: withdrawing a batch equals never having had it, but for what is hidden: what was shown stays known."""
    with writing(engine) as connection:
        for table in ("published_cell", "observation_current", "observation", "data_version", "batch", "stored_file"):
            connection.execute(text(f"DELETE FROM {table}"))
    ids = []
    for number, rows in enumerate(batch_list):
        made = [
            Report(code, float(low), float(low + more), indicator=indicator, period=period, stratum=stratum)
            for (indicator, period, code, stratum), (low, more) in rows.items()
        ]
        apply(engine, made, content=str(number).encode())
        ids.append(newest_batch(engine))
    out = gone.draw(st.sampled_from(ids))
    batches.withdraw(engine, out, "an")
    step_by_step = figures(engine)
    with writing(engine) as connection:
        connection.execute(text("DELETE FROM observation WHERE batch_id = :gone"), {"gone": out})
        connection.execute(text("DELETE FROM observation_current"))
        carry.recompute_all(connection)
    assert figures(engine) == step_by_step


def test_each_version_has_a_stamp_of_its_own(engine: Engine):
    assert queries.state(engine).edition == Edition(0, "")
    editions = []
    for numerator in (40, 41):
        apply(engine, [Report("03154", numerator, 50)])
        editions.append(queries.state(engine).edition)
    assert [each.version for each in editions] == [1, 2]
    assert len({each.stamp for each in editions}) == 2
