"""What is found in one sheet: every row of it up to a number that somebody can still read, then how many more."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from indicators.findings import Finding, Level, Rule, finding
from intake.claims import rules

MOST = 300
"""So many findings of one rule are told one by one."""


def always(**details: Any) -> Callable[[int], Mapping[str, Any]]:
    """The same details wherever it is found."""
    return lambda _: details


class SheetFindings:
    """Collects FINDINGS of a sheet. rows: the sheet's row numbers, by position."""

    def __init__(self, sheet: str, rows: "np.ndarray[Any, Any]") -> None:
        self._sheet, self._rows = sheet, rows
        self._findings: list[Finding] = []

    def add(self, rule: Rule, *, row: int | None = None, col: str = "", value: object = "", **details: Any) -> None:
        """One finding."""
        self._findings.append(finding(rule, sheet=self._sheet, row=row, col=col, value=value, **details))

    def at(
        self,
        rule: Rule,
        positions: Any,
        *,
        col: "str | np.ndarray[Any, Any]" = "",
        value: Callable[[int], object] = lambda _: "",
        details: Callable[[int], Mapping[str, Any]] = lambda _: {},
        once: bool = False,
    ) -> None:
        """A finding per position (int array, or a mask). once: one per row of the sheet, where a row holds several figures.

        value, details: of a position. Beyond MOST: how many more, of the same level (a note says no more).
        """
        places = (
            np.flatnonzero(positions)
            if np.asarray(positions).dtype.kind == "b"
            else np.asarray(positions, dtype=np.int64)
        )
        if once and len(places):
            _, first = np.unique(self._rows[places], return_index=True)
            places = places[np.sort(first)]
        for place in places[:MOST]:
            letters = col if isinstance(col, str) else str(col[place])
            self.add(rule, row=int(self._rows[place]), col=letters, value=value(int(place)), **details(int(place)))
        more = len(places) - MOST
        if more > 0 and rule.level is not Level.NOTE:
            letters = col if isinstance(col, str) else str(col[places[0]])
            summary = rules.MORE_ERRORS if rule.level is Level.ERROR else rules.MORE_WARNINGS
            self.add(summary, n=more, cell=f"{letters}{self._rows[places[0]]}", code=rule.code)

    @property
    def told(self) -> list[Finding]:
        """Rows of FINDINGS so far."""
        return self._findings
