"""The catalogue with all that hangs on it: collections, targets, codes of other systems, periods."""

import json
from collections.abc import Iterable
from dataclasses import asdict

import pandas as pd
from sqlalchemy import Connection, delete, insert, select, update

from data_access.frames import new_id
from data_access.store.areas import area_of
from data_access.store.rows import as_fields, replace
from data_access.tables import (
    collection,
    due,
    external_code,
    indicator,
    indicator_text,
    indicator_version,
    observation,
    period,
    target,
)
from indicators import periods
from indicators.catalogue import Catalogue, Scope
from indicators.periods import Period

FIRST_YEAR = 2015


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
            "interval_method": item.interval_method.value, "counts": item.counts.value, "accumulates": item.accumulates, "may_exceed": item.may_exceed, "most": item.most,
            "value_only": item.value_only, "retired": False, "level": item.level.value, "aggregation": item.aggregation.value,
            "denominator_from": item.denominator_from, "children_from": item.children_from, "facility": item.facility,
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
        replace(connection, table, table.c.indicator_id > 0, rows)


def store_collections(connection: Connection, collections: pd.DataFrame) -> None:
    """Registers, surveys, publications: where figures come from. collections: code, kind, name_vi, name_en, citation.

    One that is not among them goes, unless a report or an indicator speaks of it.
    """
    known = set(connection.scalars(select(collection.c.code)))
    for row in collections[["code", "kind", "name_vi", "name_en", "citation"]].to_dict("records"):
        if row["code"] in known:
            connection.execute(update(collection).where(collection.c.code == row["code"]).values(**as_fields(row)))
        else:
            connection.execute(insert(collection).values(**as_fields(row)))
    spoken_of = select(observation.c.collection_id).where(observation.c.collection_id == collection.c.collection_id)
    connection.execute(
        delete(collection).where(
            collection.c.code.not_in(collections["code"]), ~spoken_of.exists(),
            collection.c.code.not_in(select(indicator.c.collection)),
        )
    )  # fmt: skip


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
    replace(connection, target, target.c.position < 0, rows)


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
    replace(connection, external_code, external_code.c.system != "", rows)


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
