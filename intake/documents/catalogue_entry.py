"""One table of an indicator file: its fields read one by one, with errors that name file, indicator and field."""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from base.errors import AtlasError
from base.texts import Texts, marked

T = TypeVar("T")

_FORMULA = re.compile(r"\(\s*(\w+)\s*-\s*(\w+)\s*\)\s*/\s*(\w+)")


class CatalogueError(AtlasError):
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
        """As in AtlasError, with what was expected in the reader's language."""
        return say(self.source, **{**self.values, "expected": say(self.expected, **self.values)})


class RepeatedIndicatorError(CatalogueError):
    """A code, or a place in the reading order, is used twice."""

    source = marked("{file}: {what} is also in {other}. Each may appear once.")


class Entry:
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
        """The field as it stands. Raises MissingFieldError; the readers below also WrongFieldError."""
        if field not in self.table:
            raise MissingFieldError(file=self.file, code=self.code, field=self.inside + field)
        return self.table[field]

    def part(self, field: str, table: Any) -> "Entry":
        """A table inside this one, which names itself with it."""
        if not isinstance(table, dict):
            raise self.wrong(field, marked("a table"))
        return Entry(self.file, self.code, table, f"{self.inside}{field}.")

    def text(self, field: str) -> str:
        """A text that is not blank."""
        value = self.need(field)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(field, marked("a text"))
        return value

    def integer(self, field: str) -> int:
        """A whole number."""
        value = self.need(field)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.wrong(field, marked("a whole number"))
        return value

    def flag(self, field: str) -> bool:
        """True or false."""
        value = self.need(field)
        if not isinstance(value, bool):
            raise self.wrong(field, marked("true or false"))
        return value

    def real(self, field: str) -> float:
        """A finite number."""
        value = self.need(field)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise self.wrong(field, marked("a number"))
        return float(value)

    def day(self, field: str) -> date:
        """A date of TOML, as 2025-10-31."""
        value = self.need(field)
        # A datetime is a date to Python, and no day to the reader.
        if type(value) is not date:
            raise self.wrong(field, marked("a date such as 2025-10-31"))
        return value

    def quotient(self, field: str) -> tuple[str, str]:
        """The two codes of '(A - B) / A'."""
        match = _FORMULA.fullmatch(self.text(field).strip())
        if match is None or match[1] != match[3] or match[1] == match[2]:
            raise self.wrong(field, marked("(A - B) / A with the codes of two indicators"))
        return match[1], match[2]

    def rows(self, field: str) -> list["Entry"]:
        """A list of tables, each as an Entry; empty if the field is not there."""
        value = self.table.get(field, [])
        if not isinstance(value, list):
            raise self.wrong(field, marked("a list of tables"))
        return [self.part(f"{field}[{n}]", row) for n, row in enumerate(value, start=1)]

    def one_of(self, field: str, make: Callable[[str], T], allowed: Iterable[object]) -> T:
        """What `make` makes of the text; `allowed` names what it takes."""
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
