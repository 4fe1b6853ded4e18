"""A configuration document that was checked, as it would be applied: whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from indicators.findings import Level
from intake.checked import CheckedUpload
from intake.documents.changes import counted


@dataclass(frozen=True)
class CheckedDocument(CheckedUpload):
    """kind: of KINDS. findings: errors only, so that `refused` is 0 and no warning asks for a reason.

    changes: CHANGES against what is in force; empty if the document says the same.
    replaces: the batch that is in force now, None: what comes with the program or the province's folder.
    """

    kind: str
    content: bytes
    changes: pd.DataFrame
    replaces: int | None

    @property
    def form(self) -> str:
        """Its kind."""
        return self.kind

    @property
    def asked(self) -> tuple[str, ...]:
        """A document says everything itself."""
        return ()

    @property
    def counts(self) -> Mapping[str, int]:
        """Rows added, changed and removed."""
        return counted(self.changes)

    @property
    def is_good(self) -> bool:
        """Whether nothing in it is wrong."""
        return not bool((self.findings["level"] == Level.ERROR).any())

    @property
    def can_be_applied(self) -> bool:
        """Whether nothing in it is wrong and it says something new."""
        return self.is_good and len(self.changes) > 0
