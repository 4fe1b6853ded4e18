"""The rows of a document held against each other and against what they refer to: FINDINGS, all of them errors."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import pandas as pd

from indicators.catalogue import Direction, Unit
from indicators.findings import Finding, Rule, finding, frame, joined
from indicators.labels import ETHNIC_GROUPS
from intake.documents import rules
from intake.documents.columns import TABLES
from intake.documents.document import Document
from intake.documents.references import References

SCHEMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ethnic": ETHNIC_GROUPS,
        "region": ("I", "II", "III"),
        "border": ("yes", "no"),
        "travel": ("near", "remote"),
        "travel_minutes": (),
        "population": (),
    }
)
"""What communes are grouped and weighed by: the values of each scheme; none: it has numbers."""

FACILITY_KINDS = ("health_station", "school", "play_space")
COLLECTION_KINDS = ("register", "survey", "school_report", "admin", "published", "reference")
PARTS = ("", "numerator", "denominator", "value")

_CODE = re.compile(r"\d{5}")
_WEIGHT_SLACK = 1e-6
_LONGEST_EVENT = 60
_Findings = Iterator[Finding]
_WAYS = {Direction.UP: ">=", Direction.DOWN: "<="}


def checked(document: Document, known: References) -> pd.DataFrame:
    """FINDINGS of a document that could be read, those of reading it first."""
    findings: list[Finding] = []
    unread = set(zip(document.findings["sheet"], document.findings["row"], strict=True))
    for name, table in document.tables.items():
        findings += _twice(table, name)
        # A cell that could not be read is blank here: what would be said of its row follows from that alone.
        read = [row for row in table.to_dict("records") if (row["sheet"], row["row"]) not in unread]
        findings += [each for row in read for each in _CHECKS[name](row, known)]
    if document.kind == "areas":
        findings += _register(document.table("communes"), document.table("former"), known)
    if not document.indicators and all(table.empty for table in document.tables.values()) and document.findings.empty:
        findings.append(finding(rules.NO_ROWS))
    return joined([document.findings, frame(findings)])


def _at(row: Mapping[Any, Any], column: str, rule: Rule, **details: Any) -> Finding:
    value = details.pop("value", row.get(column, ""))
    place = {"sheet": row["sheet"], "row": row["row"], "col": row["col"].get(column, "")}
    return finding(rule, **place, value=value, column=column, **details)


def _twice(frame: pd.DataFrame, name: str) -> _Findings:
    key = list(TABLES[name].key)
    first = frame.groupby(key, sort=False)["row"].transform("first") if len(frame) else frame["row"]
    for row, of in zip(frame.to_dict("records"), first, strict=True):
        if row["row"] != of:
            yield _at(row, key[0], rules.TWICE, value=", ".join(str(row[k]) for k in key if row[k]), first=str(of))


def _one_of(row: Mapping[Any, Any], column: str, allowed: tuple[str, ...]) -> _Findings:
    if row[column] not in allowed:
        yield _at(row, column, rules.NOT_ONE_OF, allowed=", ".join(a for a in allowed if a))


def _known_commune(row: Mapping[Any, Any], known: References) -> _Findings:
    if row["code"] and row["code"] not in known.today:
        yield _at(row, "code", rules.UNKNOWN_COMMUNE)


def _known_unit(row: Mapping[Any, Any], known: References) -> _Findings:
    if row["code"] and known.unit(row["code"], row["valid_from"]) is None:
        yield _at(row, "code", rules.UNKNOWN_UNIT, day=row["valid_from"] or "?")


def _collection(row: Mapping[Any, Any], _: References) -> _Findings:
    yield from _one_of(row, "kind", COLLECTION_KINDS)


def _commune(row: Mapping[Any, Any], _: References) -> _Findings:
    if row["code"] and not _CODE.fullmatch(row["code"]):
        yield _at(row, "code", rules.BAD_CODE)
    if row["area_km2"] and float(row["area_km2"]) < 0:
        yield _at(row, "area_km2", rules.NOT_BELOW_ZERO)


def _former(row: Mapping[Any, Any], _: References) -> _Findings:
    for column in ("old_code", "new_code"):
        if row[column] and not _CODE.fullmatch(row[column]):
            yield _at(row, column, rules.BAD_CODE)
    if row["weight"] and not 0 < float(row["weight"]) <= 1:
        yield _at(row, "weight", rules.WEIGHT)
    if row["valid_from"] and row["valid_to"] and row["valid_to"] < row["valid_from"]:
        yield _at(row, "valid_to", rules.ENDS_FIRST, unit=row["old_full_name"])


def _attribute(row: Mapping[Any, Any], known: References) -> _Findings:
    yield from _known_commune(row, known)
    if row["scheme"] not in SCHEMES:
        yield from _one_of(row, "scheme", tuple(SCHEMES))
    elif SCHEMES[row["scheme"]] and not row["value"] or not SCHEMES[row["scheme"]] and not row["number"]:
        yield _at(row, "value", rules.NOTHING_SAID, scheme=row["scheme"])
    elif SCHEMES[row["scheme"]]:
        yield from _one_of(row, "value", SCHEMES[row["scheme"]])
    if row["number"] and float(row["number"]) < 0:
        yield _at(row, "number", rules.NOT_BELOW_ZERO)
    elif row["scheme"] == "population" and row["number"] and not float(row["number"]).is_integer():
        # '6.058' as offices write six thousand and fifty-eight.
        yield _at(row, "number", rules.NOT_WHOLE, thousands=f"{float(row['number']) * 1000:.12g}")
    yield from _one_of(row, "is_demo", ("yes", "no"))


def _facility(row: Mapping[Any, Any], known: References) -> _Findings:
    yield from _known_commune(row, known)
    yield from _one_of(row, "kind", FACILITY_KINDS)
    yield from _one_of(row, "is_demo", ("yes", "no"))
    if not row["lon"] or not row["lat"]:
        return
    lon, lat = float(row["lon"]), float(row["lat"])
    west, south, east, north = known.box
    if west <= lon <= east and south <= lat <= north:
        return
    swapped = west <= lat <= east and south <= lon <= north
    edges = {name: f"{edge:g}" for name, edge in zip(("west", "south", "east", "north"), known.box, strict=True)}
    rule = rules.SWAPPED if swapped else rules.OUTSIDE
    yield _at(row, "lon", rule, value=f"{lon:g}, {lat:g}", **({} if swapped else edges))


def _alias(row: Mapping[Any, Any], known: References) -> _Findings:
    yield from _known_unit(row, known)


def _code(row: Mapping[Any, Any], known: References) -> _Findings:
    yield from _one_of(row, "kind", ("area", "indicator"))
    yield from _one_of(row, "part", PARTS)
    if row["kind"] == "area":
        if not row["code"]:
            yield _at(row, "code", rules.BLANK)
        yield from _known_unit(row, known)
    if row["kind"] == "indicator" and row["indicator"] not in known.indicators:
        yield _at(row, "indicator", rules.UNKNOWN_INDICATOR)


def _target(row: Mapping[Any, Any], known: References) -> _Findings:
    if row["year"] and not (float(row["year"]).is_integer() and 2000 <= float(row["year"]) <= 2100):
        yield _at(row, "year", rules.YEAR)
    if row["comparator"] not in (">=", "<="):
        yield _at(row, "comparator", rules.COMPARATOR)
    yield from _one_of(row, "verified", ("yes", "no"))
    indicator = known.indicators.get(row["indicator"])
    if indicator is None:
        if row["indicator"]:
            yield _at(row, "indicator", rules.UNKNOWN_INDICATOR)
        return
    if indicator.direction is Direction.NEUTRAL:
        yield _at(row, "comparator", rules.WRONG_WAY, indicator=row["indicator"], direction=rules.NOT_JUDGED)
    elif row["comparator"] in (">=", "<=") and row["comparator"] != _WAYS[indicator.direction]:
        way = rules.MORE_IS_BETTER if indicator.direction is Direction.UP else rules.LESS_IS_BETTER
        yield _at(row, "comparator", rules.WRONG_WAY, indicator=row["indicator"], direction=way)
    if row["value"]:
        value = float(row["value"])
        if indicator.unit is Unit.PERCENT and not 0 <= value <= 100:
            yield _at(row, "value", rules.NOT_PERCENT, indicator=row["indicator"])
        elif value < 0:
            yield _at(row, "value", rules.NOT_BELOW_ZERO)


def _event(row: Mapping[Any, Any], known: References) -> _Findings:
    if row["indicator"] and row["indicator"] not in known.indicators:
        yield _at(row, "indicator", rules.UNKNOWN_INDICATOR)
    for column in ("text_vi", "text_en"):
        if len(row[column]) > _LONGEST_EVENT:
            yield _at(row, column, rules.TOO_LONG, most=_LONGEST_EVENT)


def _register(communes: pd.DataFrame, former: pd.DataFrame, known: References) -> _Findings:
    """Units against each other: weights, successors, names; and that no unit is left out that reports stand on."""
    begun = {*zip(communes["code"], communes["valid_from"], strict=True)}
    begun |= {*zip(former["old_code"], former["valid_from"], strict=True)}
    for (code, day), parts in former.groupby(["old_code", "valid_from"], sort=False):
        rows = parts.to_dict("records")
        first = rows[0]
        total = sum(float(weight or 0) for weight in parts["weight"])
        if abs(total - 1) > _WEIGHT_SLACK:
            yield _at(first, "weight", rules.WEIGHTS, unit=f"{first['old_full_name']} ({code})", value=f"{total:g}")
        for row in rows:
            if (row["old_full_name"], row["valid_to"]) != (first["old_full_name"], first["valid_to"]):
                yield _at(row, "old_full_name", rules.NAMED_TWICE, value=code, day=day, first=str(first["row"]))
            if not row["valid_to"] or not row["new_code"]:
                continue
            after = (date.fromisoformat(row["valid_to"]) + timedelta(days=1)).isoformat()
            if (row["new_code"], after) not in begun:
                yield _at(row, "new_code", rules.NO_SUCCESSOR, day=after, unit=row["old_full_name"])
    for unit in known.units[known.units["used"]].to_dict("records"):
        if (unit["code"], unit["valid_from"]) not in begun:
            yield finding(rules.IN_USE, value=f"{unit['name']} ({unit['code']}, {unit['valid_from']})")


_CHECKS: Mapping[str, Callable[[Mapping[Any, Any], References], _Findings]] = MappingProxyType(
    {
        "collections": _collection, "communes": _commune, "former": _former, "attributes": _attribute,
        "facilities": _facility, "aliases": _alias, "codes": _code, "targets": _target, "events": _event,
    }
)  # fmt: skip
