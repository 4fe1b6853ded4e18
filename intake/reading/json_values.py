"""DHIS2 `dataValueSets` as JSON."""

import codecs
import json
import math
from typing import Any

from intake.reading.errors import DamagedJsonError, FileTooLargeError, OtherJsonError, RepeatedKeyError
from intake.reading.texts import clean

# A value takes about 200 bytes, and ten times as much as an object.
MAX_MB = 50
_DATA_VALUES = "dataValues"
_VALUE_SETS = "dataValueSets"


def read_json(content: bytes, *, name: str) -> dict[str, Any]:
    """The object as it stands, texts clean: one with a list 'dataValues' of objects of plain values,

    or with one or several such objects in 'dataValueSets'.
    Raises RefusedFileError for everything else, for a key given twice in one object, and for numbers beyond counting.
    """
    if len(content) > MAX_MB * 1_000_000:
        raise FileTooLargeError(file=name, size=len(content) // 1_000_000, limit=MAX_MB)

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = {clean(key): clean(value) if isinstance(value, str) else value for key, value in pairs}
        if len(made) < len(pairs):
            keys = [clean(key) for key, _ in pairs]
            raise RepeatedKeyError(file=name, key=next(key for key in keys if keys.count(key) > 1)[:40])
        return made

    try:
        document = json.loads(_text(content), object_pairs_hook=unique, parse_constant=_refuse, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise DamagedJsonError(file=name, line=error.lineno, column=error.colno) from error
    except (ValueError, RecursionError) as error:
        # Bytes that are no text, endless nesting, numbers of a thousand digits.
        raise DamagedJsonError(file=name, line=1, column=1) from error
    if not isinstance(document, dict) or not all(_is_value_set(each) for each in _value_sets(document)):
        raise OtherJsonError(file=name)
    return document


def _text(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    return content.decode("utf-8-sig")


def _refuse(constant: str) -> float:
    message = f"{constant} is no number of JSON"
    raise ValueError(message)


def _finite(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _refuse(text)


def _value_sets(document: dict[str, Any]) -> list[Any]:
    """All that should be a value set; [None] if there is none."""
    if _DATA_VALUES in document:
        return [document]
    sets = document.get(_VALUE_SETS)
    return (sets or [None]) if isinstance(sets, list) else [sets]


def _is_value_set(found: Any) -> bool:
    values = found.get(_DATA_VALUES) if isinstance(found, dict) else None
    return isinstance(values, list) and all(
        isinstance(value, dict) and not any(isinstance(each, dict | list) for each in value.values())
        for value in values
    )
