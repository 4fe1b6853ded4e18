"""Blocks as they are kept and sent: charts and maps have become what the browser is told of them, so that nothing is computed
when they are sent again. What knows no picture stays the block that it was."""

import pickle
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from charts.chart import Chart
from ui.frame.blocks import (
    Block,
    Card,
    Clear,
    Columns,
    CommuneMap,
    Deck,
    Download,
    Live,
    MapLegend,
    Pills,
    Plot,
    Popover,
    Row,
    Sheet,
    Toggle,
)
from ui.frame.packed import Packed, packed
from ui.frame.page import Page
from ui.map.message import Message
from ui.map.payload import payload
from ui.map.picture import MapPicture


@dataclass(frozen=True)
class DrawnSheet:
    """HTML as it travels. Otherwise as `Sheet`."""

    key: str
    parts: Packed
    width: Literal["stretch", "content"]


@dataclass(frozen=True)
class DrawnPlot:
    """A chart as Plotly's JSON. Otherwise as `Plot`."""

    key: str
    spec: str
    alt: str
    param: str


@dataclass(frozen=True)
class DrawnMap:
    """A map as its message. packed: its picture, for who opens the time slider."""

    key: str
    message: Message
    packed: bytes

    @property
    def picture(self) -> MapPicture:
        """What the message was made of."""
        picture: MapPicture = pickle.loads(self.packed)  # noqa: S301 made by this process
        return picture


@dataclass(frozen=True)
class DrawnLegend:
    """A map's legend as its message."""

    key: str
    message: Message


@dataclass(frozen=True)
class DrawnCard:
    """As `Card`."""

    key: str
    blocks: tuple["Drawn", ...]


@dataclass(frozen=True)
class DrawnColumns:
    """As `Columns`."""

    widths: tuple[int, ...]
    columns: tuple[tuple["Drawn", ...], ...]


@dataclass(frozen=True)
class DrawnRow:
    """As `Row`."""

    key: str
    blocks: tuple["Drawn", ...]
    right: bool


@dataclass(frozen=True)
class DrawnPopover:
    """As `Popover`."""

    label: str
    blocks: tuple["Drawn", ...]
    key: str | None


Drawn: TypeAlias = (
    Toggle
    | Pills
    | Clear
    | Download
    | Deck
    | Live
    | DrawnSheet
    | DrawnPlot
    | DrawnMap
    | DrawnLegend
    | DrawnCard
    | DrawnColumns
    | DrawnRow
    | DrawnPopover
)


def drawn(page: Page, blocks: Iterable[Block]) -> tuple[Drawn, ...]:
    """`blocks` as the reader of `page` is to see them."""
    return tuple(_drawn(page, block) for block in blocks)


def _drawn(page: Page, block: Block) -> Drawn:
    match block:
        case Sheet():
            return DrawnSheet(block.key, packed(block.html), block.width)
        case Plot():
            size = {name: pixels for name in ("height", "width") if (pixels := getattr(block, name)) is not None}
            return DrawnPlot(block.key, _spec(block.chart, page, size), block.alt, block.param)
        case CommuneMap():
            return DrawnMap(block.key, _message(page, block.picture), pickle.dumps(block.picture))
        case MapLegend():
            return DrawnLegend(block.key, _message(page, block.picture))
        case Card():
            return DrawnCard(block.key, drawn(page, block.blocks))
        case Columns():
            return DrawnColumns(block.widths, tuple(drawn(page, column) for column in block.columns))
        case Row():
            return DrawnRow(block.key, drawn(page, block.blocks), block.right)
        case Popover():
            return DrawnPopover(block.label, drawn(page, block.blocks), block.key)
        case _:
            return block


def _spec(chart: Chart, page: Page, size: dict[str, int]) -> str:
    return chart.figure(page.look, **size).json()


def _message(page: Page, picture: MapPicture) -> Message:
    return payload(picture, say=page.say, theme=page.look.theme)
