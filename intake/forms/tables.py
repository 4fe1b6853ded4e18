"""Where the tables of a sheet are: rows of headings under titles, rows of communes under them. Offices make one, or several."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from intake.claims.distinct import Column
from intake.forms.headings import cell_text, headings_of, is_numbered, row_texts
from intake.reading.source import Sheet
from intake.words.places import Places
from intake.words.words import field_of, is_district, total_of

_DEEPEST = 4
"""Rows of headings."""

_FIRST_ROWS = 60
"""So far down a table whose headings name no commune is looked for."""

_AREA = ("area_code", "area_name")


@dataclass(frozen=True)
class Table:
    """header: row numbers of the headings, ascending. first, last: of the rows under them. headings: by column, top down,

    without repetitions. titles: texts above it.
    """

    sheet: Sheet
    header: tuple[int, ...]
    first: int
    last: int
    headings: dict[int, tuple[str, ...]]
    titles: tuple[str, ...]


def tables_of(sheet: Sheet, places: Places, area_columns: frozenset[int] = frozenset()) -> list[Table]:
    """The tables of a sheet that have a column of communes, from top to bottom. area_columns: that were declared to be one."""
    if sheet.table.empty:
        return []
    heads = _anchors(sheet, places) or _by_content(sheet, places, area_columns)
    found: list[Table] = []
    end = int(sheet.table.index[-1])
    after = int(sheet.table.index[0])
    for n, (row, columns) in enumerate(heads):
        if row < after and found:
            continue
        header = _header(sheet, row, columns, after)
        first = _after_numbers(sheet, header[-1] + 1)
        last = end
        if n + 1 < len(heads):
            last = _header(sheet, *heads[n + 1], first)[0] - 1
        if first > last:
            continue
        titles = tuple(text for above in range(after, header[0]) for text in row_texts(sheet, above).values())
        found.append(Table(sheet, header, first, last, headings_of(sheet, header), titles[-40:]))
        after = last + 1
    return _with_own_titles(found)


def _with_own_titles(found: list[Table]) -> list[Table]:
    """What stands between two tables is under the first and above the second: a title of the one, if of either."""
    trimmed = []
    for n, table in enumerate(found):
        if n + 1 == len(found):
            trimmed.append(table)
            continue
        following = found[n + 1]
        last = table.last
        above: list[str] = []
        # Title rows have no figures and stand right above the headings, as far up as the last row with several cells.
        while last >= table.first and len(texts := row_texts(table.sheet, last)) <= 1:
            above = [*texts.values(), *above]
            last -= 1
        trimmed.append(Table(table.sheet, table.header, table.first, last, table.headings, table.titles))
        found[n + 1] = Table(
            following.sheet, following.header, following.first, following.last, following.headings, tuple(above) or table.titles
        )  # fmt: skip
    return [table for table in trimmed if table.first <= table.last]


def _anchors(sheet: Sheet, places: Places) -> list[tuple[int, frozenset[int]]]:
    """Rows in which a heading says 'commune', with its columns; rows of headings that follow each other are one."""
    rows: dict[int, set[int]] = {}
    index = sheet.table.index.to_numpy()
    for column in sheet.table.columns:
        cells = Column.of(sheet.table[column])
        heading = [
            isinstance(v, str) and len(v) < 60 and field_of(v) in _AREA and not places.is_name(v)
            for v in cells.distinct
        ]
        if any(heading):
            for row in index[cells.taken(heading, False, bool)]:
                rows.setdefault(int(row), set()).add(int(column))
    heads: list[tuple[int, frozenset[int]]] = []
    for row in sorted(rows):
        if heads and row - heads[-1][0] < _DEEPEST and not _has_places(sheet, heads[-1][0], row, places):
            heads[-1] = (heads[-1][0], heads[-1][1] | rows[row])
        else:
            heads.append((row, frozenset(rows[row])))
    return heads


def _has_places(sheet: Sheet, first: int, last: int, places: Places) -> bool:
    return any(is_place(text, places) for row in range(first + 1, last) for text in row_texts(sheet, row).values())


def is_place(text: str, places: Places) -> bool:
    """Whether a text is what stands in a column of communes: a name, a code, a district, or the word for a total."""
    known = places.is_name(text) or (places.is_code(text) and len(text) > 3)
    return known or is_district(text) or bool(total_of(text, places.province_names))


def _by_content(sheet: Sheet, places: Places, declared: frozenset[int]) -> list[tuple[int, frozenset[int]]]:
    """A table whose headings do not say where the communes are: by the cells that are names or codes of communes."""
    best, start = 0, 0
    where: set[int] = set()
    top = sheet.table.iloc[: _FIRST_ROWS * 4]
    for column in top.columns:
        texts = [
            (row, text) for row, cell in zip(top.index.tolist(), top[column], strict=True) if (text := cell_text(cell))
        ]
        known = [row for row, text in texts if places.is_name(text) or (len(text) > 3 and places.is_code(text))]
        if int(column) in declared and texts:
            known = known or [texts[-1][0]]
        elif len(known) < 2 or len(known) * 3 < len(texts):
            continue
        where.add(int(column))
        if len(known) > best:
            best, start = len(known), known[0]
    head = start - 1
    while head >= int(sheet.table.index[0]) and not row_texts(sheet, head):
        head -= 1
    if not where or head < int(sheet.table.index[0]):
        return []
    while is_numbered(row_texts(sheet, head)) or is_district(next(iter(row_texts(sheet, head).values()), "")):
        head -= 1
    return [(head, frozenset(where))]


def _header(sheet: Sheet, row: int, columns: frozenset[int], top: int) -> tuple[int, ...]:
    """The rows of headings around `row`, in which the columns of communes have theirs."""
    rows = [row]
    while len(rows) < _DEEPEST and _continues(sheet, rows[-1] + 1, columns):
        rows.append(rows[-1] + 1)
    while len(rows) < _DEEPEST and rows[0] - 1 >= top and _is_above(sheet, rows[0] - 1, columns):
        rows.insert(0, rows[0] - 1)
    return tuple(rows)


def _continues(sheet: Sheet, row: int, columns: frozenset[int]) -> bool:
    """Whether a row under headings is one of headings too: texts only, and none for the communes but headings."""
    texts = row_texts(sheet, row)
    if not texts or is_numbered(texts) or any(column in texts and field_of(texts[column]) == "" for column in columns):
        return False
    cells = sheet.table.loc[row]
    words = [cell for cell in cells if isinstance(cell, str) and any(c.isalpha() for c in cell)]
    figures = [
        cell for cell in cells if isinstance(cell, int | float | date) and not isinstance(cell, bool) and cell == cell
    ]
    digits = [
        cell for cell in cells if isinstance(cell, str) and not any(c.isalpha() for c in cell) and cell.strip() != "%"
    ]
    return bool(words) and not figures and len(digits) <= len(words)


def _is_above(sheet: Sheet, row: int, columns: frozenset[int]) -> bool:
    """Whether a row above headings groups them: over several figures, and not over the communes."""
    texts = row_texts(sheet, row)
    left = min(columns)
    right = {column: text for column, text in texts.items() if column > left}
    if len(right) < len(texts) and any(not field_of(text) for column, text in texts.items() if column <= left):
        return False
    spread = [r for r in sheet.merged if r[0] <= row <= r[2] and r[3] > r[1] and r[1] > left]
    return bool(right) and (len(right) > 1 or bool(spread))


def _after_numbers(sheet: Sheet, row: int) -> int:
    """`row`, or the one after it where it only numbers the columns."""
    while row <= int(sheet.table.index[-1]) and (not row_texts(sheet, row) or is_numbered(row_texts(sheet, row))):
        row += 1
    return row


def data_positions(table: Table) -> "np.ndarray[Any, Any]":
    """Positions in the sheet's frame of the rows under the headings."""
    index = table.sheet.table.index.to_numpy()
    return np.flatnonzero((index >= table.first) & (index <= table.last))


def footnotes(table: Table, places: Places) -> tuple[str, ...]:
    """The texts under the last row of a place: remarks that say something of all figures."""
    found: list[str] = []
    for row in reversed(table.sheet.table.index[data_positions(table)].tolist()):
        texts = list(row_texts(table.sheet, int(row)).values())
        if any(is_place(text, places) for text in texts):
            return tuple(reversed(found))
        found += reversed(texts)
    return ()
