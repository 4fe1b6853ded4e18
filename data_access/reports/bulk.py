"""Many rows into a table at once, past what one statement per row would cost: a report of a country is a million rows."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Table

CHUNK = 20_000


def insert_rows(
    connection: Connection, table: Table, frame: pd.DataFrame, *, progress: Callable[[float], None] | None = None
) -> None:
    """Insert the rows of `frame` (columns of `table` by name; NaN and NaT become NULL) in the connection's transaction.

    Give them in the order of the table's key: rows that come in any other order cost a search each. SQLite takes tuples, PostgreSQL a COPY: about 5 and 10 times faster than statements with named parameters.
    progress: called with the share that is in, from 0 to 1.
    """
    names = [str(name) for name in frame.columns]
    if connection.dialect.name == "sqlite":
        frame = _with_days_as_text(frame)
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
    connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})', rows)


def _tuples(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    columns = []
    for _, column in frame.items():
        values = column.astype(object)
        columns.append(values.where(values.notna(), None).tolist())
    return zip(*columns, strict=True)


def _with_days_as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Days as SQLAlchemy keeps them in SQLite. A day is one of few, so each is written once."""
    texts = {}
    for name in frame.columns:
        if not pd.api.types.is_object_dtype(frame[name]):
            continue
        different = frame[name].dropna().unique()
        if len(different) and all(isinstance(day, date) for day in different):
            texts[str(name)] = frame[name].map({day: day.isoformat() for day in different})
    return frame.assign(**texts)
