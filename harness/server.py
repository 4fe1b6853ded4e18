"""Start the real app, as `make run` does, on a free port of this machine, and stop it again."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from base.settings import ROOT

START_S = 90
STOP_S = 10


class ServerDiedError(RuntimeError):
    """The server ended or stayed silent; the message ends with what it printed."""


@dataclass(frozen=True)
class AppServer:
    """A running server: its address (no slash at the end), process id, data folder and what it prints."""

    url: str
    pid: int
    data: Path
    log: Path

    def printed(self) -> str:
        """Everything the server has printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def app_server(
    data: Path,
    *,
    script: Path = ROOT / "asgi.py",
    folder: Path = ROOT,
    environment: Mapping[str, str] | None = None,
) -> Iterator[AppServer]:
    """`streamlit run script` in `folder` with `data` as its data folder; ends when the block ends, however that happens.

    Raises ServerDiedError if it doesn't answer within START_S seconds.
    """
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    surroundings = {**os.environ, "CHILD_ATLAS_DATA": str(data), "PYTHONUNBUFFERED": "1", **(environment or {})}
    with tempfile.TemporaryDirectory() as place:
        log = Path(place) / "server.log"
        with log.open("wb") as out:
            process = subprocess.Popen(command, cwd=folder, env=surroundings, stdout=out, stderr=subprocess.STDOUT)
        server = AppServer(f"http://127.0.0.1:{port}", process.pid, data, log)
        try:
            _wait_until_it_answers(server, process)
            yield server
        finally:
            _stop(process)


def _wait_until_it_answers(server: AppServer, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServerDiedError(f"the server ended with {process.returncode}:\n{server.printed()}")
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise ServerDiedError(f"the server did not answer within {START_S} s:\n{server.printed()}")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
