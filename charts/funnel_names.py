"""Names in a funnel plot, beside their points, where there is room."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from charts.axes import Scale
from charts.figure import Part, part
from charts.placing import Spot, place_beside
from charts.theme import Style

MOST_NAMED = 12


@dataclass(frozen=True)
class Plot:
    """What lies between the axes: sizes from 0 to `widest` and the values of `scale`, over so many pixels across and down."""

    widest: float
    scale: Scale
    inner: tuple[float, float]

    def spot(self, point: Any, text: str = "") -> Spot:
        """Where a point (denominator, value) stands, and the name it wants."""
        across, down = self.inner[0] / self.widest, self.inner[1] / (self.scale.top - self.scale.bottom)
        return Spot(point.denominator * across, (self.scale.top - point.value) * down, text)


def names_beside(
    first: pd.DataFrame, far: pd.DataFrame, others: pd.DataFrame, plot: Plot, style: Style, *, size: float
) -> list[Part]:
    """The label of each point of `first` and then of `far`, as many as find room in letters of `size` pixels.

    first, far: points of a funnel, with what stands beside each (column label). others: points that no name may cover.
    """
    rows = pd.concat([first, far.head(MOST_NAMED)])
    plain = rows["label"].str.replace("</?b>", "", regex=True)
    wanted = [plot.spot(point, text) for point, text in zip(rows.itertuples(index=False), plain, strict=True)]
    kept_free = [plot.spot(point) for point in others.itertuples(index=False)]
    places = place_beside(wanted, kept_free, room=plot.inner, font_px=size, clear_px=2 * style.marker)
    return [
        part(
            x=row.denominator, y=row.value, text=row.label,
            xanchor=place.xanchor, yanchor=place.yanchor, xshift=place.xshift, yshift=place.yshift,
            showarrow=False, font={"size": size, "color": style.colours.text}, bgcolor=style.colours.card, borderpad=0,
        )
        for row, place in zip(rows.itertuples(index=False), places, strict=True) if place is not None
    ]  # fmt: skip
