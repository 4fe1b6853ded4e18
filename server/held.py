"""What a browser still holds of the messages that it was sent.

With each run that it asks for, Streamlit's client names the messages it holds, and the answer refers to those instead of sending
them again. The client lets go of what was in none of its last runs, and counts a run when it ends: one that was under way when the
next was asked for ends in between, and what was named is gone when it is referred to. The client then ends its connection ('Cached
ForwardMsg MISS'), and what the reader did is lost. So what it names is believed only as long as no run under way can outdate it.
"""

from collections.abc import Iterable

MARGIN = 3
"""Runs: one that ends before the answer begins, one whose end arrives together with the message, one to spare."""


class Held:
    """The messages of one connection, by hash. most: runs after which its client lets go of a message that was in none of them."""

    def __init__(self, most: int) -> None:
        self._most = most - MARGIN
        self._runs = 0
        self._sent: dict[str, int] = {}

    def sent(self, message: str) -> None:
        """A message, or a reference to it, has left."""
        if message:
            self._sent[message] = self._runs

    def finished(self) -> None:
        """The end of a run has left."""
        self._runs += 1
        self._sent = {message: run for message, run in self._sent.items() if self._runs - run <= self._most}

    def of(self, named: Iterable[str]) -> list[str]:
        """Those of `named` that will still be there when they are referred to."""
        return [message for message in named if message in self._sent]
