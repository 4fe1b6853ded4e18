"""A picture of the commune map as a value: what is shown of whom, and what stands around it. Drawn by `ui.map.component`."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from indicators import presence
from indicators.catalogue import Direction, Indicator
from indicators.measure import target_of
from indicators.periods import Period
from indicators.readings import Reading


@dataclass(frozen=True)
class Ground:
    """What is drawn on: the address of the published geometry (its keys: docs/boundaries.md), and its communes in its order.

    home: x0, y0, x1, y1 on the grid, the part that is seen first; None: all.
    """

    url: str
    codes: tuple[str, ...]
    home: tuple[int, int, int, int] | None = None


@dataclass(frozen=True)
class Emphasis:
    """Which communes stand out. selected: outlined and on the card. marked: with badges 1, 2, …

    inside: boolean, by the index of MEASURED; the rest is grey, uncounted. None: nothing is.
    """

    selected: str | None = None
    marked: tuple[str, ...] = ()
    inside: pd.Series | None = None


@dataclass(frozen=True)
class Places:
    """Points on the map: what they are ('Điểm vui chơi'), each one's name and place on the grid, and the commune that it is in.

    note: what must be known of them, '' for nothing.
    """

    kind: str
    names: tuple[str, ...]
    at: tuple[tuple[int, int], ...]
    codes: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class FormerCommunes:
    """The communes that those of today (`codes`) were made of, as a sketch: in the order of `codes` the borders (SVG path data on
    the grid), the names of the parts and their sites (`geo.division.Division`)."""

    codes: tuple[str, ...]
    borders: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    sites: tuple[tuple[tuple[int, int, int], ...], ...]


@dataclass(frozen=True)
class SavedPicture:
    """What a downloaded picture says: its title, lines with answer, source, period and data version, and its file name."""

    title: str
    lines: tuple[str, ...]
    file: str


@dataclass(frozen=True)
class Timeline:
    """The periods of the time slider, ascending, as (code, label). Their figures are asked for when it is opened."""

    periods: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MapPicture:
    """reading: whose MEASURED is shown, with the column `cluster` for clusters. measure: gap | value | need | versus | cluster.

    title: what the map shows, spoken and in its table. timeline: gives the slider; saved: gives downloads; places: points on it;
    former: lines within communes.
    bare: the map alone, without legend, card and slider. legend: False where it stands elsewhere.
    """

    reading: Reading
    measure: str
    ground: Ground
    title: str
    emphasis: Emphasis = Emphasis()
    timeline: Timeline | None = None
    saved: SavedPicture | None = None
    places: Places | None = None
    former: FormerCommunes | None = None
    bare: bool = False
    legend: bool = True

    @property
    def shown_measure(self) -> str:
        """`measure` as far as it has a meaning here."""
        return shown_measure(self.reading.indicator, self.measure, self.reading.period)

    @cached_property
    def measured(self) -> pd.DataFrame:
        """MEASURED in the order of the geometry."""
        return aligned(self.reading.measured, self.ground.codes)

    @cached_property
    def inside(self) -> pd.Series | None:
        """The communes that stand out from the grey, in the order of the geometry; one of no group is grey."""
        given = self.emphasis.inside
        if given is None:
            return None
        by_code = given.to_frame("inside").assign(code=self.reading.measured["code"])
        return aligned(by_code, self.ground.codes)["inside"]


def aligned(frame: pd.DataFrame, codes: tuple[str, ...]) -> pd.DataFrame:
    """`frame` (with a column code) as a row per code of the geometry; a commune without a row is not applicable."""
    if list(codes) == list(frame["code"]):
        return frame
    rows = frame.set_index("code").reindex(pd.Index(codes, name="code")).reset_index()
    if "blank" in rows:
        rows["blank"] = rows["blank"].fillna("not_applicable")
    return rows


def shown_measure(indicator: Indicator, measure: str, period: Period) -> str:
    """`measure`, or 'value' where it has no meaning: distance and need without a target, comparison of neutral
    figures, clusters of what is not known by commune or has no denominator. What each commune has or has not is shown as such: 'has'."""
    if indicator.yes_or_no:
        return measure if measure in presence.MEASURES else "has"
    if measure in presence.MEASURES:
        measure = "gap"
    if measure in ("gap", "need") and target_of(indicator, period) is None:
        return "need" if measure == "need" and indicator.has_norm else "value"
    if measure == "versus" and (indicator.direction is Direction.NEUTRAL or not indicator.has_interval):
        return "value"
    if measure == "cluster" and (indicator.province_only or not indicator.has_interval):
        return "value"
    return measure
