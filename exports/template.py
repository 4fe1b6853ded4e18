"""The workbook that communes fill in: made for any period and set of indicators, and read back without a question."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from base.formats import day, number
from base.palette import palette
from base.settings import province
from base.texts import Texts
from exports.template_sheet import HEADING_ROW, Styles, fill_sheet, row_height
from indicators.catalogue import Catalogue, Indicator
from indicators.labels import communes_text, period_label
from indicators.periods import Period
from indicators.themes import THEMES

FORMAT = "child-atlas-template"
FORMAT_VERSION = 1
IDENTITY = "_atlas"
"""The very hidden sheet by which imports know the form: rows of a key and a text."""

_FONT = {"font_name": "Arial", "font_size": 10}
_GUIDE_WIDTHS = (16, 44, 44, 40, 16)


def template(
    catalogue: Catalogue,
    communes: pd.DataFrame,
    *,
    indicators: Sequence[str],
    period: Period,
    say: Texts,
    version: int,
) -> bytes:
    """The template of `indicators` (codes, in their order) for `communes` in `period`, as XLSX in the language of `say`.

    communes: code, full_name of those standing on the period's last day; one of them or all. A guide comes first, then one
    sheet per theme, then the hidden identity with the data `version` it was made from. Deadlines are those of the catalogue.
    Raises KeyError for a code that is not in the catalogue, ValueError where there is no commune or no indicator.
    """
    if communes.empty or not indicators:
        missing = "communes" if communes.empty else "indicators"
        raise ValueError(missing)
    chosen = [catalogue[code] for code in indicators]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": say("Report of children's indicators"), "author": "Child Atlas"})
    styles = _styles(book)
    where = str(communes["full_name"].iloc[0]) if len(communes) == 1 else communes_text(len(communes), say)
    when = period_label(period, say)
    name = province().name(say.language)
    subtitle = " · ".join([where, _deadline(chosen, period, say)])

    guide = book.add_worksheet(_sheet_name(say("Guide"), book))
    guide.set_tab_color(palette("light").control)
    in_order = [indicator for theme in THEMES for indicator in chosen if indicator.theme == theme]
    _guide(guide, styles, in_order, period, title=f"{name} · {when}", subtitle=subtitle, say=say)
    for theme, source in THEMES.items():
        of_theme = [indicator for indicator in in_order if indicator.theme == theme]
        if not of_theme:
            continue
        sheet = book.add_worksheet(_sheet_name(say(source), book))
        sheet.set_tab_color(palette("light").accent)
        title = f"{say(source)} · {name} · {when}"
        fill_sheet(sheet, styles, title=title, subtitle=subtitle, indicators=of_theme, communes=communes, say=say)
    _identity(book.add_worksheet(IDENTITY), say.language, period, version)
    guide.activate()
    book.close()
    return out.getvalue()


def _styles(book: xlsxwriter.Workbook) -> Styles:
    """Formats by their properties, each made once: a sheet of 45 communes has thousands of cells and a dozen looks."""
    made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def style(**properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in made:
            made[key] = book.add_format({**_FONT, **properties})
        return made[key]

    return style


def _sheet_name(text: str, book: xlsxwriter.Workbook) -> str:
    """`text` as Excel takes it for a sheet: without []:*?/\\, no quote at an end, at most 31 characters, unlike those before."""
    legal = re.sub(r"[\[\]:*?/\\]", " ", text).strip("' ")[:31].strip("' ")
    taken = {sheet.get_name().casefold() for sheet in book.worksheets()}
    name, n = legal, 2
    while name.casefold() in taken:
        name = f"{legal[:28].rstrip()} {n}"
        n += 1
    return name


def _days(indicators: Iterable[Indicator], period: Period) -> list[date]:
    due = (indicator.due_on(period) for indicator in indicators)
    return sorted({day for day in due if day is not None})


def _deadline(indicators: Iterable[Indicator], period: Period, say: Texts) -> str:
    """By when it must be in: one day, or the first and last where indicators differ."""
    days = [day(due, say.language) for due in _days(indicators, period)]
    if not days:
        return say("No deadline is set for this period")
    if len(days) == 1:
        return say("Deadline: {day}", day=days[0])
    return say("Deadlines from {first} to {last}, by indicator", first=days[0], last=days[-1])


def _rules(indicators: Sequence[Indicator], say: Texts) -> list[tuple[str, str]]:
    """How to fill in the form: what, and how."""
    exceed = [i.code for i in indicators if i.is_rate and i.may_exceed]
    value_only = [i.code for i in indicators if i.value_only]
    above = say("The numerator is part of the denominator, so it is never greater.")
    if exceed:
        above += " " + say(
            "Except for {codes}: their denominator is an estimate. Say in the note why, if it is exceeded.",
            codes=", ".join(exceed),
        )
    value = (
        say(
            "Leave it empty: percentages are computed from the counts. Only for {codes}, where a survey gives no counts, write "
            "the figure itself, without the % sign.",
            codes=", ".join(value_only),
        )
        if value_only
        else say("Leave it empty: percentages are computed from the counts.")
    )
    return [
        (
            say("What to fill in"),
            say("The yellow cells. Codes and names are locked; hatched cells need nothing. Add no columns and rename no sheet."),
        ),
        (
            say("Counts"),
            say("Whole numbers, 0 or more: {example}. What is counted shows when the cell is chosen.", example=number(1455, say.language)),
        ),
        *([(say("Has, has not"), say("Choose from the list whether the commune has it."))] if any(i.yes_or_no for i in indicators) else []),
        (say("0 or -"), say("It was counted, and there was none.")),
        ("…", say("The number is not known yet. It will be asked for again.")),
        (say("Empty"), say("Not reported. The commune is reminded after the deadline.")),
        (
            say("Reason of blank"),
            say("“Not applicable” if the indicator doesn't concern the commune; it is then not asked for again."),
        ),
        (say("Numerator and denominator"), above),
        (say("Value"), value),
        (say("Status"), say("“Provisional” if the number may still change. Empty means final.")),
        (
            say("Corrections"),
            say("Send the form again with the right numbers: the newest report counts, and the former one is kept."),
        ),
        (
            say("Whom to ask"),
            say("The Department of Health of {province}, data officer for children's indicators.", province=province().name(say.language)),
        ),
    ]  # fmt: skip


def _denominator(indicator: Indicator, say: Texts) -> str:
    if indicator.yes_or_no:
        return say("Not needed: Has or Has not")
    return indicator.wording(say.language).denominator if indicator.is_rate else say("Not needed: a count")


def _guide(
    sheet: Worksheet,
    styles: Styles,
    indicators: Sequence[Indicator],
    period: Period,
    *,
    title: str,
    subtitle: str,
    say: Texts,
) -> None:
    colours = palette("light")
    sheet.hide_gridlines(2)
    for column, width in enumerate(_GUIDE_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 28)
    heading = styles(bold=True, font_size=16, font_color=colours.accent, valign="vcenter")
    sheet.write_string(0, 0, say("Report of children's indicators"), heading)
    sheet.write_string(1, 0, title, styles(bold=True, font_size=12))
    sheet.write_string(2, 0, subtitle, styles(font_color=colours.muted))
    edge = {"border": 1, "border_color": colours.line, "text_wrap": True, "valign": "vcenter", "indent": 1}
    head = styles(**edge, bold=True, bg_color=colours.accent, font_color=colours.on_accent)
    width = sum(_GUIDE_WIDTHS[1:])
    row = 4
    sheet.merge_range(row, 0, row, 4, say("How to fill in"), head)
    for label, text in _rules(indicators, say):
        row += 1
        sheet.write_string(row, 0, label, styles(**edge, bold=True))
        sheet.merge_range(row, 1, row, 4, "", styles(**edge))
        sheet.write_string(row, 1, text, styles(**edge))
        sheet.set_row(row, row_height([label, text], [_GUIDE_WIDTHS[0], width], least=20))
    row += 2
    headings = [say("Indicator code"), say("Indicator"), say("Numerator"), say("Denominator"), say("Deadline")]
    for column, text in enumerate(headings):
        sheet.write_string(row, column, text, head)
    repeated = row
    for indicator in indicators:
        row += 1
        words, due = indicator.wording(say.language), indicator.due_on(period)
        texts = [
            indicator.code,
            words.name,
            words.numerator,
            _denominator(indicator, say),
            "–" if due is None else day(due, say.language),
        ]
        sheet.set_row(row, row_height(texts, _GUIDE_WIDTHS, least=20))
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, styles(**edge, bold=column == 0))
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(repeated)
    sheet.print_area(0, 0, row, len(_GUIDE_WIDTHS) - 1)


def _identity(sheet: Worksheet, language: str, period: Period, version: int) -> None:
    facts = {
        "format": FORMAT,
        "format_version": str(FORMAT_VERSION),
        "language": language,
        "period": period.code,
        "version": str(version),
        "heading_row": str(HEADING_ROW),
    }
    for row, (key, value) in enumerate(facts.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    sheet.very_hidden()
