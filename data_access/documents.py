"""Configuration documents in the database: which one of a kind is in force, how one comes in and goes, what it may refer to.

What a document says is known to `intake.documents` alone; here it is a batch of its kind with a file.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd
from sqlalchemy import Connection, insert, select, update

from base.settings import province
from data_access.errors import UnknownBatchError
from data_access.frames import new_id, read_frame
from data_access.reports import batches
from data_access.tables import area, batch, observation, stored_file


@dataclass(frozen=True)
class Imported:
    """A document in force that somebody imported."""

    batch_id: int
    name: str
    sha256: str
    content: bytes


def imported(connection: Connection, kind: str) -> Imported | None:
    """The document of `kind` that is in force; None: nobody imported one, or all were withdrawn."""
    newest = (
        select(batch.c.batch_id, batch.c.name, batch.c.sha256, stored_file.c.bytes)
        .join(stored_file, stored_file.c.sha256 == batch.c.sha256)
        .where(batch.c.kind == kind, batch.c.withdrawn_version.is_(None))
        .order_by(batch.c.applied_version.desc())
        .limit(1)
    )
    row = connection.execute(newest).first()
    return None if row is None else Imported(row.batch_id, row.name, row.sha256, bytes(row.bytes))


def enter(
    connection: Connection,
    kind: str,
    name: str,
    content: bytes,
    *,
    actor: str,
    replaces: int | None,
    counts: Mapping[str, int],
) -> int:
    """Keep a document with its file as a batch of the next data version; its batch_id.

    replaces: the batch that was in force before it. counts: of rows added, changed and removed, under these names.
    """
    digest, received_at = hashlib.sha256(content).hexdigest(), datetime.now(UTC)
    version = batches.current_version(connection) + 1
    if connection.scalar(select(stored_file.c.sha256).where(stored_file.c.sha256 == digest)) is None:
        connection.execute(insert(stored_file).values(sha256=digest, name=name, bytes=content))
    return new_id(
        connection.execute(
            insert(batch).values(
                kind=kind, name=name, sha256=digest, actor=actor, received_at=received_at,
                received_on=received_at.astimezone(province().zone).date(), is_demo=False, applied_version=version,
                # The same file may come again after another one took its place.
                mapping_hash="" if replaces is None else f"after {replaces}",
                base_version=version - 1, **counts,
            )
        )
    )  # fmt: skip


def kind_of(connection: Connection, batch_id: int, kinds: Collection[str]) -> str:
    """The kind of a document, one of `kinds`, that is not withdrawn. Raises UnknownBatchError."""
    kind = connection.scalar(
        select(batch.c.kind).where(
            batch.c.batch_id == batch_id, batch.c.withdrawn_version.is_(None), batch.c.kind.in_(kinds)
        )
    )
    if kind is None:
        raise UnknownBatchError(batch=batch_id)
    return str(kind)


def withdraw(connection: Connection, batch_id: int) -> None:
    """Mark a document as withdrawn by the next data version."""
    version = batches.current_version(connection) + 1
    connection.execute(update(batch).where(batch.c.batch_id == batch_id).values(withdrawn_version=version))


def communes_of_today(connection: Connection) -> set[str]:
    """Codes of the communes that stand now."""
    return set(connection.scalars(select(area.c.code).where(area.c.kind == "commune", area.c.valid_to.is_(None))))


def communes_ever(connection: Connection, province_code: str) -> pd.DataFrame:
    """Communes of the province, of today and before: area_id, code, valid_from, valid_to (ISO texts, '' for today's), name,
    used (bool: a report stands on it, withdrawn or not); in the order of area_id.
    """
    above = select(area.c.area_id).where(area.c.kind == "province", area.c.code == province_code).scalar_subquery()
    used = select(observation.c.area_id).where(observation.c.area_id == area.c.area_id).exists()
    units = read_frame(
        connection,
        select(area.c.area_id, area.c.code, area.c.valid_from, area.c.valid_to, area.c.name, used.label("used"))
        .where(area.c.kind == "commune", area.c.parent_id == above)
        .order_by(area.c.area_id),
        flags=("used",),
    )
    return units.assign(**{name: [_iso(day) for day in units[name]] for name in ("valid_from", "valid_to")})


def _iso(day: date | None) -> str:
    return day.isoformat() if isinstance(day, date) and not pd.isna(day) else ""
