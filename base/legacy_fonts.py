"""Vietnamese typed for old fonts: letters that look right in .VnTime or VNI-Times and are something else in Unicode.

Such text has been through Windows: every byte of the font became the Latin letter of that number, so 'Mường Nhé' stands in
the file as 'M­êng NhÐ' (.VnTime, TCVN3) or 'Möôøng Nheù' (VNI-Times). The font tells which; without one, only
TCVN3 gives itself away, by signs that stand inside words.
Table of VNI for Windows: as in xvnkb and UniKey; TCVN3: `base.legacy_text`.
"""

import re
import unicodedata
from collections.abc import Iterable

from base.legacy_text import TCVN3, letter_of_tcvn3, oddities

VNI = "vni"

# Only the part that the fonts draw: below 0xA0 stand the quotes and dashes of Windows, at 0xAF to 0xB4 its own signs (°±²³).
_TCVN3_LETTERS = {number: letter_of_tcvn3(number) for number in [*range(0xA0, 0xAF), *range(0xB5, 0x100)]}

# After its vowel each mark is a letter of its own. Tones: acute, grave, hook, tilde, dot.
_VNI_MARKS = {
    "a": "ùøûõï", "e": "ùøûõï", "o": "ùøûõï", "ô": "ùøûõï", "u": "ùøûõï", "ö": "ùøûõï", "y": "ùøûõ",
    "â": "áàåãä", "ê": "éèúüë",
}  # fmt: skip
_TONES = "\u0301\u0300\u0309\u0303\u0323"
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_letters() -> dict[str, str]:
    """What each letter of VNI, one or two characters, is in Unicode; small ones only."""
    letters = dict(_VNI_ALONE)
    for vowel in "aeo":
        letters[vowel + "â"] = {"a": "â", "e": "ê", "o": "ô"}[vowel]
        for mark, tone in zip(_VNI_MARKS["â"], _TONES, strict=True):
            letters[vowel + mark] = letters[vowel + "â"] + tone
    letters["aê"] = "ă"
    for mark, tone in zip(_VNI_MARKS["ê"], _TONES, strict=True):
        letters["a" + mark] = "ă" + tone
    for vowel in "aeoôuöy":
        for mark, tone in zip(_VNI_MARKS[vowel], _TONES, strict=False):
            letters[vowel + mark] = _VNI_ALONE.get(vowel, vowel) + tone
    return letters


_VNI_LETTERS = {
    typed: unicodedata.normalize("NFC", letter)
    for small, made in _vni_letters().items()
    for typed, letter in ((small, made), (small.upper(), made.upper()), (small.capitalize(), made.capitalize()))
}
_VNI = re.compile("|".join(sorted(map(re.escape, _VNI_LETTERS), key=len, reverse=True)))

# Signs of Latin-1 that TCVN3 uses for letters, beside a letter, or a capital after a small letter ('NhÐ').
# The soft hyphen proves nothing: browsers copy it.
_TCVN3_IN_WORD = re.compile(r"[¡-¬®µ-¹»-¾](?=[a-z\xa8-\xff])|(?<=[a-z])[¨-¬µ-¹»-¾]|(?<=[a-z])[À-ß](?![A-ZÀ-ß])")
# Units, abbreviations and quotations that anybody may write.
_SIGNS = re.compile(
    r"\b[µμ](?:g|l|L|m|mol)?\b|\d\s?[µ]\w*|[nN][°º]|\w[ªº®©](?=\W|$)|[§©®](?=[\s\d])|«[^«»]{0,99}»(?=\W|$)"
)
# ă, đ, ĩ, ũ, ơ, ư, all letters with a tone that Latin-1 lacks, and tones written by themselves.
_MODERN = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u0300-\u0323\u1ea0-\u1ef9]"
)
_VNI_UNMISTAKABLE = re.compile(r"(?=[öÖ][ôÔ]|\b[ñÑ]\w|[aAeEoO][äåÄÅ]|[aAeEoOuUôÔöÖ][ïøûÏØÛ])")


def charset_of(font: str) -> str:
    """The old charset for which `font` is made: TCVN3, VNI, or '' for a font of today."""
    name = font.strip().casefold()
    if name.startswith(".vn"):
        return TCVN3
    return VNI if name.startswith("vni") else ""


def is_capital(font: str) -> bool:
    """Whether `font` draws small letters as capitals, as .VnTimeH does."""
    return charset_of(font) == TCVN3 and font.strip().endswith("H")


def converted(text: str, charset: str) -> str:
    """`text` as its font showed it, in NFC. charset: TCVN3 or VNI."""
    if charset == TCVN3:
        return unicodedata.normalize("NFC", text.translate(_TCVN3_LETTERS))
    return _VNI.sub(lambda found: _VNI_LETTERS[found.group()], text)


def is_modern(text: str) -> bool:
    """Whether `text` holds Vietnamese letters that only Unicode has, so that it was not typed for an old font."""
    return bool(_MODERN.search(text))


def reads_as_tcvn3(text: str) -> bool:
    """Whether `text` can hardly be anything but TCVN3: its signs stand inside words, and converted it is clean."""
    if text.isascii() or is_modern(text):
        return False
    plain = _SIGNS.sub(" ", text)
    return bool(_TCVN3_IN_WORD.search(plain)) and oddities(converted(plain, TCVN3)) == 0


def reads_as_vni(text: str) -> bool:
    """Whether `text` seems typed for a VNI font: two of its pairs in one text, and clean once converted."""
    if text.isascii() or is_modern(text) or len(_VNI_UNMISTAKABLE.findall(text)) < 2:
        return False
    return oddities(converted(text, VNI)) == 0


def charset_in_use(texts: Iterable[str], font: str = "") -> str:
    """How texts of one font that hold more than ASCII are to be read: TCVN3, VNI, or '' for Unicode.

    The font is believed unless all that can be told from its texts is Unicode, as happens when somebody pasted into an
    old cell. Without a font that tells, texts must read as TCVN3 and none as Unicode.
    """
    old = modern = 0
    for text in texts:
        old += reads_as_tcvn3(text)
        modern += is_modern(text)
    named = charset_of(font)
    if named:
        return "" if modern and not old and named == TCVN3 else named
    return TCVN3 if old and not modern else ""
