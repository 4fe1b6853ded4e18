"""Connections: one engine a process, reading and writing apart, every driver error under one of our names.

SQLite waits for a lock, reads while another writes (WAL) and takes the write lock at once (BEGIN IMMEDIATE);
PostgreSQL takes one advisory lock for the same effect: there is one writer at a time on both.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, DisconnectionError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from data_access.answers import ANSWER_S, WRITE_ANSWER_S, Patient
from data_access.errors import (
    DatabaseLockedError,
    DatabaseMissingError,
    DatabaseUnreachableError,
    DataError,
    DiskFullError,
    NotADatabaseError,
    SchemaOlderError,
)

__all__ = [
    "Connection", "Engine", "keep_journal", "name_error", "open_engine", "reading", "rehearsing", "sqlite_path", "utc", "writing",
]  # fmt: skip

WRITER_LOCK = 0x0C_41_1D_A7
"""Key of PostgreSQL's advisory lock for writers; any constant that no other program on the server uses."""

READ_WAIT_S = 5.0
"""How long a page waits for a lock."""

WRITE_WAIT_S = 60.0
"""How long an import or a start waits for the one before it; the demo takes about 10 s."""

_WRITE_CACHE_KB = 64_000
"""Pages that a large import keeps in memory instead of writing each of them many times."""

_WRITING = {"child_atlas_writing": True}


def sqlite_path(engine: Engine) -> Path | None:
    """The file behind `engine`; None if it is not SQLite."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    return Path(engine.url.database).resolve()


def utc(moment: datetime | None) -> datetime | None:
    """An instant as the database gives it, with its zone: SQLite forgets that it is UTC."""
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)


def open_engine(url: str, *, create: bool = False, write_wait_s: float = WRITE_WAIT_S) -> Engine:
    """An engine for `url` (`base.settings.database_url`). Connects to nothing yet.

    create: make a SQLite file that is missing; otherwise its absence is an error and no empty file appears.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(url, Path(str(parsed.database)).resolve(), create=create, write_wait_s=write_wait_s)
    return _postgresql(url, write_wait_s)


def _postgresql(url: str, write_wait_s: float) -> Engine:
    engine = create_engine(
        url,
        pool_pre_ping=True,
        pool_size=5,
        max_overflow=10,
        pool_timeout=READ_WAIT_S,
        connect_args={
            "connect_timeout": int(READ_WAIT_S),
            # A line that died without a word is noticed within half a minute, not after hours.
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": int(ANSWER_S * 1000),
        },
    )

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: object, _record: object, arguments: list[Any], named: dict[str, Any]) -> Patient:
        return Patient.connect(*arguments, **named)

    @event.listens_for(engine, "checkin")
    def _rested(connection: Patient | None, _record: object) -> None:
        if connection is not None:
            connection.answer_s = ANSWER_S

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("child_atlas_writing"):
            patient: Any = connection.connection.dbapi_connection
            patient.answer_s = max(WRITE_ANSWER_S, write_wait_s)
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{int(write_wait_s * 1000)}ms'")
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER_LOCK})

    return engine


def _sqlite(url: str, path: Path, *, create: bool, write_wait_s: float) -> Engine:
    mode = "rwc" if create else "rw"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"file:{quote(str(path))}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
        )
        connection.execute(f"PRAGMA busy_timeout = {int(READ_WAIT_S * 1000)}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    engine = create_engine(url, creator=connect)

    @event.listens_for(engine, "connect")
    def _remember(_: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
        record.info["inode"] = os.stat(path).st_ino

    @event.listens_for(engine, "checkout")
    def _same_file(_: sqlite3.Connection, record: ConnectionPoolEntry, __: object) -> None:
        # A pooled connection would go on reading a file that was deleted or replaced by a backup.
        try:
            current = os.stat(path).st_ino
        except FileNotFoundError:
            current = -1
        if record.info.get("inode") != current:
            raise DisconnectionError(f"{path} is another file now")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("child_atlas_writing"):
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(write_wait_s * 1000)}")
            connection.exec_driver_sql(f"PRAGMA cache_size = -{_WRITE_CACHE_KB}")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            # Past SQLAlchemy's events: a read is one statement, and query counts count questions.
            connection.connection.cursor().execute("BEGIN")

    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection to read by, in one transaction.

    Raises DatabaseMissingError, DatabaseLockedError, DatabaseUnreachableError, NotADatabaseError, SchemaOlderError.
    """
    with _named(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in one transaction that holds the write lock from its start; commits at the end, undoes all on an error.

    Raises as `reading`.
    """
    with _named(engine), engine.connect().execution_options(**_WRITING) as connection, connection.begin():
        yield connection


@contextmanager
def rehearsing(engine: Engine) -> Iterator[Connection]:
    """As `writing`, but nothing stays: to see what a change would do before anybody asks for it.

    Raises as `reading`.
    """
    with _named(engine), engine.connect().execution_options(**_WRITING) as connection:
        transaction = connection.begin()
        try:
            yield connection
        finally:
            transaction.rollback()


def keep_journal(engine: Engine) -> None:
    """Switch a SQLite file to write-ahead logging, once for ever: readers then never wait for a writer.

    Raises DatabaseLockedError. SQLite does not wait for a lock here by itself, so two first starts would collide.
    """
    if sqlite_path(engine) is None:
        return
    until = time.monotonic() + READ_WAIT_S
    while True:
        try:
            with _named(engine), closing(engine.raw_connection()) as pooled:
                pooled.cursor().execute("PRAGMA journal_mode = WAL")
            return
        except DatabaseLockedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


@contextmanager
def _named(engine: Engine) -> Iterator[None]:
    try:
        yield
    except DataError:
        raise
    except (SQLAlchemyError, sqlite3.Error) as error:
        named = name_error(engine, error)
        if named is None:
            raise
        raise named from error


def name_error(engine: Engine, error: Exception) -> DataError | None:
    """Our name for a driver's error; None for one that can only be a mistake of ours."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    path = sqlite_path(engine)
    if path is not None:
        return _sqlite_error(cause, path)
    state = getattr(cause, "sqlstate", None)
    if state == "42P01":
        return SchemaOlderError()
    if state == "53100":
        return DiskFullError(path=engine.url.database)
    if state in ("55P03", "57014", "40P01"):
        return DatabaseLockedError()
    if state and state[:2] in ("22", "23", "42"):
        return None
    return DatabaseUnreachableError(reason=_first_line(cause))


def _sqlite_error(cause: object, path: Path) -> DataError | None:
    said = str(cause)
    if isinstance(cause, DisconnectionError) or not path.exists():
        return DatabaseMissingError(path=path)
    if "locked" in said or "busy" in said:
        return DatabaseLockedError()
    if "disk is full" in said:
        return DiskFullError(path=path)
    if "no such table" in said:
        return SchemaOlderError()
    if "not a database" in said or "malformed" in said:
        return NotADatabaseError(path=path)
    if isinstance(cause, sqlite3.OperationalError) and "syntax" not in said and "no such column" not in said:
        return DatabaseUnreachableError(reason=_first_line(cause))
    return None


def _first_line(cause: object) -> str:
    return str(cause).strip().split("\n")[0].rstrip(".") or type(cause).__name__
