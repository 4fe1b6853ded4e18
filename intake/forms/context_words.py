"""What words beside figures say of them: columns that may divide them, units that count in thousands, titles that narrow a table.

Context is part of a figure: what is not understood is asked about, never skipped.
"""

import re
from collections.abc import Collection
from typing import Any

import pandas as pd

from indicators.findings import column_letters
from intake.claims import rules
from intake.claims.distinct import Column
from intake.claims.sheet_findings import SheetFindings
from intake.reading.source import Sheet
from intake.words.numbers import CellKind, read_number
from intake.words.places import Places
from intake.words.words import is_district, plain, speaks_of_other

_SHOWN = 3
_UNITS = frozenset({"unit", "dvt", "don vi tinh", "don vi"})
_SCALE = re.compile(r"\b(nghin|ngan|trieu|thousands?|millions?|x ?1 ?000|1[.,]?000)\b")
_LETTER = re.compile(r"[^\W\d_]{2}")


def words_of(cells: "pd.Series[Any]", places: Places) -> tuple[str, ...]:
    """The distinct texts of a column that are words: no numbers, and no names of places, which every row of a commune has."""
    column = Column.of(cells)
    texts = [value for value in column.distinct if isinstance(value, str) and _LETTER.search(value)]
    return tuple(text for text in texts if not (_is_number(text) or _is_place(text, places)))


def _is_number(text: str) -> bool:
    return read_number(text, language="", whole=False)[0] is CellKind.NUMBER


def _is_place(text: str, places: Places) -> bool:
    return places.is_name(text) or is_district(text) or plain(text) in places.province_names


def tell_words(
    cells: "pd.Series[Any]", heading: str, places: Places, findings: SheetFindings, *, row: int, col: str
) -> None:
    """Ask about a column that nobody understood and that has words in it: they may divide the figures."""
    words = words_of(cells, places)
    if words:
        shown = ", ".join(words[:_SHOWN]) + (", …" if len(words) > _SHOWN else "")
        findings.add(rules.COLUMN_OF_WORDS, row=row, col=col, value=heading or col, words=shown)


def is_unit(heading: str) -> bool:
    """Whether a heading stands over the units of figures."""
    return plain(heading) in _UNITS


def scaled(cells: "pd.Series[Any]", findings: SheetFindings, *, row: int, col: str) -> "pd.Series[Any]":
    """Which rows have a unit that counts in thousands or millions; each such unit is told once."""
    column = Column.of(cells)
    flags = [isinstance(value, str) and _SCALE.search(plain(value)) is not None for value in column.distinct]
    for value, flag in zip(column.distinct, flags, strict=True):
        if flag:
            findings.add(rules.UNIT_SCALED, row=row, col=col, value=value)
    return pd.Series(column.taken(flags, False, bool), index=cells.index)


def tell_narrowing(titles: tuple[str, ...], findings: SheetFindings) -> None:
    """Ask about titles that speak of a group, a plan or a comparison."""
    for title in titles:
        if speaks_of_other(title):
            findings.add(rules.TITLE_NARROWS, value=title)


def of_several(
    sheet: Sheet, figures: Collection[int], rows: "pd.Index[Any]", findings: SheetFindings
) -> dict[int, set[int]]:
    """The rows of each column of `figures` in which a cell is merged over several of them: its figure is of none of them alone."""
    found: dict[int, set[int]] = {}
    for top, left, bottom, right in sheet.merged:
        within = [row for row in rows if top <= row <= bottom]
        if len(within) < 2:
            continue
        for column in figures:
            if left <= column <= right:
                found.setdefault(column, set()).update(within)
                value = sheet.table.loc[top, column] if top in sheet.table.index else ""
                findings.add(rules.MERGED_FIGURE, row=top, col=column_letters(column), value=value, n=len(within))
    return found
