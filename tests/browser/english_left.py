"""English that is still heard in Vietnamese, because nothing we can do changes it. There is none at present.

tests/browser/test_pages_words.py fails when a page says English that is not listed, and when an entry is no longer needed.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Left:
    """how: text, title, aria-label …; text: what stands on the page, a regular expression; reason: why it can't be said in Vietnamese."""

    how: str
    text: str
    reason: str

    def is_said(self, how: str, text: str) -> bool:
        """Whether `text`, said so, is this."""
        return how == self.how and re.fullmatch(self.text, text) is not None


ENGLISH_LEFT: tuple[Left, ...] = ()
