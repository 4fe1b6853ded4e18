"""Take batches of reports in, or out again: whole or not at all, one data version each time."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Engine, Select, func, insert, select, update

from base.settings import province
from base.texts import marked
from data_access.engine import writing
from data_access.errors import ChangedMeanwhileError, DemoAfterReportsError, RepeatedAcrossFilesError, UnknownBatchError
from data_access.frames import new_id, records
from data_access.reports import bulk, carry, changes, resolve
from data_access.tables import batch, data_version, finding, observation, stored_file
from indicators import findings

CAUSES = ("demo", "applied", "withdrawn", "boundaries", "areas", "catalogue")
"""What may raise the data version."""

Progress = Callable[[str, float | None], None]
"""Called with a step (a source text, see base.texts) and the share of it that is done, None where that is not known."""

CHECKING = marked("Comparing with what is there")
STORING = marked("Storing the reports")
CARRYING = marked("Adding up communes and province")


@dataclass(frozen=True)
class Submission:
    """One file to be applied.

    reports: REPORTS, columns indicator, period, area_kind (commune|province|country), area_code, area_valid_from
    (date; missing: the area that stood on the period's last day), stratum ('' or 'ethnic=mong'), collection, numerator,
    denominator, value (NaN where not given), status (final|provisional), reported_on (date; missing: the day of receipt), blank
    ('' | not_applicable | removed), sheet, row, col.
    content: the file as received; its hash, with mapping_hash (what was declared about it), is its identity.
    findings: FINDINGS with accepted_by and reason, kept with the batch. refused: figures that errors kept out.
    """

    reports: pd.DataFrame
    kind: str
    name: str
    content: bytes
    mapping_hash: str = ""
    findings: pd.DataFrame = field(default_factory=lambda: findings.none().assign(accepted_by="", reason=""))
    refused: int = 0

    @property
    def digest(self) -> str:
        """The hash of the file."""
        return hashlib.sha256(self.content).hexdigest()


def apply(
    engine: Engine,
    submissions: Sequence[Submission],
    *,
    actor: str,
    received_at: datetime,
    is_demo: bool = False,
    only_if_empty: bool = False,
    base_version: int | None = None,
    also: Callable[[Connection, int], None] | None = None,
    progress: Progress | None = None,
) -> int:
    """Store all `submissions`, carry them onto today's areas, and return the new data version: all of them or none.

    A file that is in force already is passed over; if all are, nothing changes and the version stays. The first real
    batch withdraws the demo in the same transaction.

    received_at: with its zone; for the demo also the day that 'as of' shows. only_if_empty: change nothing if any batch was ever received. base_version: the data version that the reviewer saw;
    None: nobody reviewed. also: called in the transaction with the new version, last of all.
    Raises RefusedReportsError (indicator, collection, period, area), BadFigureError, ChangedMeanwhileError, DatabaseLockedError;
    then nothing is changed.
    """
    with writing(engine) as connection:
        entered = enter(connection, submissions, actor=actor, received_at=received_at, is_demo=is_demo,
                        only_if_empty=only_if_empty, base_version=base_version, progress=progress)  # fmt: skip
        version = current_version(connection)
        if entered:
            version = raise_version(
                connection, actor=actor, cause="demo" if is_demo else "applied",
                batch_id=entered[0] if len(entered) == 1 else None,
            )  # fmt: skip
        if also is not None:
            also(connection, version)
    return version


def enter(
    connection: Connection,
    submissions: Sequence[Submission],
    *,
    actor: str,
    received_at: datetime,
    is_demo: bool = False,
    only_if_empty: bool = False,
    base_version: int | None = None,
    progress: Progress | None = None,
) -> list[int]:
    """As `apply`, in the caller's transaction and without a new data version: the batches entered, as of the next version.

    Leaves the temporary table `work_change` (see `changes`) for whoever wants to tell what changes.
    """
    tell = progress or _silent
    new = [each for each in submissions if _known(connection, each) is None]
    if not new or (only_if_empty and not is_empty(connection)):
        return []
    demo: int | None = connection.scalar(_in_force(batch.c.is_demo))
    if is_demo and connection.scalar(_in_force(~batch.c.is_demo)) is not None:
        raise DemoAfterReportsError
    version = current_version(connection) + 1
    touched: list[int] = []
    if demo is not None and not is_demo:
        connection.execute(update(batch).where(batch.c.batch_id == demo).values(withdrawn_version=version))
        touched.append(int(demo))
    entered = []
    for number, each in enumerate(new):
        tell(STORING, number / len(new))
        stored = partial(_part_stored, tell, number, len(new))
        entered.append(
            _store(connection, each, version=version, actor=actor, received_at=received_at, is_demo=is_demo,
                   base_version=base_version, tell=stored)
        )  # fmt: skip
    twice = changes.twice(connection, entered) if len(entered) > 1 else []
    if twice:
        raise RepeatedAcrossFilesError(names=", ".join(twice))
    if base_version is not None:
        others = changes.meanwhile(connection, entered, base_version)
        if others:
            raise ChangedMeanwhileError(names=", ".join(others))
    tell(CHECKING, None)
    changes.compare(connection, entered)
    for batch_id, count in changes.counts(connection).items():
        known = {name: count[name] for name in ("added", "changed", "removed")}
        connection.execute(update(batch).where(batch.c.batch_id == batch_id).values(**known))
    tell(CARRYING, None)
    carry.recompute(connection, [*touched, *entered])
    return entered


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


def in_force(connection: Connection, digest: str, mapping_hash: str = "") -> int | None:
    """The batch in force that came from the file of this hash, declared in this way."""
    found = connection.scalar(_in_force((batch.c.sha256 == digest) & (batch.c.mapping_hash == mapping_hash)))
    return None if found is None else int(found)


def _known(connection: Connection, submission: Submission) -> int | None:
    return in_force(connection, submission.digest, submission.mapping_hash)


def _in_force(condition: ColumnElement[bool]) -> Select[int]:
    """The batch in force that meets `condition`."""
    return select(batch.c.batch_id).where(batch.c.withdrawn_version.is_(None), condition).limit(1)


def _store(
    connection: Connection,
    submission: Submission,
    *,
    version: int,
    actor: str,
    received_at: datetime,
    is_demo: bool,
    base_version: int | None,
    tell: Callable[[float], None],
) -> int:
    """Enter one batch with its file, findings and rows; its batch_id."""
    received_on = received_at.astimezone(province().zone).date()
    rows = resolve.resolved(connection, submission.reports, received_on=received_on)
    digest = submission.digest
    if connection.scalar(select(stored_file.c.sha256).where(stored_file.c.sha256 == digest)) is None:
        connection.execute(insert(stored_file).values(sha256=digest, name=submission.name, bytes=submission.content))
    batch_id = new_id(
        connection.execute(
            insert(batch).values(
                kind=submission.kind, name=submission.name, sha256=digest, mapping_hash=submission.mapping_hash,
                actor=actor, received_at=received_at.astimezone(UTC), received_on=received_on, is_demo=is_demo,
                base_version=base_version, refused=submission.refused, applied_version=version,
            )
        )
    )  # fmt: skip
    store_findings(connection, batch_id, submission.findings)
    bulk.insert_rows(connection, observation, rows.assign(batch_id=batch_id), progress=tell)
    return batch_id


def store_findings(connection: Connection, batch_id: int, found: pd.DataFrame) -> None:
    """Keep FINDINGS (with accepted_by and reason) of a batch, in their order."""
    if found.empty:
        return
    named = found.rename(columns={"row": "sheet_row", "col": "sheet_col"}).drop(columns="claim")
    rows = records(named.assign(batch_id=batch_id, n=range(len(named))))
    connection.execute(insert(finding), rows)


def _part_stored(tell: Progress, number: int, files: int, share: float) -> None:
    tell(STORING, (number + share) / files)


def _silent(_: str, __: float | None) -> None:
    """Nobody asked to be told."""
