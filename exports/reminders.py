"""The list by which communes are reminded of reports: what each owes by deadline, and which deadlines come next."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from base import formats
from base.palette import palette
from base.texts import Texts
from exports.about import About
from exports.tables import csv_bytes
from exports.template_sheet import row_height
from indicators import completeness
from indicators.catalogue import Catalogue
from indicators.labels import communes_text, period_label
from indicators.periods import parse

AHEAD_DAYS = 30
"""How far the sheet of coming deadlines looks."""

# Due, days, period, code, commune, number, which; and of the second sheet due, days, period, indicators, in, expected.
_OWED_WIDTHS = (12, 10, 22, 9, 22, 9, 78)
_COMING_WIDTHS = (12, 10, 22, 90, 11, 11)
_HEAD_ROW = 4

Styles = Callable[..., Format]


@dataclass(frozen=True)
class _List:
    """A sheet: its title, the day and number told below it, its table with the widths of the columns in characters, and what
    stands in place of a table without rows.
    """

    title: str
    told: str
    table: pd.DataFrame
    widths: tuple[int, ...]
    nothing: str


def reminders(facts: pd.DataFrame, *, as_of: date, catalogue: Catalogue, illustrative: bool, say: Texts) -> bytes:
    """A workbook of two sheets: reports overdue, one row per commune and deadline; deadlines of the next AHEAD_DAYS days.

    facts: COMPLETENESS, of which what is owed and what is not yet due is taken. Days are real dates, texts are texts.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})

    def styles(**properties: Any) -> Format:
        return book.add_format({"valign": "top", **properties})

    owed = completeness.reminders(facts, as_of)
    overdue = _List(
        title=say("Reports overdue from communes"),
        told=_told(owed, as_of, say),
        table=_owed_table(owed, catalogue, say),
        widths=_OWED_WIDTHS,
        nothing=say("No report is overdue."),
    )
    _write(book.add_worksheet(say("Overdue")), overdue, styles, illustrative=illustrative, say=say)
    coming = completeness.deadlines(facts, as_of, within=AHEAD_DAYS)
    ahead = _List(
        title=say("Coming deadlines of communes"),
        told=_ahead(coming, as_of, say),
        table=_coming_table(coming, catalogue, say),
        widths=_COMING_WIDTHS,
        nothing=say("No deadline lies ahead."),
    )
    _write(book.add_worksheet(say("Coming deadlines")), ahead, styles, illustrative=illustrative, say=say)
    book.close()
    return out.getvalue()


def reminders_csv(
    facts: pd.DataFrame, *, as_of: date, catalogue: Catalogue, illustrative: bool, version: str, say: Texts
) -> bytes:
    """The first sheet of `reminders` as CSV with its source on top (`exports.tables`); days as '2026-01-10'."""
    owed = completeness.reminders(facts, as_of)
    about = About(
        title=say("Reports overdue from communes"),
        indicator="",
        period="",
        scope=_told(owed, as_of, say),
        source=say("Day of receipt and due day of each report"),
        version=version,
        illustrative=illustrative,
        suppression="",
    )
    return csv_bytes(_owed_table(owed, catalogue, say), about=about, say=say)


def _told(owed: pd.DataFrame, as_of: date, say: Texts) -> str:
    count = int(owed["reports"].map(len).sum()) if len(owed) else 0
    return say(
        "As of {day}: {reports} of {communes}",
        day=formats.day(as_of, say.language),
        reports=say.plural("{n} report", "{n} reports", count, n=formats.number(count, say.language)),
        communes=communes_text(owed["code"].nunique(), say),
    )


def _ahead(coming: pd.DataFrame, as_of: date, say: Texts) -> str:
    day = formats.day(as_of, say.language)
    if len(coming) and int(coming["days"].iloc[0]) > AHEAD_DAYS:
        return say(
            "As of {day}: nothing is due in the next {n} days; the deadline after that is shown", day=day, n=AHEAD_DAYS
        )
    return say("As of {day}: the next {n} days", day=day, n=AHEAD_DAYS)


def _owed_table(owed: pd.DataFrame, catalogue: Catalogue, say: Texts) -> pd.DataFrame:
    """One row per commune and deadline, with the reader's headings."""
    return pd.DataFrame(
        {
            say("Due on"): owed["due_on"],
            say("Days overdue"): owed["days"],
            say("Period"): [period_label(parse(str(code)), say) for code in owed["period"]],
            say("Code"): owed["code"],
            say("Commune"): owed["name"],
            say("Reports"): owed["reports"].map(len),
            say("Indicators not reported"): [_names(reports, catalogue, say) for reports in owed["reports"]],
        }
    )


def _names(reports: tuple[tuple[str, int, int], ...], catalogue: Catalogue, say: Texts) -> str:
    named = []
    for code, parts, expected in reports:
        name = catalogue[code].wording(say.language).short
        some = say(" ({n} of {all} former communes in)", n=parts, all=expected) if parts else ""
        named.append(name + some)
    return "; ".join(named)


def _coming_table(coming: pd.DataFrame, catalogue: Catalogue, say: Texts) -> pd.DataFrame:
    return pd.DataFrame(
        {
            say("Due on"): coming["due_on"],
            say("Days left"): coming["days"],
            say("Period"): [period_label(parse(str(code)), say) for code in coming["period"]],
            say("Indicators"): [
                "; ".join(catalogue[code].wording(say.language).short for code in codes)
                for codes in coming["indicators"]
            ],
            say("Reports in"): coming["reported"],
            say("Reports expected"): coming["expected"],
        }
    )


def _write(sheet: Worksheet, what: _List, styles: Styles, *, illustrative: bool, say: Texts) -> None:
    """Title, day and mark on top, then the table, ready to be printed and passed on."""
    title, table, widths = what.title, what.table, what.widths
    colours = palette("light")
    sheet.hide_gridlines(2)
    mark = say("[Illustrative]") + " " if illustrative else ""
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, mark + title, styles(bold=True, font_size=14, font_color=colours.accent))
    sheet.write_string(1, 0, what.told)
    if illustrative:
        warning = styles(bold=True, font_color=colours.warn_ink)
        sheet.write_string(2, 0, say("Illustrative data, not for decisions."), warning)
    head = styles(bold=True, bg_color=colours.accent, font_color=colours.on_accent, text_wrap=True, border=1,
                  border_color=colours.line)  # fmt: skip
    line = {"border": 1, "border_color": colours.line}
    plain, wrapped = styles(align="center", **line), styles(text_wrap=True, **line)
    dated = styles(num_format="dd/mm/yyyy" if say.language == "vi" else "d mmm yyyy", align="left", **line)
    sheet.set_row(_HEAD_ROW, 32)
    for column, (name, width) in enumerate(zip(table.columns, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(_HEAD_ROW, column, str(name), head)
    for row, cells in enumerate(table.itertuples(index=False), start=_HEAD_ROW + 1):
        texts = [cell if isinstance(cell, str) else "" for cell in cells]
        sheet.set_row(row, row_height(texts, widths, least=18))
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(row, column, cell, dated)
            elif isinstance(cell, str):
                sheet.write_string(row, column, cell, wrapped)
            else:
                sheet.write_number(row, column, int(cell), plain)
    if table.empty:
        sheet.write_string(_HEAD_ROW + 1, 0, what.nothing)
    else:
        sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + len(table), len(table.columns) - 1)
    sheet.freeze_panes(_HEAD_ROW + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.set_footer(f"&L{mark.replace('&', '&&')}{title.replace('&', '&&')}&R&P / &N")
