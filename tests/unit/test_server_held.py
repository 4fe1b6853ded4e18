"""A page never refers to what its browser has let go of, however runs, answers and questions overlap."""

from collections import deque
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.datastructures import Headers
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from harness.loop import done
from server import sockets
from server.asgi_types import Message, Receive, Scope, Send
from server.held import MARGIN, Held

MOST = 6


@dataclass
class Browser:
    """Streamlit's own rule, of its client's class ForwardMsgCache: a message is of the run in which it last came; after a run,
    what is older than MOST is let go of. What arrives is looked up at once, but the end of a run is worked off a little later.
    """

    runs: int = 0
    holds: dict[str, int] = field(default_factory=dict)
    ended: int = 0

    def receive(self, kind: str, message: str) -> None:
        if kind == "end":
            self.ended += 1
            return
        if kind == "reference":
            assert message in self.holds, "Cached ForwardMsg MISS"
        self.holds[message] = self.runs

    def work_off(self) -> None:
        for _ in range(self.ended):
            self.runs += 1
            self.holds = {message: run for message, run in self.holds.items() if self.runs - run <= MOST}
        self.ended = 0


@dataclass
class Server:
    """Runs one page at a time; of what was asked for meanwhile the newest counts."""

    held: Held
    asked: list[str] | None = None
    running: list[str] | None = None
    line: deque[tuple[str, str]] = field(default_factory=deque)

    def begin(self) -> None:
        if self.running is None and self.asked is not None:
            self.running, self.asked = self.asked, None

    def show(self, message: str) -> None:
        if self.running is not None:
            self.line.append(("reference" if message in self.running else "whole", message))
            self.held.sent(message)

    def end(self) -> None:
        if self.running is not None:
            self.running = None
            self.line.append(("end", ""))
            self.held.finished()


STEPS = st.lists(
    st.sampled_from(["ask", "hear", "begin", "end", "receive", "receive", "work_off", *"abcd"]),
    min_size=40,
    max_size=160,
)


@settings(max_examples=400)
@given(steps=STEPS)
def test_what_is_referred_to_is_there(steps: list[str]):
    _walk(steps, Held(MOST))


def test_the_walk_meets_what_it_is_there_for():
    """A browser that is believed in everything is referred to what it has let go of."""

    class Believing(Held):
        def of(self, named: object) -> list[str]:
            return list(named)  # type: ignore[call-overload]

    once = ["ask", "hear", "begin", "a", "end", "receive", "receive", "work_off"]
    others = ["ask", "hear", "begin", "b", "end", "receive", "receive", "work_off"] * (MOST - 1)
    # A seventh run is still on its way when the eighth is asked for.
    crossing = [
        "ask",
        "hear",
        "begin",
        "ask",
        "hear",
        "b",
        "end",
        "begin",
        "a",
        "receive",
        "receive",
        "work_off",
        "receive",
    ]
    with pytest.raises(AssertionError, match="MISS"):
        _walk([*once, *others, *crossing], Believing(MOST))
    _walk([*once, *others, *crossing], Held(MOST))


def test_what_stands_on_every_page_is_sent_once():
    held = Held(MOST)
    for run in range(20):
        assert held.of(["header"]) == (["header"] if run else [])
        held.sent("header")
        held.finished()
    for _ in range(MOST - MARGIN):
        assert held.of(["header"]) == ["header"]
        held.finished()
    assert held.of(["header"]) == []


def _walk(steps: list[str], held: Held) -> None:
    browser, server = Browser(), Server(held)
    questions: deque[list[str]] = deque()
    for step in steps:
        if step == "ask":
            questions.append(list(browser.holds))
        elif step == "hear" and questions:
            server.asked = held.of(questions.popleft())
        elif step == "begin":
            server.begin()
        elif step == "end":
            server.end()
        elif step == "receive" and server.line:
            browser.receive(*server.line.popleft())
        elif step == "work_off":
            browser.work_off()
        elif len(step) == 1:
            server.show(step)


def test_a_connection_is_believed_in_what_was_sent_over_it():
    """A run that is asked for names three messages; one was never sent here, one so long ago that it may be gone."""
    long_page = ForwardMsg(hash="l" * 32)
    long_page.delta.new_element.markdown.body = "x" * 10_000
    short = ForwardMsg(hash="s" * 32)
    short.delta.new_element.markdown.body = "x"
    old = ForwardMsg(hash="o" * 32)
    old.delta.new_element.markdown.body = "x"
    end = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)
    early = ForwardMsg(script_finished=ForwardMsg.FINISHED_EARLY_FOR_RERUN)
    refers = ForwardMsg(ref_hash="s" * 32)
    asked = BackMsg(rerun_script={"query_string": "lang=en", "cached_message_hashes": [s * 32 for s in "lsox"]})
    heard = []

    async def streamlit(_scope: Scope, receive: Receive, send: Send) -> None:
        runs = [[long_page, short, old, end], *[[end]] * (MOST - MARGIN), [long_page, refers, early, early, end]]
        for message in (message for run in runs for message in run):
            await send({"type": "websocket.send", "bytes": message.SerializeToString()})
        heard.append(BackMsg.FromString((await receive())["bytes"]).rerun_script)

    async def receive() -> Message:
        return {"type": "websocket.receive", "bytes": asked.SerializeToString()}

    async def send(_message: Message) -> None:
        return None

    headers = Headers({"host": "atlas.example", "origin": "http://atlas.example"}).raw
    done(sockets.Sockets(streamlit)({"type": "websocket", "headers": headers}, receive, send))
    assert heard[0].cached_message_hashes == ["l" * 32, "s" * 32]
    assert heard[0].query_string == "lang=en"
