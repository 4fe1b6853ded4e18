"""Rows of configuration files as rows of tables."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Table, delete, insert


def replace(connection: Connection, table: Table, which: ColumnElement[bool], rows: list[dict[str, Any]]) -> None:
    """Put `rows` in the place of those that `which` holds of."""
    connection.execute(delete(table).where(which))
    if rows:
        connection.execute(insert(table), rows)


def as_fields(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    """A row as pandas gives it, its columns by their names."""
    return {str(name): value for name, value in row.items()}


def as_day(text: str) -> date:
    """'2025-07-01' as a date."""
    return date.fromisoformat(text)


def as_number(text: str | float | None) -> float | None:
    """A figure as it stands in a file; None for a cell left empty."""
    return None if text is None or text == "" or pd.isna(text) else float(text)


def as_whole(text: str | float | None) -> int | None:
    """As `as_number`, for what is counted."""
    figure = as_number(text)
    return None if figure is None else int(figure)
