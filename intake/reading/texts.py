"""What a cell says, whoever typed it: one form for each letter, and nothing that cannot be seen."""

import re
import unicodedata

# Zero-width signs, soft hyphens and what turns the direction of writing: they hide what a text is.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
# Control characters other than tab and line break; C1 among them.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BREAKS = re.compile("\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")
_TORN_PAIRS = re.compile("[\ud800-\udfff\ufffe\uffff]")

REPLACEMENT = "\ufffd"


def clean(text: str) -> str:
    """`text` in NFC and trimmed, with plain spaces and line breaks, without unseen and control characters.

    Half of a surrogate pair becomes U+FFFD, as undecodable bytes do.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _SPACES.sub(" ", _BREAKS.sub("\n", text))
    text = _CONTROLS.sub("", _UNSEEN.sub("", text))
    return unicodedata.normalize("NFC", _TORN_PAIRS.sub(REPLACEMENT, text)).strip()
