"""What the officer says about a file, because the file does not: nothing of it is ever guessed silently."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any


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

    def record(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        day = self.reported_on.isoformat() if self.reported_on else None
        return {**asdict(self), "columns": dict(self.columns), "reported_on": day}

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Declared":
        """The inverse of `record`."""
        day = record.get("reported_on")
        return cls(**{**record, "reported_on": date.fromisoformat(day) if day else None})

    def digest(self) -> str:
        """The same file declared in another way is another import."""
        return hashlib.sha256(json.dumps(self.record(), sort_keys=True).encode()).hexdigest()
