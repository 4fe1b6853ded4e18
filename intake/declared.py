"""What the officer says about a file, because the file does not: nothing of it is ever guessed silently."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict


class DeclaredRecord(TypedDict):
    """`Declared` as plain values, for JSON. reported_on: ISO text."""

    language: str
    period: str
    collection: str
    status: str
    reported_on: str | None
    dash: str
    columns: dict[str, str]
    system: str


@dataclass(frozen=True)
class Declared:
    """All is optional; what the file itself says needs no declaring, and what is declared goes before what it says.

    language: how numbers are written, 'vi' (9.450 and 95,5) or 'en' (9,450 and 95.5). period: code for rows without one.
    collection: code of the data collection. status: final|provisional. reported_on: the day of the report.
    dash: what '-' stands for, 'zero' (the statistical office's sign for nothing occurred) or 'missing'.
    columns: meaning by 'Sheet!D' (sheet name, column letters): 'IMM01.numerator', 'IMM01.denominator', 'IMM01.value',
    'area_code', 'area_name', or '' to leave the column out. system: whose codes they are, for DHIS2 files.
    """

    language: str = ""
    period: str = ""
    collection: str = ""
    status: str = ""
    reported_on: date | None = None
    dash: str = "zero"
    columns: Mapping[str, str] = field(default_factory=dict)
    system: str = "dhis2"

    def record(self) -> DeclaredRecord:
        """As plain values, for JSON."""
        return {
            "language": self.language, "period": self.period, "collection": self.collection, "status": self.status,
            "reported_on": self.reported_on.isoformat() if self.reported_on else None, "dash": self.dash,
            "columns": dict(self.columns), "system": self.system,
        }  # fmt: skip

    @classmethod
    def of(cls, record: DeclaredRecord) -> "Declared":
        """The inverse of `record`."""
        day = record["reported_on"]
        return cls(
            language=record["language"], period=record["period"], collection=record["collection"], status=record["status"],
            reported_on=date.fromisoformat(day) if day else None, dash=record["dash"], columns=record["columns"],
            system=record["system"],
        )  # fmt: skip

    def digest(self) -> str:
        """The same file declared in another way is another import."""
        return hashlib.sha256(json.dumps(self.record(), sort_keys=True).encode()).hexdigest()
