"""Take batches of reports in, or out again: whole or not at all, one data version each time."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import ColumnElement, Connection, Engine, Select, func, insert, literal, select, text, update

from base.texts import marked
from data_access.edition import Edition
from data_access.engine import writing
from data_access.errors import (
    ChangedMeanwhileError,
    DemoAfterReportsError,
    RepeatedAcrossFilesError,
    ReviewedElsewhereError,
    UnknownBatchError,
)
from data_access.frames import new_id
from data_access.reports import carry, changes
from data_access.reports.changes import Changes
from data_access.reports.submission import Receipt, Submission, store
from data_access.tables import batch, data_version, observation

Progress = Callable[[str, float | None], None]
"""Called with a step (a source text, see base.texts) and the share of it that is done, None where that is not known."""

CHECKING = marked("Comparing with what is there")
STORING = marked("Storing the reports")
CARRYING = marked("Adding up communes and province")

# Later batches in force that say something else of a cell of this one.
_REPLACED = """
SELECT DISTINCT later.name, later.applied_version, later.batch_id
  FROM observation n
  JOIN batch own ON own.batch_id = n.batch_id
  JOIN observation o ON o.indicator_id = n.indicator_id AND o.period_id = n.period_id AND o.stratum_id = n.stratum_id
   AND o.area_id = n.area_id AND o.collection_id = n.collection_id
  JOIN batch later ON later.batch_id = o.batch_id
 WHERE n.batch_id = :batch AND later.withdrawn_version IS NULL AND later.applied_version > own.applied_version
   AND (COALESCE(n.numerator, -1e300) <> COALESCE(o.numerator, -1e300) OR COALESCE(n.denominator, -1e300) <> COALESCE(o.denominator, -1e300)
        OR COALESCE(n.value, -1e300) <> COALESCE(o.value, -1e300) OR n.blank <> o.blank)
 ORDER BY later.applied_version, later.batch_id
"""


@dataclass(frozen=True)
class Entered:
    """What a transaction has taken in so far: the new batches, none if nothing was new, and what they change."""

    batches: tuple[int, ...]
    changes: Changes


def apply(
    engine: Engine,
    submissions: Sequence[Submission],
    receipt: Receipt,
    *,
    only_if_empty: bool = False,
    also: Callable[[Connection, int], None] | None = None,
    progress: Progress | None = None,
) -> int:
    """Store all `submissions`, carry them onto today's areas, and return the new data version: all of them or none.

    A file that is in force already is passed over; if all are, nothing changes and the version stays. The first real
    batch withdraws the demo in the same transaction.

    only_if_empty: change nothing if any batch was ever received. also: called in the transaction with the new version, last
    of all.
    Raises RefusedReportsError (indicator, collection, period, area), BadFigureError, ReviewedElsewhereError, ChangedMeanwhileError,
    DatabaseLockedError; then nothing is changed.
    """
    with writing(engine) as connection:
        if only_if_empty and not is_empty(connection):
            submissions = []
        with entering(connection, submissions, receipt, progress=progress) as entered:
            taken = entered.batches
        version = current_version(connection)
        if taken:
            version = raise_version(
                connection, actor=receipt.actor, cause="demo" if receipt.is_demo else "applied",
                batch_id=taken[0] if len(taken) == 1 else None,
            )  # fmt: skip
        if also is not None:
            also(connection, version)
    return version


@contextmanager
def entering(
    connection: Connection, submissions: Sequence[Submission], receipt: Receipt, *, progress: Progress | None = None
) -> Iterator[Entered]:
    """As `apply`, in the caller's transaction and without a new data version: all in as of the next version.

    What changes can be asked for while the block lasts.
    """
    tell = progress or _silent
    new = [each for each in submissions if _known(connection, each) is None]
    if not new:
        with changes.compare(connection, []) as none:
            yield Entered((), none)
        return
    version = current_version(connection) + 1
    withdrawn = _demo_withdrawn(connection, receipt, version)
    entered = []
    for number, each in enumerate(new):
        tell(STORING, number / len(new))
        stored = partial(_part_stored, tell, number, len(new))
        entered.append(store(connection, each, receipt, version=version, tell=stored))
    _check_alone(connection, entered, receipt.base)
    tell(CHECKING, None)
    with changes.compare(connection, entered) as compared:
        for batch_id, count in changes.counts(connection, compared).items():
            counted = {name: count[name] for name in ("added", "changed", "removed")}
            connection.execute(update(batch).where(batch.c.batch_id == batch_id).values(**counted))
        tell(CARRYING, None)
        carry.recompute(connection, [*withdrawn, *entered])
        yield Entered(tuple(entered), compared)


def _demo_withdrawn(connection: Connection, receipt: Receipt, version: int) -> list[int]:
    """The demo, where real reports come and take its place as of `version`. Raises DemoAfterReportsError."""
    if receipt.is_demo:
        if connection.scalar(_in_force(~batch.c.is_demo)) is not None:
            raise DemoAfterReportsError
        return []
    demo: int | None = connection.scalar(_in_force(batch.c.is_demo))
    if demo is None:
        return []
    connection.execute(update(batch).where(batch.c.batch_id == demo).values(withdrawn_version=version))
    return [int(demo)]


def _check_alone(connection: Connection, entered: Sequence[int], base: Edition | None) -> None:
    """Raises RepeatedAcrossFilesError, ReviewedElsewhereError, ChangedMeanwhileError."""
    twice = changes.twice(connection, entered) if len(entered) > 1 else []
    if twice:
        raise RepeatedAcrossFilesError(names=", ".join(twice))
    if base is not None:
        if base.version and connection.scalar(_stamp_of(base.version)) != base.stamp:
            raise ReviewedElsewhereError
        others = changes.meanwhile(connection, entered, base.version)
        if others:
            raise ChangedMeanwhileError(names=", ".join(others))


def withdraw(engine: Engine, batch_id: int, actor: str) -> int:
    """Take a batch out of force: what it said is forgotten, what it had replaced is back. Returns the new version.

    With the last real reports in force the demo that they took the place of is back too, as a batch of its own; a demo that is
    itself withdrawn stays out.
    Raises UnknownBatchError.
    """
    with writing(engine) as connection:
        if connection.scalar(_in_force(batch.c.batch_id == batch_id)) is None:
            raise UnknownBatchError(batch=batch_id)
        version = current_version(connection) + 1
        connection.execute(update(batch).where(batch.c.batch_id == batch_id).values(withdrawn_version=version))
        carry.recompute(connection, [batch_id])
        # Only now: what was shown of the real reports is written down as long as no demo is in force.
        was_demo = connection.scalar(select(batch.c.is_demo).where(batch.c.batch_id == batch_id))
        demo = None if was_demo else _demo_again(connection, version)
        if demo is not None:
            carry.recompute(connection, [demo])
        raise_version(connection, actor=actor, cause="withdrawn", batch_id=batch_id)
    return version


def _demo_again(connection: Connection, version: int) -> int | None:
    """The demo of before as a new batch in force as of `version`; None while reports are in force, or where there was none.

    A copy, since what was in force at the versions between must be told as it was.
    """
    reports = select(observation.c.batch_id).where(observation.c.batch_id == batch.c.batch_id).exists()
    if connection.scalar(_in_force(reports)) is not None:
        return None
    query = select(batch).where(batch.c.is_demo).order_by(batch.c.applied_version.desc()).limit(1)
    last = connection.execute(query).mappings().one_or_none()
    if last is None:
        return None
    again = {**last, "applied_version": version, "withdrawn_version": None}
    del again["batch_id"]
    new = new_id(connection.execute(insert(batch).values(**again)))
    names = [column.name for column in observation.columns if column.name != "batch_id"]
    rows = select(*(observation.c[name] for name in names), literal(new)).where(
        observation.c.batch_id == last["batch_id"]
    )
    connection.execute(insert(observation).from_select([*names, "batch_id"], rows))
    return new


def current_version(connection: Connection) -> int:
    """The data version as this transaction sees it; 0 before the first."""
    return int(connection.scalar(select(func.coalesce(func.max(data_version.c.version), 0))) or 0)


def current_edition(connection: Connection) -> Edition:
    """As `current_version`, with its stamp."""
    version = current_version(connection)
    return Edition(version, connection.scalar(_stamp_of(version)) or "")


def raise_version(connection: Connection, *, actor: str, cause: str, batch_id: int | None = None) -> int:
    """Enter the next data version; whoever changes anything that a page shows calls it in the same transaction.

    Versions are entered here alone, so each has a stamp of its own.
    cause: demo|applied|withdrawn|boundaries|areas|catalogue.
    """
    version = current_version(connection) + 1
    connection.execute(
        insert(data_version).values(
            version=version, at=datetime.now(UTC), actor=actor, cause=cause, batch_id=batch_id, stamp=secrets.token_hex(8)
        )
    )  # fmt: skip
    return version


def _stamp_of(version: int) -> Select[str]:
    return select(data_version.c.stamp).where(data_version.c.version == version)


def is_empty(connection: Connection) -> bool:
    """Whether no batch was ever received."""
    return connection.scalar(select(batch.c.batch_id).limit(1)) is None


def in_force(connection: Connection, digest: str, mapping_hash: str = "") -> int | None:
    """The batch in force that came from the file of this hash, declared in this way."""
    batch_id = connection.scalar(_in_force((batch.c.sha256 == digest) & (batch.c.mapping_hash == mapping_hash)))
    return None if batch_id is None else int(batch_id)


def replaced_by(connection: Connection, submissions: Sequence[Submission]) -> tuple[str, ...]:
    """Names of later batches in force that changed figures of `submissions` which came in before; each once, in their order."""
    own = [found for each in submissions if (found := _known(connection, each)) is not None]
    names = (row.name for found in own for row in connection.execute(text(_REPLACED), {"batch": found}))
    return tuple(dict.fromkeys(names))


def _known(connection: Connection, submission: Submission) -> int | None:
    return in_force(connection, submission.digest, submission.mapping_hash)


def _in_force(condition: ColumnElement[bool]) -> Select[int]:
    """The batch in force that meets `condition`."""
    return select(batch.c.batch_id).where(batch.c.withdrawn_version.is_(None), condition).limit(1)


def _part_stored(tell: Progress, number: int, files: int, share: float) -> None:
    tell(STORING, (number + share) / files)


def _silent(_: str, __: float | None) -> None:
    """Nobody asked to be told."""
