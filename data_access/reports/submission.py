"""What is handed in: a file with its reports and findings, who hands it in, and how it becomes a batch."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pandas as pd
from sqlalchemy import Connection, insert, select

from base.settings import province
from data_access.edition import Edition
from data_access.frames import new_id, records
from data_access.reports import bulk, resolve
from data_access.tables import batch, finding, observation, stored_file
from indicators import findings


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


@dataclass(frozen=True)
class Receipt:
    """Who takes files in, when, and what he had seen.

    received_at: with its zone; for the demo also the day that 'as of' shows. base: the edition of the data that the reviewer
    saw; None: nobody reviewed.
    """

    actor: str
    received_at: datetime
    is_demo: bool = False
    base: Edition | None = None

    @property
    def received_on(self) -> date:
        """The day of receipt in the province."""
        return self.received_at.astimezone(province().zone).date()


def store(
    connection: Connection, submission: Submission, receipt: Receipt, *, version: int, tell: Callable[[float], None]
) -> int:
    """Enter one batch with its file, findings and rows; its batch_id."""
    rows = resolve.resolved(connection, submission.reports, received_on=receipt.received_on)
    digest = submission.digest
    if connection.scalar(select(stored_file.c.sha256).where(stored_file.c.sha256 == digest)) is None:
        connection.execute(insert(stored_file).values(sha256=digest, name=submission.name, bytes=submission.content))
    batch_id = new_id(
        connection.execute(
            insert(batch).values(
                kind=submission.kind, name=submission.name, sha256=digest, mapping_hash=submission.mapping_hash,
                actor=receipt.actor, received_at=receipt.received_at.astimezone(UTC), received_on=receipt.received_on,
                is_demo=receipt.is_demo, base_version=receipt.base.version if receipt.base else None, refused=submission.refused,
                applied_version=version,
            )
        )
    )  # fmt: skip
    _store_findings(connection, batch_id, submission.findings)
    bulk.insert_rows(connection, observation, rows.assign(batch_id=batch_id), progress=tell)
    return batch_id


def _store_findings(connection: Connection, batch_id: int, noted: pd.DataFrame) -> None:
    """Keep FINDINGS (with accepted_by and reason) of a batch, in their order."""
    if noted.empty:
        return
    named = noted.rename(columns={"row": "sheet_row", "col": "sheet_col"}).drop(columns="claim")
    rows = records(named.assign(batch_id=batch_id, n=range(len(named))))
    connection.execute(insert(finding), rows)
