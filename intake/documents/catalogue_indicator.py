"""One indicator from its table in a file: which fields it has, and what they may hold."""

from typing import TypedDict

from base.texts import LANGUAGES, marked
from indicators.catalogue import (
    Aggregation,
    Counts,
    Direction,
    Formula,
    Indicator,
    IntervalMethod,
    Level,
    Scope,
    Target,
    Unit,
    Version,
    Wording,
)
from indicators.facilities import KINDS
from indicators.periods import Kind
from indicators.themes import THEMES
from intake.documents.catalogue_entry import Entry, UnknownFieldError

INTERNAL_TARGET = marked("Internal aim of the province")
"""The source of a target that no law sets; every other source is the number of a legal text, the same in any language."""

_WORDING = ("name", "short", "about", "numerator", "denominator", "unit_noun", "unit_noun_many", "action", "source")
_WORDING_OPTIONAL = ("law", "check", "yes", "no", "children")
_FLAGS = ("accumulates", "may_exceed", "value_only")
_FIELDS = {
    "order", "theme", "direction", "unit", "multiplier", "decimals", "sensitivity", "headline",
    "periods", "collection", "due_days", *_FLAGS, "most", "gap_breaks", "value_breaks", "interval_method", "counts", "targets",
    "level", "aggregation", "formula", "denominator_from", "children_from", "facility", "versions", *LANGUAGES,
}  # fmt: skip

_METHODS = {
    Unit.PERCENT: (IntervalMethod.WILSON, IntervalMethod.NONE),
    Unit.PER_1000: (IntervalMethod.EXACT_POISSON, IntervalMethod.NONE),
    Unit.PER_100000: (IntervalMethod.EXACT_POISSON, IntervalMethod.NONE),
    Unit.COUNT: (IntervalMethod.NONE,),
    Unit.DAYS: (IntervalMethod.NONE,),
}
"""Intervals that fit a value of the unit."""

_MULTIPLIER = {Unit.PERCENT: 100, Unit.PER_1000: 1000, Unit.PER_100000: 100_000, Unit.COUNT: 1, Unit.DAYS: 1}


def indicator_of(entry: Entry) -> Indicator:
    """The indicator that a table of a file describes. Raises a CatalogueError that names file, indicator and field."""
    for field in entry.table:
        if field not in _FIELDS:
            raise UnknownFieldError(file=entry.file, code=entry.code, field=field)
    periods = _periods(entry)
    gap_breaks = entry.cuts("gap_breaks")
    if gap_breaks.count(0.0) != 1:
        raise entry.wrong("gap_breaks", marked("four ascending numbers, one of them 0"))
    unit = entry.one_of("unit", Unit, [u.value for u in Unit])
    if entry.integer("multiplier") != _MULTIPLIER[unit]:
        raise entry.wrong("multiplier", marked("{allowed}, as the unit says"), [_MULTIPLIER[unit]])
    if entry.integer("sensitivity") not in range(4):
        raise entry.wrong("sensitivity", marked("0, 1, 2 or 3"))
    adding = _rules_of_adding(entry, unit)
    kind = _kind_of_figure(entry, unit)
    return Indicator(
        code=entry.code,
        order=entry.integer("order"),
        theme=entry.one_of("theme", lambda t: (THEMES[t], t)[1], list(THEMES)),
        direction=entry.one_of("direction", Direction, [d.value for d in Direction]),
        unit=unit,
        multiplier=entry.integer("multiplier"),
        decimals=entry.integer("decimals"),
        sensitivity=entry.integer("sensitivity"),
        headline=entry.flag("headline"),
        periods=periods,
        gap_breaks=gap_breaks,
        value_breaks=entry.cuts("value_breaks"),
        targets=_targets(entry),
        words={language: _wording(entry, language) for language in LANGUAGES},
        collection=entry.text("collection"),
        due_days=_due_days(entry, periods),
        versions=_versions(entry),
        **adding,
        **kind,
        accumulates=_flag(entry, "accumulates"),
        may_exceed=_flag(entry, "may_exceed"),
        most=_most(entry, unit),
        value_only=_flag(entry, "value_only"),
    )


class _Adding(TypedDict, total=False):
    """How figures come about; what an entry does not state is as `Indicator` has it."""

    level: Level
    aggregation: Aggregation
    formula: Formula
    denominator_from: str


class _Kind(TypedDict):
    """What kind of figure it is."""

    interval_method: IntervalMethod
    counts: Counts
    children_from: str
    facility: str


def _flag(entry: Entry, field: str) -> bool:
    return field in entry.table and entry.flag(field)


def _most(entry: Entry, unit: Unit) -> float | None:
    if "most" not in entry.table:
        return None
    if unit is not Unit.PERCENT or not _flag(entry, "may_exceed"):
        raise entry.wrong("most", marked("left out, since it bounds a percentage whose numerator may exceed"))
    if (most := entry.real("most")) <= _MULTIPLIER[unit]:
        raise entry.wrong("most", marked("a number over 100"))
    return most


def _periods(entry: Entry) -> tuple[Kind, ...]:
    try:
        periods = tuple(Kind(p) for p in entry.need("periods"))
    except (TypeError, ValueError) as unknown:
        raise entry.wrong("periods", marked("a list of {allowed}"), [k.value for k in Kind]) from unknown
    if not periods:
        raise entry.wrong("periods", marked("a list with at least one period"))
    return periods


def _due_days(entry: Entry, periods: tuple[Kind, ...]) -> dict[str, int]:
    days = entry.need("due_days")
    if not isinstance(days, dict) or set(days) != {p.value for p in periods}:
        raise entry.wrong("due_days", marked("a table of days for {allowed}"), [p.value for p in periods])
    part = entry.part("due_days", days)
    return {kind: part.integer(kind) for kind in days}


def _rules_of_adding(entry: Entry, unit: Unit) -> _Adding:
    """level, aggregation, formula, denominator_from: those that the entry states."""
    stated: _Adding = {}
    if "level" in entry.table:
        stated["level"] = entry.one_of("level", Level, [each.value for each in Level])
    if "aggregation" in entry.table:
        stated["aggregation"] = entry.one_of("aggregation", Aggregation, [each.value for each in Aggregation])
    if unit is Unit.DAYS and stated.get("aggregation") is not Aggregation.NONE:
        raise entry.wrong("aggregation", marked("'none', since days can't be added"))
    if "denominator_from" in entry.table:
        stated["denominator_from"] = entry.text("denominator_from")
    if "formula" in entry.table:
        stated["formula"] = Formula(*entry.quotient("formula"))
        if unit is not Unit.PERCENT:
            raise entry.wrong("unit", marked("'percent', since it has a formula"))
    return stated


def _kind_of_figure(entry: Entry, unit: Unit) -> _Kind:
    method = entry.one_of("interval_method", IntervalMethod, [each.value for each in IntervalMethod])
    counts = entry.one_of("counts", Counts, [each.value for each in Counts])
    if method not in _METHODS[unit]:
        raise entry.wrong("interval_method", marked("{allowed}, as the unit says"), [m.value for m in _METHODS[unit]])
    if counts is Counts.COMMUNES and unit is not Unit.PERCENT:
        raise entry.wrong("unit", marked("'percent', since communes are counted"))
    if counts in (Counts.COMMUNES, Counts.POSTS) and method is not IntervalMethod.NONE:
        raise entry.wrong("interval_method", marked("'none', since all communes and posts are counted, not a sample"))
    facility = entry.one_of("facility", lambda f: (KINDS[f], f)[1], list(KINDS)) if "facility" in entry.table else ""
    return {
        "interval_method": method,
        "counts": counts,
        "children_from": entry.text("children_from") if "children_from" in entry.table else "",
        "facility": facility,
    }


def _versions(entry: Entry) -> tuple[Version, ...]:
    versions = tuple(_version(row) for row in entry.rows("versions"))
    if [each.number for each in versions] != list(range(1, len(versions) + 1)):
        raise entry.wrong("versions", marked("tables numbered 1, 2, 3 …"))
    days = [each.valid_from for each in versions]
    if days != sorted(set(days)):
        raise entry.wrong("versions", marked("tables of which each begins after the one before"))
    return versions


def _version(entry: Entry) -> Version:
    return Version(
        number=entry.integer("number"),
        valid_from=entry.day("valid_from"),
        breaks_series=entry.flag("breaks_series"),
        text={language: entry.text(language) for language in LANGUAGES},
    )


def _targets(entry: Entry) -> tuple[Target, ...]:
    return tuple(_target(row) for row in entry.rows("targets"))


def _target(entry: Entry) -> Target:
    comparator = entry.text("comparator")
    if comparator not in {">=", "<="}:
        raise entry.wrong("comparator", marked("'>=' or '<='"))
    return Target(
        year=entry.integer("year"),
        comparator=comparator,
        value=entry.real("value"),
        source=entry.text("source"),
        verified=entry.flag("verified"),
        scope=entry.one_of("scope", Scope, [s.value for s in Scope]) if "scope" in entry.table else Scope.NATIONAL,
    )


def _wording(indicator: Entry, language: str) -> Wording:
    entry = indicator.part(language, indicator.need(language))
    texts = {field: entry.text(field) for field in _WORDING}
    texts |= {field: entry.text(field) for field in _WORDING_OPTIONAL if field in entry.table}
    if "{n}" not in texts["action"]:
        raise entry.wrong("action", marked("a text with {{n}}"))
    # Without these nothing could be said of a commune, or of those who live there.
    asked = ["yes", "no"] if indicator.table.get("counts") == Counts.COMMUNES else []
    for field in [*asked, *(["children"] if "children_from" in indicator.table else [])]:
        entry.text(field)
    return Wording(**texts)
