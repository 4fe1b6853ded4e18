"""The file that names the province, read and checked like every document: a sentence with file, field and an example."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from base.errors import AtlasError
from base.texts import marked

SINCE_EVER = date(1900, 1, 1)
"""The day from which communes report that were never merged: before any report."""


@dataclass(frozen=True)
class Province:
    """The province that this installation serves, as its province file names it.

    merged_on: the day from which today's communes report, SINCE_EVER where they have always been. communes_before,
    communes_after: how many there were, before 0 without a merger. box: west, south, east, north in degrees. crs_candidates:
    EPSG numbers of systems its files may be in.
    """

    code: str
    name_vi: str
    name_en: str
    timezone: str
    communes_after: int
    remote_minutes: int
    crs_candidates: tuple[int, ...]
    box: tuple[float, float, float, float]
    merged_on: date = SINCE_EVER
    communes_before: int = 0

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which instants (stored in UTC) are shown."""
        return ZoneInfo(self.timezone)

    @property
    def has_merged(self) -> bool:
        """Whether today's communes were once others."""
        return self.merged_on != SINCE_EVER

    def name(self, language: str) -> str:
        """The province's name in `language` ('vi' or 'en')."""
        return self.name_en if language == "en" else self.name_vi


class NoProvinceFileError(AtlasError):
    """The file can't be read."""

    source = marked("The province file {file} can't be read ({reason}). CHILD_ATLAS_PROVINCE names it.")


class NoTomlError(AtlasError):
    """The file is no TOML."""

    source = marked("The province file {file} can't be understood: {reason}. Compare it with assets/province.toml.")


class FieldMissingError(AtlasError):
    """A field that every province has is not there."""

    source = marked("The province file {file} lacks the field {field}. Write it as here: {example}")


class FieldWrongError(AtlasError):
    """A field holds what can't be."""

    source = marked("The province file {file}: {field} = {found} can't be. Write it as here: {example}")


class FieldUnknownError(AtlasError):
    """A field that means nothing, perhaps one that was mistyped."""

    source = marked("The province file {file} has a field {field} that means nothing. These do: {known}.")


@dataclass(frozen=True)
class _Field:
    """A field. fits: whether a value of it can be; example: as it may stand in the file."""

    fits: Callable[[Any], bool]
    example: str
    required: bool = True


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_count(value: Any) -> bool:
    return type(value) is int and value > 0


def _is_number(value: Any) -> bool:
    return type(value) in (int, float)


def _is_box(value: Any) -> bool:
    if not (isinstance(value, list) and len(value) == 4 and all(map(_is_number, value))):
        return False
    west, south, east, north = value
    return bool(-180 <= west < east <= 180 and -90 <= south < north <= 90)


_FIELDS = {
    "code": _Field(_is_text, 'code = "11"'),
    "name_vi": _Field(_is_text, 'name_vi = "Điện Biên"'),
    "name_en": _Field(_is_text, 'name_en = "Điện Biên"'),
    "timezone": _Field(lambda value: value in available_timezones(), 'timezone = "Asia/Ho_Chi_Minh"'),
    "communes_after": _Field(_is_count, "communes_after = 45"),
    "remote_minutes": _Field(_is_count, "remote_minutes = 120"),
    "crs_candidates": _Field(
        lambda value: isinstance(value, list) and bool(value) and all(map(_is_count, value)), "crs_candidates = [9205, 4326]"
    ),
    "box": _Field(_is_box, "box = [102.14, 20.83, 103.60, 22.54]"),
    "merged_on": _Field(
        lambda value: isinstance(value, date) and not isinstance(value, datetime), "merged_on = 2025-07-01", required=False
    ),
    "communes_before": _Field(_is_count, "communes_before = 129", required=False),
}  # fmt: skip


def read(path: Path) -> Province:
    """The province of the file at `path`. Raises AtlasError, which names file, field and an example."""
    try:
        # Windows' own editor puts a mark at the beginning.
        fields = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise NoProvinceFileError(file=path, reason=error.strerror or type(error).__name__) from error
    except UnicodeDecodeError as error:
        raise NoTomlError(file=path, reason=f"byte {error.start} is no UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise NoTomlError(file=path, reason=error) from error
    _check(fields, path)
    fields |= {name: tuple(fields[name]) for name in ("crs_candidates", "box")}
    return Province(**fields)


def _check(fields: Mapping[str, Any], path: Path) -> None:
    for name in fields:
        if name not in _FIELDS:
            raise FieldUnknownError(file=path, field=name, known=", ".join(_FIELDS))
    for name, field in _FIELDS.items():
        # How many communes there were before is asked for only where there was a merger, and then it is.
        required = field.required or (name == "communes_before" and "merged_on" in fields)
        if name not in fields:
            if required:
                raise FieldMissingError(file=path, field=name, example=field.example)
        elif not field.fits(fields[name]):
            raise FieldWrongError(file=path, field=name, found=fields[name], example=field.example)
