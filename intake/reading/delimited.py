"""Tables in text: long files of a million rows as well as forms saved as CSV."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from base.legacy_text import UTF8
from indicators.findings import Finding, column_letters, finding
from intake.reading import rules
from intake.reading.csv_text import UTF16, Decoded, decoded
from intake.reading.errors import (
    EmptyFileError,
    LongCellError,
    TooManyCellsError,
    TooManyColumnsError,
    TooManyRowsError,
    UnclosedQuoteError,
)
from intake.reading.fonts import Seen, seen
from intake.reading.regular import regular_columns
from intake.reading.separators import SEPARATORS, separator_of
from intake.reading.source import Sheet

MAX_COLUMNS = 1_000
MAX_ROWS = 5_000_000
MAX_CELLS = 50_000_000
_NAMES = {"\t": "Tab"}
_SAMPLE_ROWS = 200
_CHUNK_CELLS = 500_000
# A note in a cell may have some lines; more look like rows that a lost quotation mark swallowed.
_MANY_LINES = 10
_END = "\x00end"


def read_csv(content: bytes, *, name: str) -> tuple[Sheet, str, list[Finding]]:
    """The table, its encoding, and rows for FINDINGS. Every column is of type str, NaN where empty.

    Rows are numbered as a spreadsheet does: blank lines count, a line break between quotation marks doesn't.
    Raises RefusedFileError; never anything else for any content.
    """
    text = decoded(content, name=name)
    table = _Table(text, name)
    frame = table.read()
    if frame.empty:
        raise EmptyFileError(file=name)
    if text.encoding not in {UTF8, UTF16}:
        table.findings.append(finding(rules.ENCODING, encoding=text.encoding))
    return Sheet(name="", table=frame), text.encoding, table.findings


def _first_lines(lines: Iterator[str]) -> list[str]:
    """Lines up to the _SAMPLE_ROWS-th that is not blank."""
    taken, filled = [], 0
    for line in lines:
        taken.append(line)
        filled += not line.isspace()
        if filled == _SAMPLE_ROWS:
            break
    return taken


class _Table:
    """Reads rows into columns of Arrow, some ten thousand at a time, so that no cell lives long as an object."""

    def __init__(self, text: Decoded, name: str) -> None:
        self._name, self._plain, self._body = name, text.plain, text.body
        lines: Iterator[str] = iter(text.lines)
        sample = _first_lines(lines)
        # Excel's own hint, which it does not count as a row.
        hint = re.fullmatch(r"sep=(.)\s*", sample[0], re.IGNORECASE) if sample else None
        if hint:
            sample, self._body = sample[1:], None
        self._delimiter, self._width = separator_of(sample, hint[1] if hint else SEPARATORS)
        if self._width > MAX_COLUMNS:
            raise TooManyColumnsError(file=name, sheet="", found=column_letters(self._width - 1), limit=MAX_COLUMNS)
        # The mark tells whether a quotation mark is still open at the end: then it lies inside of a cell.
        self._reader = csv.reader(chain(sample, lines, [_END]), delimiter=self._delimiter)
        self._rows = 0
        self._widths: Counter[int] = Counter()
        self._last_width = 0
        self._columns: list[list[pa.Array]] = [[] for _ in range(self._width)]
        self.findings: list[Finding] = []

    def read(self) -> pd.DataFrame:
        """The rows, numbered from 1, without what is empty to the end."""
        regular = None
        if self._body is not None and self._plain and self._width > 1:
            regular = regular_columns(self._body, delimiter=self._delimiter, width=self._width)
        if regular:
            self._count(len(regular[0]))
            # One column after the other, each given back before the next.
            self._columns = []
            while regular:
                self._columns.append([self._trimmed(cells) for cells in regular.pop(0).chunks])
            return self._frame()
        size = max(_CHUNK_CELLS // self._width, 100)
        while rows := self._next(size):
            if rows[-1] and rows[-1][-1].endswith(_END):
                if rows.pop() != [_END]:
                    raise UnclosedQuoteError(file=self._name, row=self._rows + len(rows) + 1)
                if not rows:
                    break
            self._take(rows)
        self._note_cut()
        return self._frame()

    def _next(self, size: int) -> list[list[str]]:
        before = self._reader.line_num
        try:
            rows = list(islice(self._reader, size))
        except csv.Error as error:
            raise LongCellError(file=self._name, row=self._reader.line_num, limit=csv.field_size_limit()) from error
        if self._reader.line_num - before > len(rows):
            for number, row in enumerate(rows, self._rows + 1):
                lines = max((cell.count("\n") or cell.count("\r") for cell in row), default=0) + 1
                if lines > _MANY_LINES:
                    self.findings.append(finding(rules.MANY_LINES, row=number, n=lines))
        return rows

    def _take(self, rows: list[list[str]]) -> None:
        widths = list(map(len, rows))
        self._widths.update(widths)
        self._last_width = next((width for width in reversed(widths) if width), self._last_width)
        if set(widths) != {self._width}:
            rows = [self._fitted(row, number) for number, row in enumerate(rows, self._rows + 1)]
        self._count(len(rows))
        for column, cells in zip(self._columns, zip(*rows, strict=True), strict=True):
            column.append(self._trimmed(pa.array(cells, pa.large_string())))

    def _count(self, rows: int) -> None:
        self._rows += rows
        if self._rows > MAX_ROWS:
            raise TooManyRowsError(file=self._name, limit=MAX_ROWS)
        if self._rows * self._width > MAX_CELLS:
            raise TooManyCellsError(file=self._name, limit=MAX_CELLS)

    def _fitted(self, row: list[str], number: int) -> list[str]:
        """`row` with as many cells as the table has. A longer one has shifted, so nothing of it can be believed."""
        missing = self._width - len(row)
        if missing < 0 and any(cell.strip() for cell in row[self._width :]):
            self.findings.append(
                finding(
                    rules.LONG_ROW,
                    row=number,
                    value=self._delimiter.join(row),
                    found=len(row),
                    expected=self._width,
                    separator=_NAMES.get(self._delimiter, self._delimiter),
                )
            )
            return [""] * self._width
        return row[: self._width] + [""] * missing

    def _trimmed(self, cells: pa.Array) -> pa.Array:
        """Text without the blanks around it, null where nothing is left; texts that need more care by their number."""
        if self._plain and pc.all(pc.string_is_ascii(cells)).as_py():
            cells = pc.utf8_trim_whitespace(cells)
            return pc.if_else(pc.equal(cells, ""), None, cells)
        return cells.dictionary_encode()

    def _note_cut(self) -> None:
        """A last row shorter than all others: the end of the file may be missing."""
        widths = self._widths - Counter([self._last_width])
        usual = min((width for width in widths if width), default=0)
        if 0 < self._last_width < usual:
            self.findings.append(finding(rules.SHORT_LAST_ROW, row=self._rows, found=self._last_width, expected=usual))

    def _frame(self) -> pd.DataFrame:
        columns = self._resolved()
        while columns and columns[-1].null_count == self._rows:
            columns.pop()
        names = [str(number) for number in range(len(columns))]
        frame = pa.table(columns, names=names).to_pandas() if columns else pd.DataFrame()
        frame.columns = pd.RangeIndex(len(columns))
        frame.index = pd.RangeIndex(1, len(frame) + 1)
        if len(frame) and frame.iloc[-1].isna().all():
            filled = np.flatnonzero(frame.notna().to_numpy().any(axis=1))
            frame = frame.iloc[: int(filled[-1]) + 1] if len(filled) else frame.iloc[:0]
        return frame.astype("str")

    def _resolved(self) -> list[pa.ChunkedArray]:
        """The columns as text, with every text that is more than plain ASCII as its readers saw it."""
        texts = {
            text: None
            for column in self._columns
            for cells in column
            if isinstance(cells, pa.DictionaryArray)
            for text in cells.dictionary.to_pylist()
        }
        says = {runs[0][0]: what for runs, what in seen([((text, ""),) for text in texts]).items()}
        notes = _Notes(self.findings)
        columns = []
        for number, column in enumerate(self._columns):
            start = 1
            for place, cells in enumerate(column):
                if isinstance(cells, pa.DictionaryArray):
                    meant = [says[text] for text in cells.dictionary.to_pylist()]
                    notes.add(meant, cells, start=start, column=number)
                    column[place] = pa.array([what.text for what in meant], pa.large_string()).take(cells.indices)
                start += len(cells)
            columns.append(pa.chunked_array(column, pa.large_string()))
        notes.close()
        return columns


class _Notes:
    """Findings about texts: what was converted, and what remains in doubt."""

    def __init__(self, findings: list[Finding]) -> None:
        self._findings = findings
        self._converted = 0
        self._charset, self._first = "", ""
        self._place: tuple[int, int] = (0, 0)

    def add(self, meant: list[Seen], cells: pa.DictionaryArray, *, start: int, column: int) -> None:
        """meant: by number of the text; start: row of the first of `cells`."""
        for number, what in enumerate(meant):
            if not (what.charset or what.unsure or what.unreadable):
                continue
            rows = np.flatnonzero(cells.indices.to_numpy() == number) + start
            if what.charset:
                if not self._converted:
                    self._charset, self._first, self._place = what.charset, what.text or "", (int(rows[0]), column)
                self._converted += len(rows)
            for wrong, rule in ((what.unsure, rules.OLD_FONT_UNSURE), (what.unreadable, rules.UNREADABLE_LETTERS)):
                if wrong:
                    self._findings.extend(
                        finding(rule, row=int(row), col=column_letters(column), value=what.text) for row in rows
                    )

    def close(self) -> None:
        """One note for all that was converted."""
        if self._converted:
            row, column = self._place
            self._findings.append(
                finding(
                    rules.OLD_FONT,
                    row=row,
                    col=column_letters(column),
                    value=self._first,
                    n=self._converted,
                    charset=self._charset.upper(),
                )
            )
