"""What stands in the rows of a form as text, and what the headings of its columns read, level by level."""

import re
from typing import Any

from intake.reading.source import Sheet
from intake.words.words import field_of

_NUMBERED = re.compile(r"[(\[]?\s*(?:([A-Z])|(\d{1,2}))\s*[)\]]?\s*(?:[=:].*)?")


def row_texts(sheet: Sheet, row: int) -> dict[int, str]:
    """What stands in a row, as text, by column."""
    if row not in sheet.table.index:
        return {}
    cells = sheet.table.loc[row]
    return {n: text for n, cell in zip(map(int, sheet.table.columns), cells, strict=True) if (text := cell_text(cell))}


def cell_text(cell: Any) -> str:
    """A cell as it reads, blanks made single; '' where it is empty."""
    if cell is None or (isinstance(cell, float) and cell != cell):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def is_numbered(texts: dict[int, str]) -> bool:
    """'(1) (2) (3)', 'A B 1 2', '1 2 3=2/1': columns numbered one after the other."""
    if len(texts) < 2:
        return False
    letters: list[int] = []
    numbers: list[int] = []
    for text in texts.values():
        match = _NUMBERED.fullmatch(text)
        if not match:
            return False
        letters.append(ord(match[1])) if match[1] else numbers.append(int(match[2]))
    return all(b - a == 1 for run in (letters, numbers) for a, b in zip(run, run[1:], strict=False)) and (
        not numbers or numbers[0] <= 3
    )


def headings_of(sheet: Sheet, header: tuple[int, ...]) -> dict[int, tuple[str, ...]]:
    """Per column its headings from top to bottom; what is merged holds for all that it spans."""
    grid = {row: row_texts(sheet, row) for row in header}
    touching = [r for r in sheet.merged if r[2] >= header[0] and r[0] <= header[-1]]
    for top, left, bottom, right in touching:
        text = grid.get(top, row_texts(sheet, top)).get(left, "")
        for row in range(max(top, header[0]), min(bottom, header[-1]) + 1):
            for column in range(left, min(right, int(sheet.table.columns[-1])) + 1):
                if text:
                    grid[row].setdefault(column, text)
    if not any(r[3] > r[1] for r in touching):
        _spread(grid, header)
    columns = sorted({column for row in grid.values() for column in row})
    return {
        column: tuple(
            text for n, row in enumerate(header) if (text := grid[row].get(column, "")) and text != _last(grid, header[:n], column)
        )
        for column in columns
    }  # fmt: skip


def _last(grid: dict[int, dict[int, str]], rows: tuple[int, ...], column: int) -> str:
    return next((grid[row][column] for row in reversed(rows) if column in grid[row]), "")


def _spread(grid: dict[int, dict[int, str]], header: tuple[int, ...]) -> None:
    """Where nothing is merged, a group's heading stands over the first of its columns and holds for those to the right."""
    for n, row in enumerate(header[:-1]):
        lower = {column for below in header[n + 1 :] for column in grid[below]}
        group, started = "", False
        for column in range(max(lower, default=-1) + 1):
            if column in grid[row]:
                group = grid[row][column]
                started = column in lower and not field_of(group)
            elif started and column in lower:
                grid[row][column] = group
