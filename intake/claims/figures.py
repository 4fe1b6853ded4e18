"""The figures of a sheet: its cells as numbers, and what each row reports: counts, a value, a reason, or nothing."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from indicators.findings import Rule
from intake.claims import rules
from intake.claims.distinct import Column
from intake.claims.raw import FIGURES, Raw
from intake.claims.sheet_findings import SheetFindings
from intake.words.numbers import CellKind, read_number

_RULES: dict[CellKind, Rule] = {
    CellKind.LANGUAGE: rules.NUMBER_LANGUAGE,
    CellKind.OTHER_LANGUAGE: rules.NUMBER_OTHER_LANGUAGE,
    CellKind.DECORATED: rules.NUMBER_DECORATED,
    CellKind.PERCENT: rules.NUMBER_PERCENT,
    CellKind.FRACTION: rules.NUMBER_FRACTION,
    CellKind.DAY: rules.NUMBER_DAY,
    CellKind.TEXT: rules.NUMBER_TEXT,
}
_NOTHING = (CellKind.EMPTY, CellKind.UNKNOWN)

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Part:
    """One figure column. cells: as they read. numbers: NaN where there is none. kinds: a CellKind per row."""

    cells: Column
    numbers: Array
    kinds: Array

    @property
    def given(self) -> Array:
        """Where a number stands."""
        return np.equal(self.kinds, CellKind.NUMBER)

    @property
    def wrong(self) -> Array:
        """Where something stands that is no number and no sign."""
        return np.greater_equal(self.kinds, CellKind.LANGUAGE)

    @property
    def excused(self) -> Array:
        """Where it says that there can be no number."""
        return np.equal(self.kinds, CellKind.NOT_APPLICABLE)


def read_part(cells: Column, *, language: str, whole: bool, dash: float) -> Part:
    """Read a column. dash: the number that '-' stands for, NaN for none."""
    read = [read_number(cell, language=language, whole=whole) for cell in cells.distinct]
    numbers = cells.taken([number for _, number in read], np.nan, float)
    kinds = cells.taken([kind for kind, _ in read], CellKind.EMPTY, np.int8)
    dashes = kinds == CellKind.DASH
    if dashes.any() and dash == dash:
        numbers = np.where(dashes, dash, numbers)
        kinds = np.where(dashes, np.int8(CellKind.NUMBER), kinds)
    return Part(cells, numbers, np.where(kinds == CellKind.DASH, np.int8(CellKind.EMPTY), kinds))


def read_parts(raw: Raw, *, dash: str) -> dict[str, Part]:
    """numerator, denominator and value of `raw`. dash: 'zero' or 'missing'; of a value, which is no count, always missing."""
    zero = 0.0 if dash == "zero" else np.nan
    return {
        name: read_part(
            raw.column(name), language=raw.language, whole=name != "value", dash=np.nan if name == "value" else zero
        )
        for name in FIGURES
    }


def tell_wrong(findings: SheetFindings, part: Part, used: Array, cols: Array) -> None:
    """Findings for cells that are no numbers, where they are `used`."""
    bad = part.wrong & used
    if not bad.any():
        return
    for kind, rule in _RULES.items():
        findings.at(
            rule,
            bad & (part.kinds == kind),
            col=cols,
            value=part.cells.cell,
            details=(lambda place: _thousands(part.numbers[place])) if kind is CellKind.FRACTION else (lambda _: {}),
        )


def _thousands(number: float) -> dict[str, str]:
    """What 9.45 was before a program took the point of 9.450 for a decimal sign."""
    return {"thousands": f"{number:.3f}", "typed": str(round(number * 1000))}


def written(part: Part) -> bool:
    """Whether a language was needed to read it: some text has a separator and is a number."""
    counts = np.bincount(part.cells.codes[part.given & part.cells.given], minlength=len(part.cells.distinct))
    texts = (part.cells.distinct[place] for place in np.flatnonzero(counts).tolist())
    return any(isinstance(text, str) and ("." in text or "," in text) for text in texts)


def percent_of(cell: object, language: str) -> list[tuple[float, int]]:
    """What a printed percentage may say, each with its decimals: of an unknown language, what either would read."""
    read = [read_number(cell, language=each, whole=False) for each in ((language,) if language else ("vi", "en"))]
    text = str(cell).rstrip("% ").replace(",", ".")
    decimals = len(text.partition(".")[2]) if not isinstance(cell, int) else 0
    return [(number, decimals) for kind, number in read if kind is CellKind.NUMBER]


def disagrees(cell: object, language: str, computed: float) -> bool:
    """Whether a printed percentage differs from the computed one by more than its rounding. A share (0.955) is one too."""
    said = percent_of(cell, language)
    if not said or np.isnan(computed):
        return False
    return all(
        abs(scale * number - computed) > max(0.5 * scale * 10.0**-decimals, 0.05) + 1e-9
        for number, decimals in said
        for scale in (1.0, 100.0)
    )
