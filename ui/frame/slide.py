"""A slide as a value: one message, at most three numbers, one picture, and where it all comes from.

A page's slides.py makes it from the page's model; `ui.frame.projecting` draws it for a projector, and whatever else may draw
slides (a document, a pack that plays without a server) starts from the same value.
"""

from dataclasses import dataclass

from markupsafe import Markup

from charts.chart import Chart
from ui.map.picture import MapPicture

# More rows than this can't be read from the last chair.
ROWS = 6
TITLE_LENGTH = 60
MOST_NUMBERS = 3


@dataclass(frozen=True)
class Number:
    """A number large enough for the last row, with the words that say what it is."""

    value: str
    words: Markup


@dataclass(frozen=True)
class Cell:
    """A cell of a slide's table. mark: before the text, in SVG; after: less strong than it. kind: '', num or badge."""

    text: str
    kind: str = ""
    strong: bool = False
    mark: Markup = Markup("")
    after: str = ""


@dataclass(frozen=True)
class SlideTable:
    """A few rows. head: names of the columns as cells; empty without a head."""

    rows: tuple[tuple[Cell, ...], ...]
    head: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class SlideChart:
    """A chart that fills what the slide leaves it. param: where a click on a mark writes its code, as of `ui.frame.blocks.Plot`.

    width: in pixels, for charts that place names by it.
    """

    chart: Chart
    param: str = ""
    width: int | None = None


@dataclass(frozen=True)
class Drawing:
    """A picture in HTML of escaped texts."""

    html: Markup


@dataclass(frozen=True)
class SlideSource:
    """What stands at the foot: which indicator ('' if several), period, who has reported, data version."""

    about: str
    period: str
    reported: str
    version: str
    illustrative: bool


@dataclass(frozen=True)
class SlideNotes:
    """What must be known to read the picture. signs: what the marks mean; beneath: under the picture; caveat: its limit."""

    signs: Markup = Markup("")
    beneath: Markup = Markup("")
    caveat: str = ""


@dataclass(frozen=True)
class Slide:
    """title: what is claimed, in at most TITLE_LENGTH characters. subject: of what, so that no title stands without it: the
    indicator, and the communes where not all are shown; '' where the title itself names them. message: the one sentence beside picture or numbers, '' if the title says it.

    alt: what is shown, in words. link: the address of the live view. Raises ValueError for a longer title or more than
    MOST_NUMBERS numbers.
    """

    title: str
    subject: str
    source: SlideSource
    link: str
    alt: str
    numbers: tuple[Number, ...] = ()
    message: Markup = Markup("")
    table: SlideTable | None = None
    picture: MapPicture | SlideChart | Drawing | None = None
    notes: SlideNotes = SlideNotes()

    @property
    def has_room(self) -> bool:
        """Whether subject and title can be read at once, as one line."""
        return len(self.subject) + len(self.title) + 2 <= TITLE_LENGTH

    def __post_init__(self) -> None:
        if len(self.title) > TITLE_LENGTH:
            raise ValueError(f"a slide's title has at most {TITLE_LENGTH} characters: {self.title}")
        if len(self.numbers) > MOST_NUMBERS:
            raise ValueError(f"a slide has at most {MOST_NUMBERS} numbers, this one has {len(self.numbers)}")


def fitting(long: str, short: str) -> str:
    """The title that can be read at once: `long` if it is short enough, else `short`, cut if it must be."""
    if len(long) <= TITLE_LENGTH:
        return long
    return short if len(short) <= TITLE_LENGTH else short[: TITLE_LENGTH - 1].rstrip() + "…"
