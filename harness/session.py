"""Speak to a running server as Streamlit's own client does, by its websocket: what no page of ours would send as well."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from harness.packed import unpacked

ANSWER_S = 30.0


@dataclass(frozen=True)
class Answer:
    """What a run sent. html: of all sheets. keys: id of the component that hears keys. address: the query that the browser is told to show."""

    html: str
    keys: str
    address: str | None

    def key(self, changes: Mapping[str, str | None]) -> WidgetStates:
        """As the browser tells of a key that changes these parameters; of the run asked for with it."""
        told = json.dumps([{"event": "set", "value": dict(changes)}])
        heard = f"$$STREAMLIT_INTERNAL_KEY_{self.keys}__events"
        states = WidgetState(id=self.keys, json_value="{}"), WidgetState(id=heard, json_trigger_value=told)
        return WidgetStates(widgets=states)


@dataclass(frozen=True)
class Session:
    """One connection of one visitor."""

    connection: ClientConnection

    def send(self, **fields: Any) -> None:
        """A BackMsg with these fields."""
        self.connection.send(BackMsg(**fields).SerializeToString())

    def next(self) -> ForwardMsg:
        """The next message. Raises TimeoutError after ANSWER_S seconds without one."""
        content = self.connection.recv(timeout=ANSWER_S)
        assert isinstance(content, bytes)
        message: ForwardMsg = ForwardMsg.FromString(content)
        return message

    def receive(self, kind: str) -> ForwardMsg:
        """The next message of `kind`, a ForwardMsg's type; what comes before it is passed over."""
        while (message := self.next()).WhichOneof("type") != kind:
            pass
        return message

    def run(self, page: str, query: str = "") -> None:
        """Ask for `page` ('' is the overview), and wait until it is drawn."""
        self.send(rerun_script={"page_name": page, "query_string": query})
        # A run that asks for another one ends early.
        while self.receive("script_finished").script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            pass

    def shown(self, page: str, query: str = "") -> str:
        """The HTML of all sheets of `page`, as its run sends them."""
        return self.answered(page_name=page, query_string=query).html

    def answered(self, **asked: Any) -> "Answer":
        """What a run sends. asked: fields of ClientState."""
        self.send(rerun_script=asked)
        sheets: dict[tuple[int, ...], str] = {}
        keys, address = "", None
        while True:
            message = self.next()
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return Answer("\n".join(sheets.values()), keys, address)
                sheets.clear()
            if kind == "page_info_changed":
                address = message.page_info_changed.query_string
            component = message.delta.new_element.bidi_component
            if kind == "delta" and component.component_name == "atlas_sheet":
                sheets[tuple(message.metadata.delta_path)] = unpacked(json.loads(component.json)["parts"])
            elif kind == "delta" and component.component_name == "atlas_keys":
                keys = component.id


@contextmanager
def session(url: str, *, headers: Mapping[str, str] | None = None, origin: str | None = None) -> Iterator[Session]:
    """A visit to the server at `url`. headers: what a proxy would add. origin: default `url`, as from a page of its own.

    Raises websockets.InvalidStatus if the server refuses.
    """
    with connect(
        url.replace("http", "ws", 1) + "/_stcore/stream",
        additional_headers=headers,
        subprotocols=[Subprotocol("streamlit")],
        origin=Origin(origin or url),
        proxy=None,
        compression=None,
        max_size=None,
    ) as connection:
        yield Session(connection)


def put(url: str, content: bytes, *, headers: Mapping[str, str] | None = None) -> tuple[int, str]:
    """PUT `content` at `url`; the status and what the answer says."""
    request = urllib.request.Request(url, data=content, method="PUT", headers=dict(headers or {}))
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_S) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()
