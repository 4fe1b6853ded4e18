"""What travels over the websocket, message by message, and which part of it is the map's."""

from dataclasses import dataclass, field

from playwright.sync_api import Page, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_MAP = "commune_map"


@dataclass
class Wire:
    """Everything received and sent on a tab's websockets since `clear`. Make it before the page is opened."""

    page: Page
    received: list[bytes] = field(default_factory=list)
    sent: int = 0

    def __post_init__(self) -> None:
        self.page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on(
            "framereceived", lambda frame: self.received.append(frame if isinstance(frame, bytes) else frame.encode())
        )
        socket.on("framesent", self._sent)

    def _sent(self, _frame: bytes | str) -> None:
        self.sent += 1

    def clear(self) -> None:
        """Begin anew."""
        self.received.clear()
        self.sent = 0

    @property
    def bytes(self) -> int:
        """All bytes received."""
        return sum(map(len, self.received))

    @property
    def map_bytes(self) -> int:
        """The bytes of messages that draw the map."""
        return sum(len(frame) for frame in self.received if _draws_map(frame))


def _draws_map(frame: bytes) -> bool:
    message = ForwardMsg()
    message.ParseFromString(frame)
    element = message.delta.new_element if message.WhichOneof("type") == "delta" else None
    return element is not None and _MAP in element.bidi_component.component_name
