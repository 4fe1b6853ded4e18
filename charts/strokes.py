"""Lines over time as strokes: solid, dashed while provisional, hollow or with a dot where a figure is not firm."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from charts.figure import Part, scatter
from charts.series import Series, segments
from charts.theme import Style

_Point = tuple[str | None, float | None, str, str]
_NOWHERE: _Point = (None, None, "", "")


@dataclass(frozen=True)
class Stroke:
    """How a line is drawn."""

    colour: str
    width: float
    symbol: str = "circle"
    dash: str = "solid"
    markers: bool = True


def line_traces(line: Series, stroke: Stroke, style: Style, *, breaks: Collection[str] = ()) -> list[Part]:
    """The traces of one line: solid, then dashed with hollow points where provisional; estimates are hollow with a dot.

    customdata: the area's code.
    """
    traces = []
    for dashed, visits in enumerate(segments(line, breaks)):
        if all(i is None or np.isnan(line.value[i]) for i in visits):
            continue
        hollow = [bool(dashed) and i is not None and line.firmness[i].provisional for i in visits]
        estimated = [i is not None and line.firmness[i].estimated for i in visits]
        # The dashed stroke starts at the last final point, which the solid one has marked already.
        marked = [i is not None and (line.firmness[i].provisional if dashed else True) for i in visits]
        traces.append(
            scatter(
                x=[None if i is None else line.x[i] for i in visits],
                y=[None if i is None or np.isnan(line.value[i]) else line.value[i] for i in visits],
                mode="lines+markers" if stroke.markers else "lines",
                line={"color": stroke.colour, "width": stroke.width, "dash": "dash" if dashed else stroke.dash},
                marker={
                    # A dot within says that it is estimated; a marker's edge can't be dashed.
                    "symbol": [f"{stroke.symbol}-dot" if e else stroke.symbol for e in estimated],
                    "size": [style.marker if m else 0 for m in marked],
                    "color": [
                        style.colours.card if h or e else stroke.colour for h, e in zip(hollow, estimated, strict=True)
                    ],
                    "line": {"color": stroke.colour, "width": stroke.width * 0.7},
                    "opacity": 1,
                },
                hovertext=["" if i is None else line.hover[i] for i in visits],
                hoverinfo="text",
                customdata=[line.code] * len(visits),
                connectgaps=False,
                cliponaxis=False,
                name=line.name,
            )
        )
    return traces


def grey_traces(lines: Sequence[Series], style: Style, *, breaks: Collection[str] = ()) -> list[Part]:
    """All quiet lines as one trace, the pen lifted between them; one of the points that no stroke reaches; one of those that
    are provisional (hollow) or estimated (with a dot)."""
    points: list[_Point] = []
    alone: list[_Point] = []
    unsure: list[_Point] = []
    symbols: list[str] = []
    for line in lines:
        for i, (period, firm) in enumerate(zip(line.axis, line.firmness, strict=True)):
            if line.breaks_at(period.code, breaks) or i == 0:
                points.append((None, None, "", line.code))
            here = (line.x[i], None if np.isnan(line.value[i]) else line.value[i], line.hover[i], line.code)
            points.append(here)
            if here[1] is not None and (firm.provisional or firm.estimated):
                unsure.append(here)
                symbols.append("circle-open-dot" if firm.estimated else "circle-open")
    for before, point, after in zip([_NOWHERE, *points], points, [*points[1:], _NOWHERE], strict=False):
        if point[1] is not None and before[1] is None and after[1] is None:
            alone.append(point)
    traces = []
    for some, mode, symbol in ((points, "lines", "circle"), (alone, "markers", "circle"), (unsure, "markers", symbols)):
        if some:
            x, y, hover, codes = zip(*some, strict=True)
            traces.append(
                scatter(
                    x=x, y=y, mode=mode, hovertext=hover, hoverinfo="text", customdata=codes, connectgaps=False, name="",
                    line={"color": style.colours.similar, "width": style.thin}, opacity=0.55,
                    marker={"color": style.colours.similar, "size": style.marker * 0.7, "symbol": symbol},
                )
            )  # fmt: skip
    return traces
