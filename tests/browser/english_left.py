"""English that is still heard in Vietnamese, because Streamlit gives no way to change it. The list shall shrink.

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


_NO_OPTION = "a fixed string of Streamlit's select box; React Aria, which it is made of, has no Vietnamese"

ENGLISH_LEFT: tuple[Left, ...] = (
    Left("aria-label", "Open", f"the arrow of a select box: {_NO_OPTION}"),
    Left("aria-label", "Dismiss", f"closes an open list, for who can't see it: {_NO_OPTION}"),
    Left("text", r"\d+ options? available\.", f"announced when a select box opens: {_NO_OPTION}"),
    Left("text", "Skip to main content", "the first stop of the tab key, a fixed string of Streamlit's page frame"),
)
