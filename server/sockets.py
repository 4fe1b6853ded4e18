"""Which websockets are let in, and which of their messages: what our own pages send, and no more of it than people can."""

import asyncio
import logging
import time
from pathlib import PurePath
from urllib.parse import urlsplit

import streamlit as st
from google.protobuf.message import DecodeError
from starlette.datastructures import Headers, MutableHeaders
from starlette.websockets import WebSocketDisconnected
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from server.asgi_types import AsgiApp, Message, Receive, Scope, Send
from server.files import shelf
from server.held import Held
from server.turns import turns

log = logging.getLogger(__name__)

# What Streamlit's client sends for our pages: runs, uploads, deferred downloads, signs of life. Others empty the caches of
# all readers, look into the repository, or write to the server's disk.
KINDS = frozenset({"rerun_script", "stop_script", "file_urls_request", "app_heartbeat", "backend_operation_request"})
OPERATIONS = frozenset({"deferred_file"})
MOST_BYTES = 1_000_000
"""A run asks with the values of all widgets: some kilobytes; the hundred filters of a page never fill a megabyte."""
AT_ONCE, A_SECOND = 60, 10.0
"""So many messages may come at once, and so many a second after that; what is faster waits."""

_POLICY_VIOLATION, _TOO_BIG = 1008, 1009
# The messages that begin and end a run are shorter.
_SHORT = 4_000
# The first field of a message, its hash: the key byte of ForwardMsg.hash, then one byte of length.
_HASH_KEY = 0x0A


def is_own(origin: str | None, headers: Headers) -> bool:
    """Whether a page at `origin` is ours: of the host that was asked for, here or at the proxy before us, or one that
    `server.corsAllowedOrigins` names. Nothing is looked up anywhere. None: no browser, which has no reader to be misled.
    """
    if origin is None or origin in st.get_option("server.corsAllowedOrigins"):
        return True
    hosts = (headers.get("host"), headers.get("x-forwarded-host"))
    return urlsplit(origin).netloc in [host for host in hosts if host]


def _as_own(scope: Scope) -> Scope:
    """`scope` with an Origin that equals its Host, for one that is ours: where they differ, as behind a proxy, Streamlit
    would ask an outside host for this machine's address, and stand still for all until it answers.
    """
    headers = MutableHeaders(raw=list(scope["headers"]))
    if "origin" in headers and "host" in headers:
        headers["origin"] = f"{urlsplit(headers['origin']).scheme}://{headers['host']}"
    return {**scope, "headers": headers.raw}


def admitted(content: bytes) -> BackMsg | None:
    """The message, if it is of a kind that our pages send."""
    try:
        message = BackMsg.FromString(content)
    except DecodeError:
        return None
    kind = message.WhichOneof("type")
    if kind == "backend_operation_request":
        passes = message.backend_operation_request.WhichOneof("payload") in OPERATIONS
    else:
        passes = kind in KINDS
    return message if passes else None


class Sockets:
    """ASGI middleware in front of Streamlit's websocket."""

    def __init__(self, app: AsgiApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or hand on with what may pass."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not is_own(headers.get("origin"), headers):
            log.warning("a page at %s may not speak for %s", headers.get("origin"), headers.get("host"))
            await receive()
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
            return
        held = Held(int(st.get_option("global.maxCachedMessageAge")))
        leaving = _Leaving(send, held)
        try:
            await self._app(_as_own(scope), _Sieve(receive, send, held), leaving)
        except WebSocketDisconnected:
            # Streamlit closes once more what its reader closed while it was sending; the connection is over either way.
            log.info("a reader left while his page was sent")
        finally:
            leaving.gone()


class _Leaving:
    """Sends, notes what the browser then holds, and tells `server.turns` when a page has left."""

    def __init__(self, send: Send, held: Held) -> None:
        self._send = send
        self._held = held
        self._session = ""

    async def __call__(self, message: Message) -> None:
        content = message.get("bytes")
        if content is None:
            await self._send(message)
            return
        if len(content) > _SHORT:
            self._held.sent(_hash(content))
            await self._send(message)
            return
        sent = ForwardMsg.FromString(content)
        self._held.sent(sent.ref_hash or sent.hash)
        kind = sent.WhichOneof("type")
        if kind == "new_session":
            message = {**message, "bytes": self._begun(sent)}
        await self._send(message)
        if kind == "script_finished":
            turns().sent(self._session)
            if sent.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self._held.finished()

    def _begun(self, message: ForwardMsg) -> bytes:
        """The first message of a run without what no reader needs: where the app lies on the server, and what it runs on."""
        begun = message.new_session
        self._session = begun.initialize.session_id or self._session
        turns().follow(self._session)
        begun.main_script_path = PurePath(begun.main_script_path).name
        for name in ("python_version", "server_os"):
            begun.initialize.environment_info.ClearField(name)
        content: bytes = message.SerializeToString()
        return content

    def gone(self) -> None:
        """The connection has ended."""
        turns().leave(self._session)
        shelf.leave(self._session)


def _hash(content: bytes) -> str:
    """The hash of a long message, without reading all of it; '' if it has none."""
    return content[2 : 2 + content[1]].decode() if content[0] == _HASH_KEY else ""


class _Sieve:
    """Receives for the app what may pass, at a pace that people have."""

    def __init__(self, receive: Receive, send: Send, held: Held) -> None:
        self._receive = receive
        self._send = send
        self._held = held
        self._allowance = float(AT_ONCE)
        self._counted_at = time.monotonic()

    async def __call__(self) -> Message:
        while True:
            message = await self._receive()
            content = message.get("bytes")
            if message["type"] != "websocket.receive" or content is None:
                return message
            if len(content) > MOST_BYTES:
                log.warning("a message of %s bytes ended its connection", len(content))
                await self._send({"type": "websocket.close", "code": _TOO_BIG})
                return {"type": "websocket.disconnect", "code": _TOO_BIG}
            await self._wait()
            if (asked := admitted(content)) is not None:
                return (
                    {**message, "bytes": self._believed(asked)}
                    if asked.WhichOneof("type") == "rerun_script"
                    else message
                )
            log.info("a message that no page of ours sends was dropped")

    def _believed(self, asked: BackMsg) -> bytes:
        """A message that asks for a run, with what the browser holds for long enough."""
        named = asked.rerun_script.cached_message_hashes
        named[:] = self._held.of(named)
        content: bytes = asked.SerializeToString()
        return content

    async def _wait(self) -> None:
        now = time.monotonic()
        self._allowance = min(AT_ONCE, self._allowance + (now - self._counted_at) * A_SECOND) - 1
        self._counted_at = now
        if self._allowance < 0:
            await asyncio.sleep(-self._allowance / A_SECOND)
