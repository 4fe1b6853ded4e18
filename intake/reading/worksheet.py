"""The cells of one sheet as Excel stores them: typed values, formulas, what is merged and what is hidden."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from math import isfinite
from typing import Any

from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel, from_ISO8601

from intake.reading.errors import TooManyCellsError
from intake.reading.fonts import Runs
from intake.reading.markup import Handler
from intake.reading.workbook import Look, RunReader, Workbook, is_on
from intake.reading.workbook import unescaped as _unescaped

MAX_ROWS = 1_048_576
_MAX_SHEET_COLUMNS = 16_384
_RANGE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})(?::([A-Z]{1,3})([1-9]\d{0,6}))?")
# '[1]Sheet1!A1', "'[1]Sheet 1'!A1", '[budget.xlsx]Sheet1!A1', and the DDE form "program|'topic'!item".
_OUTSIDE = re.compile(r"\[(?:\d+|[^\[\]]+\.xl\w+)\][^\[\]!+*/^&=<>(),;]*!|\w\|'")
_GENERAL = Look()
_WHOLE = re.compile("-?[0-9]{1,18}")


@dataclass
class Cells:
    """What stands in a sheet. rows: row -> column -> value; texts still as Runs (a tuple). Rows from 1, columns from 0.

    merged: as the file gives it, unchecked. hidden_columns: ranges (first, last). errors: cells with an error value
    or a number that is none, as they read; unfinished: formulas without a result.
    """

    rows: dict[int, dict[int, Any]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unfinished: list[tuple[int, int]] = field(default_factory=list)

    def texts(self) -> Iterator[Runs]:
        """Every different text."""
        yield from {value for row in self.rows.values() for value in row.values() if isinstance(value, tuple)}


class CellReader(Handler):
    """Reads a sheet of `workbook` into `cells`. Raises ValueError or IndexError for what Excel would call damaged.

    budget: how many more cells may be used in the whole workbook; TooManyCellsError beyond.
    """

    def __init__(self, workbook: Workbook, *, file: str, budget: int, limit: int) -> None:
        self.cells = Cells()
        self.used = 0
        self._workbook = workbook
        self._file, self._budget, self._limit = file, budget, limit
        self._epoch = MAC_EPOCH if workbook.from_1904 else WINDOWS_EPOCH
        self._letters: dict[str, int] = {}
        self._interned: dict[tuple[int, str], Runs] = {}
        self._outside_groups: set[str] = set()
        self._row, self._row_text, self._column = 0, "0", -1
        self._in_data = self._taking = False
        self._pieces: list[str] = []
        self._inline: RunReader | None = None
        self._clear()

    def _clear(self) -> None:
        self._type, self._look = "n", _GENERAL
        self._stored: str | None = None
        self._formula: str | None = None
        self._group = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """See Handler."""
        if self._in_data:
            self._start_in_data(tag, attributes)
        elif tag == "sheetData":
            self._in_data = True
        elif tag == "col" and is_on(attributes, "hidden"):
            self.cells.hidden_columns.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1))
        elif tag == "mergeCell":
            self.cells.merged.append(self._range(attributes["ref"]))

    def _start_in_data(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag in {"v", "f"}:
            self._taking = True
            if tag == "f":
                self._group = attributes.get("si", "") if attributes.get("t") == "shared" else ""
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "is":
            self._inline = RunReader()
        elif self._inline is not None:
            self._inline.start(tag, attributes)

    def _start_row(self, attributes: dict[str, str]) -> None:
        row = int(attributes["r"]) if "r" in attributes else self._row + 1
        if not self._row < row <= MAX_ROWS:
            message = f"row {row} after row {self._row}"
            raise ValueError(message)
        self._row, self._row_text, self._column = row, str(row), -1
        if is_on(attributes, "hidden"):
            self.cells.hidden_rows.add(row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._clear()
        place = attributes.get("r")
        if place is None:
            column = self._column + 1
        else:
            letters = place.rstrip("0123456789")
            if place[len(letters) :] != self._row_text:
                message = f"cell {place} in row {self._row}"
                raise ValueError(message)
            column = self._column_of(letters)
        if not self._column < column < _MAX_SHEET_COLUMNS:
            message = f"cell {place} in column {column + 1} after column {self._column + 1}"
            raise ValueError(message)
        self._column = column
        self._type = attributes.get("t", "n")
        style = attributes.get("s")
        if style is not None:
            number = int(style)
            looks = self._workbook.looks
            # A file without styles may name style 0.
            self._look = looks[number] if looks and number >= 0 else _GENERAL

    def _column_of(self, letters: str) -> int:
        column = self._letters.get(letters)
        if column is None:
            if not re.fullmatch("[A-Z]{1,3}", letters):
                message = f"column {letters[:20]!r}"
                raise ValueError(message)
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - ord("A") + 1
            column -= 1
            self._letters[letters] = column
        return column

    def _range(self, text: str) -> tuple[int, int, int, int]:
        match = _RANGE.fullmatch(text)
        if not match:
            message = f"range {text[:40]!r}"
            raise ValueError(message)
        first, top, last, bottom = match.groups()
        last, bottom = last or first, bottom or top
        return int(top), self._column_of(first), int(bottom), self._column_of(last)

    def text(self, piece: str) -> None:
        """See Handler."""
        if self._taking:
            self._pieces.append(piece)
        elif self._inline is not None:
            self._inline.text(piece)

    def end(self, tag: str) -> None:
        """See Handler."""
        if not self._in_data:
            return
        if tag == "v":
            self._stored = self._taken()
        elif tag == "c":
            self._end_cell()
        elif tag == "f":
            self._formula = self._taken()
        elif tag == "sheetData":
            self._in_data = False
        elif self._inline is not None and tag != "is":
            self._inline.end(tag)

    def _taken(self) -> str:
        text = "".join(self._pieces)
        self._pieces.clear()
        self._taking = False
        return text

    def _end_cell(self) -> None:
        cell = (self._row, self._column)
        value = self._value(cell)
        self._inline = None
        if self._formula is not None:
            if _OUTSIDE.search(self._formula):
                self._outside_groups.add(self._group) if self._group else None
                self.cells.formulas[cell] = "external"
            else:
                shared = self._group and self._group in self._outside_groups
                self.cells.formulas[cell] = "external" if shared else "formula"
            # A text may be computed to be empty; a figure may not.
            if not self._stored and not (self._type == "str" and self._stored == ""):
                self.cells.unfinished.append(cell)
        if value is None:
            return
        self.used += 1
        if self.used > self._budget:
            raise TooManyCellsError(file=self._file, limit=self._limit)
        self.cells.rows.setdefault(self._row, {})[self._column] = value

    def _value(self, cell: tuple[int, int]) -> Any:
        """The typed value; a text as Runs; None where nothing is stored."""
        kind, stored, font = self._type, self._stored, self._look.font
        if kind == "inlineStr":
            runs = self._inline.runs if self._inline else []
            return tuple((piece, own or font) for piece, own in runs) or None
        if not stored:
            return None
        if kind == "n":
            return self._number(cell, stored.strip())
        if kind == "s":
            return self._shared(int(stored), font)
        if kind == "str":
            return ((_unescaped(stored), font),)
        if kind == "b":
            return {"1": True, "0": False, "true": True, "false": False}[stored.strip().lower()]
        if kind == "e":
            self.cells.errors[cell] = stored[:40]
            return None
        if kind == "d":
            return _day(from_ISO8601(stored.strip()))
        message = f"type of cell {kind[:20]!r}"
        raise ValueError(message)

    def _shared(self, number: int, font: str) -> Runs | None:
        key = (number, font)
        runs = self._interned.get(key)
        if runs is None:
            if number < 0:
                message = f"text number {number}"
                raise ValueError(message)
            runs = tuple((piece, own or font) for piece, own in self._workbook.texts[number])
            self._interned[key] = runs
        return runs or None

    def _number(self, cell: tuple[int, int], stored: str) -> int | float | date | None:
        value: int | float
        if _WHOLE.fullmatch(stored):
            value = int(stored)
        else:
            value = float(stored)
            if not isfinite(value):
                self.cells.errors[cell] = stored[:40]
                return None
        if self._look.number_format:
            self.cells.formats[cell] = self._look.number_format
            if self._look.dated:
                return self._dated(value)
        return value

    def _dated(self, value: int | float) -> int | float | date:
        """The day or instant; the number itself where it is outside of the calendar, or a time of day alone."""
        try:
            made = from_excel(value, self._epoch)
        except (OverflowError, ValueError):
            return value
        return value if isinstance(made, time) else _day(made)


def _day(made: Any) -> date:
    """A date where no time of day is given."""
    if isinstance(made, datetime):
        return made.date() if made.time() == time() else made
    if isinstance(made, date):
        return made
    message = f"date {made!s}"[:60]
    raise ValueError(message)
