"""Whatever stands in an address or comes over the websocket, the server answers, tells no traceback, and serves the next reader."""

import json
import random
import socket
from collections.abc import Callable
from urllib.parse import quote, urlencode, urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.exceptions import ConnectionClosed

from harness.server import AppServer
from harness.session import Session, session

TRIES = 500
PAGES = ("", "gap_map", "trends", "equity", "commune", "data", "methods", "nowhere")
PARAMS = (
    "indicator", "period", "ethnic", "region", "border", "travel", "communes", "commune", "measure", "compare", "by", "layout", "lang",
    "view", "source", "year", "draft", "batch", "versions", "x",
)  # fmt: skip
ODD = (
    "", ".", "..", "../../etc/passwd", "IMM01", "2025", "2025-Q4", "9999", "-1", "0", "03160", "03160.03158", "x" * 3_000, "\0", "%00", "é" * 200,
    "' OR 1=1 --", "<script>alert(1)</script>", "![x](https://elsewhere.example)", "{{7*7}}", "${x}", "null", "NaN", "1e999", "projector",
    "funnel", "columns", "cluster", "need", "III", "mong", "yes", "٣", "\U0001f600", "\ud800".encode("utf-8", "replace").decode(), "a.b.c.d" * 50,
)  # fmt: skip
KEYS = (
    "header_bar",
    "answer",
    "map",
    "keys",
    "ranking",
    "choose_indicator",
    "toggle_measure",
    "nothing",
)


@pytest.fixture
def chance(record_property: Callable[[str, object], None]) -> random.Random:
    seed = random.SystemRandom().randrange(10**9)
    record_property("seed", seed)
    return random.Random(seed)


def query(chance: random.Random) -> str:
    chosen = chance.sample(PARAMS, chance.randrange(6))
    return urlencode([(name, chance.choice(ODD)) for name in chosen for _ in range(chance.choice((1, 1, 1, 3)))])


def still_serves(app: AppServer) -> None:
    with session(app.url) as visit:
        visit.run("methods")


def test_addresses(app: AppServer, chance: random.Random):
    """Pages with any parameters: each run ends, with the page or with a sentence."""
    done = 0
    while done < TRIES:
        with session(app.url) as visit:
            for _ in range(50):
                visit.run(chance.choice(PAGES), query(chance))
                done += 1
    assert "Traceback" not in app.printed()


def test_paths(app: AppServer, chance: random.Random):
    """Any path: an answer of HTTP that is no failure of the server."""
    parts = (
        *PAGES,
        *map(quote, ODD[:-1]),
        "_stcore",
        "media",
        "app",
        "static",
        "geometry",
        "files",
        "component",
        "..",
        "%2e%2e",
        "a" * 2_000,
    )
    for _ in range(TRIES):
        path = "/" + "/".join(chance.choice(parts) for _ in range(chance.randrange(1, 5)))
        status = status_of(app.url, f"{path}?{query(chance)}")
        assert 200 <= status < 500, path
    still_serves(app)


def status_of(url: str, target: str) -> int:
    """As the path is written: libraries would put it right."""
    at = urlsplit(url)
    with socket.create_connection((at.hostname or "", at.port or 0), timeout=30) as connection:
        connection.sendall(
            f"GET {target} HTTP/1.1\r\nHost: {at.netloc}\r\nConnection: close\r\n\r\n".encode("utf-8", "replace")
        )
        return int(connection.recv(64).split()[1])


def event(chance: random.Random) -> WidgetStates:
    """What components and widgets may claim that a reader did."""
    values = (
        {"set": {chance.choice(PARAMS): chance.choice(ODD)}}, {"go": {"page": chance.choice(ODD), "query": {"lang": chance.choice(ODD)}}},
        {"select": {"code": chance.choice(ODD)}}, {"found": {"sets": chance.choice(ODD), "code": 7}}, {"period": None}, [], "x", 7, None,
    )  # fmt: skip
    states = []
    for _ in range(chance.randrange(1, 4)):
        name = f"$$ID-{chance.randrange(16**8):08x}-{chance.choice(KEYS)}"
        field = chance.choice(("json_trigger_value", "json_value", "string_value", "bool_value", "int_value"))
        value: object = json.dumps(chance.choice(values))
        value = {"bool_value": True, "int_value": 7}.get(field, value)
        states.append(WidgetState(id=name, **{field: value}))
    return WidgetStates(widgets=states)


def test_component_events(app: AppServer, chance: random.Random):
    done = 0
    while done < TRIES:
        with session(app.url) as visit:
            visit.run("gap_map")
            for _ in range(50):
                visit.send(
                    rerun_script={"page_name": "gap_map", "query_string": query(chance), "widget_states": event(chance)}
                )
                visit.receive("script_finished")
                done += 1
    still_serves(app)


def test_protocol_messages(app: AppServer, chance: random.Random):
    """Bytes that are no message, and messages that no page of ours sends: dropped, or the connection ends; others go on."""
    kinds = [
        field.name
        for field in BackMsg.DESCRIPTOR.fields
        if field.message_type is None and field.type == field.TYPE_BOOL
    ]
    done = 0
    while done < TRIES:
        with session(app.url) as visit:
            done += sent_until_closed(visit, chance, kinds)
    still_serves(app)


def sent_until_closed(visit: Session, chance: random.Random, kinds: list[str]) -> int:
    sent = 0
    try:
        for _ in range(100):
            if chance.random() < 0.5:
                visit.connection.send(chance.randbytes(chance.randrange(200)))
            else:
                visit.send(**{chance.choice(kinds): True})
            sent += 1
    except ConnectionClosed:
        pass
    return max(1, sent)
