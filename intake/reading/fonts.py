"""Texts in one sheet as their readers saw them: those typed for old fonts become Unicode, cell by cell."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from base.legacy_fonts import charset_in_use, converted, is_capital, is_modern, reads_as_tcvn3, reads_as_vni
from base.legacy_text import TCVN3
from intake.reading.texts import REPLACEMENT, clean

Runs = tuple[tuple[str, str], ...]
"""A text in pieces, each with its font ('' if the file does not say)."""


@dataclass(frozen=True)
class Seen:
    """text: clean, None if nothing is left. charset: from which it was converted, '' if from none.

    unsure: it seems typed for a VNI font and nothing says so. unreadable: it holds letters that could not be decoded.
    """

    text: str | None
    charset: str = ""
    unsure: bool = False
    unreadable: bool = False


def seen(texts: Iterable[Runs]) -> dict[Runs, Seen]:
    """What each of the different `texts` of a sheet says. Texts of one font are judged together."""
    texts = list(texts)
    of_font: dict[str, list[str]] = defaultdict(list)
    for runs in texts:
        for piece, font in runs:
            if not piece.isascii():
                of_font[font].append(piece)
    charsets = {font: charset_in_use(pieces, font) for font, pieces in of_font.items()}
    return {runs: _seen(runs, charsets) for runs in texts}


def _seen(runs: Runs, charsets: dict[str, str]) -> Seen:
    pieces, used = [], ""
    for piece, font in runs:
        charset = charsets.get(font, "")
        if not piece.isascii() and not is_modern(piece):
            if not charset and reads_as_tcvn3(piece):
                charset = TCVN3
            if charset:
                piece, used = converted(piece, charset), charset
        # A font without a text that tells is believed; one that holds Unicode is .VnTimeH by name only.
        if is_capital(font) and charsets.get(font, TCVN3):
            piece = piece.upper()
        pieces.append(piece)
    text = clean("".join(pieces))
    return Seen(
        text=text or None,
        charset=used,
        unsure=not used and reads_as_vni(text),
        unreadable=REPLACEMENT in text,
    )
