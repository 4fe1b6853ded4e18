"""Workbooks of Excel and of what writes like it.

Read with a streaming reader of our own: openpyxl needs two passes for formulas and their results, makes an object of every
cell of a merged range, and refuses files for their colours. Its knowledge of dates and number formats is used.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any, TypedDict

import numpy as np
import pandas as pd

from indicators.findings import Finding, column_letters, finding
from intake.reading import rules
from intake.reading.errors import DamagedWorkbookError, EmptyFileError, TooManyColumnsError
from intake.reading.fonts import Seen, seen
from intake.reading.markup import parse
from intake.reading.package import Package
from intake.reading.source import Sheet
from intake.reading.workbook import SheetEntry, open_workbook
from intake.reading.worksheet import CellReader, Cells

MAX_CELLS = 2_000_000
MAX_COLUMNS = 1_000
# A table with one far cell is mostly nothing: beyond this many places empty rows are left out.
_MAX_PLACES = 4_000_000
_NAMED = 10


def read_xlsx(content: bytes, *, name: str) -> tuple[tuple[Sheet, ...], list[Finding]]:
    """The sheets with content, in the order of the workbook, and rows for FINDINGS.

    Raises RefusedFileError; never anything else for any content.
    """
    sheets: list[Sheet] = []
    findings: list[Finding] = []
    with Package(content, name=name) as package:
        workbook = open_workbook(package, file=name)
        left = MAX_CELLS
        for entry in workbook.sheets:
            reader = CellReader(workbook, file=name, budget=left, limit=MAX_CELLS)
            parse(package.chunks(entry.part), reader, file=name, part=entry.part)
            left -= reader.used
            findings.extend(_resolve_texts(entry.name, reader.cells))
            findings.extend(_of_formulas(entry.name, reader.cells, computed=workbook.computed))
            sheet = _sheet(entry, reader.cells, name)
            if not sheet.table.empty:
                sheets.append(sheet)
                findings.extend(_of_hidden(sheet, reader.cells))
    if not sheets:
        raise EmptyFileError(file=name)
    return tuple(sheets), findings


def _sheet(entry: SheetEntry, cells: Cells, file: str) -> Sheet:
    """The cells, their texts resolved, as a table."""
    used = [(row, max(of_row)) for row, of_row in cells.rows.items() if of_row]
    last, width = max(used, default=(0, 0))[0], max((column for _, column in used), default=-1) + 1
    if width > MAX_COLUMNS:
        raise TooManyColumnsError(file=file, sheet=entry.name, found=column_letters(width - 1), limit=MAX_COLUMNS)
    index: Any = pd.RangeIndex(1, last + 1)
    if last * width > max(_MAX_PLACES, 10 * sum(map(len, cells.rows.values()))):
        index = pd.Index([row for row, _ in used])
    grid = np.full((len(index), width), None, dtype=object)
    for place, row in enumerate(index):
        for column, value in cells.rows.get(row, {}).items():
            grid[place, column] = value
    return Sheet(
        name=entry.name,
        table=pd.DataFrame(grid, index=index, columns=range(width), dtype=object),
        merged=_merged(cells, last, width, file),
        hidden=entry.hidden,
        hidden_rows=frozenset(row for row in cells.hidden_rows if row <= last),
        hidden_columns=frozenset(
            column for first, end in cells.hidden_columns for column in range(max(0, first), min(end, width - 1) + 1)
        ),
        formulas=cells.formulas,
        formats=cells.formats,
    )


def _merged(cells: Cells, last: int, width: int, file: str) -> tuple[tuple[int, int, int, int], ...]:
    """The merged ranges, cut to the table. Whoever walks through them must not walk through all of a sheet."""
    ranges = [
        (top, left, min(bottom, last), min(right, width - 1))
        for top, left, bottom, right in cells.merged
        if top <= last and left < width
    ]
    if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in ranges) > last * width:
        raise DamagedWorkbookError(file=file, reason="merged ranges lie over each other")
    return tuple(ranges)


def _resolve_texts(sheet: str, cells: Cells) -> list[Finding]:
    """Put what each text says in its place, leave out texts that say nothing, and tell what was converted."""
    says = seen(cells.texts())
    findings: list[Finding] = []
    converted: Counter[str] = Counter()
    first: tuple[int, int] | None = None
    for row, of_row in cells.rows.items():
        for column, runs in list(of_row.items()):
            if not isinstance(runs, tuple):
                continue
            what = says[runs]
            if what.text is None:
                del of_row[column]
                continue
            of_row[column] = what.text
            if what.charset:
                converted[what.charset] += 1
                first = first or (row, column)
            findings.extend(_doubts(what, sheet, row, column))
    if first:
        findings.append(
            finding(
                rules.OLD_FONT,
                **_place(sheet, *first),
                value=cells.rows[first[0]][first[1]],
                n=converted.total(),
                charset=", ".join(name.upper() for name in sorted(converted)),
            )
        )
    return findings


def _doubts(what: Seen, sheet: str, row: int, column: int) -> list[Finding]:
    doubts = ((what.unsure, rules.OLD_FONT_UNSURE), (what.unreadable, rules.UNREADABLE_LETTERS))
    return [finding(rule, **_place(sheet, row, column), value=what.text) for wrong, rule in doubts if wrong]


class _Place(TypedDict):
    sheet: str
    row: int
    col: str


def _place(sheet: str, row: int, column: int) -> _Place:
    return {"sheet": sheet, "row": row, "col": column_letters(column)}


def _of_formulas(sheet: str, cells: Cells, *, computed: bool) -> list[Finding]:
    """What is to be said of formulas and of cells that show an error."""
    rows = cells.rows
    findings = [finding(rules.CELL_ERROR if text.startswith("#") else rules.NOT_FINITE, **_place(sheet, *cell), value=text)
             for cell, text in cells.errors.items()]  # fmt: skip
    unfinished = set(cells.unfinished)
    findings += [finding(rules.FORMULA_WITHOUT_RESULT, **_place(sheet, *cell)) for cell in cells.unfinished]
    finished = [cell for cell in cells.formulas if cell not in unfinished]
    findings += [
        finding(rules.FORMULA_OUTSIDE, **_place(sheet, *cell), value=rows.get(cell[0], {}).get(cell[1]))
        for cell in finished
        if cells.formulas[cell] == "external"
    ]
    if finished:
        rule = rules.FORMULA if computed else rules.FORMULA_NOT_COMPUTED
        row, column = finished[0]
        findings.append(
            finding(rule, **_place(sheet, row, column), value=rows.get(row, {}).get(column), n=len(finished))
        )
    return findings


def _of_hidden(sheet: Sheet, cells: Cells) -> list[Finding]:
    """Figures that nobody sees who opens the file."""
    figures = [
        (row, column)
        for row, of_row in cells.rows.items()
        for column, value in of_row.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    ]
    if sheet.hidden:
        return [finding(rules.HIDDEN_SHEET, sheet=sheet.name, n=len(figures))] if figures else []
    findings = []
    if rows := sorted({row for row, _ in figures if row in sheet.hidden_rows}):
        named = _named(str(row) for row in rows[:_NAMED]) + ("…" if len(rows) > _NAMED else "")
        findings.append(finding(rules.HIDDEN_ROWS, sheet=sheet.name, row=rows[0], n=len(rows), rows=named))
    if columns := sorted({column for _, column in figures if column in sheet.hidden_columns}):
        letters = [column_letters(column) for column in columns]
        named = _named(letters[:_NAMED]) + ("…" if len(letters) > _NAMED else "")
        findings.append(finding(rules.HIDDEN_COLUMNS, sheet=sheet.name, col=letters[0], n=len(letters), columns=named))
    return findings


def _named(names: Iterable[str]) -> str:
    return ", ".join(names)
