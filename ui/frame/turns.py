"""Whose turn it is: as many runs of pages at a time as there are cores; the others wait in the order in which they came.

More at a time would only fight for the interpreter, and all readers would wait for the last. A reader who acts again while he waits
keeps his place, and what he asked for first is not computed: the run that was overtaken ends with its first look at the session.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition

import streamlit as st

LONGEST_S = 3.0
"""A run that has its turn for longer waits for something else than a core, a database for instance: the next one may begin."""
# So long a place is kept for who was overtaken or left.
_PLACE_S = 30.0


@dataclass(eq=False)
class _Run:
    """One run that waits or has its turn since `began`."""

    place: int
    began: float | None = None


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
        self._changed = Condition()
        self._waiting: list[_Run] = []
        self._running: list[_Run] = []
        self._places: dict[str, _Place] = {}
        self._last = 0

    @contextmanager
    def taken(self, reader: str) -> Iterator[None]:
        """Wait for the turn of `reader`; it ends with the block. A block that is left by BaseException keeps the reader's place."""
        run = self._wait(reader)
        finished = False
        try:
            yield
            finished = True
        except Exception:
            finished = True
            raise
        finally:
            with self._changed:
                self._running.remove(run)
                if finished:
                    self._places.pop(reader, None)
                else:
                    self._places[reader] = _Place(run.place)
                self._changed.notify_all()

    def _wait(self, reader: str) -> _Run:
        with self._changed:
            self._forget()
            place = self._places.get(reader)
            if place is None:
                self._last += 1
                place = self._places[reader] = _Place(self._last)
            run = _Run(place.number)
            self._waiting.append(run)
            try:
                while not self._may_begin(run):
                    self._changed.wait(self._longest / 4)
            finally:
                self._waiting.remove(run)
            run.began = time.monotonic()
            self._running.append(run)
            return run

    def _may_begin(self, run: _Run) -> bool:
        now = time.monotonic()
        busy = sum(each.began is not None and now - each.began < self._longest for each in self._running)
        ahead = sum(each.place < run.place for each in self._waiting)
        return busy + ahead < self._most

    def _forget(self) -> None:
        """Let go of places whose readers have not come back."""
        now, waiting = time.monotonic(), {run.place for run in self._waiting}
        for reader, place in list(self._places.items()):
            if place.number not in waiting and now - place.left > _PLACE_S:
                del self._places[reader]


@st.cache_resource(show_spinner=False)
def turns() -> Turns:
    """The queue of this process."""
    return Turns(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
