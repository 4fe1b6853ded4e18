"""The sheet that lists what a check found, with links to the cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from base.formats import number
from base.palette import palette
from base.texts import Texts, marked
from exports.harmless import put
from exports.looks import Looks
from indicators.findings import Level

SHEET = marked("Check results")

LEVEL_NAMES = {Level.ERROR: marked("Error"), Level.WARNING: marked("Warning"), Level.NOTE: marked("Note")}

COLOURS = {Level.ERROR: "F4A582", Level.WARNING: "FFD966", Level.NOTE: "BDD7EE"}
"""Grounds of marked cells ('RRGGBB'), each over 8:1 to our dark text. Apart from the yellow of the template's own cells."""

_MEANINGS = {
    Level.ERROR: marked("The row is not imported. Correct it and import the file again."),
    Level.WARNING: marked("Imported only if somebody accepts it and gives a reason."),
    Level.NOTE: marked("For information; nothing has to be done."),
}
_WIDTHS = (6, 12, 24, 9, 22, 60, 60)


@dataclass(frozen=True)
class Listed:
    """A finding in the reader's words. link: the cell that it leads to, as a spreadsheet writes it; '' for none."""

    level: Level
    sheet: str
    cell: str
    value: str
    text: str
    advice: str
    link: str


def results_sheet(
    sheet: Worksheet, name: str, listed: Sequence[Listed], *, counts: Mapping[str, int], left: int, say: Texts
) -> None:
    """Fill `sheet` with the findings `listed`. counts: of all by level; left: how many are not listed. name: of the file."""
    looks = Looks()
    sheet.title = say(SHEET)
    _write(sheet, 1, 1, say("Check results of {file}", file=name), looks, "title")
    head = _legend(sheet, counts, left, looks, say) + 2
    headings = [say("No."), say("Level of finding"), say("Sheet"), say("Cell"), say("Value"), say("What was found"),
                say("What to do")]  # fmt: skip
    for column, (heading, width) in enumerate(zip(headings, _WIDTHS, strict=True), start=1):
        _write(sheet, head, column, heading, looks, "head")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for n, finding in enumerate(listed, start=1):
        row = head + n
        _write(sheet, row, 1, n, looks, "plain")
        _write(sheet, row, 2, say(LEVEL_NAMES[finding.level]), looks, finding.level)
        _write(sheet, row, 3, finding.sheet, looks, "plain")
        _write(sheet, row, 4, finding.cell or ("→" if finding.link else ""), looks, "link" if finding.link else "plain")
        if finding.link:
            # A place in this workbook, never an address outside.
            sheet.cell(row, 4).hyperlink = Hyperlink(ref=f"D{row}", location=finding.link)
        for column, text in enumerate((finding.value, finding.text, finding.advice), start=5):
            _write(sheet, row, column, text, looks, "plain")
    if listed:
        sheet.auto_filter.ref = f"A{head}:G{head + len(listed)}"
    else:
        _write(sheet, head + 1, 2, say("Nothing was found."), looks, "told")
    sheet.freeze_panes = sheet.cell(head + 1, 1)
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{head}:{head}"


def _legend(sheet: Worksheet, counts: Mapping[str, int], left: int, looks: Looks, say: Texts) -> int:
    """The levels with their colours, how many there are and what they mean. Returns the last row used."""
    row = 2
    for level, label in LEVEL_NAMES.items():
        row += 1
        _write(sheet, row, 2, say(label), looks, level)
        _write(sheet, row, 3, number(counts.get(str(level), 0), say.language), looks, level)
        _write(sheet, row, 4, say(_MEANINGS[level]), looks, "told")
    if left:
        row += 1
        text = say(
            "{n} more findings are not listed. Correct these first and check again.", n=number(left, say.language)
        )
        _write(sheet, row, 4, text, looks, "told")
    return row


def _write(sheet: Worksheet, row: int, column: int, value: str | int, looks: Looks, look: str) -> None:
    cell = sheet.cell(row, column)
    put(cell, value)
    looks.give(cell, look, partial(_look, look=look))


def _look(cell: Any, *, look: str) -> None:
    """title, told: text outside the table; head, plain, link or a level: its cells."""
    colours = palette("light")
    ink, accent, on_accent = (each.removeprefix("#") for each in (colours.text, colours.accent, colours.on_accent))
    font: dict[str, Any] = {"name": "Arial", "size": 10, "color": ink}
    if look == "title":
        cell.font = Font(**font | {"size": 14, "bold": True, "color": accent})
        return
    cell.font = Font(**font)
    if look == "told":
        return
    line = Side("thin", color=colours.line.removeprefix("#"))
    cell.border = Border(line, line, line, line)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if look == "head":
        cell.font, cell.fill = Font(**font | {"bold": True, "color": on_accent}), PatternFill("solid", fgColor=accent)
    elif look == "link":
        cell.font = Font(**font | {"color": accent, "underline": "single"})
    elif look != "plain":
        cell.fill = PatternFill("solid", fgColor=COLOURS[Level(look)])
