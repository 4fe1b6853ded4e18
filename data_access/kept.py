"""Rows that stay in the database while something is worked out of them: a temporary table as a value that is handed on.

A million reports never stand in this program's memory, so a step leaves its rows in the database for the next one. Who
asks for them is given them as an argument; no query finds a table by a name that it knows from elsewhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, text


@dataclass(frozen=True)
class Kept:
    """Rows kept under `name`. In the text of a query it stands for its table."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Slices(Kept):
    """Indicators in periods, each pair once: indicator_id, period_id."""

    def hold(self, table: str) -> str:
        """The condition that a row of `table` (a table or its alias) is of one of these."""
        return (
            f"EXISTS (SELECT 1 FROM {self} held"
            f" WHERE held.indicator_id = {table}.indicator_id AND held.period_id = {table}.period_id)"
        )


KeptT = TypeVar("KeptT", bound=Kept)


@contextmanager
def kept(
    connection: Connection, table: KeptT, query: str, values: Mapping[str, Any] | None = None, *, index: str = ""
) -> Iterator[KeptT]:
    """The rows of `query` as `table`, while the block lasts. values: what the query binds. index: columns to find them by.

    After an error the table is left to the transaction, which takes it along when it is rolled back: PostgreSQL takes no
    further command in it. A name is one at a time: asking for a second table of it is an error of the database.
    """
    connection.execute(text(f"CREATE TEMPORARY TABLE {table} AS {query}"), values or {})
    if index:
        connection.execute(text(f"CREATE INDEX ix_{table} ON {table} ({index})"))
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"ANALYZE {table}"))
    yield table
    connection.execute(text(f"DROP TABLE {table}"))


@contextmanager
def kept_rows(
    connection: Connection, table: KeptT, columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]], *, key: str
) -> Iterator[KeptT]:
    """`rows` as `table`, while the block lasts; otherwise as `kept`. columns: type by name. key: columns that tell rows apart."""
    described = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    connection.execute(text(f"CREATE TEMPORARY TABLE {table} ({described}, PRIMARY KEY ({key}))"))
    if rows:
        marks = ", ".join(f":{name}" for name in columns)
        connection.execute(text(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"), rows)
    yield table
    connection.execute(text(f"DROP TABLE {table}"))
