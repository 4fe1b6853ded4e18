"""The indicator catalogue as it lies in files: `assets/catalogue/*.toml`, one table per indicator."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from base.texts import LANGUAGES, marked
from indicators.catalogue import (
    Aggregation,
    Catalogue,
    Direction,
    Formula,
    Indicator,
    Level,
    Scope,
    Target,
    Unit,
    Version,
    Wording,
)
from indicators.periods import Kind
from intake.documents.catalogue_entry import (
    CatalogueError,
    Entry,
    MissingFieldError,
    NoCatalogueError,
    RepeatedIndicatorError,
    UnknownFieldError,
    UnreadableCatalogueError,
    WrongFieldError,
)

__all__ = [
    "INTERNAL_TARGET", "LEVELS", "THEMES", "CatalogueError", "MissingFieldError", "NoCatalogueError",
    "RepeatedIndicatorError", "UnknownFieldError", "UnreadableCatalogueError", "WrongFieldError", "read_catalogue",
    "read_indicators", "unknown_part",
]  # fmt: skip

#: What a theme code is called; in the order in which themes are read.
THEMES: Mapping[str, str] = {
    "health": marked("Health and nutrition"),
    "protection": marked("Protection of children"),
    "safety": marked("Injuries and drowning"),
    "school": marked("Schools"),
    "play": marked("Play and culture"),
    "staff": marked("People who work for children"),
    "steering": marked("Steering"),
}

#: The three levels of protection, from all children to those who were harmed.
LEVELS: Mapping[Level, str] = {
    Level.PREVENTION: marked("Prevention"),
    Level.SUPPORT: marked("Support"),
    Level.INTERVENTION: marked("Intervention"),
}

#: The source of a target that no law sets; every other source is the number of a legal text, the same in any language.
INTERNAL_TARGET = marked("Internal aim of the province")

_WORDING = ("name", "short", "about", "numerator", "denominator", "unit_noun", "unit_noun_many", "action", "source")
_WORDING_OPTIONAL = ("law", "check")
_FLAGS = ("counts_communes", "accumulates", "may_exceed", "value_only")
_FIELDS = {
    "order", "theme", "direction", "unit", "multiplier", "decimals", "sensitivity", "headline",
    "periods", "collection", "due_days", *_FLAGS, "gap_breaks", "value_breaks", "targets", "level", "aggregation",
    "formula", "denominator_from", "versions", *LANGUAGES,
}  # fmt: skip

_MULTIPLIER = {Unit.PERCENT: 100, Unit.PER_1000: 1000, Unit.PER_100000: 100_000, Unit.COUNT: 1, Unit.DAYS: 1}


def read_catalogue(folder: Path) -> Catalogue:
    """The catalogue in `folder` (every *.toml), ascending by `order`.

    Raises a CatalogueError that names file, indicator and field.
    """
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise NoCatalogueError(folder=str(folder))
    indicators, errors = read_indicators({path.name: _bytes(path) for path in files})
    errors += [wrong] if (wrong := unknown_part(indicators)) else []
    if errors:
        raise errors[0]
    return Catalogue(tuple(sorted(indicators, key=lambda i: i.order)))


def read_indicators(files: Mapping[str, bytes]) -> tuple[list[Indicator], list[CatalogueError]]:
    """The indicators in TOML files (content by name), and all that is wrong with the others, one error each."""
    found: dict[str, tuple[str, Indicator]] = {}
    orders: dict[int, str] = {}
    errors: list[CatalogueError] = []
    for file, content in files.items():
        try:
            tables = _tables(file, content)
        except CatalogueError as unreadable:
            errors.append(unreadable)
            continue
        for code, table in tables.items():
            try:
                indicator = _indicator(_entry(file, code, table))
                _refuse_twice(file, code, found.get(code, ("",))[0])
                _refuse_twice(file, f"order {indicator.order} ({code})", orders.get(indicator.order, ""))
            except CatalogueError as wrong:
                errors.append(wrong)
            else:
                found[code] = (file, indicator)
                orders[indicator.order] = file
    return [indicator for _, indicator in found.values()], errors


def unknown_part(indicators: Iterable[Indicator]) -> WrongFieldError | None:
    """The complaint about a formula or a denominator that refers to what can't serve; None if all are good."""
    known = {each.code: each for each in indicators}
    for each in known.values():
        for part in each.formula.parts if each.formula else ():
            if part not in known or known[part].formula or not known[part].adds_up:
                return WrongFieldError(
                    marked("made of the counts of indicators that are reported"),
                    file=each.theme,
                    code=each.code,
                    field="formula",
                    value=part,
                )
        source = known.get(each.denominator_from)
        if each.denominator_from and (
            source is None or source.denominator_from or source.sensitivity > each.sensitivity
        ):
            return WrongFieldError(
                marked("an indicator that is protected no more than this one"),
                file=each.theme,
                code=each.code,
                field="denominator_from",
                value=each.denominator_from,
            )
    return None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as unreadable:
        raise UnreadableCatalogueError(file=path.name, reason=str(unreadable)) from unreadable


def _tables(file: str, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as unreadable:
        raise UnreadableCatalogueError(file=file, reason=str(unreadable)) from unreadable


def _refuse_twice(file: str, what: str, other: str) -> None:
    if other:
        raise RepeatedIndicatorError(file=file, what=what, other=other)


def _entry(file: str, code: str, table: Any) -> Entry:
    if not isinstance(table, dict):
        raise WrongFieldError(marked("a table"), file=file, code=code, field=f"[{code}]", value=repr(table))
    return Entry(file, code, table)


def _indicator(entry: Entry) -> Indicator:
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
        words={language: _wording(entry.part(language, entry.need(language))) for language in LANGUAGES},
        collection=entry.text("collection"),
        due_days=_due_days(entry, periods),
        versions=_versions(entry),
        **_rules_of_adding(entry, unit),
        **_flags(entry),
    )


def _flags(entry: Entry) -> dict[str, Any]:
    return {name: entry.flag(name) for name in _FLAGS if name in entry.table}


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


def _rules_of_adding(entry: Entry, unit: Unit) -> dict[str, Any]:
    """level, aggregation, formula, denominator_from: those that the entry states."""
    found: dict[str, Any] = {}
    if "level" in entry.table:
        found["level"] = entry.one_of("level", Level, [each.value for each in Level])
    if "aggregation" in entry.table:
        found["aggregation"] = entry.one_of("aggregation", Aggregation, [each.value for each in Aggregation])
    if unit is Unit.DAYS and found.get("aggregation") is not Aggregation.NONE:
        raise entry.wrong("aggregation", marked("'none', since days can't be added"))
    if "denominator_from" in entry.table:
        found["denominator_from"] = entry.text("denominator_from")
    if "formula" in entry.table:
        found["formula"] = Formula(*entry.quotient("formula"))
        if unit is not Unit.PERCENT:
            raise entry.wrong("unit", marked("'percent', since it has a formula"))
    return found


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


def _wording(entry: Entry) -> Wording:
    texts = {field: entry.text(field) for field in _WORDING}
    texts |= {field: entry.text(field) for field in _WORDING_OPTIONAL if field in entry.table}
    if "{n}" not in texts["action"]:
        raise entry.wrong("action", marked("a text with {{n}}"))
    return Wording(**texts)
