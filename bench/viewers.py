"""Readers at once: as many sessions as there are readers, each of which acts, reads for a while and acts again.

The client speaks Streamlit's websocket protocol from a process of its own, so that what it takes itself is not the server's.
"""

import asyncio
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from bench import processor
from harness.loop import done
from harness.server import AppServer

READING_S = 3.0
"""Between the end of an answer and the next action."""
MAP_SHARE = 0.7
"""Of the actions that ask for the gap map; the others ask for the overview."""
PATIENCE_S = 120.0
LIMITS_S = {25: 0.5, 50: 1.0, 100: 2.5}
"""What the 95th percentile of so many readers on one process shall not exceed."""
_INDICATORS = ("IMM01", "IMM02", "NUT01", "BIR01", "INS01")
_YEARS = ("2025", "2024", "2023", "2022")
_MEASURES = ("gap", "value", "need", "versus")

# At rest a server takes less than this share of a core, looked at over so long.
_REST, _LOOK_S = 0.05, 2.0
# A session may act ten times a second; so many together keep the server busy.
_SESSIONS = 7

Address = tuple[str, str]
"""Page and query."""

EVERY_PAGE: tuple[Address, ...] = (
    ("gap_map", "indicator=IMM01"),
    ("", ""),
    ("trends", "indicator=IMM01"),
    ("equity", "indicator=IMM01"),
    ("commune", "commune=03160&indicator=IMM01"),
    ("commune", ""),
    ("data", ""),
    ("methods", "indicator=IMM01"),
)


@dataclass
class Load:
    """What one number of readers met. waits: seconds from an action to the end of its answer."""

    readers: int
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    server: float = 0.0
    client: float = 0.0

    def share(self, part: float) -> float:
        """The wait that `part` of all answers do not exceed."""
        return sorted(self.waits)[min(len(self.waits) - 1, int(part * len(self.waits)))]

    def line(self, limit: float | None) -> str:
        """As it is printed."""
        goal = f" (at most {limit})" if limit else ""
        return (
            f"  {self.readers:4} readers: p50 {self.share(0.5):5.2f} s, p95 {self.share(0.95):5.2f} s{goal}, slowest "
            f"{max(self.waits):5.2f} s; {len(self.waits) / self.seconds:5.1f} answers a second; a run takes the server "
            f"{1000 * self.server / len(self.waits):.0f} ms of processor, the client {1000 * self.client / len(self.waits):.0f}"
        )


class Reader:
    """One visitor with a connection of his own."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def ask(self, address: Address) -> float:
        """Seconds until what `address` asks for is drawn."""
        page, query = address
        began = time.monotonic()
        asked = ClientState(page_name=page, query_string=query)
        await self._connection.send(BackMsg(rerun_script=asked).SerializeToString())
        async with asyncio.timeout(PATIENCE_S):
            while not await self._ended():
                pass
        return time.monotonic() - began

    async def _ended(self) -> bool:
        content = await self._connection.recv()
        # The message that ends a run is short; to read the others is the browser's work.
        if not isinstance(content, bytes) or len(content) > 200:
            return False
        message = ForwardMsg.FromString(content)
        # A run that asks for another one ends early.
        early: bool = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return message.WhichOneof("type") == "script_finished" and not early


def visit(server: AppServer) -> connect:
    """A connection as the page of `server` opens it."""
    return connect(
        server.url.replace("http", "ws", 1) + "/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        origin=Origin(server.url),
        proxy=None,
        max_size=None,
    )


def actions(seed: int) -> Iterator[Address]:
    """What a reader asks for, one after the other."""
    drawn = random.Random(seed)  # noqa: S311 a load, not a secret
    while True:
        year = drawn.choice(_YEARS)
        if drawn.random() < MAP_SHARE:
            query = f"indicator={drawn.choice(_INDICATORS)}&period={year}&measure={drawn.choice(_MEASURES)}"
            yield "gap_map", query
        else:
            yield "", f"period={year}"


async def _reads(server: AppServer, nth: int, until: float, reading_s: float, load: Load) -> None:
    async with visit(server) as connection:
        reader = Reader(connection)
        # Nobody comes at the same moment as all others.
        await asyncio.sleep(reading_s * random.Random(nth).random())  # noqa: S311 a load, not a secret
        for address in actions(nth):
            if time.monotonic() >= until:
                return
            load.waits.append(await reader.ask(address))
            await asyncio.sleep(reading_s)


async def _crowd(server: AppServer, readers: int, seconds: float, reading_s: float) -> Load:
    load = Load(readers)
    spent, own, began = processor.seconds(server.pid), time.process_time(), time.monotonic()
    async with asyncio.TaskGroup() as group:
        for nth in range(readers):
            group.create_task(_reads(server, nth, began + seconds, reading_s, load))
    load.seconds = time.monotonic() - began
    load.server, load.client = processor.seconds(server.pid) - spent, time.process_time() - own
    return load


async def _runs(server: AppServer, addresses: Sequence[Address]) -> list[float]:
    """Milliseconds of the server's processor for each of `addresses`, asked for by one reader."""
    spent = []
    async with visit(server) as connection:
        reader = Reader(connection)
        await reader.ask(("methods", ""))
        for address in addresses:
            before = processor.seconds(server.pid)
            await reader.ask(address)
            spent.append(1000 * (processor.seconds(server.pid) - before))
    return spent


def _new_views() -> dict[str, list[Address]]:
    """Views of each kind that no one has seen yet."""
    years = [f"period={year}" for year in _YEARS]
    some = _INDICATORS[1:4]
    return {
        "gap map": [("gap_map", f"indicator={i}&{year}&measure=value") for i in some for year in years],
        "overview": [("", f"{year}&region=III") for year in years],
        "trends": [("trends", f"indicator={i}&region=III") for i in some],
        "equity": [("equity", f"indicator={i}&{year}") for i in some for year in years],
        "commune": [("commune", f"commune=03158&indicator={i}&{years[0]}") for i in some],
        "matrix": [("commune", f"{year}&region=III") for year in years],
        "data": [("data", f"year={year}&region=III") for year in _YEARS],
        "methods": [("methods", f"indicator={i}&region=III") for i in some],
    }


def _at_rest(server: AppServer) -> None:
    """Wait until the server has made its common views: it does so from its start on."""
    spent = -1.0
    while (now := processor.seconds(server.pid)) - spent > _REST * _LOOK_S:
        spent = now
        time.sleep(_LOOK_S)


def report_runs(server: AppServer, times: int) -> list[str]:
    """A line a page: processor of the server for a view that was not seen yet, and for one that was."""
    _at_rest(server)
    lines = []
    repeated = dict(zip(_new_views(), EVERY_PAGE, strict=True))
    for name, views in _new_views().items():
        new = done(_runs(server, views[: max(1, 4 * times)]))
        again = done(_runs(server, [repeated[name]] * (2 + 2 * times)))[2:]
        lines.append(
            f"  {name:10} new view {statistics.median(new):4.0f} ms of processor (slowest {max(new):.0f}), "
            f"repeated {statistics.median(again):3.0f}"
        )
    return lines


def report_crowds(server: AppServer, crowds: Sequence[int], seconds: float) -> list[str]:
    """A line for each number of readers."""
    reading = min(READING_S, seconds / 2)
    return [done(_crowd(server, readers, seconds, reading)).line(LIMITS_S.get(readers)) for readers in crowds]


def report_lasting(server: AppServer, runs: int) -> list[str]:
    """Memory and open files of the server before and after many runs over all pages."""

    async def some(first: int) -> None:
        async with visit(server) as connection:
            reader = Reader(connection)
            for nth in range(first, runs, _SESSIONS):
                await reader.ask(EVERY_PAGE[nth % len(EVERY_PAGE)])

    async def all_pages() -> None:
        async with asyncio.TaskGroup() as group:
            for first in range(_SESSIONS):
                group.create_task(some(first))

    done(all_pages())
    before = processor.memory(server.pid), processor.open_files(server.pid)
    done(all_pages())
    after = processor.memory(server.pid), processor.open_files(server.pid)
    return [
        f"  after {runs:,} runs over all pages {before[0] / 1e6:.0f} MB and {before[1]} open files, after as many again "
        f"{after[0] / 1e6:.0f} MB and {after[1]}"
    ]
