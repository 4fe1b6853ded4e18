"""Names of places as files write them: with and without their kind, their marks, or an old placement of tones."""

import re
import unicodedata
from collections.abc import Container
from functools import lru_cache

from base.formats import one_d, without_marks

_KINDS = ("phuong ", "xa ", "thi tran ", "dac khu ", "p. ", "x. ", "tt. ", "p.", "x.", "tt.")

# What a name may begin with, as the kinds of units are written in full names; 'X.', 'P' and 'TT' only where a name follows.
_KIND_WORDS = {"xã": "xã", "x": "xã", "phường": "phường", "p": "phường", "thị trấn": "thị trấn", "tt": "thị trấn",
               "đặc khu": "đặc khu"}  # fmt: skip
_KIND = re.compile(r"(xã|phường|thị trấn|đặc khu|tt(?=[.\s])|[xp](?=\.))[.\s]+(?=\S)")

_TONES = "\u0300\u0309\u0303\u0301\u0323"
# 'òa', 'òe', 'ùy' or 'oà', 'oè', 'uỳ': the tone on the first vowel in the old way, on the second in the new one.
_PAIR = re.compile(rf"(?<!q)(o(?=.[ae])|u(?=.y))([{_TONES}])([aey])(?![a-z\u0300-\u0323])")


def plain_name(text: object) -> str:
    """Lower case, no marks, one blank between words: 'muong nhe' of 'Mường  Nhé'."""
    return " ".join(without_marks(str(text)).replace("-", " ").split())


def name_forms(text: object) -> tuple[str, ...]:
    """What a file's name may mean in plain letters: with its first word, and without it where that is a kind.

    Both, since 'Xa Dung' is a commune's name and 'Xa Muong Nhe' a kind and a name.
    """
    plain = plain_name(text)
    kind = next((kind for kind in _KINDS if plain.startswith(kind)), None)
    return (plain,) if kind is None else (plain, plain.removeprefix(kind).strip())


def known_form(text: object, known: Container[str]) -> str:
    """The form of `text` that is in `known` (plain names), else its last form."""
    forms = name_forms(text)
    return next((form for form in forms if form in known), forms[-1])


@lru_cache(maxsize=20_000)
def spelled(text: str) -> str:
    """A name with its marks, whatever the case, blanks, hyphens and placement of tones: 'toả tình' of 'TỎA  TÌNH'."""
    folded = unicodedata.normalize("NFD", one_d(" ".join(text.replace("-", " ").split()).casefold()))
    return unicodedata.normalize("NFC", _PAIR.sub(r"\1\3\2", folded))


@lru_cache(maxsize=20_000)
def kind_and_name(text: str) -> tuple[str, str]:
    """The kind that stands before a name ('xã', 'phường', 'thị trấn', 'đặc khu' or '') and the name as `spelled` gives it."""
    whole = spelled(text)
    found = _KIND.match(whole)
    return ("", whole) if not found else (_KIND_WORDS[found[1]], whole[found.end() :])
