"""The newest period of an equiplot with a row per group: what a phone has room for."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from base.texts import Texts
from charts.equidots import MOST_HUES, Marked, dot_strokes, hover, symbol_of, target_line
from charts.theme import look, separators, template
from charts.trend import value_axis
from indicators.catalogue import Indicator
from indicators.labels import value_text


def rows_of_groups(
    known: pd.DataFrame,
    *,
    names: Mapping[str, str],
    indicator: Indicator,
    say: Texts,
    theme: str,
    marked: Marked,
    target: float | None,
) -> go.Figure:
    """One period of GROUPS, its lowest value on top, each with its interval; above seven groups the five lowest and highest."""
    style = look(theme)
    strokes = dot_strokes(known, marked, style)
    if len(strokes) > MOST_HUES:
        by_value = known.sort_values("value", kind="stable")
        known = pd.concat([by_value.head(5), by_value.tail(5)])
    rows = known.sort_values("value", kind="stable").to_dict("records")
    figure = go.Figure()
    for n, row in enumerate(rows):
        stroke = strokes[row["group"]]
        figure.add_trace(
            go.Scatter(
                x=[row["value"]], y=[n], mode="markers", customdata=[row["group"]], name=names[row["group"]],
                hovertext=[hover(names[row["group"]], row, indicator, say)], hoverinfo="text",
                marker={
                    "symbol": symbol_of(stroke.symbol, row), "size": style.marker * 2,
                    "color": stroke.colour, "line": {"width": style.marker / 3},
                },
                error_x={
                    "type": "data", "symmetric": False, "array": [row["high"] - row["value"]],
                    "arrayminus": [row["value"] - row["low"]], "color": stroke.colour, "thickness": style.thin * 2, "width": 0,
                },
                cliponaxis=False,
            )
        )  # fmt: skip
    limits = [*known["low"], *known["high"], *known["value"], *([] if target is None else [target])]
    mark = None if target is None else target_line(target, indicator, say, style)
    annotations = [
        {
            "xref": "paper", "x": 0, "xanchor": "left", "y": n, "yanchor": "bottom", "yshift": style.marker, "showarrow": False,
            "text": f"{names[row['group']]} <b>{value_text(row['value'], indicator, say.language)}</b>",
            "font": {"size": style.text, "color": style.colours.text},
        }
        for n, row in enumerate(rows)
    ]  # fmt: skip
    figure.update_layout(
        template=template(theme),
        separators=separators(say.language),
        height=52 * max(1, len(rows)) + 48,
        margin={"l": 8, "r": 16, "t": 8, "b": 3 * style.note},
        xaxis=value_axis(limits, indicator) | {"nticks": 5, "showgrid": True, "gridcolor": style.colours.line},
        yaxis={"visible": False, "range": [len(rows) - 0.4, -0.8]},
        shapes=[] if mark is None else [mark["shape"]],
        annotations=annotations if mark is None else [*annotations, mark["annotation"]],
    )
    return figure
