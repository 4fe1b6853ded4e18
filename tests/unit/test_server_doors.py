"""What stands before Streamlit: the policy on documents, who may open a websocket and say what, and who may send a file."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.datastructures import Headers
from streamlit.proto.BackMsg_pb2 import BackMsg

from base.settings import ROOT
from harness.loop import done
from server import delivery, policy, sockets, uploads
from server.asgi_types import Message, Receive, Scope, Send

HOST = "atlas.example:8501"
RUN = BackMsg(rerun_script={"query_string": "lang=en"}).SerializeToString()


# -- the policy


def test_a_document_runs_its_own_inline_script_and_no_other():
    # Content Security Policy Level 3, §8.4 ("The following example"): the hash of this very script.
    html = "<script>alert('Hello, world.');</script><script type=module src=./main.js></script><style>p{}</style>"
    rules = dict(rule.partition(" ")[::2] for rule in policy.content_policy([html]).split("; "))
    assert (
        rules["script-src"] == "'self' blob: 'wasm-unsafe-eval' 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    )
    assert rules["frame-ancestors"] == rules["connect-src"] == rules["base-uri"] == "'self'"
    assert rules["object-src"] == "'none'"
    assert rules["img-src"] == "'self' data: blob:"


@pytest.mark.parametrize(
    ("kind", "has_policy"), [("text/html; charset=utf-8", True), ("text/css", False), (None, True)]
)
def test_every_document_carries_the_policy_whoever_made_it(kind: str | None, has_policy: bool):
    headers = [(b"content-type", kind.encode())] if kind else []

    async def streamlit(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 404, "headers": headers})

    sent = done(_sent_by(policy.Policy(streamlit, "frame-ancestors 'self'"), {"type": "http", "headers": []}, []))
    answered = Headers(raw=sent[0]["headers"])
    assert ("content-security-policy" in answered) == has_policy
    assert answered["x-content-type-options"] == "nosniff"
    assert answered["referrer-policy"] == "same-origin"
    assert "camera=()" in answered["permissions-policy"]


def test_no_foreign_page_may_steer_ours():
    assert "\nallowedOrigins = []\n" in (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")


# -- websockets


@pytest.mark.parametrize(
    ("origin", "headers", "own"),
    [
        (f"http://{HOST}", {}, True),
        (f"https://{HOST}", {}, True),
        ("https://atlas.gov.vn", {"x-forwarded-host": "atlas.gov.vn"}, True),
        (None, {}, True),
        ("https://elsewhere.example", {}, False),
        ("http://atlas.example", {}, False),
        (f"http://{HOST}.elsewhere.example", {}, False),
        (f"http://{HOST}@elsewhere.example", {}, False),
        ("null", {}, False),
        ("", {}, False),
        ("http://localhost:8501", {}, False),
    ],
)
def test_whose_page_may_speak(origin: str | None, headers: dict[str, str], own: bool):
    assert sockets.is_own(origin, Headers({"host": HOST, **headers})) == own


def test_streamlit_never_sees_an_origin_that_it_would_look_up():
    """It compares Origin with Host, and asks an outside host where they differ."""
    headers = {"host": "127.0.0.1:8501", "x-forwarded-host": "atlas.gov.vn", "origin": "https://atlas.gov.vn"}
    assert _speak([RUN], headers=headers) == ([RUN], [], "https://127.0.0.1:8501")


def test_a_foreign_page_is_refused_before_streamlit_hears_of_it():
    heard, sent, _ = _speak([RUN], headers={"host": HOST, "origin": "https://elsewhere.example"})
    assert (heard, [message["type"] for message in sent]) == ([], ["websocket.close"])


def _nested(name: str) -> BackMsg:
    message = BackMsg()
    request = message.backend_operation_request
    getattr(request, name).SetInParent()
    return message


OURS = {
    "run": BackMsg(rerun_script={"query_string": "lang=en"}),
    "stop": BackMsg(stop_script=True),
    "file": BackMsg(file_urls_request={"request_id": "1", "file_names": ["a.xlsx"]}),
    "alive": BackMsg(app_heartbeat=True),
    "download": _nested("deferred_file"),
}
OTHERS = {
    "clear_cache": BackMsg(clear_cache=True),
    "load_git_info": BackMsg(load_git_info=True),
    "set_run_on_save": BackMsg(set_run_on_save=True),
    "debug_disconnect_websocket": BackMsg(debug_disconnect_websocket=True),
    "debug_shutdown_runtime": BackMsg(debug_shutdown_runtime=True),
    "install_skills": _nested("install_skills"),
    "dismiss_skills_nudge": _nested("dismiss_skills_nudge"),
    "dataframe_chunk": _nested("dataframe_chunk"),
    "nothing": BackMsg(),
}


def test_every_kind_of_message_that_streamlit_knows_is_decided():
    """A new one of a later Streamlit fails here, until somebody says whether our pages need it."""
    known = {field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields}
    decided = {message.WhichOneof("type") for message in (*OURS.values(), *OTHERS.values())} - {None}
    operations = {
        field.name for field in _nested("deferred_file").backend_operation_request.DESCRIPTOR.oneofs[0].fields
    }
    nested = {
        message.backend_operation_request.WhichOneof("payload")
        for message in (*OURS.values(), *OTHERS.values())
        if message.WhichOneof("type") == "backend_operation_request"
    }
    assert (decided, nested) == (known, operations)


@pytest.mark.parametrize("name", OURS)
def test_what_our_pages_say_passes_untouched(name: str):
    content = OURS[name].SerializeToString()
    assert _speak([content])[0] == [content]


@pytest.mark.parametrize("name", OTHERS)
def test_what_no_page_of_ours_says_is_dropped_and_the_next_still_heard(name: str):
    assert _speak([OTHERS[name].SerializeToString(), RUN])[0] == [RUN]


@pytest.mark.parametrize("content", [b"\xff\xff\xff", b"\x08", bytes(range(256))])
def test_what_is_no_message_is_dropped(content: bytes):
    assert _speak([content, RUN])[0] == [RUN]


def test_a_message_beyond_the_bound_ends_its_connection_unread():
    heard, sent, _ = _speak([b"x" * (sockets.MOST_BYTES + 1), RUN])
    assert heard == []
    assert sent == [{"type": "websocket.close", "code": 1009}]


def test_who_speaks_faster_than_people_waits(monkeypatch: pytest.MonkeyPatch):
    """A burst passes at once, then ten a second: 30 messages too many take three seconds, and none is lost."""
    clock = Clock(monkeypatch)
    heard, _, _ = _speak([RUN] * (sockets.AT_ONCE + 30))
    assert len(heard) == sockets.AT_ONCE + 30
    assert clock.now == pytest.approx(30 / sockets.A_SECOND)


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        patch.setattr("server.sockets.time", SimpleNamespace(monotonic=lambda: self.now))
        patch.setattr("server.sockets.asyncio", SimpleNamespace(sleep=self._sleep))

    async def _sleep(self, seconds: float) -> None:
        self.now += seconds


def _speak(
    contents: Iterable[bytes], *, headers: dict[str, str] | None = None
) -> tuple[list[bytes], list[Message], str | None]:
    """What the app behind hears of `contents`, what it and the door send, and the Origin that the app sees."""
    heard: list[bytes] = []
    origins: list[str | None] = []

    async def streamlit(scope: Scope, receive: Receive, _send: Send) -> None:
        origins.append(Headers(raw=scope["headers"]).get("origin"))
        while (message := await receive())["type"] == "websocket.receive":
            heard.append(message["bytes"])

    scope = {
        "type": "websocket",
        "headers": Headers(headers or {"host": HOST, "origin": f"http://{HOST}"}).raw,
    }
    messages = [{"type": "websocket.receive", "bytes": content} for content in contents]
    sent = done(_sent_by(sockets.Sockets(streamlit), scope, [*messages, {"type": "websocket.disconnect"}]))
    return heard, sent, origins[0] if origins else None


async def _sent_by(app: "policy.AsgiApp", scope: Scope, messages: Iterable[Message]) -> list[Message]:
    """Everything that `app` sends, asked with `messages`."""
    sent: list[Message] = []
    waiting = iter(messages)

    async def receive() -> Message:
        return next(waiting)

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent


# -- files

SIZE = 200 * uploads.MEGABYTE
"""The largest file that .streamlit/config.toml takes."""


def test_a_file_comes_in_only_from_who_was_shown_an_uploader():
    doors = uploads.Doors()
    assert doors.refusal("visitor", 10, 0.0) == 403
    doors.permit("officer", 0.0)
    assert doors.refusal("officer", 10, 1.0) == 0
    assert doors.refusal("visitor", 10, 1.0) == 403
    assert doors.refusal("officer", 10, uploads.VALID_S + 1) == 403


def test_a_file_says_its_size_beforehand():
    doors = uploads.Doors()
    doors.permit("officer", 0.0)
    assert doors.refusal("officer", None, 1.0) == 411


def test_one_officer_and_all_of_them_send_so_much_within_a_while():
    doors = uploads.Doors()
    for each in range(4):
        doors.permit(f"officer {each}", 0.0)
    assert [doors.refusal("officer 0", SIZE, 1.0) for _ in range(4)] == [0, 0, 0, 429]
    assert [doors.refusal("officer 1", SIZE, 2.0) for _ in range(3)] == [0, 0, 0]
    assert doors.refusal("officer 2", 1, 3.0) == 429
    assert doors.refusal("officer 2", SIZE, 3.0 + uploads.WINDOW_S) == 0


@pytest.mark.parametrize("prefix", ["", "/atlas"])
def test_a_file_from_elsewhere_is_refused_before_a_byte_of_it_is_read(prefix: str):
    asked: list[str] = []

    async def streamlit(scope: Scope, _receive: Receive, _send: Send) -> None:
        asked.append(scope["method"])

    def send(method: str, session: str) -> list[Message]:
        scope = {
            "type": "http",
            "method": method,
            "path": f"{prefix}/_stcore/upload_file/{session}/file",
            "headers": [(b"content-length", b"7")],
        }
        return done(_sent_by(uploads.Uploads(streamlit, prefix), scope, []))

    refused = send("PUT", "a visitor")
    assert refused[0]["status"] == 403
    assert asked == []
    assert send("OPTIONS", "a visitor") == []
    uploads.doors.permit("an officer", uploads.time.monotonic())
    assert send("PUT", "an officer") == []
    assert asked == ["OPTIONS", "PUT"]


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/apps", "/_stcore/agent"])
def test_what_steers_or_counts_by_machine_is_shut(path: str):
    assert answered(path)[0] == 404


@pytest.mark.parametrize("path", ["/app/static/" + "a" * 5_000, "/" + "a/" * 2_000, "/media/" + "x" * 5_000])
def test_names_of_thousands_of_letters_are_refused_by_length(path: str):
    assert answered(path)[0] == 414


def test_behind_tls_cookies_travel_by_tls_only_and_not_with_foreign_requests():
    cookies = [b"_streamlit_xsrf=1; Path=/; SameSite=Lax", b"session=2; path=/; httponly; samesite=lax"]
    sealed = cookies_after(cookies, {"X-Forwarded-Proto": "https"})
    assert [cookie.split("; ")[0] for cookie in sealed] == ["_streamlit_xsrf=1", "session=2"]
    assert all("Secure" in cookie for cookie in sealed)
    assert sealed[0].endswith("SameSite=Strict")
    assert sealed[1].endswith("SameSite=Lax"), "a sign-in under way comes back from elsewhere"
    assert cookies_after(cookies, {}) == [cookie.decode() for cookie in cookies]


def answered(path: str) -> tuple[int, bytes]:
    """Status and content of what stands in front of Streamlit; 0 where it is handed on."""

    async def app(_scope: object, _receive: object, send: Send) -> None:
        await send({"type": "http.response.start", "status": 0, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
    sent = done(_sent(delivery.Delivery(app), scope))
    return sent[0]["status"], sent[1]["body"]


def cookies_after(cookies: list[bytes], headers: dict[str, str]) -> list[str]:
    """What becomes of the cookies that the app sets."""

    async def app(_scope: object, _receive: object, send: Send) -> None:
        named = [(b"set-cookie", cookie) for cookie in cookies]
        await send({"type": "http.response.start", "status": 200, "headers": named})

    came = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    sent = done(_sent(policy.Policy(app, "default-src 'self'"), {"type": "http", "scheme": "http", "headers": came}))
    return [value.decode() for name, value in sent[0]["headers"] if name == b"set-cookie"]


async def _sent(app: Any, scope: dict[str, Any]) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent
