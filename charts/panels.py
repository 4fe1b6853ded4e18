"""Where the panels of small multiples stand."""

from dataclasses import dataclass

from charts.theme import Style

# Between the columns, as a share of the width.
_GAP = 0.12
# Of a panel, if nobody says how high the figure is.
_PANEL_PX = 170.0


@dataclass(frozen=True)
class Panel:
    """Where a panel stands: its axes, and its place across and up the figure as shares of it."""

    suffix: str
    is_first: bool
    across: tuple[float, float]
    up: tuple[float, float]

    @property
    def x(self) -> str:
        """The name of its x axis."""
        return f"x{self.suffix}"

    @property
    def y(self) -> str:
        """The name of its y axis."""
        return f"y{self.suffix}"


@dataclass(frozen=True)
class Grid:
    """`count` panels in so many columns. Of each, in pixels: its head above, the panel itself, its tick labels below."""

    count: int
    columns: int
    head: float
    panel: float
    foot: float

    @classmethod
    def of(cls, count: int, columns: int, style: Style, *, height: int | None) -> "Grid":
        """A grid whose panels fill `height` pixels; without it, panels of a good size."""
        head, foot = style.text * 3.0, style.note * 2.4
        panel = _PANEL_PX if height is None else height / _rows(count, columns) - head - foot
        return cls(count, columns, head, panel, foot)

    @property
    def height(self) -> int:
        """All of it, in pixels."""
        return round(_rows(self.count, self.columns) * self._slot)

    @property
    def _slot(self) -> float:
        return self.head + self.panel + self.foot

    def panels(self) -> list[Panel]:
        """Row by row from the top left."""
        width = (1 - _GAP * (self.columns - 1)) / self.columns
        panels = []
        for place in range(self.count):
            row, column = divmod(place, self.columns)
            left, top = column * (width + _GAP), 1 - (row * self._slot + self.head) / self.height
            up = (max(0.0, top - self.panel / self.height), top)
            panels.append(Panel("" if place == 0 else str(place + 1), column == 0, (left, min(1.0, left + width)), up))
        return panels


def _rows(count: int, columns: int) -> int:
    return max(1, -(-count // columns))
