"""The indicator catalogue as it lies in files: `assets/catalogue/*.toml`, one table per indicator."""

import math
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from base.texts import LANGUAGES, Texts, marked
from data_access.errors import DataError
from indicators.catalogue import Catalogue, Direction, Indicator, Target, Unit, Wording
from indicators.periods import Kind

#: What a theme code is called; in the order in which themes are read.
THEMES: Mapping[str, str] = {
    "health": marked("Health and nutrition"),
    "protection": marked("Protection of children"),
    "school": marked("Schools"),
    "play": marked("Play and culture"),
    "staff": marked("People who work for children"),
    "steering": marked("Steering"),
}

#: The source of a target that no law sets; every other source is the number of a legal text, the same in any language.
INTERNAL_TARGET = marked("Internal aim of the province")

_WORDING = ("name", "short", "about", "numerator", "denominator", "unit_noun", "unit_noun_many", "action", "source")
_WORDING_OPTIONAL = ("law", "check")
_FLAGS = ("counts_communes", "accumulates", "may_exceed", "value_only")
_FIELDS = {
    "order", "theme", "direction", "unit", "multiplier", "decimals", "sensitivity", "headline",
    "periods", "collection", "due_days", *_FLAGS, "gap_breaks", "value_breaks", "targets", *LANGUAGES,
}  # fmt: skip
T = TypeVar("T")

_MULTIPLIER = {Unit.PERCENT: 100, Unit.PER_1000: 1000, Unit.COUNT: 1}


class CatalogueError(DataError):
    """The indicator files cannot be used as they are."""


class NoCatalogueError(CatalogueError):
    """The folder holds no indicator file."""

    source = marked("There is no indicator file (*.toml) in {folder}. Put the files of the release back.")


class UnreadableCatalogueError(CatalogueError):
    """A file is not TOML in UTF-8."""

    source = marked("{file} cannot be read: {reason}. Correct the file.")


class MissingFieldError(CatalogueError):
    """An indicator lacks a field."""

    source = marked("{file}, {code}: {field} is missing. Add it to the file.")


class UnknownFieldError(CatalogueError):
    """A field that no indicator has, most likely misspelt."""

    source = marked("{file}, {code}: {field} is not a field of an indicator. Correct its spelling or remove it.")


class WrongFieldError(CatalogueError):
    """A field holds something that it must not hold. expected: a source text too, filled from the same values."""

    source = marked("{file}, {code}: {field} must be {expected}, but is {value}. Correct the file.")

    def __init__(self, expected: str, **values: Any) -> None:
        self.expected = expected
        super().__init__(expected=expected.format(**values), **values)

    def text(self, say: Texts) -> str:
        """As in DataError, with what was expected in the reader's language."""
        return say(self.source, **{**self.values, "expected": say(self.expected, **self.values)})


class RepeatedIndicatorError(CatalogueError):
    """A code, or a place in the reading order, is used twice."""

    source = marked("{file}: {what} is also in {other}. Each may appear once.")


class _Entry:
    """One table of one file, which names itself in every complaint."""

    def __init__(self, file: str, code: str, table: Mapping[str, Any], inside: str = "") -> None:
        self.file, self.code, self.table, self.inside = file, code, table, inside

    def wrong(self, field: str, expected: str, allowed: Iterable[object] = ()) -> WrongFieldError:
        """The complaint about `field`; `allowed` fills {allowed} in `expected`."""
        return WrongFieldError(
            expected,
            file=self.file,
            code=self.code,
            field=self.inside + field,
            value=repr(self.table.get(field)),
            allowed=", ".join(str(a) for a in allowed),
        )

    def need(self, field: str) -> Any:
        if field not in self.table:
            raise MissingFieldError(file=self.file, code=self.code, field=self.inside + field)
        return self.table[field]

    def part(self, field: str, table: Any) -> "_Entry":
        if not isinstance(table, dict):
            raise self.wrong(field, marked("a table"))
        return _Entry(self.file, self.code, table, f"{self.inside}{field}.")

    def text(self, field: str) -> str:
        value = self.need(field)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(field, marked("a text"))
        return value

    def integer(self, field: str) -> int:
        value = self.need(field)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.wrong(field, marked("a whole number"))
        return value

    def flag(self, field: str) -> bool:
        value = self.need(field)
        if not isinstance(value, bool):
            raise self.wrong(field, marked("true or false"))
        return value

    def real(self, field: str) -> float:
        value = self.need(field)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise self.wrong(field, marked("a number"))
        return float(value)

    def one_of(self, field: str, make: Callable[[str], T], allowed: Iterable[object]) -> T:
        try:
            return make(self.text(field))
        except (ValueError, KeyError) as unknown:
            raise self.wrong(field, marked("one of {allowed}"), allowed) from unknown

    def cuts(self, field: str) -> tuple[float, ...]:
        """Four finite numbers, each greater than the one before."""
        value = self.need(field)
        numbers = isinstance(value, list) and all(isinstance(v, int | float) and math.isfinite(v) for v in value)
        if not numbers or len(value) != 4 or any(a >= b for a, b in zip(value, value[1:], strict=False)):
            raise self.wrong(field, marked("four ascending numbers"))
        return tuple(float(v) for v in value)


def read_catalogue(folder: Path) -> Catalogue:
    """The catalogue in `folder` (every *.toml), ascending by `order`.

    Raises a CatalogueError that names file, indicator and field.
    """
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise NoCatalogueError(folder=str(folder))
    indicators, errors = read_indicators({path.name: _bytes(path) for path in files})
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


def _entry(file: str, code: str, table: Any) -> _Entry:
    if not isinstance(table, dict):
        raise WrongFieldError(marked("a table"), file=file, code=code, field=f"[{code}]", value=repr(table))
    return _Entry(file, code, table)


def _indicator(entry: _Entry) -> Indicator:
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
        **{name: entry.flag(name) for name in _FLAGS if name in entry.table},
    )


def _periods(entry: _Entry) -> tuple[Kind, ...]:
    try:
        periods = tuple(Kind(p) for p in entry.need("periods"))
    except (TypeError, ValueError) as unknown:
        raise entry.wrong("periods", marked("a list of {allowed}"), [k.value for k in Kind]) from unknown
    if not periods:
        raise entry.wrong("periods", marked("a list with at least one period"))
    return periods


def _due_days(entry: _Entry, periods: tuple[Kind, ...]) -> dict[str, int]:
    days = entry.need("due_days")
    if not isinstance(days, dict) or set(days) != {p.value for p in periods}:
        raise entry.wrong("due_days", marked("a table of days for {allowed}"), [p.value for p in periods])
    part = entry.part("due_days", days)
    return {kind: part.integer(kind) for kind in days}


def _targets(entry: _Entry) -> tuple[Target, ...]:
    rows = entry.table.get("targets", [])
    if not isinstance(rows, list):
        raise entry.wrong("targets", marked("a list of tables"))
    return tuple(_target(entry.part(f"targets[{n}]", row)) for n, row in enumerate(rows, start=1))


def _target(entry: _Entry) -> Target:
    comparator = entry.text("comparator")
    if comparator not in {">=", "<="}:
        raise entry.wrong("comparator", marked("'>=' or '<='"))
    return Target(
        year=entry.integer("year"),
        comparator=comparator,
        value=entry.real("value"),
        source=entry.text("source"),
        verified=entry.flag("verified"),
    )


def _wording(entry: _Entry) -> Wording:
    texts = {field: entry.text(field) for field in _WORDING}
    texts |= {field: entry.text(field) for field in _WORDING_OPTIONAL if field in entry.table}
    if "{n}" not in texts["action"]:
        raise entry.wrong("action", marked("a text with {{n}}"))
    return Wording(**texts)
