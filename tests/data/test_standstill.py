"""A full disk and a database that stands still are told in words, soon, and nothing is left behind."""

import errno
import os
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from data_access import answers
from data_access.engine import open_engine, reading, sqlite_path, writing
from data_access.errors import DatabaseUnreachableError, DiskFullError
from intake import folder
from intake.declared import Declared
from intake.folder import Draft


def test_a_database_without_room_says_which_disk(engine: Engine):
    if sqlite_path(engine) is None:
        pytest.skip("PostgreSQL's disk is not the test's to fill")

    def filled() -> None:
        with writing(engine) as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            connection.exec_driver_sql("CREATE TABLE filler (content BLOB)")
            connection.exec_driver_sql("INSERT INTO filler VALUES (randomblob(10000000))")

    with pytest.raises(DiskFullError) as full:
        filled()
    assert str(sqlite_path(engine)) in str(full.value)
    with reading(engine) as connection:
        found = connection.exec_driver_sql("SELECT COUNT(*) FROM sqlite_master WHERE name = 'filler'").scalar()
    assert found == 0


@pytest.mark.parametrize("at", ["original", "draft.json", "progress.json"])
def test_an_upload_without_room_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str):
    monkeypatch.setenv("CHILD_ATLAS_DATA", str(tmp_path))
    write = folder._write

    def full(path: Path, content: bytes) -> None:
        write(path, content)
        if at in path.name:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(folder, "_write", full)
    draft = Draft("a.csv", 1, "an", datetime(2026, 1, 1, tzinfo=UTC), Declared())
    with pytest.raises(DiskFullError):
        folder.made("0" * 16, draft, b"x")
    assert list((tmp_path / "intake").iterdir()) == []


def test_a_server_that_stands_still_is_given_up_and_asked_anew(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    if sqlite_path(engine) is not None:
        pytest.skip("SQLite has no server")
    monkeypatch.setattr(answers.Patient, "answer_s", 1.0)
    own = open_engine(engine.url.render_as_string(hide_password=False))

    def asked() -> None:
        with reading(own) as connection:
            pid = connection.scalar(text("SELECT pg_backend_pid()"))
            stopped.append(pid)
            os.kill(pid, signal.SIGSTOP)
            connection.scalar(text("SELECT 1"))

    stopped: list[int] = []
    try:
        began = time.monotonic()
        with pytest.raises(DatabaseUnreachableError):
            asked()
        assert time.monotonic() - began < 15
        with reading(own) as connection:
            assert connection.scalar(text("SELECT 1")) == 1
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)
        own.dispose()
