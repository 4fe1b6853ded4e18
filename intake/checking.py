"""One file from its bytes to what would happen: read, recognised, mapped, checked, reviewed; then, by another call, applied."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import PurePath

from base.texts import marked
from data_access import queries
from data_access.edition import Edition
from data_access.engine import Connection, Engine, reading, writing
from data_access.reports import batches
from data_access.reports.batches import Progress
from data_access.reports.rehearsal import Review, review
from data_access.reports.submission import Receipt
from indicators.findings import Level, joined
from intake import checks, documents, known, register
from intake.checked import CheckedReports
from intake.declared import Declared
from intake.documents import CheckedDocument
from intake.mapping import map_source
from intake.reading import read
from intake.reading.source import Source
from intake.unread import unread

READING = marked("Reading the file")
MAPPING = marked("Finding out what each column means")
CHECKING = marked("Checking the figures")
REVIEWING = marked("Working out what would change")

Checked = CheckedReports | CheckedDocument
"""A checked file of either kind; what both have is `intake.checked.CheckedUpload`."""


@dataclass(frozen=True)
class Wanted:
    """A file to be checked: its name, its bytes, and what the officer says about it."""

    name: str
    content: bytes
    declared: Declared = field(default_factory=Declared)


def check(engine: Engine, wanted: Wanted, *, actor: str, progress: Progress | None = None) -> Checked:
    """Check one file against the database as it stands, and find out what applying it would do.

    Raises RefusedFileError and its kind for what is no table or not safe to open, DataError of the database.
    """
    if documents.is_package(wanted.name, wanted.content):
        return documents.check(engine, wanted.name, wanted.content)
    tell = progress or _silent
    tell(READING, None)
    source = read(wanted.name, wanted.content)
    if documents.recognise(wanted.name, wanted.content, source) is not None:
        return documents.check(engine, wanted.name, wanted.content, source)
    checked = understood(engine, wanted, source=source, progress=progress)
    return replace(checked, review=reviewed(engine, [(checked, wanted.content)], actor=actor, progress=progress))


def understood(
    engine: Engine, wanted: Wanted, *, source: Source | None = None, progress: Progress | None = None
) -> CheckedReports:
    """As `check`, without the review: for many files that are reviewed together. source: of a file that was read already."""
    tell = progress or _silent
    tell(READING, None)
    source = source or read(wanted.name, wanted.content)
    tell(MAPPING, None)
    catalogue = queries.catalogue(engine)
    with reading(engine) as connection:
        here = register.load(connection, catalogue)
    mapped = map_source(source, wanted.declared, here)
    tell(CHECKING, None)
    with reading(engine) as connection:
        against = known.load(connection, set(mapped.claims["indicator"]), totals=mapped.totals, register=here)
    findings = joined([source.findings, mapped.findings, checks.check(mapped.claims, against)])
    errors = findings[findings["level"] == str(Level.ERROR)]
    out = mapped.claims.index.isin(errors["claim"])
    return CheckedReports(
        name=PurePath(wanted.name).name,
        sha256=source.sha256,
        findings=findings,
        refused=int(out.sum()) + len(mapped.refused) + unread(source.findings, mapped),
        declared=wanted.declared,
        mapped=mapped,
        reports=mapped.claims[~out].reset_index(drop=True),
    )


def reviewed(
    engine: Engine, files: Sequence[tuple[CheckedReports, bytes]], *, actor: str, progress: Progress | None = None
) -> Review | None:
    """What applying all `files` (with their contents) as one would do; None where nothing can be applied."""
    if any(checked.asked for checked, _ in files):
        return None
    # Reasons are asked for after the review, so none is needed for it.
    submissions = [
        checked.submission(content, actor=actor, accepted=dict.fromkeys(checked.warnings, "…"))
        for checked, content in files
        if len(checked.reports)
    ]
    if not submissions:
        return None
    (progress or _silent)(REVIEWING, None)
    return review(engine, submissions, Receipt(actor, datetime.now(UTC)), progress=progress)


def apply(
    engine: Engine,
    files: Sequence[tuple[CheckedReports, bytes]],
    *,
    actor: str,
    accepted: Mapping[str, str],
    base: Edition | None,
    also: Callable[[Connection, int], None] | None = None,
    progress: Progress | None = None,
) -> int:
    """Apply checked files (with their contents) as one: all or none. Returns the data version.

    accepted: the reason by warning rule. base: of the review that was seen; None: nobody reviewed. also: see
    `batches.apply`. Raises as `CheckedReports.submission` and `batches.apply`.
    """
    submissions = [checked.submission(content, actor=actor, accepted=accepted) for checked, content in files]
    receipt = Receipt(actor, datetime.now(UTC), base=base)
    return batches.apply(engine, submissions, receipt, also=also, progress=progress)


def apply_upload(
    engine: Engine,
    upload: Checked,
    content: bytes,
    *,
    actor: str,
    accepted: Mapping[str, str],
    also: Callable[[Connection, int], None],
    progress: Progress,
) -> int:
    """Apply one checked file (with its content) of either kind, against the review that it holds. Returns the data version.

    Raises as `apply` or `documents.apply`; then nothing is changed.
    """
    if isinstance(upload, CheckedDocument):
        progress(batches.STORING, None)
        with writing(engine) as connection:
            version = documents.apply_in(connection, upload, actor)
            also(connection, version)
        return version
    return apply(
        engine, [(upload, content)], actor=actor, accepted=accepted,
        base=upload.review.base if upload.review else None, also=also, progress=progress,
    )  # fmt: skip


def _silent(_: str, __: float | None) -> None:
    """Nobody asked to be told."""
