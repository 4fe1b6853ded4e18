"""One theme's sheet of the template: a row per indicator and commune, locked but for the cells to fill in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from base.palette import palette
from base.texts import Texts, marked
from indicators.catalogue import Indicator, Unit

HEADINGS = (
    marked("Commune code"),
    marked("Commune"),
    marked("Indicator code"),
    marked("Indicator"),
    marked("Group"),
    marked("Unit"),
    marked("Numerator"),
    marked("Denominator"),
    marked("Value"),
    marked("Reason of blank"),
    marked("Status"),
    marked("Note"),
)
"""Of the columns, in their order; what imports know the sheet by."""

REASONS = (marked("Not applicable"), marked("Not available yet"))
STATUSES = (marked("Final"), marked("Provisional"))

ANSWERS = (marked("Has"), marked("Has not"))
"""What is chosen for an indicator that communes have or have not."""

HEADING_ROW = 3
"""As a spreadsheet counts; above it stand what the sheet is, and for whom and when."""

_WIDTHS = (9, 21, 9, 42, 7, 16, 12, 12, 10, 18, 13, 26)
_NUMERATOR, _DENOMINATOR, _VALUE, _REASON, _STATUS, _NOTE = range(6, 12)
_LETTER = {_NUMERATOR: "G", _DENOMINATOR: "H", _VALUE: "I"}
_COUNT = "#,##0"

# What may stand instead of a number. Excel itself turns three points into one sign while one types, other programs don't.
_SIGNS = ("-", "…", "...")
# Excel shows no more of a message, and xlsxwriter writes none that is longer.
_MESSAGE, _TITLE = 255, 32
_UNITS = {
    Unit.PERCENT: marked("%"),
    Unit.PER_1000: marked("per 1,000"),
    Unit.PER_100000: marked("per 100,000"),
    Unit.COUNT: "",
    Unit.DAYS: marked("days"),
}

Styles = Callable[..., Format]


def row_height(texts: Sequence[str], widths: Sequence[float], *, least: float = 0.0) -> float:
    """Points for the tallest of wrapped `texts` in columns of `widths` (characters): not every program fits rows by itself."""
    # A line ends at a word, so that about a tenth of each is lost.
    lines = max(-(-len(text) // max(1, int(0.9 * width))) for text, width in zip(texts, widths, strict=True))
    return max(least, 13.0 * lines + 5)


@dataclass(frozen=True)
class Block:
    """The rows of one indicator: `first` and `last`, as xlsxwriter counts (from 0)."""

    indicator: Indicator
    first: int
    last: int

    def opens(self, column: int) -> bool:
        """Whether the indicator has anything to fill in in `column`."""
        if column == _DENOMINATOR:
            return self.indicator.is_rate and not self.indicator.yes_or_no
        return column != _VALUE or self.indicator.value_only


def unit_text(indicator: Indicator, say: Texts) -> str:
    """What is counted and what the value is in: 'trẻ; %', 'cộng tác viên; trên 1.000', 'trẻ', 'Có / Chưa có'."""
    if indicator.yes_or_no:
        return " / ".join(say(answer) for answer in ANSWERS)
    unit = _UNITS[indicator.unit]
    noun = indicator.wording(say.language).unit_noun_many
    return f"{noun}; {say(unit)}" if unit else noun


def fill_sheet(
    sheet: Worksheet,
    styles: Styles,
    *,
    title: str,
    subtitle: str,
    indicators: Sequence[Indicator],
    communes: pd.DataFrame,
    say: Texts,
) -> None:
    """Write the rows of `indicators` (together, each with all `communes`: code, full_name) and what guards them."""
    colours = palette("light")
    sheet.hide_gridlines(2)
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, title, styles(bold=True, font_size=14, font_color=colours.accent, valign="vcenter"))
    sheet.write_string(1, 0, subtitle, styles(font_color=colours.muted, valign="vcenter"))
    sheet.set_row(HEADING_ROW - 1, 32)
    head = styles(bold=True, bg_color=colours.accent, font_color=colours.on_accent, border=1, border_color=colours.line,
                  text_wrap=True, valign="vcenter", align="center")  # fmt: skip
    for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        sheet.write_string(HEADING_ROW - 1, column, say(heading), head)
        sheet.set_column(column, column, width)
    for n, indicator in enumerate(indicators):
        first = HEADING_ROW + n * len(communes)
        block = Block(indicator, first, first + len(communes) - 1)
        _rows(sheet, styles, block, communes, say)
        _guard(sheet, styles, block, say)
    last = HEADING_ROW + len(indicators) * len(communes) - 1
    sheet.autofilter(HEADING_ROW - 1, 0, last, len(HEADINGS) - 1)
    sheet.freeze_panes(HEADING_ROW, 2)
    # No password: it keeps codes from slips, not officers from their work.
    sheet.protect("", {"autofilter": True, "format_columns": True, "format_rows": True})
    _print_setup(sheet, last, title, say)


def _rows(sheet: Worksheet, styles: Styles, block: Block, communes: pd.DataFrame, say: Texts) -> None:
    colours = palette("light")
    indicator = block.indicator
    named = [indicator.code, indicator.wording(say.language).name, "", unit_text(indicator, say)]
    height = row_height([named[1], named[3]], [_WIDTHS[3], _WIDTHS[5]], least=22)
    for row, (code, name) in enumerate(zip(communes["code"], communes["full_name"], strict=True), start=block.first):
        edge = {"border": 1, "border_color": colours.line, "valign": "vcenter"}
        if row == block.first:
            edge |= {"top": 2, "top_color": colours.control}
        sheet.set_row(row, height)
        # '@': a code that is touched stays text and keeps its zeros.
        told = styles(**edge, num_format="@", text_wrap=True, indent=1)
        for column, text in enumerate([code, name, *named]):
            sheet.write_string(row, column, text, told)
        closed = styles(**edge, pattern=14, fg_color=colours.line, bg_color=colours.blank)
        number = {**edge, "locked": False, "bg_color": colours.warn_bg, "align": "right"}
        for column in (_NUMERATOR, _DENOMINATOR):
            sheet.write_blank(row, column, None, styles(**number, num_format=_COUNT) if block.opens(column) else closed)
        sheet.write_blank(row, _VALUE, None, styles(**number) if block.opens(_VALUE) else closed)
        entry = styles(**edge, locked=False, bg_color=colours.warn_bg, text_wrap=True)
        for column in (_REASON, _STATUS, _NOTE):
            sheet.write_blank(row, column, None, entry)


def _guard(sheet: Worksheet, styles: Styles, block: Block, say: Texts) -> None:
    """What the program asks and refuses while one types; the import checks all of it again."""
    indicator, first, last = block.indicator, block.first, block.last
    words = indicator.wording(say.language)
    whole = say("Write a whole number, 0 or more; - for none; … if the number is not known yet.")
    counts = _rule(_counted(_cell(_NUMERATOR, first)), say("Numerator"), words.numerator, whole, stop=True)
    if indicator.yes_or_no:
        counts = _list([*ANSWERS, "…"], say("Has, has not"), say) | {"input_message": _cut(words.numerator, _MESSAGE)}
    sheet.data_validation(first, _NUMERATOR, last, _NUMERATOR, counts)
    if block.opens(_DENOMINATOR):
        cell, part = _cell(_DENOMINATOR, first), _cell(_NUMERATOR, first)
        if indicator.may_exceed:
            rule = _rule(_counted(cell), say("Denominator"), words.denominator, whole, stop=True)
        else:
            fits = f"OR(NOT(ISNUMBER({part})),{cell}>={part})"
            wrong = whole + " " + say("The denominator is not less than the numerator.")
            rule = _rule(_counted(cell, fits), say("Denominator"), words.denominator, wrong, stop=False)
            red = styles(bg_color=palette("light").gap[2], bold=True)
            sheet.conditional_format(
                first, _NUMERATOR, last, _DENOMINATOR,
                {"type": "formula", "criteria": f"=AND(ISNUMBER(${part}),ISNUMBER(${cell}),${part}>${cell})", "format": red},
            )  # fmt: skip
        sheet.data_validation(first, _DENOMINATOR, last, _DENOMINATOR, rule)
    if block.opens(_VALUE):
        cell = _cell(_VALUE, first)
        most = "" if indicator.may_exceed or not indicator.is_rate else f",{cell}<={indicator.multiplier}"
        formula = f"=IF(ISNUMBER({cell}),AND({cell}>=0{most}),{_signs(cell)})"
        hint = say("Only if the counts are not known: the figure itself, without the % sign.")
        sheet.data_validation(first, _VALUE, last, _VALUE, _rule(formula, say("Value"), hint, hint, stop=True))
    for column, choices in ((_REASON, REASONS), (_STATUS, STATUSES)):
        sheet.data_validation(first, column, last, column, _list(choices, say(HEADINGS[column]), say))


def _list(choices: Sequence[str], title: str, say: Texts) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": [say(choice) for choice in choices],
        "error_title": _cut(title, _TITLE),
        "error_message": say("Choose from the list, or leave empty."),
    }


def _cell(column: int, row: int) -> str:
    return f"{_LETTER[column]}{row + 1}"


def _signs(cell: str) -> str:
    return "OR(" + ",".join(f'{cell}="{sign}"' for sign in _SIGNS) + ")"


def _counted(cell: str, *also: str) -> str:
    """Whether `cell` holds a count or a sign. IF, because Excel's OR fails as soon as one of its parts does."""
    return f"=IF(ISNUMBER({cell}),AND({','.join((f'{cell}>=0', f'{cell}=INT({cell})', *also))}),{_signs(cell)})"


def _rule(formula: str, title: str, hint: str, wrong: str, *, stop: bool) -> dict[str, Any]:
    return {
        "validate": "custom",
        "value": formula,
        "input_title": _cut(title, _TITLE),
        "input_message": _cut(hint, _MESSAGE),
        "error_title": _cut(title, _TITLE),
        "error_message": _cut(wrong, _MESSAGE),
        "error_type": "stop" if stop else "warning",
    }


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _print_setup(sheet: Worksheet, last: int, title: str, say: Texts) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, HEADING_ROW - 1)
    sheet.print_area(0, 0, last, len(HEADINGS) - 1)
    # '&' commands the footer, so that one in a name is doubled.
    sheet.set_footer(f"&L&8{title.replace('&', '&&')}&R&8{say('Page {page} of {pages}', page='&P', pages='&N')}")
