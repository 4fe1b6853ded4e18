"""Names beside points, where there is room: at once, or at the end of a short line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from charts.placing import EM

# In which order a name tries the sides of its point: right, left, above, below, then the corners.
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
# How far from its point a name may stand at the end of a line, in heights of a name.
_FAR = (1.2, 2.0, 3.0, 4.0, 5.0, 6.5, 8.0, 10.0, 12.0)
_LINE_STEP_PX = 6.0


@dataclass(frozen=True)
class Spot:
    """A point by its shares of the plot's width and height from the upper left corner (0 to 1), and the name it wants."""

    x: float
    y: float
    text: str = ""


@dataclass(frozen=True)
class Place:
    """Where the nearest edge or corner of a name stands from its point: pixels to the right and upwards. line: one leads there."""

    right: float
    up: float
    line: bool = False

    @property
    def xanchor(self) -> str:
        """In plotly's words."""
        return "left" if self.right > 0 else "right" if self.right < 0 else "center"

    @property
    def yanchor(self) -> str:
        """In plotly's words."""
        return "bottom" if self.up > 0 else "top" if self.up < 0 else "middle"


_Box = tuple[float, float, float, float]


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _around(x: float, y: float, px: float) -> _Box:
    return x - px, y - px, x + px, y + px


class _Room:
    """A plot of one size in pixels with what already stands in it: what no name covers, and what none covers without need."""

    def __init__(self, size: tuple[float, float], font_px: float) -> None:
        self.size = size
        self.font_px = font_px
        self.taken: list[_Box] = []
        self.light: list[_Box] = []

    def point(self, spot: Spot, px: float) -> _Box:
        return _around(spot.x * self.size[0], spot.y * self.size[1], px)

    def boxes(self, spot: Spot, place: Place) -> list[_Box]:
        """The name of `spot` at `place`, and small boxes along its line."""
        wide, high = len(spot.text) * self.font_px * EM, self.font_px * 1.2
        x, y = spot.x * self.size[0] + place.right, spot.y * self.size[1] - place.up
        left = {"left": x, "center": x - wide / 2, "right": x - wide}[place.xanchor]
        top = {"top": y, "middle": y - high / 2, "bottom": y - high}[place.yanchor]
        steps = int(max(abs(place.right), abs(place.up)) / _LINE_STEP_PX) if place.line else 0
        # The first third of a line lies on its own point.
        along = (step / steps for step in range(1 + steps // 3, steps))
        line = [_around(x - place.right * (1 - at), y + place.up * (1 - at), 1.5) for at in along]
        return [(left, top, left + wide, top + high), *line]

    def is_free(self, spot: Spot, place: Place, *, spare_light: bool) -> bool:
        """Whether the name fits into the plot there and covers nothing."""
        name, *line = self.boxes(spot, place)
        # Above and below the axes there is room for a part of a letter.
        air = 0.3 * self.font_px
        if name[0] < 0 or name[1] < -air or name[2] > self.size[0] or name[3] > self.size[1] + air:
            return False
        solid = [*self.taken, *self.light] if spare_light else self.taken
        return not any(_overlap(each, other) for each, other in product((name, *line), solid))


def place_beside(
    wanted: Sequence[Spot],
    others: Sequence[Spot],
    *,
    rooms: Sequence[tuple[float, float]],
    font_px: float,
    clear_px: float,
    light: Sequence[Spot] = (),
) -> list[Place | None]:
    """For each wanted name the first place that is free: beside its point, then at the end of a line; None where none is.

    Earlier names go first. others: points that no name may cover; light: those that one covers only where it would have no place
    else. rooms: widths and heights of the plot in pixels; a place is free in all of them. clear_px: between a point and its name,
    and around each point.
    """
    plots = [_Room(size, font_px) for size in rooms]
    for plot in plots:
        plot.taken = [plot.point(spot, clear_px / 2) for spot in (*others, *wanted)]
        plot.light = [plot.point(spot, clear_px / 4) for spot in light]
    found: list[Place | None] = []
    for spot in wanted:
        place = next(_free(spot, plots, font_px, clear_px), None)
        if place is not None:
            for plot in plots:
                plot.taken += plot.boxes(spot, place)
        found.append(place)
    return found


def _free(spot: Spot, plots: Sequence[_Room], font_px: float, clear_px: float) -> Iterator[Place]:
    """The places that are free in all `plots`, best first."""
    near = [_at(side, clear_px) for side in _SIDES]
    far = [_at(side, clear_px + times * font_px * 1.2, line=True) for times, side in product(_FAR, _SIDES)]
    for places, spare_light in (((*near, *far), True), ((*near, *far), False)):
        for place in places:
            if all(plot.is_free(spot, place, spare_light=spare_light) for plot in plots):
                yield place


def _at(side: tuple[int, int], px: float, *, line: bool = False) -> Place:
    # A corner is as far away as a side.
    px = px * 0.7 if all(side) else px
    return Place(side[0] * px, side[1] * px, line)
