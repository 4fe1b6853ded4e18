"""Names in a funnel plot, beside their points, where there is room."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from charts.axes import Scale
from charts.beside import Place, Spot, place_beside
from charts.figure import Part, part
from charts.theme import Style

# Names of points between the two limits are added up to so many in all.
MOST_NAMED = 12


@dataclass(frozen=True)
class Plot:
    """What lies between the axes: sizes from 0 to `widest` and the values of `scale`. rooms: pixels across and down, of the smallest
    and of the largest screen that it stands on.
    """

    widest: float
    scale: Scale
    rooms: tuple[tuple[float, float], ...]

    def spot(self, point: Any, text: str = "") -> Spot:
        """Where a point (denominator, value) stands, and the name it wants."""
        down = (self.scale.top - point.value) / (self.scale.top - self.scale.bottom)
        return Spot(point.denominator / self.widest, down, text)


def names_beside(named: pd.DataFrame, others: pd.DataFrame, plot: Plot, style: Style, *, size: float) -> list[Part]:
    """The label of each point of `named` in letters of `size` pixels, the first first; not of those that find no room.

    named, others: points of a funnel; named with what stands beside each (column label).
    """
    plain = named["label"].str.replace("</?b>", "", regex=True)
    wanted = [plot.spot(point, text) for point, text in zip(named.itertuples(index=False), plain, strict=True)]
    quiet = others["outside"] == 0
    firm, light = (
        [plot.spot(point) for point in rows.itertuples(index=False)] for rows in (others[~quiet], others[quiet])
    )
    places = place_beside(wanted, firm, rooms=plot.rooms, font_px=size, clear_px=2 * style.marker, light=light)
    return [
        part(
            x=row.denominator, y=row.value, text=row.label, xanchor=place.xanchor, yanchor=place.yanchor,
            font={"size": size, "color": style.colours.text}, bgcolor=style.colours.card, borderpad=0, **_moved(place, style),
        )
        for row, place in zip(named.itertuples(index=False), places, strict=True) if place is not None
    ]  # fmt: skip


def _moved(place: Place, style: Style) -> Part:
    """How plotly moves a name away from its point."""
    if not place.line:
        return part(showarrow=False, xshift=place.right, yshift=place.up)
    return part(
        showarrow=True, ax=place.right, ay=-place.up, arrowhead=0, standoff=style.marker * 0.8,
        arrowwidth=style.thin * 1.5, arrowcolor=style.colours.muted,
    )  # fmt: skip
