"""Check a document, apply it, take it back: one transaction and one data version each."""

import hashlib
from collections.abc import Sequence

from base.errors import AtlasError
from base.texts import marked
from data_access import documents
from data_access.documents import imported
from data_access.engine import Connection, Engine, reading, writing
from data_access.reports import batches
from indicators.findings import cell, finding, frame, joined
from intake.documents.catalogue_file import unknown_part
from intake.documents.changes import changes
from intake.documents.checked import CheckedDocument
from intake.documents.checks import checked as checked_rows
from intake.documents.columns import KINDS
from intake.documents.document import Document
from intake.documents.in_force import ShippedFiles, clash, completed, in_force, put
from intake.documents.read import of_error, read
from intake.documents.references import references
from intake.documents.rules import INDICATOR_TWICE
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


def check(engine: Engine, name: str, content: bytes, source: Source | None = None) -> CheckedDocument:
    """Read a document and hold it against what stands; changes nothing.

    source: the file as it was read already. Raises NoDocumentError and what reading raises.
    """
    document = read(name, content, source)
    with reading(engine) as connection:
        return _check(connection, document, name, content)


def _check(connection: Connection, document: Document, name: str, content: bytes) -> CheckedDocument:
    shipped = ShippedFiles()
    indicators = in_force(connection, "catalogue", shipped).indicators
    findings = checked_rows(document, references(connection, {each.code: each for each in indicators}))
    whole = completed(document, shipped)
    both = clash(whole.indicators)
    if both is not None:
        what, other = both[0].split(", ")[::-1]
        rows = [finding(INDICATOR_TWICE, value=what, what=f"order {both[1]} ({what})", other=other)]
        findings = joined([findings, frame(rows)])
    broken = unknown_part(whole.indicators)
    if broken is not None:
        findings = joined([findings, frame([of_error(broken)])])
    before = imported(connection, document.kind)
    changed = changes(in_force(connection, document.kind, shipped), whole)
    return CheckedDocument(
        name=name, sha256=hashlib.sha256(content).hexdigest(), findings=findings, kind=document.kind, content=content,
        changes=changed, replaces=None if before is None else before.batch_id,
    )  # fmt: skip


def apply(engine: Engine, checked: CheckedDocument, actor: str) -> int:
    """Put the document in force and return the new data version; one that changes nothing leaves the version as it is.

    Raises DocumentRefusedError, DocumentOvertakenError; then nothing is changed.
    """
    with writing(engine) as connection:
        return apply_in(connection, checked, actor)


def apply_all(
    engine: Engine, files: Sequence[tuple[str, bytes]], actor: str, *, only_check: bool = False
) -> tuple[list[CheckedDocument], int]:
    """Check and apply several documents in one transaction, each after those that it refers to: all of them or none.

    files: name and content. Returns them as checked, in the order of applying, each against the state that those before
    it leave; and the data version. If one has errors, it is the last that is returned and nothing is applied.
    only_check: nothing is applied in any case. Raises NoDocumentError and what reading raises.
    """
    read_ones = [(read(name, content), name, content) for name, content in files]
    read_ones.sort(key=lambda each: KINDS.index(each[0].kind))
    done: list[CheckedDocument] = []
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


def apply_in(connection: Connection, checked: CheckedDocument, actor: str) -> int:
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
    batch_id = documents.enter(
        connection, now.kind, now.name, now.content, actor=actor, replaces=now.replaces, counts=now.counts
    )
    put(connection, [now.kind], ShippedFiles())
    cause = "catalogue" if now.kind in _CATALOGUES else "areas"
    return batches.raise_version(connection, actor=actor, cause=cause, batch_id=batch_id)


def _refuse_errors(checked: CheckedDocument) -> None:
    if checked.is_good:
        return
    first = checked.findings.to_dict("records")[0]
    where = " ".join(part for part in (first["sheet"], cell(first)) if part) or "?"
    raise DocumentRefusedError(file=checked.name, errors=len(checked.findings), where=where)


def withdraw(engine: Engine, batch_id: int, actor: str) -> int:
    """Take a document out of force; what it replaced is back exactly. Returns the new data version.

    Raises UnknownBatchError; AreasInUseError if reports stand on communes that only this document knows.
    """
    with writing(engine) as connection:
        kind = documents.kind_of(connection, batch_id, KINDS)
        before = imported(connection, kind)
        documents.withdraw(connection, batch_id)
        if before is not None and before.batch_id == batch_id:
            put(connection, [kind], ShippedFiles())
        return batches.raise_version(connection, actor=actor, cause="withdrawn", batch_id=batch_id)
