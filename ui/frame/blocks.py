"""What a page consists of, as values: made by pure functions, sent by `ui.frame.send`. None knows reader, session or clock.

`Live` alone is no value: what depends on who reads (an upload, a right) is drawn in every run and never kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import pandas as pd
from markupsafe import Markup

from charts.chart import Chart
from ui.map.picture import MapPicture

ANY_FILE = "application/octet-stream"

Options: TypeAlias = tuple[tuple[str, str], ...]
"""Code and label of what can be chosen, in reading order."""


@dataclass(frozen=True)
class Sheet:
    """HTML of escaped texts. Its links [data-go] and choices [data-set] are followed. key: names it, for its style."""

    html: Markup
    key: str
    width: Literal["stretch", "content"] = "stretch"

    def __post_init__(self) -> None:
        if not isinstance(self.html, Markup):
            raise TypeError(f"sheet {self.key} must be Markup, whose parts are escaped")


@dataclass(frozen=True)
class Card:
    """Blocks under each other in a frame of their own."""

    key: str
    blocks: tuple["Block", ...]


@dataclass(frozen=True)
class Columns:
    """Blocks beside each other. widths: in proportion."""

    widths: tuple[int, ...]
    columns: tuple[tuple["Block", ...], ...]


@dataclass(frozen=True)
class Toggle:
    """A row of alternatives that writes the chosen code into the address as `param`."""

    param: str
    options: Options
    value: str
    label: str


@dataclass(frozen=True)
class Pills:
    """Any number of `options` for `param`, all of them in sight."""

    param: str
    options: Options
    value: tuple[str, ...]
    label: str


@dataclass(frozen=True)
class Clear:
    """A button that takes `params` out of the address."""

    params: tuple[str, ...]
    label: str


@dataclass(frozen=True)
class Row:
    """Blocks beside each other, each as wide as it needs. right: they stand at the end of their line."""

    key: str
    blocks: tuple["Block", ...]
    right: bool = False


@dataclass(frozen=True)
class Popover:
    """Blocks that open from a button. key: names it, for its style."""

    label: str
    blocks: tuple["Block", ...]
    key: str | None = None


@dataclass(frozen=True)
class Download:
    """A button that makes a file and gives it. make: called with the Page and the address of the server ('https://atlas.example/')
    when it is asked for. key: names the button.

    wide: as wide as its place. primary: what the page is about.
    """

    label: str
    file_name: str
    mime: str
    make: Callable[..., bytes]
    key: str
    wide: bool = False
    primary: bool = False


@dataclass(frozen=True)
class Plot:
    """A chart by its model. alt: for who can't see it. height, width: pixels that it is laid out for; None: the chart's own.

    param: where a click on a mark writes the code that it carries into the address; '' where it does nothing.
    """

    key: str
    chart: Chart
    alt: str
    height: int | None = None
    width: int | None = None
    param: str = ""


@dataclass(frozen=True)
class CommuneMap:
    """The commune map of `picture`. A click selects, its card opens the profile, its slider sets the period."""

    key: str
    picture: MapPicture


@dataclass(frozen=True)
class MapLegend:
    """The legend of `picture` by itself."""

    key: str
    picture: MapPicture


@dataclass(frozen=True)
class Deck:
    """The second view of the map, in 3-D. kind: columns | points. frame and scale: as `geo.columns` asks for that kind."""

    kind: Literal["columns", "points"]
    frame: pd.DataFrame
    alt: str
    caption: str
    scale: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True)
class Live:
    """What depends on the reader. draw: called with the Page and what is `given` in every run."""

    draw: Callable[..., None]
    given: tuple[Any, ...] = ()


Block: TypeAlias = (
    Sheet
    | Card
    | Columns
    | Row
    | Toggle
    | Pills
    | Clear
    | Popover
    | Download
    | Plot
    | CommuneMap
    | MapLegend
    | Deck
    | Live
)
