"""A relay that counts: what really travels between browser and server, compressed and with all headers."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

_CHUNK = 65_536


@dataclass
class Relay:
    """url: where the browser goes instead. received: bytes from the server to the browser so far."""

    url: str
    received: int = 0


@contextmanager
def relay(server_url: str) -> Iterator[Relay]:
    """Pass every connection on to `server_url` and count what comes back."""
    target = urlsplit(server_url)
    listener = socket.create_server(("127.0.0.1", 0))
    counted = Relay(f"http://127.0.0.1:{listener.getsockname()[1]}")

    def pump(source: socket.socket, sink: socket.socket, *, counting: bool) -> None:
        # Either side may hang up at any time; the other half is told, and that is all.
        with suppress(OSError):
            while data := source.recv(_CHUNK):
                if counting:
                    counted.received += len(data)
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def accept() -> None:
        # Ends when the listener is closed.
        with suppress(OSError):
            while True:
                browser, _ = listener.accept()
                server = socket.create_connection((target.hostname or "127.0.0.1", target.port or 80))
                for source, sink, counting in ((browser, server, False), (server, browser, True)):
                    threading.Thread(
                        target=pump, args=(source, sink), kwargs={"counting": counting}, daemon=True
                    ).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield counted
    finally:
        listener.close()
