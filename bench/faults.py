"""What a failing machine and hostile visitors do to a running server, again and again: it says so, mends itself, and shows no wrong figure."""

import os
import shutil
import signal
import sqlite3
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import psutil
from websockets.exceptions import ConnectionClosed, InvalidStatus

from bench import processor
from data_access.engine import open_engine
from data_access.errors import DiskFullError
from data_access.reports import batches
from data_access.reports.submission import Receipt, Submission
from harness.demo import installed
from harness.line import line
from harness.server import app_server
from harness.session import put, session
from harness.small_world import Report, frame
from intake import drafts

_COMMUNE, _PERIOD, _OF = "03160", "2025-Q4", 140
_VIEW = f"indicator=IMM01&period={_PERIOD}&lang=en"


class WrongFigureError(AssertionError):
    """The page shows a figure that no data hold."""


class NotMendedError(AssertionError):
    """After a fault the server did not go on as before."""


def faults(count: int, data: Path | None = None) -> list[str]:
    """Each kind of fault `count` times, a line each. data: an installation with the demo, which is not touched. Raises AssertionError."""
    kinds: tuple[Callable[[Path, int], str], ...] = (restored, killed, frozen, filled, besieged)
    lines = []
    with tempfile.TemporaryDirectory(prefix="faults-") as place:
        demo = data or installed(Path(place) / "demo")
        for kind in kinds:
            own = Path(shutil.copytree(demo, Path(place) / kind.__name__))
            lines.append(f"  {kind.__name__}: {kind(own, count)}")
            shutil.rmtree(own)
    return lines


def imported(data: Path, numerator: int) -> None:
    """A report of one commune, as by a command beside the server."""
    engine = open_engine(f"sqlite:///{data / 'atlas.sqlite'}")
    rows = frame([Report(_COMMUNE, numerator, _OF, indicator="IMM01", period=_PERIOD)])
    submission = Submission(rows, kind="long", name="bao_cao.csv", content=f"{numerator}".encode())
    batches.apply(engine, [submission], Receipt("bench", datetime.now(UTC)))
    engine.dispose()


def restored(data: Path, count: int) -> str:
    """Import, put a backup back, import something else: the same number of a version, other data."""
    backup = data.parent / "backup.sqlite"
    with closing(sqlite3.connect(data / "atlas.sqlite")) as source, closing(sqlite3.connect(backup)) as target:
        source.backup(target)
    with app_server(data) as server, session(server.url) as reader:
        for nth in range(2 * count):
            numerator = 60 + nth
            imported(data, numerator)
            expected = f"{100 * numerator / _OF:.1f}%"
            row = _row_of(reader.shown("gap_map", _VIEW))
            if expected not in row:
                raise WrongFigureError(f"{expected} was imported, and the page says: {row}")
            for file in data.glob("atlas.sqlite*"):
                file.unlink()
            shutil.copy(backup, data / "atlas.sqlite")
    return f"{2 * count} imports, each after a backup was put back under the running server: each shown as imported"


def _row_of(html: str) -> str:
    """The commune's row in the ranking."""
    return html.partition(f'id="rank-{_COMMUNE}"')[2].partition("</tr>")[0]


def killed(data: Path, count: int) -> str:
    """The server killed while readers are served, and started again on the same data."""
    for _ in range(count):
        with app_server(data) as server, suppress(ConnectionClosed), session(server.url) as reader:
            reader.send(rerun_script={"page_name": "", "query_string": "lang=en"})
            psutil.Process(server.pid).send_signal(signal.SIGKILL)
            reader.receive("script_finished")
        with app_server(data) as server, session(server.url) as reader:
            _served(reader.shown("gap_map", _VIEW))
    left = [path.name for path in data.rglob(".*") if path.is_file()]
    if left:
        raise NotMendedError(f"left behind: {left}")
    return f"{count} servers killed while a page was made: the next one serves, nothing is left behind"


def frozen(data: Path, count: int) -> str:
    """The line frozen and cut while a page is on its way: nobody else waits for it."""
    waits = []
    with app_server(data) as server, line(server.url) as led:
        for nth in range(count):
            with suppress(ConnectionClosed, TimeoutError), session(led.url) as lost:
                lost.send(rerun_script={"page_name": "trends", "query_string": f"lang=en&x={nth}"})
                led.freeze()
                began = time.monotonic()
                with session(server.url) as reader:
                    _served(reader.shown("gap_map", _VIEW))
                waits.append(time.monotonic() - began)
                led.cut()
                led.thaw()
            led.mend()
    return f"{count} lines frozen, then cut: others are served within {statistics.median(waits):.1f} s (slowest {max(waits):.1f})"


def filled(data: Path, count: int) -> str:
    """The disk full while an upload comes: refused by its name, nothing left; then there is room, and it is taken."""
    engine = open_engine(f"sqlite:///{data / 'atlas.sqlite'}")
    try:
        with _data_in(data), _small_disk(data / "intake") as there:
            if not there:
                return "not tried: this machine lets nobody mount a small disk"
            for _ in range(count):
                try:
                    drafts.create(engine, "large.csv", b"x" * 3_000_000, actor="bench")
                    raise NotMendedError("a file that has no room was taken")
                except DiskFullError:
                    left = [path.name for path in (data / "intake").iterdir()]
                    if left:
                        raise NotMendedError(f"left behind: {left}") from None
    finally:
        engine.dispose()
    return f"{count} uploads to a disk that is full: each refused in words, nothing left behind"


@contextmanager
def _data_in(folder: Path) -> Iterator[None]:
    """This process keeps its data in `folder`."""
    before = os.environ.get("CHILD_ATLAS_DATA")
    os.environ["CHILD_ATLAS_DATA"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["CHILD_ATLAS_DATA"]
        else:
            os.environ["CHILD_ATLAS_DATA"] = before


@contextmanager
def _small_disk(folder: Path) -> Iterator[bool]:
    """A disk of a megabyte at `folder`; False where none can be had."""
    folder.mkdir(exist_ok=True)
    mounted = (
        shutil.which("mount")
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, check=False
        ).returncode
    )
    try:
        yield bool(mounted)
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], capture_output=True, check=True)


def besieged(data: Path, count: int) -> str:
    """Hostile visitors while a reader reads: foreign pages, messages of no page of ours, uploads without a right."""
    elsewhere = {"X-Forwarded-For": "203.0.113.7"}
    waits, uploads = [], 0
    with app_server(data) as server, session(server.url) as reader:
        reader.run("gap_map", _VIEW)
        memory = processor.memory(server.pid)
        for nth in range(count):
            with suppress(InvalidStatus), session(server.url, origin="https://elsewhere.example"):
                raise NotMendedError("a foreign page was let in")
            with suppress(ConnectionClosed), session(server.url, headers=elsewhere) as hostile:
                for _ in range(50):
                    hostile.send(load_git_info=True)
                    hostile.send(clear_cache=True)
                status, _ = put(
                    f"{server.url}/_stcore/upload_file/{nth:032x}/{nth:032x}", b"x" * 1_000_000, headers=elsewhere
                )
                uploads += 200 <= status < 300
                began = time.monotonic()
                _served(reader.shown("gap_map", _VIEW))
                waits.append(time.monotonic() - began)
        grown = (processor.memory(server.pid) - memory) / 1e6
    if uploads:
        raise NotMendedError(f"{uploads} files were taken from who may not import")
    return (
        f"{count} sieges of 100 messages and a file: the reader waits {1000 * statistics.median(waits):.0f} ms (slowest "
        f"{1000 * max(waits):.0f}), no file taken, memory {grown:+.0f} MB"
    )


def _served(html: str) -> None:
    if "rank-" not in html:
        raise NotMendedError(f"no page was served: {html[:200]}")
