"""The indicator catalogue as it lies in files: `assets/catalogue/*.toml`, one table per indicator."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from base.texts import marked
from indicators.catalogue import Catalogue, Indicator
from intake.documents.catalogue_entry import (
    CatalogueError,
    Entry,
    NoCatalogueError,
    RepeatedIndicatorError,
    UnreadableCatalogueError,
    WrongFieldError,
)
from intake.documents.catalogue_indicator import indicator_of

_MOST_PARTS = 20
_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
# What stands in quotes may have any number of dots.
_TEXT = re.compile(r"""\"\"\".*?\"\"\"|'''.*?'''|"[^"\n]*"|'[^'\n]*'""", re.DOTALL)
_DEEP_KEY = re.compile(rf"{_PART}(?:[ \t]*\.[ \t]*{_PART}){{{_MOST_PARTS},}}")


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
                indicator = indicator_of(_entry(file, code, table))
                _refuse_twice(file, code, found.get(code, ("",))[0])
                _refuse_twice(file, f"order {indicator.order} ({code})", orders.get(indicator.order, ""))
            except CatalogueError as wrong:
                errors.append(wrong)
            else:
                found[code] = (file, indicator)
                orders[indicator.order] = file
    return [indicator for _, indicator in found.values()], errors


_SOURCES = {
    "denominator_from": marked("an indicator that is protected no more than this one"),
    "children_from": marked("an indicator with a denominator that is protected no more than this one"),
}
"""Fields that name the indicator which a number is taken from, and what it must be."""


def unknown_part(indicators: Iterable[Indicator]) -> WrongFieldError | None:
    """The complaint about a formula, a denominator or children that refer to what can't serve; None if all are good."""
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
        for field, expected in _SOURCES.items():
            code = getattr(each, field)
            source = known.get(code)
            if code and (
                source is None
                or source.denominator_from
                or source.sensitivity > each.sensitivity
                or (field == "children_from" and not source.is_rate)
            ):
                return WrongFieldError(expected, file=each.theme, code=each.code, field=field, value=code)
    return None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as unreadable:
        raise UnreadableCatalogueError(file=path.name, reason=str(unreadable)) from unreadable


def _tables(file: str, content: bytes) -> dict[str, Any]:
    try:
        text = content.decode("utf-8")
        # tomllib takes memory by the square of the parts of a key.
        if _DEEP_KEY.search(_TEXT.sub('""', text)):
            raise UnreadableCatalogueError(file=file, reason=f"a key of more than {_MOST_PARTS} parts")
        return tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as unreadable:
        raise UnreadableCatalogueError(file=file, reason=str(unreadable)) from unreadable


def _refuse_twice(file: str, what: str, other: str) -> None:
    if other:
        raise RepeatedIndicatorError(file=file, what=what, other=other)


def _entry(file: str, code: str, table: Any) -> Entry:
    if not isinstance(table, dict):
        raise WrongFieldError(marked("a table"), file=file, code=code, field=f"[{code}]", value=repr(table))
    return Entry(file, code, table)
