"""COMPLETENESS written down by hand."""

from datetime import date, timedelta

import pandas as pd

from indicators.completeness import COMPLETENESS
from indicators.periods import parse


def cell(
    code: str, indicator: str, period: str, status: str, *, name: str = "", days: int = 10, late: bool | None = None,
    parts: tuple[int, int] = (1, 1),
) -> dict[str, object]:  # fmt: skip
    """One commune, indicator and period; due `days` after the period's end."""
    asked = parse(period)
    return {
        "code": code, "name": name or f"Xã {code}", "indicator": indicator, "period": period, "kind": asked.kind.value,
        "due_on": asked.ends_on + timedelta(days=days), "status": status, "late": status == "late" if late is None else late,
        "reported_on": pd.NaT, "parts": parts[0], "parts_expected": parts[1],
    }  # fmt: skip


def facts(*cells: dict[str, object]) -> pd.DataFrame:
    """COMPLETENESS of some cells."""
    return pd.DataFrame(list(cells), columns=COMPLETENESS)


AS_OF = date(2026, 1, 15)
