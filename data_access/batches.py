"""Take a batch of reports in, or out again: whole or not at all, one data version each."""

import hashlib
from datetime import UTC, datetime

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Engine, Select, func, insert, select, update

from base.settings import province
from data_access import carry, resolve
from data_access.engine import writing
from data_access.errors import DemoAfterReportsError, UnknownBatchError
from data_access.frames import new_id, records
from data_access.tables import batch, data_version, observation, stored_file

CAUSES = ("demo", "applied", "withdrawn", "boundaries", "areas", "catalogue")
"""What may raise the data version."""

_CHUNK = 20_000


def apply(
    engine: Engine,
    reports: pd.DataFrame,
    *,
    kind: str,
    name: str,
    content: bytes,
    actor: str,
    received_at: datetime,
    is_demo: bool = False,
    only_if_empty: bool = False,
) -> int:
    """Store `reports`, carry them onto today's areas, and return the new data version.

    The same content twice changes nothing and returns the version as it is. The first real batch withdraws the demo in
    the same transaction.

    reports: REPORTS, columns indicator, period, area_kind (commune|province|country), area_code, area_valid_from
    (date; missing: the area that stood on the period's last day), stratum ('' or 'ethnic=mong'), collection, numerator,
    denominator, value (NaN where not given), status (final|provisional), reported_on (date; missing: the day of receipt), blank
    ('' | not_applicable | removed), sheet, row, col. content: the file as received; its hash is its identity.
    only_if_empty: change nothing if any batch was ever received. received_at: with its zone. For the demo it is also the day that 'as of' shows.
    Raises RefusedReportsError (indicator, collection, period, area), BadFigureError, DatabaseLockedError; then nothing is changed.
    """
    digest = hashlib.sha256(content).hexdigest()
    with writing(engine) as connection:
        known = connection.scalar(_in_force(batch.c.sha256 == digest)) is not None
        if known or (only_if_empty and not is_empty(connection)):
            return current_version(connection)
        demo: int | None = connection.scalar(_in_force(batch.c.is_demo))
        if is_demo and connection.scalar(_in_force(~batch.c.is_demo)) is not None:
            raise DemoAfterReportsError
        received_on = received_at.astimezone(province().zone).date()
        rows = resolve.resolved(connection, reports, received_on=received_on)
        version = current_version(connection) + 1
        if connection.scalar(select(stored_file.c.sha256).where(stored_file.c.sha256 == digest)) is None:
            connection.execute(insert(stored_file).values(sha256=digest, name=name, bytes=content))
        batch_id = new_id(
            connection.execute(
                insert(batch).values(
                    kind=kind, name=name, sha256=digest, actor=actor, received_at=received_at.astimezone(UTC),
                    received_on=received_on, is_demo=is_demo,
                    applied_version=version,
                )
            )
        )  # fmt: skip
        _store(connection, rows.assign(batch_id=batch_id))
        touched = [batch_id]
        if demo is not None and not is_demo:
            connection.execute(update(batch).where(batch.c.batch_id == demo).values(withdrawn_version=version))
            touched.append(int(demo))
        carry.recompute(connection, touched)
        raise_version(connection, actor=actor, cause="demo" if is_demo else "applied", batch_id=batch_id)
    return version


def withdraw(engine: Engine, batch_id: int, actor: str) -> int:
    """Take a batch out of force: what it said is forgotten, what it had replaced is back. Returns the new version.

    Raises UnknownBatchError.
    """
    with writing(engine) as connection:
        if connection.scalar(_in_force(batch.c.batch_id == batch_id)) is None:
            raise UnknownBatchError(batch=batch_id)
        version = current_version(connection) + 1
        connection.execute(update(batch).where(batch.c.batch_id == batch_id).values(withdrawn_version=version))
        carry.recompute(connection, [batch_id])
        raise_version(connection, actor=actor, cause="withdrawn", batch_id=batch_id)
    return version


def current_version(connection: Connection) -> int:
    """The data version as this transaction sees it; 0 before the first."""
    return int(connection.scalar(select(func.coalesce(func.max(data_version.c.version), 0))) or 0)


def raise_version(connection: Connection, *, actor: str, cause: str, batch_id: int | None = None) -> int:
    """Enter the next data version; whoever changes anything that a page shows calls it in the same transaction."""
    version = current_version(connection) + 1
    connection.execute(
        insert(data_version).values(version=version, at=datetime.now(UTC), actor=actor, cause=cause, batch_id=batch_id)
    )
    return version


def is_empty(connection: Connection) -> bool:
    """Whether no batch was ever received."""
    return connection.scalar(select(batch.c.batch_id).limit(1)) is None


def _in_force(condition: ColumnElement[bool]) -> Select[int]:
    """The batch in force that meets `condition`."""
    return select(batch.c.batch_id).where(batch.c.withdrawn_version.is_(None), condition).limit(1)


def _store(connection: Connection, rows: pd.DataFrame) -> None:
    for start in range(0, len(rows), _CHUNK):
        connection.execute(insert(observation), records(rows.iloc[start : start + _CHUNK]))
