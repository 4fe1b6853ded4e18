"""The line between browser and server: a relay on this machine that counts what travels, freezes, is cut, and leads elsewhere."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

_CHUNK = 65_536


class Line:
    """url: where the browser goes instead. received: bytes from the server to the browser so far."""

    def __init__(self, server_url: str) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.received = 0
        self._flows = threading.Event()
        self._flows.set()
        self._is_cut = False
        self._opened: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self.lead_to(server_url)
        self._threads[0].start()

    def lead_to(self, server_url: str) -> None:
        """New connections go to `server_url` from now on."""
        target = urlsplit(server_url)
        self._target = (target.hostname or "127.0.0.1", target.port or 80)

    def freeze(self) -> None:
        """Nothing gets through any more and nobody is told, as where a radio link drops out."""
        self._flows.clear()

    def thaw(self) -> None:
        """All that waited gets through."""
        self._flows.set()

    def cut(self) -> None:
        """All connections end, and new ones are refused."""
        self._is_cut = True
        self._hang_up_all()

    def mend(self) -> None:
        """New connections are let in again."""
        self._is_cut = False

    def end(self) -> None:
        """Hang up, and wait for all that passed something on."""
        self._flows.set()
        _hang_up(self._listener)
        self._hang_up_all()
        for thread in self._threads:
            thread.join(5)

    def _hang_up_all(self) -> None:
        for each in self._opened:
            _hang_up(each)
        self._opened.clear()

    def _accept(self) -> None:
        # Ends when the listener hangs up.
        with suppress(OSError):
            while True:
                browser, _ = self._listener.accept()
                if self._is_cut:
                    _hang_up(browser)
                else:
                    self._connect(browser)

    def _connect(self, browser: socket.socket) -> None:
        self._opened.append(browser)
        try:
            server = socket.create_connection(self._target)
        except OSError:
            # As a proxy whose server is away.
            _hang_up(browser)
            return
        self._opened.append(server)
        for source, sink, counting in ((browser, server, False), (server, browser, True)):
            pumping = threading.Thread(
                target=self._pump, args=(source, sink), kwargs={"counting": counting}, daemon=True
            )
            self._threads.append(pumping)
            pumping.start()

    def _pump(self, source: socket.socket, sink: socket.socket, *, counting: bool) -> None:
        # Either side may hang up at any time; the other half is told, and that is all.
        with suppress(OSError):
            while data := source.recv(_CHUNK):
                self._flows.wait()
                if counting:
                    self.received += len(data)
                sink.sendall(data)
            self._flows.wait()
        for each in (source, sink):
            _hang_up(each)


@contextmanager
def line(server_url: str) -> Iterator[Line]:
    """A line to `server_url`; it ends with the block."""
    made = Line(server_url)
    try:
        yield made
    finally:
        made.end()


def _hang_up(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
