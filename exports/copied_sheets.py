"""The sheets of a received file in a workbook of our own, cell by cell: what is not copied can't come along.

Left behind are formulas (their results stay), links, macros, names, pictures, validations, pivot tables and comments.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Collection
from copy import copy
from dataclasses import dataclass
from functools import partial
from typing import Any

import openpyxl
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.worksheet.worksheet import Worksheet

from exports.harmless import harmless, put
from exports.looks import Looks
from intake.reading.source import Sheet, Source

MOST_CELLS = 100_000
"""A file of more is not given back whole: the head of each sheet and the rows that something was found in are enough."""

_HEAD_ROWS = 10
# Forms are coloured far beyond their last figure, but not without end.
_MOST_STYLED = 4 * MOST_CELLS
_WIDEST = 40
_TRUE = ("1", "true")

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


@dataclass(frozen=True)
class _Drawn:
    """A sheet as openpyxl reads it while streaming: cells, and the attributes of columns and rows as the file has them.

    Streaming, because a sheet that is loaded whole has every cell of its merged and linked ranges made, and a range may be
    a whole sheet. pane: the cell from which it scrolls, '' if none.
    """

    cells: list[ReadOnlyCell]
    columns: dict[str, dict[str, str]]
    rows: dict[str, dict[str, str]]
    pane: str
    very_hidden: bool


def copied(
    book: Workbook, source: Source, content: bytes, *, kept: dict[str, set[int]], fills: Collection[str]
) -> dict[str, Worksheet]:
    """Append the sheets of `source` to `book`; they come back by their name in the file.

    content: the file's bytes, for the looks of an XLSX. kept: rows by sheet that stay even if the file is too large to be given
    back whole. fills: colours that are not taken over ('RRGGBB': our own marks of an earlier check).
    """
    large = sum(sheet.table.shape[0] * sheet.table.shape[1] for sheet in source.sheets) > MOST_CELLS
    drawn = _drawn(content) if source.kind == "xlsx" and not large else {}
    sheets = {}
    for sheet in source.sheets:
        target = book.create_sheet(_title(sheet.name) or "1")
        origin = drawn.pop(sheet.name, None)
        if origin is None:
            _lay_out(target, sheet, kept.get(sheet.name, set()) if large else None)
        else:
            _take_over(target, origin, fills)
        if not large:
            for top, left, bottom, right in sheet.merged:
                target.merge_cells(start_row=top, start_column=left + 1, end_row=bottom, end_column=right + 1)
        if sheet.hidden and sheet.name not in kept:
            target.sheet_state = "veryHidden" if origin is not None and origin.very_hidden else "hidden"
        sheets[sheet.name] = target
    for name, origin in drawn.items():
        # What form a file is stands in a very hidden sheet: the corrected file is to be known again.
        if origin.very_hidden:
            target = book.create_sheet(_title(name) or "1")
            _take_over(target, origin, fills)
            target.sheet_state = "veryHidden"
    return sheets


def _title(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", harmless(name)).strip("' ")[:31].strip("' ")


def _drawn(content: bytes) -> dict[str, _Drawn]:
    """The sheets of a workbook with their looks, formulas as their results; nothing where openpyxl can't read it."""
    with warnings.catch_warnings():
        # It tells of every extension that it leaves out.
        warnings.simplefilter("ignore", UserWarning)
        try:
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            return {sheet.title: _streamed(sheet) for sheet in book.worksheets}
        except _UNREADABLE:
            return {}


def _streamed(sheet: ReadOnlyWorksheet) -> _Drawn:
    book = sheet.parent
    cells: list[ReadOnlyCell] = []
    with sheet._get_source() as part:
        parser = WorkSheetParser(
            part, sheet._shared_strings, data_only=True, epoch=book.epoch, date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )  # fmt: skip
        for _, row in parser.parse():
            cells += [ReadOnlyCell(sheet, **cell) for cell in row if cell["value"] is not None or cell["style_id"]]
            if len(cells) > _MOST_STYLED:
                raise OverflowError(sheet.title)
    views = parser.views.sheetView if hasattr(parser, "views") else ()
    pane = next((view.pane for view in views if view.pane is not None and view.pane.state == "frozen"), None)
    return _Drawn(
        cells,
        parser.column_dimensions,
        parser.row_dimensions,
        f"{get_column_letter(int(pane.xSplit or 0) + 1)}{int(pane.ySplit or 0) + 1}" if pane else "",
        sheet.sheet_state == "veryHidden",
    )


def _take_over(target: Worksheet, origin: _Drawn, fills: Collection[str]) -> None:
    """Values and looks: fonts, borders, grounds, number formats, sizes, what is hidden and what stands still."""
    looks = Looks()
    for cell in origin.cells:
        made = target.cell(cell.row, cell.column)
        put(made, cell.value)
        if cell.has_style:
            looks.give(made, cell._style_id, partial(_look_like, origin=cell, fills=fills))
    for letter, told in origin.columns.items():
        size = target.column_dimensions[letter]
        size.min, size.max, size.hidden = int(told["min"]), int(told["max"]), told.get("hidden") in _TRUE
        if "width" in told:
            size.width = float(told["width"])
    for number, told in origin.rows.items():
        if "ht" in told:
            target.row_dimensions[int(number)].height = float(told["ht"])
        if told.get("hidden") in _TRUE:
            target.row_dimensions[int(number)].hidden = True
    target.freeze_panes = origin.pane or None


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
