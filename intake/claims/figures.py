"""The figures of a sheet: its cells as numbers, and what each row reports: counts, a value, a reason, or nothing."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from indicators.findings import Rule
from intake.claims import rules
from intake.claims.distinct import Column
from intake.claims.raw import FIGURES, Raw
from intake.claims.sheet_findings import SheetFindings
from intake.words.numbers import Reading, read_number

_RULES: dict[Reading, Rule] = {
    Reading.LANGUAGE: rules.NUMBER_LANGUAGE,
    Reading.OTHER_LANGUAGE: rules.NUMBER_OTHER_LANGUAGE,
    Reading.DECORATED: rules.NUMBER_DECORATED,
    Reading.PERCENT: rules.NUMBER_PERCENT,
    Reading.FRACTION: rules.NUMBER_FRACTION,
    Reading.DAY: rules.NUMBER_DAY,
    Reading.TEXT: rules.NUMBER_TEXT,
}
_NOTHING = (Reading.EMPTY, Reading.UNKNOWN)

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Part:
    """One figure column. cells: as they read. numbers: NaN where there is none. readings: a Reading per row."""

    cells: Column
    numbers: Array
    readings: Array

    @property
    def given(self) -> Array:
        """Where a number stands."""
        return np.equal(self.readings, Reading.NUMBER)

    @property
    def wrong(self) -> Array:
        """Where something stands that is no number and no sign."""
        return np.greater_equal(self.readings, Reading.LANGUAGE)

    @property
    def excused(self) -> Array:
        """Where it says that there can be no number."""
        return np.equal(self.readings, Reading.NOT_APPLICABLE)


def read_part(cells: Column, *, language: str, whole: bool, dash: float) -> Part:
    """Read a column. dash: the number that '-' stands for, NaN for none."""
    read = [read_number(cell, language=language, whole=whole) for cell in cells.distinct]
    numbers = cells.taken([number for _, number in read], np.nan, float)
    readings = cells.taken([reading for reading, _ in read], Reading.EMPTY, np.int8)
    dashes = readings == Reading.DASH
    if dashes.any() and dash == dash:
        numbers = np.where(dashes, dash, numbers)
        readings = np.where(dashes, np.int8(Reading.NUMBER), readings)
    return Part(cells, numbers, np.where(readings == Reading.DASH, np.int8(Reading.EMPTY), readings))


def read_parts(raw: Raw, *, dash: str) -> dict[str, Part]:
    """numerator, denominator and value of `raw`. dash: 'zero' or 'missing'; of a value, which is no count, always missing."""
    zero = 0.0 if dash == "zero" else np.nan
    return {
        name: read_part(
            raw.column(name), language=raw.language, whole=name != "value", dash=np.nan if name == "value" else zero
        )
        for name in FIGURES
    }


def tell_wrong(found: SheetFindings, part: Part, used: Array, cols: Array) -> None:
    """Findings for cells that are no numbers, where they are `used`."""
    bad = part.wrong & used
    if not bad.any():
        return
    for reading, rule in _RULES.items():
        found.at(
            rule,
            bad & (part.readings == reading),
            col=cols,
            value=part.cells.cell,
            details=(lambda place: _thousands(part.numbers[place])) if reading is Reading.FRACTION else (lambda _: {}),
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
    readings = [read_number(cell, language=each, whole=False) for each in ((language,) if language else ("vi", "en"))]
    text = str(cell).rstrip("% ").replace(",", ".")
    decimals = len(text.partition(".")[2]) if not isinstance(cell, int) else 0
    return [(number, decimals) for reading, number in readings if reading is Reading.NUMBER]


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
