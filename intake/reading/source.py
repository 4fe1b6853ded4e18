"""A file as it came: its sheets, cell by cell, with nothing interpreted but the letters."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from indicators import findings


@dataclass(frozen=True)
class Sheet:
    """One table of a file.

    name: '' in a CSV. table: index: the row numbers that a spreadsheet shows (1 = first), columns: 0-based numbers of columns;
    cells: str (NFC, trimmed), int, float, bool, date or datetime as the file types them, None where empty. All cells
    of a CSV are str. Rows and columns that are empty to the end are left out.
    merged: ranges (first row, first column, last row, last column), rows 1-based, columns 0-based.
    hidden, hidden_rows, hidden_columns: what a reader of the file does not see.
    formulas: (row, column) of cells computed by a formula: 'formula', or 'external' if it reaches into another workbook.
    formats: (row, column) -> number format of cells that hold numbers or dates, where it is not the general one.
    """

    name: str
    table: pd.DataFrame
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """A file that could be read. kind: xlsx|csv|json|parquet. sha256: of its bytes, its identity.

    encoding: of a CSV ('utf-8', 'cp1258', …), '' elsewhere. document: the parsed JSON of a json file.
    findings: FINDINGS of reading it (cells in old fonts, formulas, hidden rows).
    """

    name: str
    kind: str
    sha256: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    document: Any = None
    findings: pd.DataFrame = field(default_factory=findings.none)
