"""Tables with a row per figure: the template's sheets, CSV files of other programs, the machine format."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from indicators.findings import Finding, column_letters
from indicators.periods import Period
from intake.claims import rules, stated_rules
from intake.claims.distinct import Column
from intake.claims.raw import FIGURES, KEYS, Context, Raw
from intake.claims.sheet_findings import SheetFindings
from intake.forms import context_words
from intake.forms.cells import counted_figures, value_cells
from intake.forms.cross_table import declared_columns, declared_period
from intake.forms.headings import row_texts
from intake.forms.meanings import declared_meaning, one_unit
from intake.reading.source import Sheet
from intake.words import area_rules
from intake.words.numbers import PROGRAM
from intake.words.period_text import period_in_titles
from intake.words.words import MACHINE, OURS, field_of, is_provisional_title, plain, stated_field_of, total_of

_SEARCHED = 15
_PARTS_OF_YEAR = ("month", "quarter")
_LEFT_OUT = ("ignored", "described")


@dataclass(frozen=True)
class Long:
    """A long table. fields: column by field. headings: by column. machine: it writes numbers as programs do."""

    sheet: Sheet
    row: int
    fields: Mapping[str, int]
    headings: Mapping[int, str]
    known: Mapping[int, tuple[str, str]]
    machine: bool
    titles: tuple[str, ...]


def find_long(sheet: Sheet, context: Context) -> Long | None:
    """The long table of a sheet, by its row of headings among the first rows; None if it has none."""
    told = declared_columns(sheet, context.declared)
    if any((meaning := declared_meaning(text, context.names)) and meaning.is_figure for text in told.values()):
        return None
    for row in sheet.table.index[:_SEARCHED]:
        headings = row_texts(sheet, int(row))
        ours = {column: field for column, text in headings.items() if (field := stated_field_of(text))}
        fields = one_unit({column: ours.get(column) or field_of(text) for column, text in headings.items()}, headings)
        # Of 'Period code' and 'Period' the code is read, the other one repeats it in words.
        coded = {ours[column] for column in ours} - {"described"}
        fields |= {column: "described" for column, field in fields.items() if field in coded and column not in ours}
        known = {column: (field, "form" if field else "none") for column, field in fields.items()}
        known |= {column: (text or "ignored", "declared") for column, text in told.items()}
        _tell_apart(known, headings)
        first: dict[str, int] = {}
        for column, (field, _) in sorted(known.items(), key=lambda item: item[1][1] != "declared"):
            if field in first and field not in _LEFT_OUT:
                known[column] = ("", "none")
            elif field:
                first[field] = column
        named = {"indicator", "indicator_name"} & first.keys()
        placed = {"area_code", "area_name", "kind"} & first.keys()
        if named and placed and set(FIGURES) & first.keys():
            titles = tuple(
                text
                for above in sheet.table.index[:_SEARCHED]
                if above < row
                for text in row_texts(sheet, int(above)).values()
            )
            machine = set(MACHINE) <= {text.strip().casefold() for text in headings.values()} or coded >= OURS
            return Long(sheet, int(row), first, headings, known, machine, titles)
    return None


def _tell_apart(known: dict[int, tuple[str, str]], headings: Mapping[int, str]) -> None:
    """'Indicator' beside 'Indicator code' is its name; 'Chỉ số' beside 'Tên chỉ số' is its code."""
    named = [column for column, (field, how) in known.items() if field == "indicator_name" and how == "form"]
    if any(plain(headings[column]) == "ten chi so" for column in named):
        known |= {column: ("indicator", "form") for column in named if plain(headings[column]) == "chi so"}
    coded = [column for column, (field, how) in known.items() if field == "indicator" and how == "form"]
    if any(plain(headings[column]) != "indicator" for column in coded):
        known |= {column: ("indicator_name", "form") for column in coded if plain(headings[column]) == "indicator"}


def columns_of(table: Long) -> list[dict[str, str]]:
    """Rows of COLUMNS."""
    return [
        {"sheet": table.sheet.name, "col": column_letters(column), "heading": table.headings.get(column, ""),
         "meaning": "" if field in _LEFT_OUT else field, "how": how}
        for column, (field, how) in sorted(table.known.items())
    ]  # fmt: skip


def long_raw(table: Long, context: Context, *, language: str, period: Period | None) -> tuple[Raw, list[Finding]]:
    """The rows of a long table, and of FINDINGS. period: that the file says for rows without one."""
    sheet = table.sheet
    findings = SheetFindings(sheet.name, sheet.table.index.to_numpy())
    data = sheet.table.iloc[int(np.searchsorted(sheet.table.index.to_numpy(), table.row)) + 1 :]
    for column in map(int, sheet.table.columns):
        field, how = table.known.get(column, ("", "none"))
        heading, col = table.headings.get(column, ""), column_letters(column)
        if how != "none" or field:
            continue
        if n := counted_figures(data[column]):
            findings.add(rules.COLUMN_UNKNOWN, row=table.row, col=col, value=heading, n=n)
        else:
            context_words.tell_words(data[column], heading, context.places, findings, row=table.row, col=col)
    context_words.tell_narrowing(table.titles, findings)
    for column, (field, how) in table.known.items():
        if how == "declared" and declared_meaning("" if field == "ignored" else field, context.names) is None:
            findings.add(rules.MEANING_UNKNOWN, col=column_letters(column), value=field)
    described = [table.headings[column] for column, (field, _) in table.known.items() if field == "described"]
    if described:
        findings.add(stated_rules.DESCRIBED, columns=", ".join(described))
    columns: dict[str, Any] = {}
    for name, place in table.fields.items():
        if name in (*KEYS, *FIGURES, "indicator_name"):
            cells = data[place]
            columns[name] = value_cells(sheet, place, cells) if name == "value" else cells
    if "year" in table.fields and "period" not in columns:
        columns["period"] = _composed(data, table)
    total, subtotals = _totals(columns, len(data), context)
    if total.any():
        columns["total"] = total
    frame = pd.DataFrame(columns, index=data.index, copy=False)
    if subtotals.any():
        findings.add(area_rules.SUBTOTALS, n=int(subtotals.sum()))
        frame = frame[~subtotals]
    frame = frame[~_scaled(table, data, findings).reindex(frame.index)]
    said = period or (period_in_titles([*table.titles]) or period_in_titles([sheet.name]) if sheet.name else None)
    letters = {field: column_letters(column) for field, column in table.fields.items()}
    if "period" not in letters and "year" in letters:
        letters["period"] = letters["year"]
    raw = Raw(
        sheet=sheet.name,
        frame=frame,
        letters=letters,
        period=declared_period(said, context, findings) if said or context.period else None,
        language=language or (PROGRAM if table.machine else ""),
        provisional=any(is_provisional_title(title) for title in table.titles),
    )
    return raw, findings.told


def _scaled(table: Long, data: pd.DataFrame, findings: SheetFindings) -> "pd.Series[Any]":
    """Which rows count in thousands or more, by the column of units."""
    found = pd.Series(False, index=data.index)
    for column, (field, how) in table.known.items():
        if field == "ignored" and how == "form" and context_words.is_unit(table.headings.get(column, "")):
            found |= context_words.scaled(data[column], findings, row=table.row, col=column_letters(column))
    return found


def _totals(columns: Mapping[str, Any], length: int, context: Context) -> tuple[Any, Any]:
    """Rows that are totals of the file by their name: not those of the province itself, which has a name, a code or a kind."""
    nothing = np.zeros(length, dtype=bool)
    if "area_name" not in columns:
        return nothing, nothing
    names = Column.of(columns["area_name"])
    own = context.places.province_names
    kinds = ["" if plain(str(value)) in own else total_of(str(value), own) for value in names.distinct]
    kind = names.taken(kinds, "", object)
    for field in ("area_code", "kind"):
        if field in columns and (kind != "").any():
            kind = np.where(Column.of(columns[field]).given, "", kind)
    return (kind == "whole") | (kind == "sum"), kind == "part"


def _composed(data: pd.DataFrame, table: Long) -> "pd.Series[Any]":
    """Periods of a column of years and one of quarters or months: '2025' and '3' are the third quarter of 2025."""
    years = Column.of(data[table.fields["year"]])
    named = [name for name in _PARTS_OF_YEAR if name in table.fields]
    if not named:
        return data[table.fields["year"]]
    whole: pd.Series[Any] | None = None
    for name in named:
        # The month before its quarter, where a row has both.
        texts = _composed_of(data, table, years, name)
        whole = texts if whole is None else whole.where(Column.of(data[table.fields[named[0]]]).given, texts)
    return data[table.fields["year"]] if whole is None else whole


def _composed_of(data: pd.DataFrame, table: Long, years: Column, name: str) -> "pd.Series[Any]":
    """Periods of the column of years and that of `name` ('quarter' or 'month')."""
    part = Column.of(data[table.fields[name]])
    width = len(part.distinct) + 1
    both = np.where(years.given, years.codes * width + part.codes + 1, -1)
    word = {"quarter": "Quý", "month": "Tháng"}[name]
    texts = {
        int(code): _part_text(
            word, part.distinct[code % width - 1] if code % width else None, years.distinct[code // width]
        )
        for code in np.unique(both)
        if code >= 0
    }
    return pd.Series([texts.get(int(code)) for code in both], index=data.index, dtype=object)


def _part_text(word: str, part: object, year: object) -> str:
    shown = [str(int(each)) if isinstance(each, float) and each.is_integer() else str(each) for each in (part, year)]
    if part is None:
        return shown[1]
    bare = plain(shown[0]).removeprefix(plain(word)).strip().removeprefix("q")
    return f"{word} {bare} năm {shown[1]}"
