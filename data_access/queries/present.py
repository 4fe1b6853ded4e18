"""What stands now: the one-row read with which every page begins."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Boolean, Date, DateTime, Engine, Integer, Text, column, text

from base.settings import province
from data_access import migrate
from data_access.boundaries import BoundarySet, from_row
from data_access.edition import Edition
from data_access.engine import reading, utc
from data_access.errors import SchemaNewerError, SchemaOlderError

_STATE = text("""
SELECT (SELECT version_num FROM alembic_version) AS schema_found, v.version, v.stamp, v.at, v.cause,
       (SELECT MAX(received_on) FROM batch WHERE is_demo AND withdrawn_version IS NULL) AS demo_as_of,
       b.boundary_set_id, b.sha256, b.file_name, b.name, b.schematic, b.units, b.scope, b.source_note
  FROM (SELECT 1 AS one) AS always
  LEFT JOIN (SELECT version, stamp, at, cause FROM data_version ORDER BY version DESC LIMIT 1) AS v ON TRUE
  LEFT JOIN (SELECT * FROM boundary_set ORDER BY boundary_set_id DESC LIMIT 1) AS b ON TRUE
""").columns(  # plain SQL says nothing of types, and SQLite keeps days and instants as text
    column("schema_found", Text), column("version", Integer), column("stamp", Text),
    column("at", DateTime(timezone=True)), column("cause", Text), column("demo_as_of", Date),
    column("boundary_set_id", Integer), column("sha256", Text), column("file_name", Text), column("name", Text),
    column("schematic", Boolean), column("units", Integer), column("scope", Text), column("source_note", Text),
)  # fmt: skip


@dataclass(frozen=True)
class State:
    """Everything a page must know before it asks for anything, and the key of its caches.

    version: rises with every change that a page may show; 0 in an empty database. stamp: drawn for that change alone, '' at
    version 0: another version of the same number, after a backup was put back, has another. at: of that change, UTC.
    cause: demo|applied|withdrawn|boundaries|areas|catalogue, '' at version 0. is_demo: demo data is in force.
    as_of: the day of the demo, or today in the province's zone. boundaries: those in use, None before the first.
    """

    version: int
    stamp: str
    at: datetime | None
    cause: str
    is_demo: bool
    as_of: date
    boundaries: BoundarySet | None

    @property
    def edition(self) -> Edition:
        """The key of everything that is kept of this data."""
        return Edition(self.version, self.stamp)


def state(engine: Engine) -> State:
    """What stands now; one row, so that it may be read on every run.

    Raises DatabaseMissingError, DatabaseLockedError, DatabaseUnreachableError, NotADatabaseError, SchemaOlderError, SchemaNewerError.
    """
    with reading(engine) as connection:
        row = connection.execute(_STATE).one()
    if row.schema_found != migrate.HEAD:
        known = row.schema_found is None or row.schema_found < migrate.HEAD
        raise SchemaOlderError if known else SchemaNewerError(found=row.schema_found)
    return State(
        version=row.version or 0,
        stamp=row.stamp or "",
        at=utc(row.at),
        cause=row.cause or "",
        is_demo=row.demo_as_of is not None,
        as_of=row.demo_as_of or datetime.now(province().zone).date(),
        boundaries=None if row.boundary_set_id is None else from_row(row),
    )
