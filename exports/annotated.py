"""The received file as a workbook in which every finding stands where it was found: coloured, commented and listed."""

import io
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from base.palette import palette
from base.texts import LANGUAGES, Texts
from exports.check_results import COLOURS, LEVEL_NAMES, SHEET, Listed, results_sheet
from exports.copied_sheets import copied
from exports.harmless import harmless
from exports.looks import Looks
from indicators.findings import Level, cell, cells, commune, told
from intake.reading import read
from intake.rules import RULES

MOST_LISTED = 10_000
"""Nobody reads more; the worst come first, and the sheet says how many are left."""

MOST_COMMENTS = 5_000
"""A spreadsheet draws each comment when it opens the file; beyond these a finding is coloured and listed only."""

_LETTERS_A_LINE = 46
# Findings of one row colour its cells, but no more than a form is wide.
_ROW_CELLS = 60
_ORDER = {level: n for n, level in enumerate(Level)}


@dataclass
class _Marked:
    """What stands against one cell: the worst level and what its comment says."""

    level: Level
    lines: list[str]


def annotated(name: str, content: bytes, findings: pd.DataFrame, *, say: Texts) -> bytes:
    """An XLSX of the file `content` (called `name`) with its `findings` (FINDINGS) in it, in the language of `say`.

    First a sheet that lists all findings with links to their cells; then the sheets of the file, an XLSX as it looked, with the
    results of formulas. A file of more than 100,000 cells comes with its heads and the rows that findings are about only, at
    their own row numbers. Nothing in it is run by a spreadsheet: no formula, link, macro or name is taken over.
    Raises RefusedFileError for a file that could not have been read, KeyError for a rule that is not known.
    """
    source = read(name, content)
    findings = _in_order(findings)
    rows = findings[findings["row"].notna()]
    kept = {str(sheet): {int(row) for row in group} for sheet, group in rows.groupby("sheet")["row"]}
    book = Workbook()
    first = book.active
    sheets = copied(book, source, content, kept=kept, fills=set(COLOURS.values()))
    _drop_former_results(book, sheets, {str(sheet) for sheet in findings["sheet"].unique()})
    listed = _mark(sheets, findings.head(MOST_LISTED), say)
    counts = Counter(map(str, findings["level"]))
    results_sheet(first, name, listed, counts=counts, left=len(findings) - len(listed), say=say)
    book.active = 0
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _in_order(findings: pd.DataFrame) -> pd.DataFrame:
    """The worst first, otherwise as they came: sheet by sheet, from above."""
    return findings.assign(order=findings["level"].map(_ORDER)).sort_values("order", kind="stable", ignore_index=True)


def _drop_former_results(book: Workbook, sheets: dict[str, Worksheet], used: set[str]) -> None:
    """A file that was marked before and comes back has our own list in it."""
    ours = {Texts(language)(SHEET) for language in LANGUAGES}
    for name in ours & sheets.keys() - used:
        book.remove(sheets.pop(name))


def _mark(sheets: dict[str, Worksheet], findings: pd.DataFrame, say: Texts) -> list[Listed]:
    """Colour and comment the cells of `findings`; each finding as the list shows it, with where it leads."""
    marks: dict[tuple[str, int, int], _Marked] = {}
    only = next(iter(sheets.values())) if len(sheets) == 1 else None
    listed = []
    for row in findings.to_dict("records"):
        rule = RULES[row["rule"]]
        level = Level(row["level"])
        text, advice = harmless(told(rule.text, row, say)), harmless(told(rule.advice, row, say))
        sheet = only if row["sheet"] == "" else sheets.get(row["sheet"])
        cells = [] if sheet is None else _cells(sheet, row)
        title = "" if sheet is None else sheet.title
        for n, (line, column) in enumerate(cells):
            mark = marks.setdefault((title, line, column), _Marked(level, []))
            mark.level = min(mark.level, level, key=_ORDER.__getitem__)
            if n == 0:
                mark.lines.append(f"{say(LEVEL_NAMES[level])}: {text}\n→ {advice}")
        listed.append(
            Listed(
                level=level,
                sheet=harmless(row["sheet"]),
                cell=harmless(cell(row)),
                value=harmless(row["value"]),
                text=": ".join(filter(None, [harmless(commune(row)), text])),
                advice=advice,
                link=_link(title, cells[0]) if cells else "",
            )
        )
    by_title = {sheet.title: sheet for sheet in sheets.values()}
    _paint(by_title, marks, say)
    return listed


def _paint(sheets: dict[str, Worksheet], marks: dict[tuple[str, int, int], _Marked], say: Texts) -> None:
    looks, commented = Looks(), 0
    for (title, line, column), mark in marks.items():
        sheet = sheets[title]
        place = sheet.cell(line, column)
        looks.give(place, (place.style_id, mark.level), partial(_stand_out, colour=COLOURS[mark.level]))
        # What lies under a merged cell shows no comment.
        if mark.lines and commented < MOST_COMMENTS and not isinstance(place, MergedCell):
            place.comment = _comment("\n\n".join(mark.lines), say)
            commented += 1
        sheet.sheet_state = "visible"
        if line in sheet.row_dimensions:
            sheet.row_dimensions[line].hidden = False
        letter = get_column_letter(column)
        if letter in sheet.column_dimensions:
            sheet.column_dimensions[letter].hidden = False


def _stand_out(cell: Any, *, colour: str) -> None:
    """Give `cell` a ground and dark text on it, whatever it looked like."""
    font = cell.font
    cell.fill = PatternFill("solid", fgColor=colour)
    cell.font = Font(
        name=font.name,
        size=font.size,
        bold=font.bold,
        italic=font.italic,
        color=palette("light").text.removeprefix("#"),
    )


def _comment(text: str, say: Texts) -> Comment:
    """A comment large enough to be read without being pulled open."""
    text = text if len(text) <= 2_000 else text[:1_999] + "…"
    lines = sum(1 + len(line) // _LETTERS_A_LINE for line in text.split("\n"))
    return Comment(text, say(SHEET), width=340, height=min(420, 24 + 17 * lines))


def _cells(sheet: Worksheet, row: dict[Any, Any]) -> list[tuple[int, int]]:
    """The cells that a finding is about, the one to go to first: its own, those of its row, or the top of its column."""
    line = None if pd.isna(row["row"]) else int(row["row"])
    column = _column(row["col"])
    if line is not None and column is not None:
        named = (_column(each.removesuffix(str(line))) for each in cells(row))
        return [(line, each) for each in named if each is not None]
    if line is not None:
        last = min(sheet.max_column, _ROW_CELLS)
        filled = [(line, n) for n in range(1, last + 1) if _has_value(sheet, line, n)]
        return filled or [(line, 1)]
    if column is not None:
        top = next((n for n in range(1, min(sheet.max_row, _ROW_CELLS) + 1) if _has_value(sheet, n, column)), 1)
        return [(top, column)]
    return []


def _has_value(sheet: Worksheet, line: int, column: int) -> bool:
    # Asking a sheet for a cell makes it.
    there = sheet._cells.get((line, column))
    return there is not None and there.value is not None


def _column(letters: str) -> int | None:
    try:
        return int(column_index_from_string(letters))
    except ValueError:
        return None


def _link(title: str, at: tuple[int, int]) -> str:
    """The cell `at` of a sheet as a place in its workbook."""
    quoted = title.replace("'", "''")
    return f"'{quoted}'!{get_column_letter(at[1])}{at[0]}"
