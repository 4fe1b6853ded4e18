"""Whose turn it is: two runs of pages at a time, on one core one; the others wait in the order in which they came.

More at a time would only fight for the interpreter, and all readers would wait for the last. A turn ends when its page has left for
the browser: else the next run keeps the interpreter from whoever sends, and finished pages lie about until all are. A reader who
acts again while he waits keeps his place, and what he asked for first is not computed: the run that was overtaken ends with its
first look at the session.
"""

import bisect
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock

import streamlit as st

MOST = 2
"""Runs at a time, where there are as many cores: one computes while the other waits for the database or is sent. More share one
interpreter, and with it all wait longer; who has more cores starts more processes."""
LONGEST_S = 3.0
"""A run that has its turn for longer waits for something else than a core, a database for instance: the next one may begin."""
SENDING_S = 1.0
"""A page that is sent for longer goes over a slow line, which takes no processor."""
# So long a place is kept for who was overtaken or left.
_PLACE_S = 30.0


@dataclass(eq=False)
class _Run:
    """One run at its place in the queue. turn: set once it may begin, `began` then says when."""

    place: int
    turn: Event = field(default_factory=Event)
    began: float = 0.0


@dataclass
class _Place:
    """The place of a reader in the queue, and since when it is empty."""

    number: int
    left: float = field(default_factory=time.monotonic)


class Turns:
    """At most `most` runs at a time, by the place of their readers."""

    def __init__(self, most: int, longest_s: float = LONGEST_S) -> None:
        self._most = most
        self._longest = longest_s
        self._lock = Lock()
        self._waiting: list[_Run] = []
        self._running: list[_Run] = []
        self._sending: dict[str, float] = {}
        self._followed: set[str] = set()
        self._places: dict[str, _Place] = {}
        self._last = 0

    @contextmanager
    def taken(self, reader: str) -> Iterator[None]:
        """Wait for the turn of `reader`; it ends with the block. A block that is left by BaseException keeps the reader's place."""
        run = self._queued(reader)
        finished = False
        try:
            # Looked at now and then, in case that those who have their turn are stuck.
            while not run.turn.wait(self._longest / 4):
                self._advance()
            yield
            finished = True
        except Exception:
            finished = True
            raise
        finally:
            self._done(run, reader, keeps_place=not finished)

    def follow(self, reader: str) -> None:
        """The pages of `reader` are seen as they leave: his turns end with `sent`."""
        with self._lock:
            self._followed.add(reader)

    def leave(self, reader: str) -> None:
        """`reader` has gone."""
        with self._lock:
            self._followed.discard(reader)
        self.sent(reader)

    def sent(self, reader: str) -> None:
        """The page of `reader` has left."""
        with self._lock:
            self._sending.pop(reader, None)
        self._advance()

    def _queued(self, reader: str) -> _Run:
        with self._lock:
            self._forget()
            place = self._places.get(reader)
            if place is None:
                self._last += 1
                place = self._places[reader] = _Place(self._last)
            run = _Run(place.number)
            bisect.insort(self._waiting, run, key=lambda each: each.place)
        self._advance()
        return run

    def _done(self, run: _Run, reader: str, *, keeps_place: bool) -> None:
        with self._lock:
            if run in self._waiting:
                self._waiting.remove(run)
            else:
                self._running.remove(run)
                if reader in self._followed:
                    self._sending[reader] = time.monotonic()
            if keeps_place:
                self._places[reader] = _Place(run.place)
            else:
                self._places.pop(reader, None)
        self._advance()

    def _advance(self) -> None:
        """Give turns that are free to those whose places are first; nobody else is woken."""
        with self._lock:
            now = time.monotonic()
            self._sending = {reader: since for reader, since in self._sending.items() if now - since < SENDING_S}
            busy = sum(now - run.began < self._longest for run in self._running) + len(self._sending)
            for run in self._waiting[: max(0, self._most - busy)]:
                self._waiting.remove(run)
                self._running.append(run)
                run.began = now
                run.turn.set()

    def _forget(self) -> None:
        """Let go of places whose readers have not come back."""
        now, waiting = time.monotonic(), {run.place for run in (*self._waiting, *self._running)}
        for reader, place in list(self._places.items()):
            if place.number not in waiting and now - place.left > _PLACE_S:
                del self._places[reader]


@st.cache_resource(show_spinner=False)
def turns() -> Turns:
    """The queue of this process."""
    return Turns(min(MOST, os.cpu_count() or 1))
