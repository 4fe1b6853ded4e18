"""Check a document, apply it, take it back: one transaction and one data version each."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd
from sqlalchemy import Connection, Engine, insert, select, update

from base.errors import AtlasError
from base.settings import province
from base.texts import marked
from data_access.engine import reading, writing
from data_access.errors import UnknownBatchError
from data_access.frames import new_id
from data_access.reports import batches
from data_access.tables import batch, stored_file
from indicators import findings
from indicators.findings import Level, cell, finding
from intake.documents.catalogue_file import unknown_part
from intake.documents.changes import changes, counted
from intake.documents.checks import checked as checked_rows
from intake.documents.columns import KINDS
from intake.documents.document import Document
from intake.documents.in_force import Places, clash, completed, imported, in_force, put
from intake.documents.read import of_error, read
from intake.documents.rules import INDICATOR_TWICE
from intake.documents.standing import standing
from intake.reading.source import Source

_CATALOGUES = ("catalogue", "targets", "collections")


class DocumentRefusedError(AtlasError):
    """A document has errors, so nothing of it was taken. where: sheet and cell of the first."""

    source = marked(
        "Nothing was imported: {file} has {errors} errors, the first at {where}. Check it and correct them."
    )


class DocumentOvertakenError(AtlasError):
    """Another document of the kind was applied or withdrawn after this one was checked."""

    source = marked(
        "Nothing was imported: another document of this kind came into force meanwhile. Check {file} again."
    )


@dataclass(frozen=True)
class Checked:
    """A document as it would be applied.

    findings: FINDINGS, errors only. changes: CHANGES against what is in force; empty if the document says the same.
    replaces: the batch that is in force now, None: what comes with the program or the province's folder.
    """

    kind: str
    name: str
    content: bytes
    findings: pd.DataFrame
    changes: pd.DataFrame
    replaces: int | None

    @property
    def is_good(self) -> bool:
        """Whether it can be applied."""
        return not bool((self.findings["level"] == Level.ERROR).any())

    @property
    def sha256(self) -> str:
        """Of the file, its identity."""
        return hashlib.sha256(self.content).hexdigest()


def check(engine: Engine, name: str, content: bytes, source: Source | None = None) -> Checked:
    """Read a document and hold it against what stands; changes nothing.

    source: the file as it was read already. Raises NoDocumentError and what reading raises.
    """
    document = read(name, content, source)
    with reading(engine) as connection:
        return _check(connection, document, name, content)


def _check(connection: Connection, document: Document, name: str, content: bytes) -> Checked:
    places = Places()
    indicators = in_force(connection, "catalogue", places).indicators
    found = checked_rows(document, standing(connection, {each.code: each for each in indicators}))
    whole = completed(document, places)
    both = clash(whole.indicators)
    if both is not None:
        what, other = both[0].split(", ")[::-1]
        rows = [finding(INDICATOR_TWICE, value=what, what=f"order {both[1]} ({what})", other=other)]
        found = findings.joined([found, findings.frame(rows)])
    broken = unknown_part(whole.indicators)
    if broken is not None:
        found = findings.joined([found, findings.frame([of_error(broken)])])
    before = imported(connection, document.kind)
    changed = changes(in_force(connection, document.kind, places), whole)
    return Checked(
        kind=document.kind, name=name, content=content, findings=found, changes=changed,
        replaces=None if before is None else before.batch_id,
    )  # fmt: skip


def apply(engine: Engine, checked: Checked, actor: str) -> int:
    """Put the document in force and return the new data version; one that changes nothing leaves the version as it is.

    Raises DocumentRefusedError, DocumentOvertakenError; then nothing is changed.
    """
    with writing(engine) as connection:
        return apply_in(connection, checked, actor)


def apply_all(
    engine: Engine, files: Sequence[tuple[str, bytes]], actor: str, *, only_check: bool = False
) -> tuple[list[Checked], int]:
    """Check and apply several documents in one transaction, each after those that it refers to: all of them or none.

    files: name and content. Returns them as checked, in the order of applying, each against the state that those before
    it leave; and the data version. If one has errors, it is the last that is returned and nothing is applied.
    only_check: nothing is applied in any case. Raises NoDocumentError and what reading raises.
    """
    read_ones = [(read(name, content), name, content) for name, content in files]
    read_ones.sort(key=lambda each: KINDS.index(each[0].kind))
    done: list[Checked] = []
    try:
        with writing(engine) as connection:
            before = batches.current_version(connection)
            for document, name, content in read_ones:
                done.append(_check(connection, document, name, content))
                if not done[-1].is_good:
                    raise _UndoError
                version = apply_in(connection, done[-1], actor)
            if only_check or not done:
                raise _UndoError
            return done, version
    except _UndoError:
        return done, before


class _UndoError(Exception):
    """Leave the transaction without a trace."""


def apply_in(connection: Connection, checked: Checked, actor: str) -> int:
    """As `apply`, in the caller's transaction."""
    before = imported(connection, checked.kind)
    if before is not None and before.sha256 == checked.sha256:
        return batches.current_version(connection)
    if (None if before is None else before.batch_id) != checked.replaces:
        raise DocumentOvertakenError(file=checked.name)
    # Reports may have come in since, on communes that the document leaves out.
    now = _check(connection, read(checked.name, checked.content), checked.name, checked.content)
    _refuse_errors(now)
    if now.changes.empty:
        return batches.current_version(connection)
    version = batches.current_version(connection) + 1
    batch_id = _enter(connection, now, actor, version)
    put(connection, [now.kind], Places())
    cause = "catalogue" if now.kind in _CATALOGUES else "areas"
    return batches.raise_version(connection, actor=actor, cause=cause, batch_id=batch_id)


def _refuse_errors(checked: Checked) -> None:
    if checked.is_good:
        return
    first = checked.findings.to_dict("records")[0]
    where = " ".join(part for part in (first["sheet"], cell(first)) if part) or "?"
    raise DocumentRefusedError(file=checked.name, errors=len(checked.findings), where=where)


def _enter(connection: Connection, checked: Checked, actor: str, version: int) -> int:
    digest, received_at = checked.sha256, datetime.now(UTC)
    if connection.scalar(select(stored_file.c.sha256).where(stored_file.c.sha256 == digest)) is None:
        connection.execute(insert(stored_file).values(sha256=digest, name=checked.name, bytes=checked.content))
    return new_id(
        connection.execute(
            insert(batch).values(
                kind=checked.kind, name=checked.name, sha256=digest, actor=actor, received_at=received_at,
                received_on=received_at.astimezone(province().zone).date(), is_demo=False, applied_version=version,
                # The same file may come again after another one took its place.
                mapping_hash="" if checked.replaces is None else f"after {checked.replaces}",
                base_version=version - 1, **counted(checked.changes),
            )
        )
    )  # fmt: skip


def withdraw(engine: Engine, batch_id: int, actor: str) -> int:
    """Take a document out of force; what it replaced is back exactly. Returns the new data version.

    Raises UnknownBatchError; AreasInUseError if reports stand on communes that only this document knows.
    """
    with writing(engine) as connection:
        kind = connection.scalar(
            select(batch.c.kind).where(
                batch.c.batch_id == batch_id, batch.c.withdrawn_version.is_(None), batch.c.kind.in_(KINDS)
            )
        )
        if kind is None:
            raise UnknownBatchError(batch=batch_id)
        before = imported(connection, kind)
        version = batches.current_version(connection) + 1
        connection.execute(update(batch).where(batch.c.batch_id == batch_id).values(withdrawn_version=version))
        if before is not None and before.batch_id == batch_id:
            put(connection, [kind], Places())
        return batches.raise_version(connection, actor=actor, cause="withdrawn", batch_id=batch_id)
