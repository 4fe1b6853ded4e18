"""A configuration document, read: its tables with every cell as text in one form, or its indicators."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

import pandas as pd

from indicators.catalogue import Indicator
from indicators.findings import column_letters, finding, frame, none
from intake.documents.columns import TABLES
from intake.documents.rules import BAD_DAY, BAD_NUMBER, BLANK, COLUMN_MISSING, COLUMN_UNKNOWN
from intake.reading.source import Sheet

_HEADER_ROWS = 20
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True)
class Document:
    """What a file says about the configuration.

    tables: by name (see `columns.TABLES`), each a frame with the table's columns, all text: numbers as '0.25', days as
    '2025-07-01', codes with their zeros, '' where blank; and sheet (str), row (as the file numbers it) and col (a dict:
    letters by column). indicators: of a catalogue. findings: FINDINGS of reading it.
    """

    kind: str
    tables: Mapping[str, pd.DataFrame] = field(default_factory=lambda: MappingProxyType({}))
    indicators: tuple[Indicator, ...] = ()
    findings: pd.DataFrame = field(default_factory=none)

    def table(self, name: str) -> pd.DataFrame:
        """The table `name`, without a row if the document has none of that name."""
        return self.tables.get(name, empty(name))


def empty(name: str) -> pd.DataFrame:
    """The table `name` without a row."""
    return pd.DataFrame(columns=[*TABLES[name].names, "sheet", "row", "col"], dtype=object)


def table_of(sheet: Sheet) -> tuple[str, int] | None:
    """Which table of a document a sheet holds, and the label of its header row; None if it is none."""
    for label, cells in sheet.table.head(_HEADER_ROWS).iterrows():
        heads = set(_heads(cells))
        for name, columns in TABLES.items():
            if heads >= set(columns.required):
                return name, int(str(label))
    return None


def read_table(sheet: Sheet, name: str, header: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows below `header` as a table of a document, and FINDINGS: cells that are no number, day or text where one must be."""
    columns, findings = TABLES[name], []
    heads = _heads(sheet.table.loc[[header]].iloc[0])
    place = {head: n for n, head in enumerate(heads) if head in columns.names}
    for n, head in enumerate(heads):
        unknown = head and head not in (*columns.names, *columns.unread)
        if unknown or place.get(head, n) != n:
            known, col = ", ".join(columns.names), column_letters(n)
            findings.append(finding(COLUMN_UNKNOWN, sheet=sheet.name, row=header, col=col, value=head, known=known))
    missing = [head for head in columns.filled if head not in place and not columns.optional.get(head)]
    findings += [finding(COLUMN_MISSING, sheet=sheet.name, row=header, value=head) for head in missing]
    letters = {head: column_letters(n) for head, n in place.items()}
    rows = []
    for label, cells in sheet.table.loc[sheet.table.index > header].iterrows():
        if all(_text(cell) == "" for cell in cells):
            continue
        row: dict[str, Any] = {"sheet": sheet.name, "row": int(str(label)), "col": letters}
        for head in columns.names:
            cell = cells.iloc[place[head]] if head in place else None
            row[head], wrong = _read(cell, head, name)
            if wrong is None and row[head] == "" and head in columns.filled and head in place:
                wrong = BLANK
            if wrong is not None:
                col = letters.get(head, "")
                findings.append(
                    finding(wrong, sheet=sheet.name, row=row["row"], col=col, value=_text(cell), column=head)
                )
        if any(row[head] for head in columns.together):
            blank = [head for head in columns.together if row[head] == ""]
            findings += [finding(BLANK, sheet=sheet.name, row=row["row"], col=letters[h], column=h) for h in blank]
        rows.append(row)
    return pd.DataFrame(rows, columns=[*columns.names, "sheet", "row", "col"], dtype=object), frame(findings)


def parted(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """A table of communes with their former units side by side as the two tables that it stands for."""
    if "merged" not in tables:
        return dict(tables)
    merged = tables["merged"]
    communes = merged[TABLES["communes"].names + ["sheet", "row", "col"]]
    units = merged[merged["old_code"] != ""]
    former = units.drop(columns=["full_name", "valid_from", "area_km2"]).rename(
        columns={"code": "new_code", "old_valid_from": "valid_from", "old_valid_to": "valid_to"}
    )
    rest = {name: frame for name, frame in tables.items() if name != "merged"}
    return {
        **rest,
        # A commune stands in as many rows as it has units; only what differs between them is looked at again.
        "communes": communes.drop_duplicates(TABLES["communes"].names, ignore_index=True),
        "former": former[TABLES["former"].names + ["sheet", "row", "col"]].reset_index(drop=True),
    }


def normal(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """A table as the program itself ships it (CSV, text), in the form of a Document; row is that of the file."""
    columns = TABLES[name]
    rows: dict[str, Iterable[Any]] = {
        head: [_read(cell, head, name)[0] for cell in frame[head]] if head in frame else columns.optional[head]
        for head in columns.names
    }
    made = pd.DataFrame(rows, index=range(len(frame)), columns=columns.names, dtype=object)
    return made.assign(sheet="", row=range(2, len(frame) + 2), col=[_NOWHERE] * len(frame))


_NOWHERE: Any = {}


def _heads(cells: "pd.Series[Any]") -> list[str]:
    return [_text(cell).casefold() for cell in cells]


def _text(cell: Any) -> str:
    if cell is None or (isinstance(cell, float) and pd.isna(cell)):
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()


def _read(cell: Any, head: str, name: str) -> tuple[str, Any]:
    """The cell's text in the one form of its column, and the rule that it breaks."""
    columns, text = TABLES[name], _text(cell)
    if text == "":
        return columns.optional.get(head, ""), None
    if head in columns.numbers:
        fits = _NUMBER.fullmatch(text) and abs(float(text)) < 1e15
        return (f"{float(text):.12g}", None) if fits else ("", BAD_NUMBER)
    if head in columns.days:
        return _day(text)
    if head in columns.codes and text.isdigit():
        # A spreadsheet takes the zero off a code that it thinks is a number.
        return text.zfill(5), None
    return text, None


def _day(text: str) -> tuple[str, Any]:
    written = _DAY.fullmatch(text)
    try:
        if written:
            day, month, year = map(int, written.groups())
            return date(year, month, day).isoformat(), None
        return date.fromisoformat(text).isoformat(), None
    except ValueError:
        return "", BAD_DAY
