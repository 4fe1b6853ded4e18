"""The configuration into tables: areas and their succession, attributes, collections, the catalogue, facilities, periods.

Every part may be run again: what is there is brought up to date, what is no longer said goes, and nothing that reports
stand on is deleted.
"""

import json
import re
from collections.abc import Hashable, Iterable, Mapping, Set
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Table, delete, insert, select, update

from base.settings import Province
from data_access.errors import AreasInUseError, BadSeedError
from data_access.frames import new_id
from data_access.reports import links
from data_access.tables import (
    alias,
    area,
    area_attribute,
    area_link,
    area_successor,
    collection,
    due,
    external_code,
    facility,
    indicator,
    indicator_text,
    indicator_version,
    observation,
    observation_current,
    period,
    published_cell,
    target,
)
from indicators import periods
from indicators.catalogue import Catalogue, Scope
from indicators.periods import Period

COUNTRY_CODE = "VN"
COUNTRY_NAME = "Việt Nam"

ALWAYS = date(1900, 1, 1)
"""First day of areas whose beginning plays no part: the province and the country."""

FIRST_YEAR = 2015

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
            connection, "commune", row["code"], _day(row["valid_from"]), full_name=row["full_name"], parent_id=above,
            area_km2=_number(row.get("area_km2")), source=row["source"],
        )  # fmt: skip
        stay.add((row["code"], _day(row["valid_from"])))
    old_ids: dict[tuple[str, date], int] = {}
    for row in former.to_dict("records"):
        start = _day(row["valid_from"])
        old_ids[row["old_code"], start] = put_area(
            connection, "commune", row["old_code"], start, valid_to=_day(row["valid_to"]),
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


def put_area(connection: Connection, kind: str, code: str, valid_from: date, **fields: Any) -> int:
    """Enter an area or bring it up to date; its area_id."""
    key = (area.c.kind == kind) & (area.c.code == code) & (area.c.valid_from == valid_from)
    fields["name"] = short_name(fields["full_name"])
    known = connection.scalar(select(area.c.area_id).where(key))
    if known is not None:
        connection.execute(update(area).where(key).values(**fields))
        return int(known)
    entered = connection.execute(insert(area).values(kind=kind, code=code, valid_from=valid_from, **fields))
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
        old = old_ids[row["old_code"], _day(row["valid_from"])]
        new = begun.get((row["new_code"], _day(row["valid_to"]) + timedelta(days=1)))
        if new is None:
            raise BadSeedError(file="former.csv", row=number, problem=f"{row['new_code']} does not begin the day after")
        rows.append({"old_id": old, "new_id": new, "weight": float(row["weight"]), "source": row["source"]})
        shares[old] = shares.get(old, 0.0) + float(row["weight"])
    for (code, _), old in old_ids.items():
        if abs(shares[old] - 1) > _WEIGHT_SLACK:
            raise BadSeedError(file="former.csv", row=code, problem=f"weights add up to {shares[old]:g}, not to 1")
    _replace(connection, area_successor, area_successor.c.old_id.in_(old_ids.values()), rows)


def _store_districts(connection: Connection, former: pd.DataFrame, old_ids: Mapping[tuple[str, date], int]) -> None:
    """The district of a former commune, for telling two of one name apart."""
    first = former.drop_duplicates(["old_code", "valid_from"])
    rows = [
        {"area_id": old_ids[row["old_code"], _day(row["valid_from"])], "scheme": "district",
         "valid_from": _day(row["valid_from"]), "value": row["old_district"], "number": None, "ordinal": None,
         "source": row["source"], "is_demo": False}
        for row in first.to_dict("records")
    ]  # fmt: skip
    _replace(connection, area_attribute, area_attribute.c.scheme == "district", rows)


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
            {"area_id": ids[row["code"]], "scheme": row["scheme"], "valid_from": _day(row["valid_from"]),
             "value": row["value"], "number": _number(row["number"]), "ordinal": _whole(row["ordinal"]),
             "source": row["source"], "is_demo": row["is_demo"] == "yes"}
        )  # fmt: skip
    _replace(connection, area_attribute, area_attribute.c.scheme != "district", rows)


def store_facilities(connection: Connection, facilities: pd.DataFrame) -> None:
    """Health stations, schools and play spaces. facilities: kind, name, commune code as `code`, lon, lat, source, is_demo (yes|no)."""
    ids = _today(connection)
    rows = [
        {"kind": row["kind"], "name": row["name"], "area_id": ids[row["code"]], "lon": float(row["lon"]),
         "lat": float(row["lat"]), "source": row["source"], "is_demo": row["is_demo"] == "yes"}
        for row in facilities.to_dict("records")
    ]  # fmt: skip
    _replace(connection, facility, facility.c.facility_id > 0, rows)


def store_aliases(connection: Connection, aliases: pd.DataFrame) -> None:
    """Other spellings of communes' names. aliases: code, valid_from ('': the only commune of that code, or today's), spelling, source."""
    rows = [
        {"area_id": key, "spelling": row["spelling"], "source": row["source"]}
        for row in aliases.to_dict("records")
        if (key := area_of(connection, row["code"], row["valid_from"])) is not None
    ]
    _replace(connection, alias, alias.c.area_id > 0, rows)


def store_codes(connection: Connection, codes: pd.DataFrame) -> None:
    """What other systems call our areas and indicators. codes: system, kind (area|indicator), external, code, valid_from,
    indicator, part ('' |numerator|denominator|value), stratum.
    """
    known = {
        row.code: row.indicator_id for row in connection.execute(select(indicator.c.code, indicator.c.indicator_id))
    }
    rows = []
    for row in codes.to_dict("records"):
        of_area = row["kind"] == "area"
        area_id = area_of(connection, row["code"], row["valid_from"]) if of_area else None
        indicator_id = None if of_area else known.get(row["indicator"])
        if area_id is None and indicator_id is None:
            continue
        fields = {name: row[name] for name in ("system", "kind", "external", "part", "stratum")}
        rows.append({**fields, "area_id": area_id, "indicator_id": indicator_id})
    _replace(connection, external_code, external_code.c.system != "", rows)


def area_of(connection: Connection, code: str, valid_from: str) -> int | None:
    """area_id of the commune of this code from this day on; without a day the only one of the code, else today's."""
    same = select(area.c.area_id, area.c.valid_from, area.c.valid_to).where(
        area.c.kind == "commune", area.c.code == code
    )
    found = connection.execute(same).all()
    if valid_from:
        found = [row for row in found if row.valid_from == _day(valid_from)]
    elif len(found) > 1:
        found = [row for row in found if row.valid_to is None]
    return int(found[0].area_id) if len(found) == 1 else None


def store_targets(connection: Connection, targets: pd.DataFrame) -> None:
    """The province's own targets beside those of the catalogue. targets: indicator, year, comparator, value, source, verified (yes|no).

    They stand first, at places below 0: of two targets for one year the province is held to its own.
    """
    known = {
        row.code: row.indicator_id for row in connection.execute(select(indicator.c.code, indicator.c.indicator_id))
    }
    rows = [
        {"indicator_id": known[row["indicator"]], "position": n - len(targets), "year": int(row["year"]),
         "comparator": row["comparator"], "value": float(row["value"]), "source": row["source"],
         "verified": row["verified"] == "yes", "scope": Scope.PROVINCE.value}
        for n, row in enumerate(targets.to_dict("records"))
        if row["indicator"] in known
    ]  # fmt: skip
    _replace(connection, target, target.c.position < 0, rows)


def store_collections(connection: Connection, collections: pd.DataFrame) -> None:
    """Registers, surveys, publications: where figures come from. collections: code, kind, name_vi, name_en, citation.

    One that is not among them goes, unless a report or an indicator speaks of it.
    """
    known = set(connection.scalars(select(collection.c.code)))
    for row in collections[["code", "kind", "name_vi", "name_en", "citation"]].to_dict("records"):
        if row["code"] in known:
            connection.execute(update(collection).where(collection.c.code == row["code"]).values(**_named(row)))
        else:
            connection.execute(insert(collection).values(**_named(row)))
    spoken_of = select(observation.c.collection_id).where(observation.c.collection_id == collection.c.collection_id)
    connection.execute(
        delete(collection).where(
            collection.c.code.not_in(collections["code"]), ~spoken_of.exists(),
            collection.c.code.not_in(select(indicator.c.collection)),
        )
    )  # fmt: skip


def store_catalogue(connection: Connection, catalogue: Catalogue) -> None:
    """The indicators with their texts, targets, versions and days until due. One that is no longer in is retired, never deleted."""
    known = {
        row.code: row.indicator_id for row in connection.execute(select(indicator.c.code, indicator.c.indicator_id))
    }
    connection.execute(update(indicator).values(retired=True))
    texts, targets, dues, versions = [], [], [], []
    for item in catalogue:
        fields = {
            "position": item.order, "theme": item.theme, "direction": item.direction.value, "unit": item.unit.value,
            "multiplier": item.multiplier, "decimals": item.decimals, "sensitivity": item.sensitivity,
            "headline": item.headline, "periods": json.dumps([kind.value for kind in item.periods]),
            "gap_breaks": json.dumps(item.gap_breaks), "value_breaks": json.dumps(item.value_breaks), "collection": item.collection,
            "counts_communes": item.counts_communes, "accumulates": item.accumulates, "may_exceed": item.may_exceed,
            "value_only": item.value_only, "retired": False, "level": item.level.value, "aggregation": item.aggregation.value,
            "denominator_from": item.denominator_from,
            "formula": f"({item.formula.whole} - {item.formula.rest}) / {item.formula.whole}" if item.formula else "",
        }  # fmt: skip
        if item.code in known:
            key = known[item.code]
            connection.execute(update(indicator).where(indicator.c.indicator_id == key).values(**fields))
        else:
            key = new_id(connection.execute(insert(indicator).values(code=item.code, **fields)))
        texts += [{"indicator_id": key, "lang": lang, **asdict(words)} for lang, words in item.words.items()]
        targets += [{"indicator_id": key, "position": n, **asdict(goal)} for n, goal in enumerate(item.targets)]
        dues += [
            {"indicator_id": key, "period_kind": str(kind), "days_after": days} for kind, days in item.due_days.items()
        ]
        versions += [
            {"indicator_id": key, "version": each.number, "valid_from": each.valid_from,
             "breaks_series": each.breaks_series, **{f"text_{lang}": text for lang, text in each.text.items()}}
            for each in item.versions
        ]  # fmt: skip
    for table, rows in ((indicator_text, texts), (target, targets), (due, dues), (indicator_version, versions)):
        _replace(connection, table, table.c.indicator_id > 0, rows)


def store_periods(connection: Connection, until_year: int) -> None:
    """Every period from FIRST_YEAR to `until_year`, so that 'due but not reported' can be asked."""
    years = range(FIRST_YEAR, until_year + 1)
    calendar = [periods.year(y) for y in years] + [periods.school_year(y) for y in years]
    calendar += [periods.quarter(y, n) for y in years for n in (1, 2, 3, 4)]
    calendar += [periods.half(y, n) for y in years for n in (1, 2)]
    calendar += [periods.parse(f"{y}-9M") for y in years]
    calendar += [periods.parse(f"{y}-M{month:02d}") for y in years for month in range(1, 13)]
    put_periods(connection, calendar)


def put_periods(connection: Connection, wanted: Iterable[Period]) -> dict[str, int]:
    """Enter the periods that are not known yet; period_id by code, of all."""
    known = set(connection.scalars(select(period.c.code)))
    rows = [
        {"code": p.code, "kind": p.kind.value, "starts_on": p.starts_on, "ends_on": p.ends_on}
        for p in {each.code: each for each in wanted}.values()
        if p.code not in known
    ]
    if rows:
        connection.execute(insert(period), rows)
    return {row.code: row.period_id for row in connection.execute(select(period.c.code, period.c.period_id))}


def _today(connection: Connection) -> dict[str, int]:
    """area_id of today's communes by code."""
    today = select(area.c.code, area.c.area_id).where(area.c.kind == "commune", area.c.valid_to.is_(None))
    return {row.code: row.area_id for row in connection.execute(today)}


def _replace(connection: Connection, table: Table, which: Any, rows: list[dict[str, Any]]) -> None:
    connection.execute(delete(table).where(which))
    if rows:
        connection.execute(insert(table), rows)


def _named(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _number(text: str | float | None) -> float | None:
    return None if text is None or text == "" or pd.isna(text) else float(text)


def _whole(text: str | float | None) -> int | None:
    number = _number(text)
    return None if number is None else int(number)
