"""The funnel plot: communes by size around the province's value, with the limits of chance; only what lies outside is named."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from base.texts import NBSP, Texts
from charts.funnel_points import level_text, point_traces
from charts.placing import EM, Label, Spot, label_annotation, label_width, place_beside, spread_labels
from charts.theme import Look, look, separators, template
from charts.trend import value_axis
from indicators.catalogue import Indicator
from indicators.funnel import Funnel
from indicators.labels import value_text
from indicators.status import LIKELY, NEAR_CERTAIN

MOST_NAMED = 12
# So many points draw a limit: the eye sees no corner, the message stays small.
_STEPS = 90


def _limit_traces(funnel: Funnel, sizes: np.ndarray, style: Look) -> list[go.Scatter]:
    traces = []
    for confidence, dash, width in ((LIKELY, "dot", style.thin * 1.5), (NEAR_CERTAIN, "solid", style.thin * 1.5)):
        traces += [
            go.Scatter(
                x=sizes.tolist(), y=np.round(end, 4).tolist(), mode="lines", hoverinfo="skip", name="",
                line={"color": style.colours.muted, "width": width, "dash": dash},
            )
            for end in funnel.limits(sizes, confidence)
        ]  # fmt: skip
    return traces


def _end_labels(funnel: Funnel, last: float, style: Look, say: Texts, *, between: str) -> list[Label]:
    """The limits and the province by name, where they leave the picture."""
    labels = [
        Label(float(end[0]), level_text(confidence, say), style.colours.muted)
        for confidence in (LIKELY, NEAR_CERTAIN)
        for end in funnel.limits([last], confidence)
    ]
    value = value_text(funnel.benchmark, funnel.indicator, say.language)
    return [*labels, Label(funnel.benchmark, f"{say('Province')}{between}<b>{value}</b>", style.colours.text)]


def funnel_chart(
    funnel: Funnel,
    *,
    say: Texts,
    theme: str = "light",
    chosen: Sequence[str] = (),
    inside: Collection[str] | None = None,
    width: int = 960,
    height: int = 560,
    narrow: bool = False,
    valued: bool = False,
) -> go.Figure:
    """Every commune by its denominator and its value, the province as a line, limits at 95 % (dotted) and 99.8 %.

    Named are the outliers beyond 99.8 %, as many as find room, and the `chosen` (codes). inside: codes that are not
    faded; all without it. valued: names have their values beside them. width: of the card in pixels, for placing names. customdata of a point is its code.
    """
    style, points = look(theme), funnel.points
    named = points["code"].isin(inside) if inside is not None else pd.Series(True, index=points.index)
    sizes = _sizes(points["denominator"])
    y_axis = value_axis(_heights(funnel), funnel.indicator)
    labels = _end_labels(funnel, float(sizes[-1]), style, say, between="<br>" if narrow else NBSP)
    size = style.note if narrow else style.text
    margin = {
        "l": 4 * style.note,
        "r": round(label_width(labels, size)) + 12,
        "t": style.note,
        "b": 3 * style.note + 12,
    }
    inner = width - margin["l"] - margin["r"], height - margin["t"] - margin["b"]
    x_range = [0.0, float(sizes[-1]) * 1.02]
    figure = go.Figure(_limit_traces(funnel, sizes, style))
    figure.add_traces(point_traces(funnel, points[~named], style, say, faded=True))
    figure.add_traces(point_traces(funnel, points[named], style, say, faded=False))
    figure.add_traces(_ring(points[points["code"].isin(chosen)], style))
    figure.update_layout(
        template=template(theme),
        separators=separators(say.language),
        height=height,
        margin=margin,
        xaxis={"range": x_range, "nticks": 5 if narrow else 9, "tickformat": ",d", "title": {"text": _size_title(funnel.indicator, say, room=0 if narrow else inner[0] / style.note)}},
        yaxis=y_axis,
        shapes=[
            {
                "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": funnel.benchmark, "y1": funnel.benchmark,
                "line": {"color": style.colours.text, "width": style.thin * 2},
            }
        ],
        annotations=[
            *(label_annotation(label, size) for label in spread_labels(labels, y_axis["range"], inner_px=inner[1], line_px=size * 1.35)),
            *_names(funnel, _labelled(points[named], chosen, funnel.indicator, say if valued else None), chosen, x_range, y_axis["range"], inner, style, size),
        ],
    )  # fmt: skip
    return figure


def _sizes(denominators: pd.Series) -> np.ndarray:
    """Whole denominators at which limits are drawn, closer together where they bend."""
    last = max(2.0, float(denominators.max()) * 1.02)
    first = max(1.0, min(float(denominators.min()) * 0.8, last / 2))
    return np.unique(np.round(np.geomspace(first, last, _STEPS)))


def _heights(funnel: Funnel) -> list[float]:
    """What the value axis must show: every point, and the limits of a commune of middling size."""
    middle = [float(funnel.points["denominator"].median())]
    return [*funnel.points["value"], *(float(end[0]) for end in funnel.limits(middle, NEAR_CERTAIN))]


def _size_title(indicator: Indicator, say: Texts, *, room: float) -> str:
    """What the size is counted in, where there is room (width of the axis in em)."""
    # The catalogue explains some denominators in brackets; the axis has room for what they are only.
    counted = indicator.wording(say.language).denominator.partition(" (")[0]
    title = say("Size of the commune: {denominator}", denominator=counted[:1].lower() + counted[1:])
    return title if len(title) * EM <= room else say("Size of the commune")


def _ring(rows: pd.DataFrame, style: Look) -> list[go.Scatter]:
    if rows.empty:
        return []
    line = {"width": style.line, "color": style.colours.accent}
    marker = {"symbol": "circle-open", "size": style.marker * 3, "color": style.colours.accent, "line": line}
    # A click on a point makes the browser fade all that is not selected.
    whole = {"marker": {"opacity": 1}}
    return [
        go.Scatter(
            x=rows["denominator"], y=rows["value"], mode="markers", hoverinfo="skip", marker=marker, unselected=whole, name=""
        )
    ]  # fmt: skip


def _labelled(points: pd.DataFrame, chosen: Sequence[str], indicator: Indicator, say: Texts | None) -> pd.DataFrame:
    """`points` with what stands beside each (column label): its name, that of the `chosen` in bold; with `say` its value too."""
    names = [
        f"<b>{name}</b>" if code in chosen else name for code, name in zip(points["code"], points["name"], strict=True)
    ]
    if say is not None:
        values = [value_text(value, indicator, say.language) for value in points["value"]]
        names = [f"{name}{NBSP}{value}" for name, value in zip(names, values, strict=True)]
    return points.assign(label=names)


def _names(
    funnel: Funnel,
    points: pd.DataFrame,
    chosen: Sequence[str],
    x_range: Sequence[float],
    y_range: Sequence[float],
    inner: tuple[float, float],
    style: Look,
    size: float,
) -> list[Mapping[str, Any]]:
    """The labels of the chosen and of the furthest outliers beside their points, where there is room."""
    first = points[points["code"].isin(chosen)]
    far = [place for place in funnel.outliers.index if place in points.index and place not in first.index]
    rows = pd.concat([first, points.loc[far[:MOST_NAMED]]])
    scale = inner[0] / (x_range[1] - x_range[0]), inner[1] / (y_range[1] - y_range[0])

    def spot(point: Any, text: str = "") -> Spot:
        return Spot((point.denominator - x_range[0]) * scale[0], (y_range[1] - point.value) * scale[1], text)

    plain = rows["label"].str.replace("</?b>", "", regex=True)
    wanted = [spot(point, text) for point, text in zip(rows.itertuples(index=False), plain, strict=True)]
    others = [spot(point) for point in points[points["outside"] != 0].itertuples(index=False)]
    places = place_beside(wanted, others, room=inner, font_px=size, clear_px=2 * style.marker)
    return [
        {
            "x": row.denominator, "y": row.value, "text": row.label,
            "xanchor": place.xanchor, "yanchor": place.yanchor, "xshift": place.xshift, "yshift": place.yshift,
            "showarrow": False, "font": {"size": size, "color": style.colours.text}, "bgcolor": style.colours.card, "borderpad": 0,
        }
        for row, place in zip(rows.itertuples(index=False), places, strict=True) if place is not None
    ]  # fmt: skip
