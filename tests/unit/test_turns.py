"""Runs of pages take turns: no more at a time than may, in the order in which readers came, nobody kept waiting by who is stuck."""

import threading
import time
from collections.abc import Callable

import pytest

from server.turns import Turns

PATIENCE_S = 20.0


class OvertakenError(BaseException):
    """As Streamlit ends a run whose reader has acted again."""


def until(true: Callable[[], bool]) -> None:
    """Wait until it is."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.002)


class Readers:
    """Runs in threads of their own, each of which ends when it is told to."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.began: list[str] = []
        self.ends: dict[str, threading.Event] = {}
        self.threads: list[threading.Thread] = []

    def act(self, name: str, reader: str | None = None) -> None:
        """Begin a run, and go on once it waits or has its turn."""
        end = self.ends[name] = threading.Event()
        asked = threading.Event()

        def run() -> None:
            asked.set()
            with self.turns.taken(reader or name):
                self.began.append(name)
                assert end.wait(PATIENCE_S)

        thread = threading.Thread(target=run)
        self.threads.append(thread)
        thread.start()
        assert asked.wait(PATIENCE_S)
        time.sleep(0.02)

    def end_all(self) -> None:
        for end in self.ends.values():
            end.set()
        for thread in self.threads:
            thread.join(PATIENCE_S)
            assert not thread.is_alive()


@pytest.mark.parametrize("most", [1, 2, 4])
def test_no_more_at_a_time_than_may_and_in_the_order_of_coming(most: int):
    readers = Readers(Turns(most, longest_s=PATIENCE_S))
    names = [f"r{n}" for n in range(8)]
    for name in names:
        readers.act(name)
    for n, name in enumerate(names):
        until(lambda n=n: len(readers.began) >= min(n + most, len(names)))
        assert readers.began == names[: n + most]
        readers.ends[name].set()
    readers.end_all()
    assert readers.began == names


def test_who_was_overtaken_keeps_his_place():
    turns = Turns(1, longest_s=PATIENCE_S)
    readers = Readers(turns)
    readers.act("first")
    overtaken = threading.Event()

    def run() -> None:
        try:
            with turns.taken("a"):
                raise OvertakenError
        except OvertakenError:
            overtaken.set()
            with turns.taken("a"):
                readers.began.append("a again")

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(0.05)
    for name in ("b", "c"):
        readers.act(name)
        if name == "b":
            readers.ends[name].set()
    readers.ends["first"].set()
    until(lambda: "a again" in readers.began or "c" in readers.began)
    readers.end_all()
    thread.join(PATIENCE_S)
    assert overtaken.is_set()
    # Who came next may have begun between the two runs, nobody after him.
    assert readers.began.index("a again") < readers.began.index("c")


def test_who_waits_for_something_else_than_a_core_does_not_stop_the_others():
    readers = Readers(Turns(1, longest_s=0.1))
    readers.act("stuck")
    readers.act("next")
    until(lambda: readers.began == ["stuck", "next"])
    readers.end_all()


@pytest.mark.parametrize("error", [ValueError, OvertakenError])
def test_a_run_that_fails_gives_its_turn_back(error: type[BaseException]):
    turns = Turns(1, longest_s=PATIENCE_S)
    for _ in range(3):
        with pytest.raises(error), turns.taken("a"):
            raise error
    with turns.taken("b"):
        pass


def test_a_turn_ends_when_its_page_has_left():
    turns = Turns(1, longest_s=PATIENCE_S)
    readers = Readers(turns)
    turns.follow("first")
    for name in ("first", "second", "third"):
        readers.act(name)
    readers.ends["first"].set()
    time.sleep(0.1)
    assert readers.began == ["first"], "its page is still on its way"
    turns.sent("first")
    until(lambda: readers.began == ["first", "second"])
    readers.ends["second"].set()
    until(lambda: readers.began == ["first", "second", "third"])
    readers.end_all()


def test_who_leaves_before_his_page_is_sent_keeps_nobody_waiting():
    turns = Turns(1, longest_s=PATIENCE_S)
    readers = Readers(turns)
    turns.follow("first")
    readers.act("first")
    readers.act("second")
    readers.ends["first"].set()
    time.sleep(0.1)
    turns.leave("first")
    until(lambda: readers.began == ["first", "second"])
    readers.end_all()


def test_a_slow_line_keeps_nobody_waiting_for_long(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("server.turns.SENDING_S", 0.1)
    turns = Turns(1, longest_s=0.2)
    readers = Readers(turns)
    turns.follow("slow")
    readers.act("slow")
    readers.act("next")
    readers.ends["slow"].set()
    until(lambda: readers.began == ["slow", "next"])
    readers.end_all()
