"""Save the database: table by table, a few rows at a time, so that a million observations need little memory."""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, Engine, Table, case, select

from base.settings import province
from data_access import migrate
from data_access.archive.contents import (
    MANIFEST,
    TABLES,
    ArchiveExistsError,
    Manifest,
    Part,
    Progress,
    arrow_schema,
    at_once,
    member,
    silent,
)
from data_access.engine import reading, utc
from data_access.errors import SchemaOlderError
from data_access.reports import batches
from data_access.tables import area

_DAY = (1980, 1, 1, 0, 0, 0)  # the same database gives the same bytes, but for the manifest's own instant


def save(engine: Engine, target: Path, *, progress: Progress | None = None) -> Manifest:
    """Write everything that is in the database to `target`, for its owner's eyes only (mode 0600).

    One snapshot: what is applied meanwhile is not in it. The file appears when it is complete.
    Raises ArchiveExistsError, SchemaOlderError, OSError (folder missing or full).
    """
    if target.exists():
        raise ArchiveExistsError(file=target.name)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            manifest = _write(engine, out, progress or silent)
            out.flush()
            os.fsync(out.fileno())
        if target.exists():
            raise ArchiveExistsError(file=target.name)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return manifest


def _write(engine: Engine, out: IO[bytes], progress: Progress) -> Manifest:
    if engine.dialect.name == "postgresql":
        # By default each statement there sees what was committed before it; SQLite keeps one snapshot by itself.
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    parts: dict[str, Part] = {}
    # Parquet is compressed in itself; a stored member can't unpack to more than its size.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive, reading(engine) as connection:
        schema = migrate.found(connection)
        if schema != migrate.HEAD:
            raise SchemaOlderError
        for step, table in enumerate(TABLES, start=1):
            progress(step, len(TABLES), table.name)
            parts[member(table)] = _table(connection, table, archive)
        manifest = Manifest(
            schema=schema, province=province().code, data_version=batches.current_version(connection),
            saved_at=datetime.now(UTC).isoformat(timespec="seconds"), parts=parts,
        )  # fmt: skip
        archive.writestr(zipfile.ZipInfo(MANIFEST, _DAY), manifest.dumped())
    return manifest


class _Counted:
    """A member of the zip that is written piece by piece: a file object that counts and hashes."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._out = archive.open(zipfile.ZipInfo(name, _DAY), "w", force_zip64=True)
        self._hash = hashlib.sha256()
        self._bytes = 0

    def __enter__(self) -> "_Counted":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def closed(self) -> bool:
        return self._out.closed

    def write(self, piece: Any) -> int:
        content = bytes(piece)
        self._hash.update(content)
        self._bytes += len(content)
        return self._out.write(content)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        self._out.close()

    def part(self, rows: int) -> Part:
        return Part(rows=rows, bytes=self._bytes, sha256=self._hash.hexdigest())


def _table(connection: Connection, table: Table, archive: zipfile.ZipFile) -> Part:
    schema, rows = arrow_schema(table), 0
    with (
        _Counted(archive, member(table)) as out,
        pq.ParquetWriter(pa.PythonFile(out, "w"), schema, compression="zstd") as parquet,
    ):
        for piece in _pieces(connection, table):
            parquet.write_table(pa.table([*piece], schema=schema))
            rows += len(piece[0])
    return out.part(rows)


def _pieces(connection: Connection, table: Table) -> Iterator[list[list[Any]]]:
    """The rows in the order of their key, a few at a time, as a list of values per column."""
    order: list[Any] = list(table.primary_key.columns)
    if table is area:
        # Whoever restores row by row meets an area after the one above it.
        order = [case({"country": 0, "province": 1}, value=area.c.kind, else_=2), *order]
    instants = [n for n, column in enumerate(table.columns) if getattr(column.type, "timezone", False)]
    found = connection.execution_options(stream_results=True).execute(select(table).order_by(*order))
    for piece in found.partitions(at_once(table)):
        columns = [list(column) for column in zip(*piece, strict=True)]
        for n in instants:
            columns[n] = [utc(moment) for moment in columns[n]]
        yield columns
