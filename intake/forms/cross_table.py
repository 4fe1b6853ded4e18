"""Tables with a row per commune and a column per figure: wide CSV files, and the forms of offices."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from indicators.findings import Finding, column_letters
from indicators.periods import Period
from intake.claims import rules
from intake.claims.raw import Context, Raw
from intake.claims.sheet_findings import SheetFindings
from intake.declared import Declared
from intake.forms import context_words
from intake.forms.cells import counted_figures, value_cells
from intake.forms.meanings import FIGURE_PARTS, Meaning, declared_meaning, meaning_of
from intake.forms.row_kinds import RowKinds, row_kinds
from intake.forms.side_by_side import parted
from intake.forms.tables import Table, data_positions, footnotes, tables_of
from intake.reading.source import Sheet
from intake.words import area_rules
from intake.words.period_text import period_in_titles, period_of_part
from intake.words.places import Places
from intake.words.words import is_provisional_title

_ROW_FIELDS = ("area_code", "area_name", "district", "valid_from", "kind", "stratum", "collection", "status", "reported_on",
               "blank", "period")  # fmt: skip


@dataclass(frozen=True)
class Understood:
    """raws: the tables, ready to be read. columns: rows of COLUMNS. findings: rows of FINDINGS. plain: headings of one row, by codes, no title."""

    raws: list[Raw]
    columns: list[dict[str, str]]
    findings: list[Finding]
    plain: bool


def declared_columns(sheet: Sheet, declared: Declared) -> dict[int, str]:
    """What was declared of the columns of `sheet`, by their number."""
    found = {}
    for place, meaning in declared.columns.items():
        name, _, letters = place.rpartition("!")
        if name == sheet.name and letters.isalpha():
            number = 0
            for letter in letters.upper():
                number = number * 26 + ord(letter) - 64
            found[number - 1] = meaning
    return found


def understand(sheet: Sheet, context: Context, *, language: str) -> Understood:
    """The tables of a sheet in which a column of communes and one of figures were found."""
    told = declared_columns(sheet, context.declared)
    findings = SheetFindings(sheet.name, sheet.table.index.to_numpy())
    given: dict[int, Meaning] = {}
    for column, text in told.items():
        meaning = declared_meaning(text, context.names)
        if meaning is None:
            findings.add(rules.MEANING_UNKNOWN, col=column_letters(column), value=text)
        else:
            given[column] = meaning
    areas = frozenset(column for column, meaning in given.items() if meaning.field in ("area_code", "area_name"))
    raws, rows, simple = [], [], True
    tables = (part for whole in tables_of(sheet, context.places, areas) for part in parted(whole, context.places))
    for table in tables:
        meanings = _meanings(table, context, given)
        if not any(meaning.is_figure for meaning in meanings.values()):
            continue
        rows += _told(table, meanings)
        _tell_unknown(table, meanings, context, findings)
        raws.append(_raw(table, meanings, context, language, findings))
        by_code = all(meaning.how == "code" for meaning in meanings.values() if meaning.is_figure)
        simple &= len(table.header) == 1 and not table.titles and by_code
    return Understood(raws, rows, findings.told, simple)


def _meanings(table: Table, context: Context, given: dict[int, Meaning]) -> dict[int, Meaning]:
    """Per column what it means: as declared, else by its headings; of several columns of communes the one that holds most."""
    columns = [int(column) for column in table.sheet.table.columns]
    heads = {column: _dated(table.headings.get(column, ()), table) for column in columns}
    meanings = {column: given.get(column) or meaning_of(heads[column], context.names) for column in columns}
    if not any(meaning.is_figure for meaning in meanings.values()):
        # A form about one indicator names it in its title.
        named = {n.indicator for title in table.titles if (n := context.names.named(title)) is not None and not n.part}
        if len(named) == 1:
            code = named.pop()
            meanings = {
                column: meaning if meaning.how != "none" else meaning_of((code, *heads[column]), context.names)
                for column, meaning in meanings.items() if heads[column]
            }  # fmt: skip
    return _one_area(table, meanings, context.places, given)


def _dated(levels: tuple[str, ...], table: Table) -> tuple[str, ...]:
    """Headings in which a part of a year has the year of the title: 'Quý IV' under 'Năm 2025' is of its fourth quarter."""
    whole = period_in_titles(table.titles)
    if whole is None or not whole.is_annual:
        return levels
    parts = (period_of_part(level, whole.year) for level in levels)
    return tuple(level if part is None else part.code for level, part in zip(levels, parts, strict=True))


def _one_area(
    table: Table, meanings: dict[int, Meaning], places: Places, given: dict[int, Meaning]
) -> dict[int, Meaning]:
    rows = data_positions(table)
    for field, is_one in (("area_name", places.is_name), ("area_code", places.is_code)):
        cells = {
            column: [str(cell) for cell in table.sheet.table[column].iloc[rows[:500]].dropna()]
            for column, meaning in meanings.items()
            if meaning.field == field or (meaning.how == "none" and not table.headings.get(column))
        }
        share = {column: sum(map(is_one, texts)) for column, texts in cells.items()}
        declared = [column for column in cells if column in given and given[column].field == field]
        headed = [column for column in cells if meanings[column].field == field]
        best = max(cells, key=lambda column: (column in declared, share[column], column in headed), default=None)
        if best is not None and (meanings[best].field == field or share[best] > 1):
            for column in headed:
                meanings[column] = Meaning("ignored", how="form")
            meanings[best] = Meaning(field, how="declared" if best in declared else "form")
    return meanings


def _told(table: Table, meanings: dict[int, Meaning]) -> list[dict[str, str]]:
    return [
        {"sheet": table.sheet.name, "col": column_letters(column), "heading": " › ".join(table.headings.get(column, ())),
         "meaning": meaning.told, "how": meaning.how}
        for column, meaning in meanings.items()
        if table.headings.get(column) or meaning.field
    ]  # fmt: skip


def _tell_unknown(table: Table, meanings: dict[int, Meaning], context: Context, findings: SheetFindings) -> None:
    """A warning for every column that is left out although it holds figures, or words that may divide them."""
    rows = data_positions(table)
    for column, meaning in meanings.items():
        if meaning.how != "none":
            continue
        cells = table.sheet.table[column].iloc[rows]
        heading, row, col = " › ".join(table.headings.get(column, ())), table.header[-1], column_letters(column)
        if n := counted_figures(cells):
            findings.add(rules.COLUMN_UNKNOWN, row=row, col=col, value=heading, n=n)
        else:
            context_words.tell_words(cells, heading, context.places, findings, row=row, col=col)
    context_words.tell_narrowing((*table.titles, *footnotes(table, context.places)), findings)


def title_period(titles: tuple[str, ...], sheet: str, context: Context, findings: SheetFindings) -> Period | None:
    """The period of a table: as declared, else as its title or the sheet's name says."""
    said = period_in_titles(titles) or period_in_titles([sheet])
    # A sheet 'T12' under the title 'Năm 2025' is of December.
    if said is not None and said.is_annual:
        said = period_of_part(sheet, said.year) or said
    return declared_period(said, context, findings)


def declared_period(said: Period | None, context: Context, findings: SheetFindings) -> Period | None:
    """The declared period before the one that the file says; a warning where they are not the same."""
    if not context.period:
        return said
    if said is not None and said != context.period:
        findings.add(rules.PERIOD_DECLARED, value=said.code, period=context.period.code)
    return context.period


def _raw(table: Table, meanings: dict[int, Meaning], context: Context, language: str, findings: SheetFindings) -> Raw:
    """A row per commune and figure, one figure after the other."""
    data = table.sheet.table.iloc[data_positions(table)]
    figures = [column for column, meaning in meanings.items() if meaning.is_figure]
    fields: dict[str, int] = {}
    for column, meaning in meanings.items():
        if meaning.field in _ROW_FIELDS and not meaning.is_figure:
            fields.setdefault(meaning.field, column)
    kinds = row_kinds(table, fields, figures, context.places)
    if kinds.subtotals:
        findings.add(area_rules.SUBTOTALS, n=kinds.subtotals)
    shared = _shared_columns(data, fields, kinds)
    of_several = context_words.of_several(table.sheet, figures, data.index, findings)
    pieces = []
    for lane in _lanes(meanings):
        piece = _piece(table.sheet, data, shared, lane, kinds)
        merged = {row for column in lane[2].values() for row in of_several.get(column, ())}
        pieces.append(piece[~piece.index.isin(merged)])
    return Raw(
        sheet=table.sheet.name,
        frame=pd.concat(pieces),
        letters={name: column_letters(column) for name, column in fields.items()},
        period=title_period(table.titles, table.sheet.name, context, findings),
        language=language,
        provisional=any(is_provisional_title(text) for text in (*table.titles, *footnotes(table, context.places))),
    )


def _shared_columns(data: pd.DataFrame, fields: dict[str, int], kinds: RowKinds) -> dict[str, Any]:
    """What all figures of a row have in common."""
    shared: dict[str, Any] = {name: data[column].astype(object) for name, column in fields.items()}
    shared["total"] = kinds.total
    if "district" not in shared and any(kinds.district):
        shared["district"] = kinds.district
    if kinds.label is not None:
        shared["area_name"] = kinds.label
    return shared


def _lanes(meanings: dict[int, Meaning]) -> list[tuple[str, Period | None, dict[str, int]]]:
    """The figures of the table: indicator, period of its own, and the column of each part. A part that stands twice makes two."""
    lanes: list[tuple[str, Period | None, dict[str, int]]] = []
    for column, meaning in meanings.items():
        if not meaning.is_figure:
            continue
        same = [
            lane for lane in lanes if lane[:2] == (meaning.indicator, meaning.period) and meaning.field not in lane[2]
        ]
        if same:
            same[0][2][meaning.field] = column
        else:
            lanes.append((meaning.indicator, meaning.period, {meaning.field: column}))
    return lanes


def _piece(
    sheet: Sheet, data: pd.DataFrame, shared: dict[str, Any], lane: tuple[str, Period | None, dict[str, int]],
    kinds: RowKinds,
) -> pd.DataFrame:  # fmt: skip
    indicator, period, parts = lane
    columns: dict[str, Any] = {**shared, "indicator": indicator}
    if period is not None:
        columns["period"] = period.code
    for part in FIGURE_PARTS:
        if part in parts:
            cells = data[parts[part]].astype(object)
            columns[part] = value_cells(sheet, parts[part], cells) if part == "value" else cells
        else:
            columns[part] = pd.Series([None] * len(data), index=data.index, dtype=object)
        columns[f"{part}_col"] = column_letters(parts[part]) if part in parts else ""
    return pd.DataFrame(columns, index=data.index)[kinds.counts]
