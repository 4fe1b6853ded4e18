"""The schema: from nothing to the newest, with a backup, upwards only, and refused where it is not ours."""

import importlib.util
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError

from data_access import migrate, queries
from data_access.edition import Edition
from data_access.engine import open_engine, reading, writing
from data_access.errors import (
    DatabaseLockedError,
    DatabaseMissingError,
    DatabaseUnreachableError,
    MigrationsGoUpError,
    NotADatabaseError,
    SchemaNewerError,
    SchemaOlderError,
)
from data_access.tables import metadata
from harness.small_world import Report, apply

_NEXT = '''"""Stand-in for the next release."""
from alembic import op
revision, down_revision = "later", "{head}"

def upgrade():
    op.execute("CREATE TABLE later (x INTEGER)")
    {then}
'''


@pytest.fixture
def next_release(tmp_path: Path) -> Path:
    """Today's migrations and one more that works."""
    folder = Path(shutil.copytree(migrate.VERSIONS, tmp_path / "versions"))
    (folder / "9999_later.py").write_text(_NEXT.format(head=migrate.HEAD, then=""))
    return folder


def tables(engine: Engine) -> set[str]:
    with reading(engine) as connection:
        return set(inspect(connection).get_table_names())


def test_the_migrations_make_the_tables_that_the_code_knows(empty_url: str):
    engine = open_engine(empty_url, create=True)
    assert migrate.upgrade(engine) is None
    with reading(engine) as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
        assert migrate.found(connection) == migrate.HEAD
        assert connection.execute(text("SELECT * FROM published")).all() == []
    engine.dispose()


def test_versions_of_before_get_a_stamp_each_when_the_schema_goes_up(empty_url: str, tmp_path: Path):
    before = Path(shutil.copytree(migrate.VERSIONS, tmp_path / "versions"))
    for later in ("0005_stamp.py", "0006_boundary_files.py", "0007_kinds_of_figures.py"):
        (before / later).unlink()
    engine = open_engine(empty_url, create=True)
    migrate.upgrade(engine, versions=before)
    row = "INSERT INTO data_version (version, at, actor, cause) VALUES (:version, '2026-01-15 05:00:00+00:00', 'an', 'applied')"
    with writing(engine) as connection:
        connection.execute(text(row), [{"version": version} for version in (1, 2, 3)])
    migrate.upgrade(engine)
    with reading(engine) as connection:
        found = connection.execute(text("SELECT version, actor, stamp FROM data_version ORDER BY version")).all()
    assert [tuple(each[:2]) for each in found] == [(1, "an"), (2, "an"), (3, "an")]
    stamps = {each.stamp for each in found}
    assert len(stamps) == 3
    assert all(re.fullmatch("[0-9a-f]{16}", stamp) for stamp in stamps)
    assert queries.state(engine).edition == Edition(3, found[-1].stamp)
    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(text(row), {"version": 4})
    engine.dispose()


def test_head_is_the_last_migration():
    last = max(path.name for path in migrate.VERSIONS.glob("[0-9]*.py"))
    assert last.startswith(migrate.HEAD)


def test_nothing_happens_the_second_time(engine: Engine):
    before = tables(engine)
    assert migrate.upgrade(engine) is None
    assert tables(engine) == before


def test_before_a_migration_a_sqlite_file_is_backed_up_with_its_data(
    engine: Engine, next_release: Path, tmp_path: Path
):
    apply(engine, [Report("03154", 40, 50)])
    backup = migrate.upgrade(engine, versions=next_release)
    assert "later" in tables(engine)
    if engine.dialect.name == "postgresql":
        assert backup is None
        return
    assert backup is not None
    assert backup.parent == tmp_path
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("SELECT numerator FROM observation").fetchall() == [(40.0,)]
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [(migrate.HEAD,)]


def test_a_migration_that_fails_leaves_schema_and_data_as_they_were(engine: Engine, next_release: Path):
    apply(engine, [Report("03154", 40, 50)])
    (next_release / "9999_later.py").write_text(_NEXT.format(head=migrate.HEAD, then="raise RuntimeError('half way')"))
    with pytest.raises(RuntimeError, match="half way"):
        migrate.upgrade(engine, versions=next_release)
    assert "later" not in tables(engine)
    assert queries.state(engine).version == 1


def test_a_newer_schema_is_refused(engine: Engine):
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaNewerError, match="9999"):
        migrate.upgrade(engine)
    with pytest.raises(SchemaNewerError, match="9999"):
        queries.state(engine)


def test_an_older_schema_is_named_to_readers(engine: Engine):
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(SchemaOlderError):
        queries.state(engine)


def test_a_database_without_tables_is_named_to_readers(empty_url: str):
    engine = open_engine(empty_url, create=True)
    with pytest.raises(SchemaOlderError):
        queries.state(engine)
    engine.dispose()


def test_migrations_do_not_go_down():
    path = next(migrate.VERSIONS.glob("0001*.py"))
    spec = importlib.util.spec_from_file_location("first", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with pytest.raises(MigrationsGoUpError):
        module.downgrade()


def test_a_missing_file_is_named_and_not_made(tmp_path: Path):
    path = tmp_path / "gone.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    with pytest.raises(DatabaseMissingError, match="gone.sqlite"):
        queries.state(engine)
    assert not path.exists()


def test_a_file_that_is_removed_under_a_running_server_is_missing(sqlite_template: Path, tmp_path: Path):
    path = Path(shutil.copy(sqlite_template, tmp_path / "atlas.sqlite"))
    engine = open_engine(f"sqlite:///{path}")
    queries.state(engine)
    path.unlink()
    with pytest.raises(DatabaseMissingError):
        queries.state(engine)
    engine.dispose()


def test_another_file_is_no_database(tmp_path: Path):
    path = tmp_path / "letter.sqlite"
    path.write_text("Dear colleague, " * 100)
    engine = open_engine(f"sqlite:///{path}")
    with pytest.raises(NotADatabaseError, match="letter.sqlite"):
        queries.state(engine)
    engine.dispose()


def test_a_server_that_is_down_is_named():
    engine = open_engine("postgresql+psycopg://atlas@/atlas?host=/nonexistent")
    with pytest.raises(DatabaseUnreachableError):
        queries.state(engine)
    engine.dispose()


def test_a_second_writer_waits_and_then_says_locked_while_readers_go_on(url: str):
    first, second = open_engine(url), open_engine(url, write_wait_s=0.3)
    with writing(first):
        assert queries.state(second).version == 0
        with pytest.raises(DatabaseLockedError):
            apply(second, [Report("03154", 40, 50)])
    assert apply(second, [Report("03154", 40, 50)]) == 1
    first.dispose()
    second.dispose()


def test_a_reader_kept_out_says_locked(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("data_access.engine.READ_WAIT_S", 0.1)
    path = Path(shutil.copy(sqlite_template, tmp_path / "atlas.sqlite"))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        engine = open_engine(f"sqlite:///{path}")
        with pytest.raises(DatabaseLockedError):
            queries.state(engine)
        engine.dispose()
