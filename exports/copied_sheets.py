"""The sheets of a received file in a workbook of our own, cell by cell: what is not copied can't come along.

Left behind are formulas (their results stay), links, macros, names, pictures, validations, pivot tables and comments.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Collection
from copy import copy
from functools import partial
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from data_access.imports.source import Sheet, Source
from exports.harmless import harmless, put
from exports.looks import Looks

MOST_CELLS = 100_000
"""A file of more is not given back whole: the head of each sheet and the rows that something was found in are enough."""

_HEAD_ROWS = 10
# openpyxl makes every cell of a merged range, and a range may be a whole sheet.
_MOST_MERGED = 20_000
_WIDEST = 40

# What openpyxl raises on workbooks that are slightly wrong; our own reader has read them, so there is another way.
_UNREADABLE = (
    InvalidFileException,
    zipfile.BadZipFile,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    TypeError,
    ValueError,
)


def copied(
    book: Workbook, source: Source, content: bytes, *, kept: dict[str, set[int]], fills: Collection[str]
) -> dict[str, Worksheet]:
    """Append the sheets of `source` to `book`; they come back by their name in the file.

    content: the file's bytes, for the looks of an XLSX. kept: rows by sheet that stay even if the file is too large to be given
    back whole. fills: colours that are not taken over ('RRGGBB': our own marks of an earlier check).
    """
    cells = sum(sheet.table.shape[0] * sheet.table.shape[1] for sheet in source.sheets)
    large = cells > MOST_CELLS
    merged = sum((r2 - r1 + 1) * (c2 - c1 + 1) for sheet in source.sheets for r1, c1, r2, c2 in sheet.merged)
    styled = None
    if source.kind == "xlsx" and not large and merged <= _MOST_MERGED:
        styled = _opened(content)
    sheets = {}
    for sheet in source.sheets:
        target = book.create_sheet(_title(sheet.name) or "1")
        if styled is not None and sheet.name in styled.sheetnames:
            _take_over(target, styled[sheet.name], fills)
        else:
            _lay_out(target, sheet, kept.get(sheet.name, set()) if large else None)
        if sheet.hidden and sheet.name not in kept:
            target.sheet_state = "hidden"
        sheets[sheet.name] = target
    if styled is not None:
        _take_identity(book, styled, sheets)
    return sheets


def _title(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", harmless(name)).strip("' ")[:31]


def _opened(content: bytes) -> Workbook | None:
    """The workbook with its looks, formulas as their results; None where openpyxl can't."""
    with warnings.catch_warnings():
        # It tells of every extension that it leaves out.
        warnings.simplefilter("ignore", UserWarning)
        try:
            return openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_vba=False, keep_links=False)
        except _UNREADABLE:
            return None


def _take_identity(book: Workbook, styled: Workbook, sheets: dict[str, Worksheet]) -> None:
    """Very hidden sheets, which say what form it is: the corrected file is to be known again."""
    for origin in styled.worksheets:
        if origin.sheet_state == "veryHidden":
            target = sheets.get(origin.title) or book.create_sheet(_title(origin.title))
            if origin.title not in sheets:
                _take_over(target, origin, ())
            target.sheet_state = "veryHidden"


def _take_over(target: Worksheet, origin: Worksheet, fills: Collection[str]) -> None:
    """Values and looks. Only cells that there are: asking a sheet for a range makes it, and a range may be a whole sheet."""
    looks = Looks()
    for cell in list(origin._cells.values()):
        if cell.value is None and not cell.has_style:
            continue
        made = target.cell(cell.row, cell.column)
        put(made, cell.value)
        if cell.has_style:
            looks.give(made, cell.style_id, partial(_look_like, origin=cell, fills=fills))
    for letter, size in origin.column_dimensions.items():
        mine = target.column_dimensions[letter]
        mine.width, mine.hidden, mine.min, mine.max = size.width, size.hidden, size.min, size.max
    for number, size in origin.row_dimensions.items():
        if size.height is not None or size.hidden:
            target.row_dimensions[number].height, target.row_dimensions[number].hidden = size.height, size.hidden
    for merged in origin.merged_cells.ranges:
        target.merge_cells(merged.coord)
    target.freeze_panes = origin.freeze_panes


def _look_like(cell: Any, *, origin: Any, fills: Collection[str]) -> None:
    cell.font, cell.border, cell.alignment = copy(origin.font), copy(origin.border), copy(origin.alignment)
    cell.number_format = origin.number_format
    if not _is_ours(origin.fill, fills):
        cell.fill = copy(origin.fill)


def _is_ours(fill: Any, fills: Collection[str]) -> bool:
    colour = getattr(getattr(fill, "fgColor", None), "rgb", None)
    return isinstance(colour, str) and colour[-6:] in fills


def _lay_out(target: Worksheet, sheet: Sheet, kept: set[int] | None) -> None:
    """Values alone. kept: rows that stay beside the head, at their own numbers, with the rest folded away; None: all rows."""
    table = sheet.table
    if kept is not None:
        head = set(table.index[:_HEAD_ROWS])
        table = table[[row in head or row in kept for row in table.index]]
        target.sheet_format.zeroHeight = True
    widths: dict[str, int] = {}
    for row, cells in zip(table.index, table.itertuples(index=False, name=None), strict=True):
        if kept is not None:
            target.row_dimensions[int(row)].height = 15
        for column, value in zip(table.columns, cells, strict=True):
            if value is None or (isinstance(value, float) and value != value):
                continue
            put(target.cell(int(row), int(column) + 1), value)
            letter = get_column_letter(int(column) + 1)
            widths[letter] = max(widths.get(letter, 8), len(str(value)) + 2)
    for letter, width in widths.items():
        target.column_dimensions[letter].width = min(_WIDEST, width)
    if kept is None:
        for r1, c1, r2, c2 in sheet.merged:
            if (r2 - r1 + 1) * (c2 - c1 + 1) <= _MOST_MERGED:
                target.merge_cells(start_row=r1, start_column=c1 + 1, end_row=r2, end_column=c2 + 1)
