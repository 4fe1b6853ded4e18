"""Many rows into a table at once, past what one statement per row would cost: a report of a country is a million rows."""

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Table

CHUNK = 20_000


def insert_rows(
    connection: Connection, table: Table, frame: pd.DataFrame, *, progress: Callable[[float], None] | None = None
) -> None:
    """Insert the rows of `frame` (columns of `table` by name; NaN and NaT become NULL) in the connection's transaction.

    SQLite takes tuples, PostgreSQL a COPY: about 5 and 10 times faster than statements with named parameters.
    progress: called with the share that is in, from 0 to 1.
    """
    names = [str(name) for name in frame.columns]
    for start in range(0, len(frame), CHUNK):
        _insert(connection, table, names, list(_tuples(frame.iloc[start : start + CHUNK])))
        if progress is not None:
            progress(min(1.0, (start + CHUNK) / len(frame)))


def _insert(connection: Connection, table: Table, names: list[str], rows: list[tuple[Any, ...]]) -> None:
    columns = ", ".join(f'"{name}"' for name in names)
    if connection.dialect.name == "postgresql":
        # The driver's own cursor: SQLAlchemy has no COPY. Same connection, same transaction.
        cursor = connection.connection.cursor()
        with cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(names))
    plain = [tuple(_sqlite(cell) for cell in row) for row in rows] if _has_dates(rows[0]) else rows
    connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})', plain)


def _tuples(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    columns = []
    for _, column in frame.items():
        values = column.astype(object)
        columns.append(values.where(values.notna(), None).tolist())
    return zip(*columns, strict=True)


def _has_dates(row: tuple[Any, ...]) -> bool:
    return any(hasattr(cell, "isoformat") for cell in row)


def _sqlite(cell: Any) -> Any:
    """Days as text, as SQLAlchemy keeps them in SQLite."""
    return cell.isoformat() if hasattr(cell, "isoformat") else cell
