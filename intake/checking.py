"""One file from its bytes to what would happen: read, recognised, mapped, checked, reviewed. Nothing is changed yet."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import PurePath

import pandas as pd
from sqlalchemy import Connection, Engine

from base.texts import marked
from data_access import queries
from data_access.engine import reading as reading_from
from data_access.errors import NothingToApplyError, WarningsNotAcceptedError
from data_access.reports import batches
from data_access.reports.batches import Progress
from data_access.reports.rehearsal import Review, review
from data_access.reports.submission import Receipt, Submission
from indicators import findings
from indicators.findings import Level
from intake import checks, documents, known, register
from intake.claims.rules import MORE_ERRORS
from intake.declared import Declared
from intake.mapped import COLUMNS, Mapped, no_claims, no_totals
from intake.mapping import map_source
from intake.reading import read
from intake.reading.source import Source
from intake.unread import unread

READING = marked("Reading the file")
MAPPING = marked("Finding out what each column means")
CHECKING = marked("Checking the figures")
REVIEWING = marked("Working out what would change")


@dataclass(frozen=True)
class Checked:
    """A file that was checked. Nothing of it is in the database.

    kind: xlsx|csv|json|parquet. mapped: what it was understood as. findings: FINDINGS of reading, mapping and checking.
    reports: REPORTS that would be applied: all claims but those that an error keeps out. refused: how many figures errors
    keep out, whether or not a finding names each of them.
    review: what applying would do; None while something must be declared or nothing is left to apply.
    document: set where the file is no report but a configuration document (mapped.layout is its kind); it has no claims then.
    """

    name: str
    kind: str
    sha256: str
    declared: Declared
    mapped: Mapped
    findings: pd.DataFrame
    reports: pd.DataFrame
    refused: int
    review: Review | None = None
    document: documents.Checked | None = None

    @property
    def warnings(self) -> list[str]:
        """Codes of the warning rules that found something: each must be accepted with a reason."""
        found = self.findings[self.findings["level"] == str(Level.WARNING)]
        return list(dict.fromkeys(found["rule"]))

    @property
    def errors(self) -> int:
        """How many errors were found, those that keep no figure out and those that are only counted among them."""
        found = self.findings[self.findings["level"] == str(Level.ERROR)]
        more = found.loc[found["rule"] == MORE_ERRORS.code, "details"]
        return len(found) - len(more) + sum(int(json.loads(details)["n"]) for details in more)

    @property
    def can_be_applied(self) -> bool:
        """Whether something is left to apply and nothing is still to be declared."""
        if self.document is not None:
            return self.document.is_good and len(self.document.changes) > 0
        return not self.mapped.asked and len(self.reports) > 0 and self.review is not None and not self.review.nothing

    def submission(self, content: bytes, *, actor: str, accepted: Mapping[str, str]) -> Submission:
        """What `batches.apply` takes. accepted: the reason by code of each warning rule.

        Raises WarningsNotAcceptedError, NothingToApplyError.
        """
        if self.mapped.asked or self.reports.empty:
            raise NothingToApplyError(file=self.name)
        open_rules = [rule for rule in self.warnings if not accepted.get(rule, "").strip()]
        if open_rules:
            raise WarningsNotAcceptedError(file=self.name, n=len(open_rules))
        warned = self.findings["level"] == str(Level.WARNING)
        reasons = self.findings["rule"].map(lambda rule: accepted.get(rule, "").strip()).where(warned, "")
        kept = self.findings.assign(reason=reasons, accepted_by=pd.Series(actor, self.findings.index).where(warned, ""))
        return Submission(
            self.reports, kind=self.mapped.layout, name=self.name, content=content, mapping_hash=self.declared.digest(),
            findings=kept, refused=self.refused,
        )  # fmt: skip


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
        return _document(engine, wanted, None)
    tell = progress or _silent
    tell(READING, None)
    source = read(wanted.name, wanted.content)
    if documents.recognise(wanted.name, wanted.content, source) is not None:
        return _document(engine, wanted, source)
    checked = understood(engine, wanted, source=source, progress=progress)
    return replace(checked, review=reviewed(engine, [(checked, wanted.content)], actor=actor, progress=progress))


def _document(engine: Engine, wanted: Wanted, source: Source | None) -> Checked:
    found = documents.check(engine, wanted.name, wanted.content, source)
    nothing = Mapped(
        layout=found.kind, claims=no_claims(), totals=no_totals(), columns=pd.DataFrame(columns=COLUMNS),
        findings=findings.none(),
    )  # fmt: skip
    return Checked(
        name=found.name, kind=source.kind if source else "", sha256=found.sha256, declared=wanted.declared, mapped=nothing,
        findings=found.findings, reports=no_claims(), refused=0, document=found,
    )  # fmt: skip


def understood(
    engine: Engine, wanted: Wanted, *, source: Source | None = None, progress: Progress | None = None
) -> Checked:
    """As `check`, without the review: for many files that are reviewed together. source: of a file that was read already."""
    tell = progress or _silent
    tell(READING, None)
    source = source or read(wanted.name, wanted.content)
    tell(MAPPING, None)
    catalogue = queries.catalogue(engine)
    with reading_from(engine) as connection:
        here = register.load(connection, catalogue)
    mapped = map_source(source, wanted.declared, here)
    tell(CHECKING, None)
    with reading_from(engine) as connection:
        against = known.load(connection, set(mapped.claims["indicator"]), totals=mapped.totals, register=here)
    found = findings.joined([source.findings, mapped.findings, checks.check(mapped.claims, against)])
    errors = found[found["level"] == str(Level.ERROR)]
    out = mapped.claims.index.isin(errors["claim"])
    return Checked(
        name=PurePath(wanted.name).name,
        kind=source.kind,
        sha256=source.sha256,
        declared=wanted.declared,
        mapped=mapped,
        findings=found,
        reports=mapped.claims[~out].reset_index(drop=True),
        refused=int(out.sum()) + len(mapped.refused) + unread(source.findings, mapped),
    )


def reviewed(
    engine: Engine, files: Sequence[tuple[Checked, bytes]], *, actor: str, progress: Progress | None = None
) -> Review | None:
    """What applying all `files` (with their contents) as one would do; None where nothing can be applied."""
    if any(checked.mapped.asked for checked, _ in files):
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
    files: Sequence[tuple[Checked, bytes]],
    *,
    actor: str,
    accepted: Mapping[str, str],
    base_version: int | None,
    also: Callable[[Connection, int], None] | None = None,
    progress: Progress | None = None,
) -> int:
    """Apply checked files (with their contents) as one: all or none. Returns the data version.

    accepted: the reason by warning rule. base_version: of the review that was seen; None: nobody reviewed. also: see
    `batches.apply`. Raises as `Checked.submission` and `batches.apply`.
    """
    submissions = [checked.submission(content, actor=actor, accepted=accepted) for checked, content in files]
    receipt = Receipt(actor, datetime.now(UTC), base_version=base_version)
    return batches.apply(engine, submissions, receipt, also=also, progress=progress)


def _silent(_: str, __: float | None) -> None:
    """Nobody asked to be told."""
