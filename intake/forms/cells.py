"""Cells of figures as the sheet has them."""

from typing import Any

import pandas as pd

from intake.claims.distinct import Column
from intake.reading.source import Sheet
from intake.words.numbers import CellKind, read_number

_FIGURES = (
    CellKind.NUMBER,
    CellKind.LANGUAGE,
    CellKind.OTHER_LANGUAGE,
    CellKind.PERCENT,
    CellKind.FRACTION,
    CellKind.DECORATED,
)


def counted_figures(cells: "pd.Series[Any]") -> int:
    """How many of `cells` hold a number, however it is written."""
    column = Column.of(cells)
    figures = [
        read_number(value, language="", whole=False)[0] in _FIGURES and not (isinstance(value, str) and any(c.isalpha() for c in value))
        for value in column.distinct
    ]  # fmt: skip
    return int(column.taken(figures, False, bool).sum())


def value_cells(sheet: Sheet, column: int, cells: "pd.Series[Any]") -> "pd.Series[Any]":
    """Values as they show: what a spreadsheet keeps as 0.955 under a format of percent is 95.5."""
    percent = {row for (row, number), shape in sheet.formats.items() if number == column and "%" in shape}
    if not percent:
        return cells
    scaled = [
        round(cell * 100, 10)
        if row in percent and isinstance(cell, int | float) and not isinstance(cell, bool)
        else cell
        for row, cell in cells.items()
    ]
    return pd.Series(scaled, index=cells.index, dtype=object)
