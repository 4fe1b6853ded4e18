"""The trend chart: the province strong, up to four chosen, the rest grey; target, seam and reference by name."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from base.texts import Texts
from charts.bands import band_traces, whisker_traces
from charts.placing import end_labels, label_annotation, label_width, spread_labels
from charts.seams import axis_breaks, break_marks, line_breaks, seam_marks
from charts.series import Series, area_lines, axis_periods, segments
from charts.theme import SYMBOLS, Look, look, separators, template
from indicators.catalogue import Indicator, Unit
from indicators.labels import period_short, target_text
from indicators.periods import Kind, Period
from indicators.trend import merger_breaks
from indicators.versions import definition_breaks

MOST_CHOSEN = 4
_NOWHERE: tuple[None, None, str, str] = (None, None, "", "")


@dataclass(frozen=True)
class Stroke:
    """How a line is drawn."""

    colour: str
    width: float
    symbol: str = "circle"
    dash: str = "solid"
    markers: bool = True


def line_traces(line: Series, stroke: Stroke, style: Look, *, breaks: Collection[str] = ()) -> list[go.Scatter]:
    """The traces of one line: solid, then dashed with hollow points where provisional; estimates are hollow with a dot.

    customdata: the area's code.
    """
    traces = []
    for dashed, visits in enumerate(segments(line, breaks)):
        if all(i is None or np.isnan(line.value[i]) for i in visits):
            continue
        hollow = [bool(dashed) and i is not None and line.provisional[i] for i in visits]
        estimated = [i is not None and line.estimated[i] for i in visits]
        # The dashed stroke starts at the last final point, which the solid one has marked already.
        marked = [i is not None and (line.provisional[i] if dashed else True) for i in visits]
        traces.append(
            go.Scatter(
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


def grey_traces(lines: Sequence[Series], style: Look, *, breaks: Collection[str] = ()) -> list[go.Scatter]:
    """All quiet lines as one trace, the pen lifted between them; one of the points that no stroke reaches; one of those that
    are provisional (hollow) or estimated (with a dot)."""
    points: list[tuple[str | None, float | None, str, str]] = []
    alone: list[tuple[str | None, float | None, str, str]] = []
    unsure: list[tuple[str | None, float | None, str, str]] = []
    symbols: list[str] = []
    for line in lines:
        for i, period in enumerate(line.axis):
            if line.breaks_at(period.code, breaks) or i == 0:
                points.append((None, None, "", line.code))
            here = (line.x[i], None if np.isnan(line.value[i]) else line.value[i], line.hover[i], line.code)
            points.append(here)
            if here[1] is not None and (line.provisional[i] or line.estimated[i]):
                unsure.append(here)
                symbols.append("circle-open-dot" if line.estimated[i] else "circle-open")
    for before, point, after in zip([_NOWHERE, *points], points, [*points[1:], _NOWHERE], strict=False):
        if point[1] is not None and before[1] is None and after[1] is None:
            alone.append(point)
    traces = []
    for some, mode, symbol in ((points, "lines", "circle"), (alone, "markers", "circle"), (unsure, "markers", symbols)):
        if some:
            x, y, hover, codes = zip(*some, strict=True)
            traces.append(
                go.Scatter(
                    x=x, y=y, mode=mode, hovertext=hover, hoverinfo="text", customdata=codes, connectgaps=False, name="",
                    line={"color": style.colours.similar, "width": style.thin}, opacity=0.55,
                    marker={"color": style.colours.similar, "size": style.marker * 0.7, "symbol": symbol},
                )
            )  # fmt: skip
    return traces


def value_axis(values: Sequence[float], indicator: Indicator) -> dict[str, Any]:
    """The y axis: a little air around what is drawn, never below 0, per cent signs on the ticks."""
    known = [v for v in values if not np.isnan(v)]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    air = max((high - low) * 0.06, 0.5 if indicator.unit is Unit.PERCENT else high * 0.02, 1e-9)
    bottom, top = max(0.0, low - air) if low >= 0 else low - air, high + air
    if indicator.unit is Unit.PERCENT and high <= 100 < top:
        top = min(top, 100 + 0.05 * (100 - bottom))  # less than from tick to tick: none says 100.5 %
    axis: dict[str, Any] = {"range": [bottom, top], "nticks": 7}
    if indicator.unit is Unit.PERCENT:
        axis["ticksuffix"] = "%"
    return axis


def time_axis(axis: Sequence[Period], say: Texts, *, most_ticks: int = 10) -> dict[str, Any]:
    """The x axis: a tick at the last day of each period, thinned from the newest backwards."""
    step = max(1, -(-len(axis) // most_ticks))
    ticked = [p for i, p in enumerate(reversed(axis)) if i % step == 0]
    if not axis:
        return {"visible": False}
    half = (axis[-1].ends_on - axis[-1].starts_on) / 4
    return {
        "type": "date",
        "tickmode": "array",
        "tickvals": [p.ends_on.isoformat() for p in ticked],
        "ticktext": [period_short(p, say) for p in ticked],
        "range": [(axis[0].ends_on - half).isoformat(), (axis[-1].ends_on + half / 4).isoformat()],
    }


def target_marks(target: float, indicator: Indicator, say: Texts, style: Look) -> dict[str, Any]:
    """Shape and annotation of the target line."""
    label = say("target {target}", target=target_text(target, indicator, say.language))
    return {
        "shape": {
            "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": target, "y1": target,
            "line": {"color": style.colours.text, "width": style.thin * 1.5, "dash": "longdash"},
        },
        "annotation": {
            "xref": "paper", "x": 0, "xanchor": "left", "y": target, "yanchor": "bottom", "text": label,
            "showarrow": False, "font": {"size": style.note, "color": style.colours.text},
        },
    }  # fmt: skip


def trend_chart(
    history: pd.DataFrame,
    *,
    indicator: Indicator,
    say: Texts,
    theme: str = "light",
    kind: Kind = Kind.YEAR,
    chosen: Sequence[str] = (),
    target: float | None = None,
    seam: date | None = None,
    breaks: Collection[str] = (),
    height: int = 460,
    narrow: bool = False,
) -> go.Figure:
    """Lines of the communes over time, named at their ends instead of in a legend.

    history: VALUES of communes, the province and, where it exists, the country (dotted). The province has its 95 % interval
    as a band, the chosen ones theirs as whiskers; hovering says those of the others. A missing report is a gap; a
    provisional point is hollow with a dashed stroke, an estimated one has a dot; at `breaks` (first periods of a new definition), and at the seam if
    the indicator counts communes, every line is cut, and each at its own changes between survey and other figures.
    chosen: codes of up to four communes, more are ignored. target: in the indicator's unit. seam: day of the merger.
    customdata of every point is the code of its area. narrow: for a phone, names and values in two rows.
    """
    style = look(theme)
    axis = axis_periods(history, kind)
    breaks = cuts(axis, indicator, breaks=breaks, seam=seam)
    chosen = list(chosen)[:MOST_CHOSEN]
    communes = area_lines(history, axis, kind="commune", indicator=indicator, say=say, keep=chosen, brief=True)
    province = area_lines(history, axis, kind="province", indicator=indicator, say=say, name=say("Province"))
    country = area_lines(history, axis, kind="country", indicator=indicator, say=say, name=say("Country"))
    named = area_lines(
        history[history["code"].isin(chosen)], axis, kind="commune", indicator=indicator, say=say, keep=chosen
    )
    named.sort(key=lambda line: chosen.index(line.code))
    strokes: list[tuple[Series, Stroke]] = [
        (line, Stroke(style.colours.muted, style.thin * 2, dash="dot")) for line in country
    ]
    strokes += [
        (line, Stroke(colour, style.line, symbol))
        for line, colour, symbol in zip(named, style.chosen, SYMBOLS, strict=False)
    ]
    strokes += [(line, Stroke(style.colours.text, style.strong)) for line in province]

    figure = go.Figure(grey_traces([c for c in communes if c.code not in chosen], style, breaks=breaks))
    for line in province:
        figure.add_traces(band_traces(line, style.colours.text, breaks=breaks))
    for line, colour in zip(named, style.chosen, strict=False):
        figure.add_traces(whisker_traces(line, colour, style.thin * 1.5))
    for line, stroke in strokes:
        figure.add_traces(line_traces(line, stroke, style, breaks=breaks))
    drawn = [v for line in [*communes, *province, *country] for v in line.value]
    drawn += [v for line in [*province, *named] for v in (*line.low, *line.high)]
    return finished(
        figure, strokes, axis, drawn,
        indicator=indicator, say=say, theme=theme, target=target, seam=seam, height=height, narrow=narrow,
    )  # fmt: skip


def cuts(
    axis: Sequence[Period], indicator: Indicator, *, breaks: Collection[str], seam: date | None
) -> tuple[str, ...]:
    """The periods at which every line is cut: `breaks`, another definition, and the seam where merging communes changes what
    is counted."""
    codes = [p.code for p in axis]
    merger = () if seam is None else merger_breaks(codes, indicator, seam)
    return (*breaks, *definition_breaks(codes, indicator), *merger)


def finished(
    figure: go.Figure,
    strokes: Sequence[tuple[Series, Stroke]],
    axis: Sequence[Period],
    drawn: Sequence[float],
    *,
    indicator: Indicator,
    say: Texts,
    theme: str,
    target: float | None,
    seam: date | None,
    height: int,
    narrow: bool = False,
) -> go.Figure:
    """`figure` with axes, target, seam and a name at the end of each stroke. drawn: every value in sight."""
    style = look(theme)
    y_axis = value_axis([*drawn, *([] if target is None else [target])], indicator)
    marks: list[Mapping[str, Any]] = [] if target is None else [target_marks(target, indicator, say, style)]
    own = [mark for line, _ in strokes[-1:] for mark in line_breaks(line, say)]
    marks += break_marks([*axis_breaks(axis, indicator, say), *own], axis, style)
    if seam is not None and (mark := seam_marks(seam, axis, say, style, narrow=narrow)) is not None:
        marks.append(mark)
    size, rows = (style.note, 2) if narrow else (style.text, 1)
    labels = end_labels([(line, stroke.colour) for line, stroke in strokes], indicator, say, rows=rows)
    margin = {"l": 4 * style.note, "r": 16, "t": 2 * style.note, "b": 2 * style.note + 8}
    if labels:
        margin["r"] = round(label_width(labels, size)) + 12
    inner = height - margin["t"] - margin["b"]
    placed = spread_labels(labels, y_axis["range"], inner_px=inner, line_px=size * 1.35 * rows)
    figure.update_layout(
        template=template(theme),
        separators=separators(say.language),
        height=height,
        margin=margin,
        xaxis=time_axis(axis, say, most_ticks=5 if narrow else 10),
        yaxis=y_axis,
        shapes=[mark["shape"] for mark in marks],
        annotations=[mark["annotation"] for mark in marks] + [label_annotation(label, size) for label in placed],
    )
    return figure
