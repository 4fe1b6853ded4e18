"""Tables beside each other under one row of headings: each keeps its own communes."""

from dataclasses import replace

from intake.forms.tables import Table, data_positions
from intake.words.places import Places
from intake.words.words import field_of

_BEFORE_NAMES = ("ignored", "area_code", "district")


def parted(table: Table, places: Places) -> list[Table]:
    """The tables that `table` is made of: another one begins with a further column of communes that is not the same as before."""
    rows = data_positions(table)
    columns = [int(column) for column in table.sheet.table.columns]
    names: list[tuple[int, list[str]]] = []
    for column in columns:
        if _field(table, column) != "area_name":
            continue
        texts = [str(cell) for cell in table.sheet.table[column].iloc[rows].dropna()]
        if sum(map(places.is_name, texts)) and all(texts != known for _, known in names):
            names.append((column, texts))
    starts = [_start(table, columns, column) for column, _ in names[1:]]
    edges = [columns[0], *starts, columns[-1] + 1] if columns else []
    if len(edges) <= 2:
        return [table]
    return [
        _of_columns(table, [c for c in columns if first <= c < last])
        for first, last in zip(edges, edges[1:], strict=False)
    ]


def _field(table: Table, column: int) -> str:
    levels = table.headings.get(column, ())
    return field_of(levels[-1]) if levels else ""


def _start(table: Table, columns: list[int], names: int) -> int:
    """The first column of the table whose communes stand in the column `names`: its numbers and codes stand before them."""
    at = columns.index(names)
    while at and _field(table, columns[at - 1]) in _BEFORE_NAMES:
        at -= 1
    return columns[at]


def _of_columns(table: Table, columns: list[int]) -> Table:
    sheet = replace(table.sheet, table=table.sheet.table[columns])
    return replace(table, sheet=sheet, headings={c: table.headings[c] for c in columns if c in table.headings})
