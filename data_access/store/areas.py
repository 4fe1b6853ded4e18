"""Areas and their succession, what they are grouped by, what lies in them, how else they are written."""

import re
from collections.abc import Mapping, Set
from datetime import date, timedelta
from typing import Required, TypedDict, Unpack

import pandas as pd
from sqlalchemy import Connection, delete, insert, select, update

from base.province_file import Province
from data_access.errors import AreasInUseError, BadSeedError
from data_access.frames import new_id
from data_access.reports import links
from data_access.store.rows import as_day, as_number, as_whole, replace
from data_access.tables import (
    alias,
    area,
    area_attribute,
    area_link,
    area_successor,
    event,
    external_code,
    facility,
    observation,
    observation_current,
    published_cell,
)

COUNTRY_CODE = "VN"
COUNTRY_NAME = "Việt Nam"

ALWAYS = date(1900, 1, 1)
"""First day of areas whose beginning plays no part: the province and the country."""

_WEIGHT_SLACK = 1e-6
_PREFIX = re.compile(r"^(Xã|Phường|Thị trấn|Đặc khu)\s+")


def short_name(full_name: str) -> str:
    """'Mường Nhé' of 'Xã Mường Nhé'."""
    return _PREFIX.sub("", full_name)


def store_areas(connection: Connection, communes: pd.DataFrame, former: pd.DataFrame, province: Province) -> None:
    """Today's communes, those before, who followed whom, and the links made of it.

    communes: code, full_name, valid_from, area_km2, source. former: old_code, old_full_name, old_district, new_code,
    weight, valid_from, valid_to (last day), source; one row per part of a divided unit. Text as in the CSV files.
    Communes of the province that stand in neither go, with what was known of them.
    Raises BadSeedError if weights of a unit do not add up to 1 or its successor did not exist the day after;
    AreasInUseError if a report stands on a commune that would go.
    """
    country = put_area(connection, "country", COUNTRY_CODE, ALWAYS, full_name=COUNTRY_NAME, source="")
    above = put_area(
        connection, "province", province.code, ALWAYS, full_name=province.name_vi, parent_id=country, source=""
    )
    stay: set[tuple[str, date]] = set()
    for row in communes.to_dict("records"):
        put_area(
            connection, "commune", row["code"], as_day(row["valid_from"]), full_name=row["full_name"], parent_id=above,
            area_km2=as_number(row.get("area_km2")), source=row["source"],
        )  # fmt: skip
        stay.add((row["code"], as_day(row["valid_from"])))
    old_ids: dict[tuple[str, date], int] = {}
    for row in former.to_dict("records"):
        start = as_day(row["valid_from"])
        old_ids[row["old_code"], start] = put_area(
            connection, "commune", row["old_code"], start, valid_to=as_day(row["valid_to"]),
            full_name=row["old_full_name"], parent_id=above, source=row["source"],
        )  # fmt: skip
    _remove_areas(connection, above, stay | old_ids.keys())
    _store_successions(connection, former, old_ids)
    _store_districts(connection, former, old_ids)
    links.derive(connection)


def _remove_areas(connection: Connection, province_id: int, stay: Set[tuple[str, date]]) -> None:
    communes = select(area.c.area_id, area.c.code, area.c.valid_from, area.c.name).where(
        area.c.kind == "commune", area.c.parent_id == province_id
    )
    gone = {row.area_id: row for row in connection.execute(communes) if (row.code, row.valid_from) not in stay}
    if not gone:
        return
    used = set(connection.scalars(select(observation.c.area_id).where(observation.c.area_id.in_(gone)).distinct()))
    if used:
        raise AreasInUseError(names=", ".join(sorted(f"{gone[key].name} ({gone[key].code})" for key in used)))
    for table in (
        area_link,
        area_successor,
        area_attribute,
        facility,
        alias,
        external_code,
        observation_current,
        published_cell,
    ):
        for column in table.columns:
            if any(key.target_fullname == "area.area_id" for key in column.foreign_keys):
                connection.execute(delete(table).where(column.in_(gone)))
    connection.execute(delete(area).where(area.c.area_id.in_(gone)))


class AreaFields(TypedDict, total=False):
    """What is said of an area beside its key. What is left out stays as it is; valid_to: its last day."""

    full_name: Required[str]
    source: Required[str]
    parent_id: int
    area_km2: float | None
    valid_to: date


def put_area(connection: Connection, kind: str, code: str, valid_from: date, **fields: Unpack[AreaFields]) -> int:
    """Enter an area or bring it up to date; its area_id."""
    key = (area.c.kind == kind) & (area.c.code == code) & (area.c.valid_from == valid_from)
    told = {"name": short_name(fields["full_name"]), **fields}
    known = connection.scalar(select(area.c.area_id).where(key))
    if known is not None:
        connection.execute(update(area).where(key).values(told))
        return int(known)
    entered = connection.execute(insert(area).values(kind=kind, code=code, valid_from=valid_from, **told))
    return new_id(entered)


def _store_successions(connection: Connection, former: pd.DataFrame, old_ids: Mapping[tuple[str, date], int]) -> None:
    begun = {
        (row.code, row.valid_from): row.area_id
        for row in connection.execute(
            select(area.c.code, area.c.valid_from, area.c.area_id).where(area.c.kind == "commune")
        )
    }
    shares: dict[int, float] = {}
    rows = []
    for number, row in enumerate(former.to_dict("records"), start=2):
        old = old_ids[row["old_code"], as_day(row["valid_from"])]
        new = begun.get((row["new_code"], as_day(row["valid_to"]) + timedelta(days=1)))
        if new is None:
            raise BadSeedError(file="former.csv", row=number, problem=f"{row['new_code']} does not begin the day after")
        rows.append({"old_id": old, "new_id": new, "weight": float(row["weight"]), "source": row["source"]})
        shares[old] = shares.get(old, 0.0) + float(row["weight"])
    for (code, _), old in old_ids.items():
        if abs(shares[old] - 1) > _WEIGHT_SLACK:
            raise BadSeedError(file="former.csv", row=code, problem=f"weights add up to {shares[old]:g}, not to 1")
    replace(connection, area_successor, area_successor.c.old_id.in_(old_ids.values()), rows)


def _store_districts(connection: Connection, former: pd.DataFrame, old_ids: Mapping[tuple[str, date], int]) -> None:
    """The district of a former commune, for telling two of one name apart."""
    first = former.drop_duplicates(["old_code", "valid_from"])
    rows = [
        {"area_id": old_ids[row["old_code"], as_day(row["valid_from"])], "scheme": "district",
         "valid_from": as_day(row["valid_from"]), "value": row["old_district"], "number": None, "ordinal": None,
         "source": row["source"], "is_demo": False}
        for row in first.to_dict("records")
    ]  # fmt: skip
    replace(connection, area_attribute, area_attribute.c.scheme == "district", rows)


def store_attributes(connection: Connection, attributes: pd.DataFrame) -> None:
    """What today's communes are grouped by. attributes: code, scheme, value, number, ordinal, valid_from, source, is_demo (yes|no)."""
    ids = _today(connection)
    rows = []
    for number, row in enumerate(attributes.to_dict("records"), start=2):
        if row["code"] not in ids:
            raise BadSeedError(
                file="attributes.csv", row=number, problem=f"no commune of today has the code {row['code']}"
            )
        rows.append(
            {"area_id": ids[row["code"]], "scheme": row["scheme"], "valid_from": as_day(row["valid_from"]),
             "value": row["value"], "number": as_number(row["number"]), "ordinal": as_whole(row["ordinal"]),
             "source": row["source"], "is_demo": row["is_demo"] == "yes"}
        )  # fmt: skip
    replace(connection, area_attribute, area_attribute.c.scheme != "district", rows)


def store_facilities(connection: Connection, facilities: pd.DataFrame) -> None:
    """Health stations, schools and play spaces. facilities: kind, name, commune code as `code`, lon, lat, source, is_demo (yes|no)."""
    ids = _today(connection)
    rows = [
        {"kind": row["kind"], "name": row["name"], "area_id": ids[row["code"]], "lon": float(row["lon"]),
         "lat": float(row["lat"]), "source": row["source"], "is_demo": row["is_demo"] == "yes"}
        for row in facilities.to_dict("records")
    ]  # fmt: skip
    replace(connection, facility, facility.c.facility_id > 0, rows)


def store_events(connection: Connection, events: pd.DataFrame) -> None:
    """What happened in the province. events: day (ISO), text_vi, text_en, indicator ('' for all), source."""
    rows = [
        {
            "day": date.fromisoformat(row["day"]),
            **{name: row[name] for name in ("text_vi", "text_en", "indicator", "source")},
        }
        for row in events.to_dict("records")
    ]
    replace(connection, event, event.c.event_id > 0, rows)


def store_aliases(connection: Connection, aliases: pd.DataFrame) -> None:
    """Other spellings of communes' names. aliases: code, valid_from ('': the only commune of that code, or today's), spelling, source."""
    rows = [
        {"area_id": key, "spelling": row["spelling"], "source": row["source"]}
        for row in aliases.to_dict("records")
        if (key := area_of(connection, row["code"], row["valid_from"])) is not None
    ]
    replace(connection, alias, alias.c.area_id > 0, rows)


def area_of(connection: Connection, code: str, valid_from: str) -> int | None:
    """area_id of the commune of this code from this day on; without a day the only one of the code, else today's."""
    same = select(area.c.area_id, area.c.valid_from, area.c.valid_to).where(
        area.c.kind == "commune", area.c.code == code
    )
    units = connection.execute(same).all()
    if valid_from:
        units = [row for row in units if row.valid_from == as_day(valid_from)]
    elif len(units) > 1:
        units = [row for row in units if row.valid_to is None]
    return int(units[0].area_id) if len(units) == 1 else None


def _today(connection: Connection) -> dict[str, int]:
    """area_id of today's communes by code."""
    today = select(area.c.code, area.c.area_id).where(area.c.kind == "commune", area.c.valid_to.is_(None))
    return {row.code: row.area_id for row in connection.execute(today)}
