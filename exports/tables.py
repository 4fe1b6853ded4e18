"""Tables as CSV and XLSX, with their source inside and nothing in them that a spreadsheet would run."""

import csv
import io
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter

from base.texts import Texts
from exports.about import About
from exports.columns import readable
from exports.precision import number_format, places, rounded

# A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection); tab and return reach the next cell.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 48


def _plain(value: Any) -> Any:
    """A cell as Python's own int, float or str; None for what is missing. Whole floats become ints."""
    if value is None or value is pd.NA or (isinstance(value, (float, np.floating)) and np.isnan(value)):
        return None
    if isinstance(value, (np.integer, int)) and not isinstance(value, bool):
        return int(value)
    if isinstance(value, (np.floating, float)):
        return int(value) if float(value).is_integer() else float(value)
    return str(value)


def _harmless(text: str) -> str:
    """`text`, led by an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _table(frame: pd.DataFrame, say: Texts) -> tuple[pd.DataFrame, np.ndarray]:
    """`frame` as it is read, and the decimals of each of its cells, a row per column (`exports.precision.places`)."""
    shown = frame.drop(columns="decimals", errors="ignore")
    decimals = [places(frame, str(name)) for name in shown.columns]
    return readable(shown, say), np.array(decimals).reshape(len(shown.columns), len(shown))


class _Formats:
    """The number formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[str, Any] = {}

    def of(self, number: float, decimals: float) -> Any:
        """The format of a cell."""
        code = number_format(number, decimals)
        if code not in self._made:
            self._made[code] = self._book.add_format({"num_format": code})
        return self._made[code]


def csv_bytes(frame: pd.DataFrame, *, about: About, say: Texts) -> bytes:
    """`frame` as CSV in UTF-8 with its mark (so that Excel reads Vietnamese), lines of `about` first, then a blank one.

    Comma between cells, text in quotes, point as decimal mark in both languages: a file for machines as well. Missing
    figures are empty cells; their reasons stand in the column of blanks. Text that begins like a formula is led by '.
    Figures have a few decimals more than on screen (`exports.precision`).
    """
    table, decimals = _table(frame, say)
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerows([_harmless(label), _harmless(text)] for label, text in about.lines(say))
    out.write("\r\n")
    writer.writerow([_harmless(str(name)) for name in table.columns])
    for row, digits in zip(table.itertuples(index=False), decimals.T, strict=True):
        plain = [_plain(value) for value in row]
        cells = [
            rounded(cell, places) if isinstance(cell, (int, float)) else cell
            for cell, places in zip(plain, digits, strict=True)
        ]
        writer.writerow([_harmless(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(frame: pd.DataFrame, *, about: About, say: Texts) -> bytes:
    """`frame` as a workbook: one sheet of data with filters and a frozen head, one sheet that says what it is.

    Every text is written as text, never as a formula or a link; numbers keep full precision and are shown with the decimals that
    they have on screen.
    """
    table, decimals = _table(frame, say)
    out = io.BytesIO()
    # constant_memory off: the sheet is small, and strings are shared.
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    data, note = book.add_worksheet(say("Data")), book.add_worksheet(say("About this file"))
    mark = say("[Illustrative]") + " " if about.illustrative else ""
    data.write_string(0, 0, mark + about.title, bold)
    first = 2
    formats = _Formats(book)
    for column, name in enumerate(table.columns):
        data.write_string(first, column, str(name), head)
        cells = [_plain(value) for value in table[name]]
        for row, cell in enumerate(cells, start=first + 1):
            if isinstance(cell, str):
                data.write_string(row, column, cell)
            elif cell is not None:
                data.write_number(row, column, cell, formats.of(cell, decimals[column, row - first - 1]))
        shown = [f"{cell:,.2f}" if isinstance(cell, float) else str(cell) for cell in cells if cell is not None]
        longest = max([len(str(name)) / 2, *map(len, shown)], default=8)
        data.set_column(column, column, min(_WIDEST, max(9, longest + 2)))
    data.freeze_panes(first + 1, 0)
    if len(table.columns):
        data.autofilter(first, 0, first + len(table), len(table.columns) - 1)
    note.set_column(0, 0, 24)
    note.set_column(1, 1, 90, wrap)
    for row, (label, text) in enumerate(about.lines(say)):
        note.write_string(row, 0, label, bold)
        note.write_string(row, 1, text, wrap)
    book.close()
    return out.getvalue()
