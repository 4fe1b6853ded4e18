"""What checking a file came to, whatever the file is: one protocol with two kinds, reports here and documents beside their checks.

Whoever shows or applies an upload asks what stands here; what only one kind has is asked of that kind.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from base.texts import Texts
from data_access.reports.rehearsal import Review
from data_access.reports.submission import Submission
from indicators.findings import Level
from intake.claims.rules import MORE_ERRORS
from intake.declared import Declared
from intake.errors import NothingToApplyError, WarningsNotAcceptedError
from intake.mapped import Mapped

REPORT_CHANGES = ("added", "changed", "removed", "same")
"""What applying does to figures, as `counts` of reports has it; of documents the first three."""


@dataclass(frozen=True)
class CheckedUpload(ABC):
    """A file that was checked. Nothing of it is in the database.

    sha256: of the file, its identity. findings: FINDINGS of reading, mapping and checking. refused: how many figures errors keep
    out, whether or not a finding names each of them; the rest of the file may be applied.
    """

    name: str
    sha256: str
    findings: pd.DataFrame
    refused: int = field(default=0, kw_only=True)

    @property
    @abstractmethod
    def form(self) -> str:
        """What the file was taken for: template|long|wide|form|dhis2, or a kind of document (`documents.KINDS`)."""

    @property
    @abstractmethod
    def asked(self) -> tuple[str, ...]:
        """Fields of Declared that the officer must still fill in; while any is left, nothing can be applied."""

    @property
    @abstractmethod
    def counts(self) -> Mapping[str, int] | None:
        """How much applying would add, change and remove, by REPORT_CHANGES; None while that can't be told."""

    @property
    @abstractmethod
    def can_be_applied(self) -> bool:
        """Whether something is left to apply and nothing is still to be declared."""

    @property
    def warnings(self) -> list[str]:
        """Codes of the warning rules that found something: each must be accepted with a reason."""
        warned = self.findings[self.findings["level"] == str(Level.WARNING)]
        return list(dict.fromkeys(warned["rule"]))

    @property
    def errors(self) -> int:
        """How many errors were found, those that keep no figure out and those that are only counted among them."""
        wrong = self.findings[self.findings["level"] == str(Level.ERROR)]
        more = wrong.loc[wrong["rule"] == MORE_ERRORS.code, "details"]
        return len(wrong) - len(more) + sum(int(json.loads(details)["n"]) for details in more)

    def without_reason(self, accepted: Mapping[str, str]) -> list[str]:
        """The `warnings` for which `accepted` (the reason by code of each rule) gives none."""
        return [rule for rule in self.warnings if not accepted.get(rule, "").strip()]


@dataclass(frozen=True)
class CheckedReports(CheckedUpload):
    """A file of reports.

    mapped: what it was understood as. reports: REPORTS that would be applied: all claims but those that an error keeps out.
    review: what applying would do; None while something must be declared or nothing is left to apply.
    """

    declared: Declared
    mapped: Mapped
    reports: pd.DataFrame
    review: Review | None = None

    @property
    def form(self) -> str:
        """Which form of report it is."""
        return self.mapped.layout

    @property
    def asked(self) -> tuple[str, ...]:
        """What the file does not say."""
        return self.mapped.asked

    @property
    def counts(self) -> Mapping[str, int] | None:
        """Figures, by all of REPORT_CHANGES; None before the review."""
        return None if self.review is None else {what: self.review.count(what) for what in REPORT_CHANGES}

    @property
    def can_be_applied(self) -> bool:
        """Whether a figure is left that is not in force already, and nothing is still to be declared."""
        return not self.asked and len(self.reports) > 0 and self.review is not None and not self.review.nothing

    def submission(self, content: bytes, *, actor: str, accepted: Mapping[str, str]) -> Submission:
        """What `batches.apply` takes. accepted: the reason by code of each warning rule.

        Raises WarningsNotAcceptedError, NothingToApplyError.
        """
        if self.asked or self.reports.empty:
            raise NothingToApplyError(file=self.name)
        unanswered = self.without_reason(accepted)
        if unanswered:
            raise WarningsNotAcceptedError(file=self.name, n=len(unanswered))
        warned = self.findings["level"] == str(Level.WARNING)
        reasons = self.findings["rule"].map(lambda rule: accepted.get(rule, "").strip()).where(warned, "")
        kept = self.findings.assign(reason=reasons, accepted_by=pd.Series(actor, self.findings.index).where(warned, ""))
        return Submission(
            self.reports, kind=self.form, name=self.name, content=content, mapping_hash=self.declared.digest(),
            findings=kept, refused=self.refused,
        )  # fmt: skip


def nothing_new(replaced_by: Sequence[str], say: Texts) -> str:
    """Why a file that came in before changes nothing, and what to do where its figures do not stand any more."""
    if not replaced_by:
        return say("All of this is in the database already: applying would change nothing.")
    return say(
        "This file came in before, and later imports changed some of its figures: {names}. Those stand. To have this file's figures again, withdraw them.",
        names=", ".join(replaced_by),
    )
