"""What stands in an archive: its tables as Parquet schemas, and the manifest that vouches for them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa
from sqlalchemy import Boolean, Date, DateTime, Double, Integer, LargeBinary, Table, Text

from base.texts import marked
from data_access.errors import DataError
from data_access.tables import area_link, metadata

Progress = Callable[[int, int, str], None]
"""Called with step, steps and the name of the table that is worked on."""

FORMAT = "child-atlas-archive"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
_ROWS = 20_000

DERIVED = (area_link,)
"""Tables that follow from the others. What is hidden does not: it depends on what was shown before."""

TABLES: tuple[Table, ...] = tuple(table for table in metadata.sorted_tables if table not in DERIVED)
"""All others; each after those that it refers to."""

_TYPES: Mapping[type, pa.DataType] = {
    Text: pa.string(),
    Integer: pa.int64(),
    Double: pa.float64(),
    Boolean: pa.bool_(),
    Date: pa.date32(),
    DateTime: pa.timestamp("us", tz="UTC"),
    LargeBinary: pa.large_binary(),
}


class ArchiveExistsError(DataError):
    """There is a file of that name."""

    source = marked("{file} exists already and is not overwritten. Give another name, or move the old file away.")


class BadArchiveError(DataError):
    """The file is no archive, or not as it was when it was saved. problem: a source text too."""

    source = marked("Nothing was restored: {file} {problem}. Take another copy of the archive.")

    def __init__(self, problem: str, **values: Any) -> None:
        self.problem = problem
        super().__init__(problem=problem.format(**values), **values)

    def text(self, say: Any) -> str:
        """As in DataError, with the problem in the reader's language."""
        return str(say(self.source, **{**self.values, "problem": say(self.problem, **self.values)}))


class ArchiveOfOtherSchemaError(DataError):
    """The archive was made by another release."""

    source = marked(
        "Nothing was restored: {file} was saved with schema {found}, and this program has schema {expected}. "
        "Restore it with the release that saved it, then update that installation."
    )


class ArchiveOfOtherProvinceError(DataError):
    """The archive is another province's."""

    source = marked(
        "Nothing was restored: {file} is of province {found}, and this installation serves province {expected}. "
        "Name the right province file in CHILD_ATLAS_PROVINCE."
    )


class ReportsPresentError(DataError):
    """Something was imported into the database that the archive would replace."""

    source = marked(
        "Nothing was restored: reports have been imported into this database ({batches} imports). "
        "Restore into an empty one: CHILD_ATLAS_DATA or DATABASE_URL names another."
    )


@dataclass(frozen=True)
class Part:
    """One file of the archive. rows: of its table."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What an archive says of itself. parts: by name inside the zip. saved_at: ISO, UTC. schema: of the database."""

    schema: str
    province: str
    data_version: int
    saved_at: str
    parts: Mapping[str, Part]

    def dumped(self) -> bytes:
        """As it stands in the archive."""
        record = {"format": FORMAT, "format_version": FORMAT_VERSION, **asdict(self)}
        return json.dumps(record, indent=1, ensure_ascii=False).encode()

    @classmethod
    def parsed(cls, content: bytes) -> "Manifest":
        """The inverse of `dumped`. Raises ValueError for anything else."""
        try:
            record = json.loads(content)
            if (record.pop("format"), record.pop("format_version")) != (FORMAT, FORMAT_VERSION):
                raise ValueError("of another format")
            parts = {str(name): Part(**part) for name, part in record.pop("parts").items()}
            made = cls(**record, parts=parts)
        except (KeyError, TypeError, AttributeError, RecursionError) as wrong:
            raise ValueError("not a manifest") from wrong
        counts = [made.data_version, *(n for part in made.parts.values() for n in (part.rows, part.bytes))]
        texts = [made.schema, made.province, made.saved_at, *(part.sha256 for part in made.parts.values())]
        if not all(type(n) is int and n >= 0 for n in counts) or not all(isinstance(text, str) for text in texts):
            raise ValueError("not a manifest")
        return made


def member(table: Table) -> str:
    """The name of a table's file inside the archive."""
    return f"{table.name}.parquet"


def at_once(table: Table) -> int:
    """Rows of `table` that are read or written together: files one by one, since each may be large."""
    return 1 if any(isinstance(column.type, LargeBinary) for column in table.columns) else _ROWS


def arrow_schema(table: Table) -> pa.Schema:
    """The columns of `table` as Parquet keeps them: instants in UTC to the microsecond, bytes as they are."""
    return pa.schema(
        [pa.field(c.name, next(_TYPES[kind] for kind in type(c.type).__mro__ if kind in _TYPES)) for c in table.columns]
    )


def silent(_: int, __: int, ___: str) -> None:
    """A Progress for whoever does not ask to be told."""
