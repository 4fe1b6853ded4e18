"""Restore a database from an archive: everything is checked before anything is written, and written in one transaction."""

import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, Engine, Table, delete, func, insert, select, text
from sqlalchemy.exc import DBAPIError, OperationalError, StatementError

from base.settings import province
from base.texts import marked
from data_access import migrate
from data_access.archive.contents import (
    DERIVED,
    MANIFEST,
    TABLES,
    ArchiveOfOtherProvinceError,
    ArchiveOfOtherSchemaError,
    BadArchiveError,
    Manifest,
    Progress,
    ReportsPresentError,
    arrow_schema,
    at_once,
    member,
    silent,
)
from data_access.engine import writing
from data_access.reports import links
from data_access.tables import batch

_CHUNK = 1 << 20
_MANIFEST_BYTES = 1_000_000
_GROUP_BYTES = 2_000_000_000
"""No piece of a table that we wrote comes near; a Parquet file can be made to unpack to anything."""


def restore(engine: Engine, source: Path, *, progress: Progress | None = None) -> Manifest:
    """Make the database what it was when `source` was saved: every key, version and instant; all or nothing.

    Versions keep their stamps too: the same data, by the same name. What comes after is stamped anew, here as there.

    engine: a database of this schema into which nothing was imported yet (empty, or with the demo, which goes).
    Raises BadArchiveError, ArchiveOfOtherSchemaError, ArchiveOfOtherProvinceError, ReportsPresentError; then nothing is changed.
    """
    tell = progress or silent
    # Beside nothing else: the pieces are unprotected too, and the folder is the owner's alone.
    with tempfile.TemporaryDirectory(prefix="child-atlas-") as name:
        folder = Path(name)
        manifest = _unpacked(source, folder)
        if manifest.schema != migrate.HEAD:
            raise ArchiveOfOtherSchemaError(file=source.name, found=manifest.schema, expected=migrate.HEAD)
        if manifest.province != province().code:
            raise ArchiveOfOtherProvinceError(file=source.name, found=manifest.province, expected=province().code)
        for table in TABLES:
            _check_table(source, folder / member(table), table, manifest.parts[member(table)].rows)
        with writing(engine) as connection:
            _refuse_reports(connection)
            _empty(connection)
            try:
                for step, table in enumerate(TABLES, start=1):
                    tell(step, len(TABLES), table.name)
                    _fill(connection, table, folder / member(table))
            except OperationalError:
                raise
            except (DBAPIError, StatementError, pa.ArrowException, OSError) as contradiction:
                raise BadArchiveError(marked("contradicts itself"), file=source.name) from contradiction
            links.derive(connection)
            if connection.dialect.name == "postgresql":
                _reset_sequences(connection)
    return manifest


def _unpacked(source: Path, folder: Path) -> Manifest:
    """Write the archive's parts into `folder`, each under its own name, if all are as the manifest has them."""

    def bad(problem: str, **values: Any) -> BadArchiveError:
        return BadArchiveError(problem, file=source.name, **values)

    try:
        with zipfile.ZipFile(source) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            if MANIFEST not in entries or entries[MANIFEST].file_size > _MANIFEST_BYTES:
                raise bad(marked("is no archive of Child Atlas"))
            try:
                manifest = Manifest.parsed(archive.read(MANIFEST))
            except ValueError as unreadable:
                raise bad(marked("is no archive of Child Atlas")) from unreadable
            if manifest.schema != migrate.HEAD:
                return manifest
            if len(entries) != len(archive.infolist()) or {*manifest.parts} != {member(table) for table in TABLES}:
                raise bad(marked("holds other parts than an archive does"))
            if {*entries} != {MANIFEST, *manifest.parts}:
                raise bad(marked("is incomplete or holds parts that its manifest does not name"))
            for name, part in manifest.parts.items():
                entry = entries[name]
                if entry.compress_type != zipfile.ZIP_STORED or entry.file_size != part.bytes:
                    raise bad(marked("was changed after it was saved ({part})"), part=name)
                digest = hashlib.sha256()
                with archive.open(entry) as packed, (folder / name).open("wb") as out:
                    while piece := packed.read(_CHUNK):
                        digest.update(piece)
                        out.write(piece)
                if digest.hexdigest() != part.sha256:
                    raise bad(marked("was changed after it was saved ({part})"), part=name)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as damaged:
        raise bad(marked("is damaged or no zip file")) from damaged
    return manifest


def _check_table(source: Path, path: Path, table: Table, rows: int) -> None:
    try:
        with pq.ParquetFile(path) as parquet:
            found = parquet.schema_arrow.equals(arrow_schema(table)) and parquet.metadata.num_rows == rows
            groups = [parquet.metadata.row_group(n) for n in range(parquet.num_row_groups)]
            found = found and all(group.total_byte_size <= _GROUP_BYTES for group in groups)
    except (pa.ArrowException, OSError) as damaged:
        raise BadArchiveError(marked("holds a damaged table ({part})"), file=source.name, part=path.name) from damaged
    if not found:
        raise BadArchiveError(marked("holds a damaged table ({part})"), file=source.name, part=path.name)


def _refuse_reports(connection: Connection) -> None:
    """Also what was withdrawn again is somebody's work."""
    imported = connection.scalar(select(func.count()).select_from(batch).where(~batch.c.is_demo))
    if imported:
        raise ReportsPresentError(batches=imported)


def _empty(connection: Connection) -> None:
    for table in (*DERIVED, *reversed(TABLES)):
        connection.execute(delete(table))


def _fill(connection: Connection, table: Table, path: Path) -> None:
    for rows in _rows(path, at_once(table)):
        connection.execute(insert(table), rows)


def _rows(path: Path, most: int) -> Iterator[list[dict[str, Any]]]:
    with pq.ParquetFile(path) as parquet:
        for piece in parquet.iter_batches(batch_size=most):
            names = piece.schema.names
            columns = [column.to_pylist() for column in piece.columns]
            yield [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _reset_sequences(connection: Connection) -> None:
    """Keys that the server gives go on after those restored. Sequences are outside of transactions, so never backwards."""
    for table in TABLES:
        for key in table.primary_key.columns:
            sequence = connection.scalar(
                text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": key.name}
            )
            if sequence is not None:
                greatest = connection.scalar(select(func.max(key))) or 0
                connection.execute(
                    text("SELECT setval(:name, GREATEST(CAST(:greatest AS bigint), nextval(:name)))"),
                    {"name": sequence, "greatest": greatest},
                )
