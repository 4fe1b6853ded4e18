"""One cell as a figure: read by the declared language, by a sign for what is not there, or not at all. Never guessed."""

import math
import re
from datetime import date, datetime
from enum import IntEnum

from base.formats import without_marks


class CellKind(IntEnum):
    """What a cell turned out to be. From LANGUAGE on it is wrong and must not be used."""

    NUMBER = 0
    EMPTY = 1
    DASH = 2  # '-': the statistical office's sign for nothing occurred
    UNKNOWN = 3  # '…': it occurred, but the number is not there
    NOT_APPLICABLE = 4  # 'x': it cannot occur here
    LANGUAGE = 10  # '9.450': 9450 or 9.45
    OTHER_LANGUAGE = 11  # '1,234.5' in a Vietnamese file
    DECORATED = 12  # '5*', '(5)', '<5', '5 trẻ'
    PERCENT = 13  # '95%' where a count belongs
    FRACTION = 14  # 9.45 where a count belongs
    DAY = 15  # Excel made a date of it
    TEXT = 16


Number = tuple[CellKind, float]
"""How a cell was read, and the number: NaN where it is none."""

DASHES = frozenset("-–—−‐‑‒―")
_UNKNOWN = frozenset({"…", "...", "..", "....", "chua co", "chua co so lieu", "not available yet", "not available"})
_NOT_APPLICABLE = frozenset({"x", "n/a", "na", "n.a.", "n.a", "kad", "k.a.d", "khong ap dung", "not applicable"})

# What offices and spreadsheets put between groups of three digits: blank, no-break, thin, figure, narrow no-break blank.
_BLANKS = " \u00a0\u2009\u2007\u202f"
_SHAPE = re.compile(rf"([-−–]?)[{_BLANKS}]?([0-9][0-9.,{_BLANKS}]*)")
_THREE_DECIMALS = re.compile(r"[.,][0-9]{3}$")
_DIGIT = re.compile("[0-9]")
_MOST_DIGITS = 15
_LONGEST_SIGN = max(map(len, _UNKNOWN | _NOT_APPLICABLE)) + 4
_NEARLY_WHOLE = 1e-6

PROGRAM = "program"
"""How programs write numbers: a point for the decimals, and nothing between thousands."""

_DECIMAL = {"vi": ",", "en": ".", PROGRAM: "."}
_NONE = math.nan


def read_number(cell: object, *, language: str, whole: bool) -> Number:
    """`cell` as a figure; whole: a count. language: 'vi' (9.450 and 95,5), 'en' (9,450 and 95.5) PROGRAM, or '' if nobody said.

    Numbers that the file types as numbers need no language. A text with one separator ('9.450', '95,5') is LANGUAGE without one;
    with both separators, or one of them repeated, it says itself what they are.
    """
    if cell is None:
        return CellKind.EMPTY, _NONE
    if isinstance(cell, str):
        return _text(cell, language, whole)
    if isinstance(cell, bool):
        return CellKind.TEXT, _NONE
    if isinstance(cell, int | float):
        value = float(cell)
        return (CellKind.EMPTY, _NONE) if math.isnan(value) else _counted(value, whole)
    if isinstance(cell, date | datetime):
        return CellKind.DAY, _NONE
    return CellKind.TEXT, _NONE


def _text(text: str, language: str, whole: bool) -> Number:
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS:
        return CellKind.NUMBER, float(text)
    if not text:
        return CellKind.EMPTY, _NONE
    if text in DASHES:
        return CellKind.DASH, _NONE
    sign = _sign(text)
    if sign is not None:
        return sign, _NONE
    if text.endswith("%"):
        kind, value = _digits(text[:-1].rstrip(), language)
        if whole and kind is not CellKind.TEXT:
            return CellKind.PERCENT, _NONE
        return kind, value
    kind, value = _digits(text, language)
    if kind is not CellKind.NUMBER:
        return kind, _NONE
    # '9.000' is 9 in English and 9000 in Vietnamese: no count is written with three decimals, so somebody is mistaken.
    return (
        (CellKind.FRACTION, value)
        if whole and value < 1000 and _THREE_DECIMALS.search(text)
        else _counted(value, whole)
    )


def _sign(text: str) -> CellKind | None:
    """What a sign or a word stands for instead of a number; None if it is neither."""
    if len(text) > _LONGEST_SIGN or text[0].isdigit():
        return None
    plain = " ".join(without_marks(text).split())
    if plain in _UNKNOWN:
        return CellKind.UNKNOWN
    return CellKind.NOT_APPLICABLE if plain in _NOT_APPLICABLE else None


def _counted(value: float, whole: bool) -> Number:
    """A count must be whole; what a spreadsheet computed may miss it by a hair."""
    if not whole or value == math.floor(value):
        return CellKind.NUMBER, value
    if abs(value - round(value)) < _NEARLY_WHOLE:
        return CellKind.NUMBER, float(round(value))
    return CellKind.FRACTION, value


def _digits(text: str, language: str) -> Number:
    match = _SHAPE.fullmatch(text)
    if not match:
        return (CellKind.DECORATED if _DIGIT.search(text) else CellKind.TEXT), _NONE
    sign, body = match.groups()
    if len(_DIGIT.findall(body)) > _MOST_DIGITS:
        return CellKind.DECORATED, _NONE
    spaced = any(c in body for c in _BLANKS)
    if spaced:
        whole_part = re.match(rf"[0-9]{{1,3}}(?:[{_BLANKS}][0-9]{{3}})+(?![0-9])", body)
        if not whole_part or any(c in body[whole_part.end() :] for c in _BLANKS):
            return CellKind.DECORATED, _NONE
        body = re.sub(f"[{_BLANKS}]", "", body)
    said = _language_of(body)
    if said is None:
        return CellKind.DECORATED, _NONE
    if said == "any":
        return CellKind.NUMBER, _signed(sign, float(body))
    if said == "ask":
        if not language:
            return CellKind.LANGUAGE, _NONE
        said = language
    elif language and said != language:
        return CellKind.OTHER_LANGUAGE, _NONE
    value = _by(body, said, grouped=not spaced)
    return (CellKind.OTHER_LANGUAGE, _NONE) if value is None else (CellKind.NUMBER, _signed(sign, value))


def _signed(sign: str, value: float) -> float:
    return -value if sign else value


def _language_of(body: str) -> str | None:
    """Whose number `body` is: 'vi', 'en', 'any' (no separator), 'ask' (one separator), None if nobody's."""
    points, commas = body.count("."), body.count(",")
    if not points and not commas:
        return "any"
    if points + commas == 1:
        return "ask" if body[-1] not in ".," else None
    if points and commas:
        said = "vi" if body.rfind(",") > body.rfind(".") else "en"
        return said if _by(body, said) is not None else None
    said = "vi" if points else "en"
    return said if _by(body, said) is not None else None


def _by(body: str, language: str, *, grouped: bool = True) -> float | None:
    """`body` as `language` writes numbers; None if it does not write them so. grouped: separators of thousands may be in it."""
    decimal = _DECIMAL[language]
    thousands = "," if decimal == "." else "."
    whole, point, rest = body.partition(decimal)
    if point and not (rest.isascii() and rest.isdigit()):
        return None
    if thousands in whole:
        groups = whole.split(thousands)
        good = (
            grouped
            and language != PROGRAM
            and 1 <= len(groups[0]) <= 3
            and groups[0][0] != "0"
            and all(len(g) == 3 for g in groups[1:])
        )
        if not good:
            return None
    return float(f"{whole.replace(thousands, '')}.{rest or '0'}")
