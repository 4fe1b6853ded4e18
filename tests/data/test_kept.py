"""Rows kept in the database for the next step: there while the block lasts, and never after."""

import pytest
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from data_access.engine import reading, writing
from data_access.kept import Kept, Slices, kept, kept_rows
from data_access.protection.attack import attack
from data_access.reports import batches
from data_access.reports.rehearsal import review
from data_access.reports.submission import Receipt, Submission
from harness.small_world import OFFICER, RECEIVED, Report, apply, frame, newest_batch

PAIRS = {"indicator_id": "INTEGER", "period_id": "INTEGER"}


def left(engine: Engine) -> list[str]:
    """Temporary tables of the pool's connection."""
    with reading(engine) as connection:
        return inspect(connection).get_temp_table_names()


def rows(connection: Connection, table: Kept) -> list[tuple]:
    return [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))]


def test_the_rows_of_a_query_stay_while_the_block_lasts(engine: Engine):
    with writing(engine) as connection:
        query = "SELECT indicator_id, position FROM indicator WHERE code = :code"
        with kept(connection, Kept("work_some"), query, {"code": "PLAIN"}, index="position") as some:
            assert rows(connection, some) == [(2, 2)]
            assert inspect(connection).get_temp_table_names() == ["work_some"]
        assert inspect(connection).get_temp_table_names() == []


def test_rows_of_ours_stay_as_well_none_of_them_too(engine: Engine):
    columns = {"indicator_id": "INTEGER", "at_least": "DOUBLE PRECISION"}
    given = [{"indicator_id": 1, "at_least": 96.0}, {"indicator_id": 2, "at_least": None}]
    with writing(engine) as connection:
        with kept_rows(connection, Kept("work_some"), columns, given, key="indicator_id") as some:
            assert rows(connection, some) == [(1, 96.0), (2, None)]
        with kept_rows(connection, Kept("work_some"), columns, [], key="indicator_id") as none:
            assert rows(connection, none) == []


def test_two_of_one_name_at_a_time_are_an_error_and_not_each_others_rows(engine: Engine):
    with (
        pytest.raises(DBAPIError, match="work_some"),
        engine.connect() as connection,
        kept(connection, Kept("work_some"), "SELECT 1 AS one"),
        kept(connection, Kept("work_some"), "SELECT 2 AS one"),
    ):
        pytest.fail("the second one was made")


def test_slices_hold_the_rows_of_their_indicators_in_their_periods(engine: Engine):
    apply(
        engine, [Report("03160", 1, 9), Report("03160", 2, 9, period="2023"), Report("03160", 3, 9, indicator="PLAIN")]
    )
    with writing(engine) as connection:
        open_2023 = (
            "SELECT i.indicator_id, p.period_id FROM indicator i, period p WHERE i.code = 'OPEN' AND p.code = '2023'"
        )
        with kept(connection, Slices("work_some"), open_2023) as some:
            held = connection.scalars(text(f"SELECT numerator FROM observation o WHERE {some.hold('o')}"))
            assert list(held) == [2]
        with kept_rows(connection, Slices("work_some"), PAIRS, [], key="indicator_id, period_id") as none:
            assert connection.scalar(text(f"SELECT COUNT(*) FROM observation WHERE {none.hold('observation')}")) == 0


def test_nothing_is_left_of_applying_reviewing_withdrawing_and_attacking(engine: Engine):
    apply(engine, [Report("03160", 2, 9, indicator="GUARDED"), Report("03158", 30, 70, indicator="GUARDED")])
    assert left(engine) == []
    more = Submission(frame([Report("03155", 3, 8)]), kind="long", name="b.csv", content=b"b")
    review(engine, [more], Receipt("an", RECEIVED))
    assert left(engine) == []
    attack(engine, OFFICER)
    assert left(engine) == []
    batches.withdraw(engine, newest_batch(engine), "an")
    assert left(engine) == []


def test_nothing_is_left_of_what_failed_halfway_and_the_next_one_goes_through(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr("data_access.protection.hiding.hide", broken)
        with pytest.raises(ZeroDivisionError):
            apply(engine, [Report("03160", 2, 9)])
    assert left(engine) == []
    assert apply(engine, [Report("03160", 2, 9)]) == 1
