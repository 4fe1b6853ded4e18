"""DHIS2 `dataValueSets`, as JSON or as CSV: single data values, as they came."""

import re
from dataclasses import dataclass
from typing import Any

import pandas as pd

from indicators import periods
from indicators.periods import Period
from intake.reading.source import Sheet, Source

_COLUMNS = (
    "dataElement",
    "period",
    "orgUnit",
    "categoryOptionCombo",
    "attributeOptionCombo",
    "value",
    "deleted",
    "comment",
)
_SHAPES = re.compile(r"(\d{4})(?:(\d{2})|Q([1-4])|S([12])|(Sep))?")


@dataclass(frozen=True)
class Values:
    """Data values as they came: _COLUMNS as text. index: the position in the list, from 1, or the row of the CSV. col: of the value."""

    frame: pd.DataFrame
    col: str = ""


def dhis2_period(code: str) -> Period | None:
    """The period that DHIS2 writes as 2025, 202509, 2025Q3, 2025S1 or 2025Sep (the school year from September); None otherwise."""
    match = _SHAPES.fullmatch(code)
    if not match:
        return None
    year = int(match[1])
    if not 2000 <= year <= 2099:
        return None
    if match[2]:
        return periods.parse(f"{year}-M{match[2]}") if 1 <= int(match[2]) <= 12 else None
    if match[3]:
        return periods.quarter(year, int(match[3]))
    if match[4]:
        return periods.half(year, int(match[4]))
    return periods.school_year(year) if match[5] else periods.year(year)


def json_values(source: Source) -> Values:
    """The data values of a document; what it says once for all of them holds for those that do not say it."""
    document = source.document if isinstance(source.document, dict) else {}
    sets = document.get("dataValueSets", document)
    rows: list[dict[str, Any]] = []
    for each in sets if isinstance(sets, list) else [sets]:
        common = {name: each.get(name) for name in ("period", "orgUnit", "attributeOptionCombo") if each.get(name)}
        rows += [
            {**common, **{k: v for k, v in value.items() if v is not None}} for value in each.get("dataValues", [])
        ]
    frame = pd.DataFrame({name: [_text(row.get(name)) for row in rows] for name in _COLUMNS}, dtype=object)
    return Values(frame.set_index(pd.RangeIndex(1, len(frame) + 1)))


def csv_values(sheet: Sheet) -> Values | None:
    """The data values of a CSV export; None if its first row is not the headings of one."""
    if sheet.table.empty:
        return None
    headings = {
        str(cell).strip().casefold().replace("_", "").replace(" ", ""): column
        for column, cell in sheet.table.iloc[0].items()
    }
    if not {"dataelement", "period", "orgunit", "value"} <= headings.keys():
        return None
    data = sheet.table.iloc[1:]
    frame = pd.DataFrame(
        {
            name: [_text(cell) for cell in data[headings[name.casefold()]]] if name.casefold() in headings else ""
            for name in _COLUMNS
        },
        index=data.index,
    )
    letters = int(str(headings["value"]))
    return Values(frame, chr(ord("A") + letters) if letters < 26 else "")


def _text(cell: Any) -> str:
    if cell is None or (isinstance(cell, float) and cell != cell):
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell).strip()
