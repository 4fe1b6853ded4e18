"""Vietnamese text from before Unicode: which encoding bytes are in, and what they say, as NFC.

Python has no codec for TCVN 5712 (TCVN3, 'ABC' fonts: 'M­êng NhÐ' is 'Mường Nhé'). The table below is that of
TCVN 5712:1993, as glibc's converter TCVN5712-1 has it.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterable

UTF8, CP1258, TCVN3 = "utf-8", "cp1258", "tcvn3"
ENCODINGS = (UTF8, CP1258, TCVN3)

# Bytes 0x80 to 0xFF. 0xB0 to 0xB4 are combining tones: grave, hook, tilde, acute, dot.
_TCVN3_UPPER_HALF = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
    "\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịò"
    "ỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
# A few capitals stand where other tables have control characters.
_TCVN3_CONTROLS = dict(
    zip(
        (0x01, 0x02, 0x04, 0x05, 0x06, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17),
        "ÚỤỪỬỮỨỰỲỶỸÝỴ",
        strict=True,
    )
)
_TCVN3 = "".join(_TCVN3_CONTROLS.get(b, chr(b)) for b in range(0x80)) + _TCVN3_UPPER_HALF
_VOWELS = "aăâeêioôơuưy"
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_LETTERS = frozenset(
    unicodedata.normalize("NFC", form)
    for letter in _VOWELS + "đ"
    for tone in ["", *_TONES]
    if not (letter == "đ" and tone)
    for form in (letter + tone, (letter + tone).upper())
)
# What stands beside letters in names and notes.
_PUNCTUATION = frozenset("\u00a0–—‘’“”…°²")
_TORN_CASE = re.compile(r"[^\W\d_]+")


def decode(raw: bytes, encoding: str) -> str:
    """`raw` in `encoding` (one of ENCODINGS or any of Python's) as NFC text.

    Bytes that mean nothing become U+FFFD. The last letter of UTF-8, torn by the width of a table's field, is dropped.
    Raises LookupError for an encoding that does not exist.
    """
    if is_tcvn3(encoding):
        text = codecs.charmap_decode(raw, "strict", _TCVN3)[0]
    elif codecs.lookup(encoding).name == UTF8:
        text = codecs.getincrementaldecoder(UTF8)(errors="replace").decode(raw, final=False)
    else:
        text = raw.decode(encoding, errors="replace")
    return unicodedata.normalize("NFC", text)


def letter_of_tcvn3(number: int) -> str:
    """What byte `number` (0 to 255) is in TCVN3: a letter, or a combining tone."""
    return _TCVN3[number]


def is_tcvn3(name: str) -> bool:
    """Whether `name` is one of the names under which TCVN 5712 is known."""
    plain = re.sub(r"[^a-z0-9]", "", name.casefold())
    return plain in {"tcvn3", "tcvn", "tcvn5712", "tcvn57121", "tcvn5712199", "abc", "vn3"}


def known(encoding: str) -> bool:
    """Whether `decode` can read `encoding`."""
    if is_tcvn3(encoding):
        return True
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True


def oddities(text: str) -> int:
    """How much in `text` no Vietnamese would write: foreign letters, and capitals inside a word.

    0 for proper Vietnamese or plain ASCII; a wrong encoding gives about one for each letter with a mark.
    """
    odd = sum(1 for c in text if ord(c) > 0x7F and c not in _LETTERS and c not in _PUNCTUATION)
    odd += sum(1 for c in text if unicodedata.category(c) == "Cc" and c not in "\t\r\n")
    for word in _TORN_CASE.findall(text):
        if not (word.isupper() or word.islower() or word[1:].islower()):
            odd += 1
    return odd


def detect(samples: Iterable[bytes], *, declared: str | None = None) -> str:
    """The encoding in which `samples` (values of one column) read as Vietnamese.

    `declared` (a .cpg file, a code page number) is believed as long as nothing odd comes out of it;
    else the one of ENCODINGS with the fewest oddities, in their order.
    """
    texts = [raw for raw in samples if raw]
    candidates = [*([declared] if declared and known(declared) else []), *ENCODINGS]
    scores = {name: sum(oddities(decode(raw, name)) for raw in texts) for name in candidates}
    return min(candidates, key=lambda name: scores[name])
