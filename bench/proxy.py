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

    opened: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def pump(source: socket.socket, sink: socket.socket, *, counting: bool) -> None:
        # Either side may hang up at any time; the other half is told, and that is all.
        with suppress(OSError):
            while data := source.recv(_CHUNK):
                if counting:
                    counted.received += len(data)
                sink.sendall(data)
        for end in (source, sink):
            _hang_up(end)

    def accept() -> None:
        # Ends when the listener hangs up.
        with suppress(OSError):
            while True:
                browser, _ = listener.accept()
                opened.append(browser)
                server = socket.create_connection((target.hostname or "127.0.0.1", target.port or 80))
                opened.append(server)
                for source, sink, counting in ((browser, server, False), (server, browser, True)):
                    pumping = threading.Thread(
                        target=pump, args=(source, sink), kwargs={"counting": counting}, daemon=True
                    )
                    threads.append(pumping)
                    pumping.start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield counted
    finally:
        _hang_up(listener)
        accepting.join()
        for end in opened:
            _hang_up(end)
        for pumping in threads:
            pumping.join()
        for end in (listener, *opened):
            end.close()


def _hang_up(end: socket.socket) -> None:
    # It may have been hung up already.
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
