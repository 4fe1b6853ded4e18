"""Numbers, dates and sort order as the language writes them: '95,5%', '−1,5 điểm', '31/12/2025'.

Every function takes the language code ('vi' or 'en'). NaN and None give an en dash, never 'nan'.
"""

import math
import unicodedata
from datetime import date
from functools import cache

BLANK = "–"
MINUS = "−"


def _missing(value: float | None) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value)) or value != value


def number(value: float | None, language: str, decimals: int = 0) -> str:
    """'208.222' (vi) or '208,222' (en), true minus sign, `decimals` places."""
    if _missing(value):
        return BLANK
    exact = float(value)  # type: ignore[arg-type]
    text = f"{abs(exact):,.{decimals}f}"
    if language == "vi":
        text = text.translate(str.maketrans(",.", ".,"))
    negative = exact < 0 and any(c in "123456789" for c in text)
    return (MINUS if negative else "") + text


def signed(value: float | None, language: str, decimals: int = 1) -> str:
    """As `number`, with '+' before a value that does not round to zero."""
    text = number(value, language, decimals)
    positive = text != BLANK and not text.startswith(MINUS) and any(c in "123456789" for c in text)
    return f"+{text}" if positive else text


def percent(value: float | None, language: str, decimals: int = 1) -> str:
    """'95,5%'. A value under 100 is never rounded up to 100 %: '>99,9%'. One over 0 never down to 0: '<0,1%'."""
    if _missing(value):
        return BLANK
    exact = float(value)  # type: ignore[arg-type]
    step = 10.0**-decimals
    if exact < 100 and round(exact, decimals) >= 100:
        return f">{number(100 - step, language, decimals)}%"
    if exact > 0 and round(exact, decimals) <= 0:
        return f"<{number(step, language, decimals)}%"
    if exact == 100:
        return "100%"
    return f"{number(exact, language, decimals)}%"


def plain_percent(value: float, language: str) -> str:
    """A target or a share without idle decimals: '97%', '98,5%'."""
    decimals = 0 if float(value).is_integer() else 1
    return f"{number(value, language, decimals)}%"


_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def day(value: date, language: str) -> str:
    """'31/12/2025' (vi) or '31 Dec 2025' (en)."""
    if language == "vi":
        return f"{value.day:02d}/{value.month:02d}/{value.year}"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def one_d(text: str) -> str:
    """Lower-case `text` with one letter đ: some keyboards and fonts write Icelandic eth (Ð) or African D (Ɖ), which look alike."""
    return text.replace("\u00f0", "đ").replace("\u0256", "đ")


def without_marks(text: str) -> str:
    """Lower case without diacritics, so that 'dien bien' finds 'Điện Biên'."""
    decomposed = unicodedata.normalize("NFD", one_d(text.casefold()).replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


# Vietnamese collation: letters first (ă after a, â after ă, đ after d, ê ô ơ ư), tones break ties
# in the dictionary's order: level, grave, hook, tilde, acute, dot.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


@cache
def sort_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Key for Vietnamese dictionary order (TCVN): by letters first, by tones where letters are equal."""
    letters: list[int] = []
    tones: list[int] = []
    for character in unicodedata.normalize("NFC", text.casefold()):
        parts = unicodedata.normalize("NFD", character)
        tone = next((_TONES[p] for p in parts if p in _TONES), 0)
        base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in _TONES))
        letters.append(_LETTERS.index(base) + 100 if base in _LETTERS else ord(base[0]) % 100)
        tones.append(tone)
    return tuple(letters), tuple(tones)
