"""Bring a database to the newest schema: upwards only, in one transaction, after a backup."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from data_access.engine import keep_journal, reading, sqlite_path, writing
from data_access.errors import SchemaNewerError

HEAD = "0007"
"""The schema that this release reads and writes."""

_FOLDER = Path(__file__).parent / "migrations"
VERSIONS = _FOLDER / "versions"


def found(connection: Connection) -> str | None:
    """The schema of the database behind `connection`; None before the first migration."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    schema: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return schema


def upgrade(engine: Engine, *, versions: Path = VERSIONS, progress: Callable[[str], None] | None = None) -> Path | None:
    """Run the migrations that are missing; returns the backup made before, if one was needed.

    A SQLite file with data is copied beside itself, to NAME.SCHEMA.DAY.backup; on PostgreSQL backups are the
    administrator's. All or nothing: a failed migration leaves schema and data as they were.

    versions: the folder of migrations. Raises SchemaNewerError, DatabaseLockedError.
    """
    config = _config(versions)
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision for script in scripts.walk_revisions()}
    head = scripts.get_current_head()
    with reading(engine) as connection:
        before = found(connection)
    if before is not None and before not in known:
        raise SchemaNewerError(found=before)
    if before == head:
        return None
    keep_journal(engine)
    with writing(engine) as connection:
        # Another process may have come first while we waited for the lock.
        before = found(connection)
        if before == head:
            return None
        backup = _backup(engine, before) if before is not None else None
        if backup is not None and progress is not None:
            progress(str(backup))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return backup


def _config(versions: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("version_locations", str(versions).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config


def _backup(engine: Engine, schema: str) -> Path | None:
    path = sqlite_path(engine)
    if path is None:
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = path.with_name(f"{path.name}.{schema}.{stamp}.backup")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return target
