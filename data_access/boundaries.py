"""Which boundaries are in use, and areas that only a boundary file knows of."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, Row, func, insert, select

from base.settings import province
from data_access.engine import reading, writing
from data_access.reports import links
from data_access.reports.batches import raise_version
from data_access.store import ALWAYS, COUNTRY_CODE, COUNTRY_NAME, put_area, short_name
from data_access.tables import area, boundary_file, boundary_set
from geo.files import packed_names


@dataclass(frozen=True)
class Boundaries:
    """Boundaries as published for the map.

    sha256: of the file they came from. file_name: of the published geometry, named by its own hash. schematic: a sketch,
    not the legal lines. units: communes in it. scope: province|country. source_note: whom to thank, under which terms.
    """

    sha256: str
    file_name: str
    name: str
    schematic: bool
    units: int
    scope: str
    source_note: str

    @property
    def hash(self) -> str:
        """What its published files are named by."""
        return PurePath(self.file_name).stem


@dataclass(frozen=True)
class BoundarySet(Boundaries):
    """Boundaries that are or were in use."""

    boundary_set_id: int


def register(
    engine: Engine, new: Boundaries, *, files: Mapping[str, bytes], report: Mapping[str, Any], actor: str
) -> int:
    """Make `new` the boundaries in use; returns the new data version. The former ones stay on record.

    files: what was published, as it travels (gzip), by name. report: what the import said of each unit; kept as JSON.
    """
    said = json.dumps(report, ensure_ascii=False)
    with writing(engine) as connection:
        connection.execute(insert(boundary_set).values(**asdict(new), report=said, imported_at=datetime.now(UTC)))
        _keep(connection, files)
        return raise_version(connection, actor=actor, cause="boundaries")


def keep_files(engine: Engine, files: Mapping[str, bytes]) -> None:
    """Store published files as they travel, by name. What is stored already stays; no figure changes, so no version is new."""
    with writing(engine) as connection:
        _keep(connection, files)


def _keep(connection: Connection, files: Mapping[str, bytes]) -> None:
    known = set(connection.scalars(select(boundary_file.c.name).where(boundary_file.c.name.in_(files))))
    new = [{"name": name, "bytes": content} for name, content in files.items() if name not in known]
    if new:
        connection.execute(insert(boundary_file), new)


def files(engine: Engine, hash_: str) -> dict[str, bytes]:
    """What is stored of the published files of that hash, as they travel (gzip), by name."""
    query = select(boundary_file.c.name, boundary_file.c.bytes).where(boundary_file.c.name.in_(packed_names(hash_)))
    with reading(engine) as connection:
        return {row.name: row.bytes for row in connection.execute(query)}


def has_files(engine: Engine, hash_: str) -> bool:
    """Whether the published files of that hash are stored; they are not read."""
    names = packed_names(hash_)
    query = select(func.count()).where(boundary_file.c.name.in_(names))
    with reading(engine) as connection:
        return connection.scalar(query) == len(names)


def current(engine: Engine) -> BoundarySet | None:
    """The boundaries in use; None before the first."""
    columns = [c for c in boundary_set.c if c.name != "report"]
    with reading(engine) as connection:
        row = connection.execute(select(*columns).order_by(boundary_set.c.boundary_set_id.desc()).limit(1)).first()
    return None if row is None else from_row(row)


def from_row(row: Row) -> BoundarySet:
    """The set in a row that has all its columns, whatever else is in it."""
    return BoundarySet(**{name: row._mapping[name] for name in BoundarySet.__dataclass_fields__})


def add_missing_areas(engine: Engine, units: pd.DataFrame, *, source: str, actor: str) -> int:
    """Enter communes of a country file that `area` does not have; returns how many.

    units: code, name (in full), province (its name). A unit whose code stands for a commune of today is left as it is.
    The first day of the new ones is that of the reform, which was the same in the whole country.
    """
    with writing(engine) as connection:
        known = set(connection.scalars(select(area.c.code).where(area.c.kind == "commune", area.c.valid_to.is_(None))))
        missing = units[~units["code"].isin(known)].drop_duplicates("code")
        if missing.empty:
            return 0
        provinces = _put_provinces(connection, missing["province"].unique(), source)
        connection.execute(
            insert(area),
            [
                {"kind": "commune", "code": row["code"], "valid_from": province().merged_on, "name": short_name(row["name"]),
                 "full_name": row["name"], "parent_id": provinces[row["province"]], "source": source}
                for row in missing.to_dict("records")
            ],
        )  # fmt: skip
        links.derive(connection)
        raise_version(connection, actor=actor, cause="areas")
    return len(missing)


def _put_provinces(connection: Connection, names: Iterable[str], source: str) -> dict[str, int]:
    """area_id by name of province; those that are new get their name for a code, as such files give none."""
    country = put_area(connection, "country", COUNTRY_CODE, ALWAYS, full_name=COUNTRY_NAME, source="")
    known = {
        row.name: row.area_id
        for row in connection.execute(select(area.c.name, area.c.area_id).where(area.c.kind == "province"))
    }
    for name in names:
        if name not in known:
            known[name] = put_area(
                connection, "province", name, ALWAYS, full_name=name, parent_id=country, source=source
            )
    return known
