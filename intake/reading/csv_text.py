"""The text of a CSV: its encoding is decided on its content, since the file doesn't say."""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TextIO

from base.legacy_text import CP1258, TCVN3, UTF8, decode, oddities
from intake.reading import kinds
from intake.reading.errors import LongLineError, NotATableError

UTF16 = "utf-16"
# Enough to tell the encodings apart.
_SAMPLE_PIECES = 2_000
_PIECE = 200
_SAMPLE = 65_536
MAX_LINE_MB = 1
_LINE = MAX_LINE_MB << 20
_PLAIN = bytes([0x09, 0x0A, 0x0D, *range(0x20, 0x7F)]) + bytes(range(0x80, 0x100))
# Twelve capitals of TCVN3 stand among the control characters.
_TCVN3_CAPITALS = bytes([0x01, 0x02, 0x04, 0x05, 0x06, *range(0x11, 0x18)])
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_MARKED = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True)
class Decoded:
    """lines: line ends as they are. encoding: utf-8|utf-16|cp1258|tcvn3. plain: no control characters but line ends and tabs.

    body: the bytes themselves, without a mark, where they are UTF-8.
    """

    lines: TextIO
    encoding: str
    plain: bool
    body: memoryview | None = None


def decoded(content: bytes, *, name: str) -> Decoded:
    """`content` as text. Bytes that mean nothing become U+FFFD.

    Raises NotATableError for what is no text, LongLineError for a line without end.
    """
    wide = _utf16(content)
    if wide:
        text = content.decode(wide, errors="replace").removeprefix("\ufeff")
        if "\x00" in text:
            raise NotATableError(file=name, what=kinds.BINARY)
        _refuse_long_lines(content, name)
        return Decoded(io.StringIO(text, newline=""), UTF16, plain=not _CONTROLS.search(text))
    unusual = content.translate(None, _PLAIN)
    if b"\x00" in unusual or len(unusual.translate(None, _TCVN3_CAPITALS)) > max(3, len(content) // 500):
        raise NotATableError(file=name, what=kinds.BINARY)
    _refuse_long_lines(content, name)
    plain = not unusual
    if content.isascii():
        return _utf8(content, plain=plain)
    encoding = _eight_bit(content)
    if encoding == UTF8:
        return _utf8(content, plain=plain)
    return Decoded(io.StringIO(decode(content, encoding), newline=""), encoding, plain=plain)


def _utf8(content: bytes, *, plain: bool) -> Decoded:
    stream = io.BytesIO(content)
    mark = len(codecs.BOM_UTF8) if content.startswith(codecs.BOM_UTF8) else 0
    stream.seek(mark)
    lines = io.TextIOWrapper(stream, UTF8, errors="replace", newline="")
    return Decoded(lines, UTF8, plain=plain, body=memoryview(content)[mark:])


def _utf16(content: bytes) -> str:
    """'utf-16-le', 'utf-16-be' or '': by the mark, or because every other byte is NUL."""
    if content.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if content.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    sample = content[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half and odd > 0.4 * half and even < 0.02 * half:
        return "utf-16-le"
    if half and even > 0.4 * half and odd < 0.02 * half:
        return "utf-16-be"
    return ""


def _eight_bit(content: bytes) -> str:
    """UTF8, CP1258 or TCVN3. What is valid UTF-8 is UTF-8; else the one in which what has marks reads best."""
    if content.startswith(codecs.BOM_UTF8):
        return UTF8
    try:
        content.decode(UTF8)
    except UnicodeDecodeError:
        pass
    else:
        return UTF8
    pieces = list(islice(_marked_pieces(content), _SAMPLE_PIECES))
    scores = {name: sum(oddities(decode(piece, name)) for piece in pieces) for name in (UTF8, CP1258, TCVN3)}
    return min(scores, key=lambda name: scores[name])


def _marked_pieces(content: bytes) -> Iterator[bytes]:
    """Pieces of lines around bytes that are not ASCII, one after the other."""
    end = 0
    while match := _MARKED.search(content, end):
        start = content.rfind(b"\n", max(end, match.start() - _PIECE), match.start()) + 1 or max(
            end, match.start() - _PIECE
        )
        end = content.find(b"\n", match.start(), match.start() + _PIECE)
        end = min(match.start() + _PIECE, len(content)) if end < 0 else end
        yield content[start:end]


def _refuse_long_lines(content: bytes, name: str) -> None:
    """A megabyte without a line break is no row; seen before anything tries to split it."""
    for start in range(0, len(content) - _LINE + 1, _LINE):
        if content.find(b"\n", start, start + _LINE) < 0 and content.find(b"\r", start, start + _LINE) < 0:
            raise LongLineError(file=name, limit=MAX_LINE_MB)
