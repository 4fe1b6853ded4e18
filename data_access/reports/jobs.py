"""Jobs: the work of child processes on uploads, one row each.

A job is said to be done in the very transaction that applies its upload, so that the row decides what happened. It is entered before
its child is started: a child whose job was given up meanwhile can't apply any more, whenever it wakes.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, update

from data_access.errors import GivenUpError
from data_access.frames import new_id
from data_access.tables import batch, job


@dataclass(frozen=True)
class Applied:
    """What an upload became. batch_id: None if nothing new was in it, so that no batch was made."""

    version: int
    batch_id: int | None


def begin(connection: Connection, token: str, *, actor: str, interrupted: str) -> int:
    """Enter a job that applies the upload `token`; its job_id. interrupted: the error of one that never told its end.

    Whatever is said to run on this upload is given up.
    """
    give_up(connection, token, interrupted)
    return new_id(
        connection.execute(
            insert(job).values(
                token=token, kind="apply", state="running", actor=actor, created_at=datetime.now(UTC), error=""
            )
        )
    )


def finish(connection: Connection, job_id: int, version: int) -> None:
    """The job is done, and made the data version `version`. Raises GivenUpError if it was given up: nothing may be applied by it."""
    ended = {"state": "done", "version": version, "finished_at": datetime.now(UTC)}
    running = (job.c.job_id == job_id) & (job.c.state == "running")
    if not connection.execute(update(job).where(running).values(**ended)).rowcount:
        raise GivenUpError


def fail(connection: Connection, job_id: int, error: str) -> None:
    """The job failed, if it is not ended already. error: source text and values, as JSON."""
    connection.execute(update(job).where(job.c.job_id == job_id, job.c.state == "running").values(_failed(error)))


def give_up(connection: Connection, token: str, error: str) -> None:
    """Nothing runs on the upload `token` any more. error: as for `fail`."""
    connection.execute(update(job).where(job.c.token == token, job.c.state == "running").values(_failed(error)))


def _failed(error: str) -> dict[str, object]:
    return {"state": "failed", "error": error, "finished_at": datetime.now(UTC)}


def applied(connection: Connection, token: str, sha256: str) -> Applied | None:
    """What the upload `token` became; None if it was not applied. sha256: of its file."""
    version = connection.scalar(select(job.c.version).where(job.c.token == token, job.c.state == "done"))
    if version is None:
        return None
    newest = select(batch.c.batch_id).where(batch.c.sha256 == sha256).order_by(batch.c.batch_id.desc()).limit(1)
    entered = connection.scalar(newest)
    return Applied(int(version), None if entered is None else int(entered))
