"""One commune over time: its own line, the communes it was made of until the merger, the province behind."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from base.texts import Texts
from charts.bands import band_traces
from charts.series import Series, area_lines, axis_periods
from charts.theme import SYMBOLS, look
from charts.trend import Stroke, cuts, finished, line_traces
from indicators.catalogue import Indicator
from indicators.periods import Kind, Period


def former_lines(former: pd.DataFrame, axis: Sequence[Period], *, indicator: Indicator, say: Texts) -> list[Series]:
    """The lines of former communes, named as such: one of them may bear the name of today's commune."""
    lines = area_lines(former, axis, kind="former", indicator=indicator, say=say)
    return [replace(line, name=say("former {name}", name=line.name)) for line in lines]


def commune_trend(
    history: pd.DataFrame,
    former: pd.DataFrame,
    *,
    code: str,
    indicator: Indicator,
    say: Texts,
    theme: str = "light",
    kind: Kind = Kind.YEAR,
    target: float | None = None,
    seam: date | None = None,
    breaks: Collection[str] = (),
    height: int = 320,
    narrow: bool = False,
) -> go.Figure:
    """The line of the commune `code` (strong, with its 95 % interval as a band), of its former communes (thin, named, ending at the merger) and the province.

    history: VALUES of the commune and the province (rows of other communes are ignored). former: VALUES of kind 'former',
    as reported on the communes of their day.
    """
    style = look(theme)
    own = history[(history["kind"] != "commune") | (history["code"] == code)]
    axis = axis_periods(own, kind)
    breaks = cuts(axis, indicator, breaks=breaks, seam=seam)
    old = former_lines(former, axis, indicator=indicator, say=say)
    province = area_lines(own, axis, kind="province", indicator=indicator, say=say, name=say("Province"))
    commune = area_lines(own, axis, kind="commune", indicator=indicator, say=say)
    # The old communes alternate in lightness and symbol: up to nine of them ended in one commune.
    shades = (style.colours.seq[3], style.colours.seq[2])
    strokes = [(line, Stroke(shades[i % 2], style.thin * 1.5, SYMBOLS[i % len(SYMBOLS)])) for i, line in enumerate(old)]
    strokes += [(line, Stroke(style.colours.muted, style.thin * 2, markers=False)) for line in province]
    strokes += [(line, Stroke(style.colours.accent, style.strong)) for line in commune]
    figure = go.Figure()
    for line in commune:
        figure.add_traces(band_traces(line, style.colours.accent, breaks=breaks))
    for line, stroke in strokes:
        figure.add_traces(line_traces(line, stroke, style, breaks=breaks))
    drawn = [v for line, _ in strokes for v in line.value]
    drawn += [v for line in commune for v in (*line.low, *line.high)]
    return finished(
        figure, strokes, axis, drawn,
        indicator=indicator, say=say, theme=theme, target=target, seam=seam, height=height, narrow=narrow,
    )  # fmt: skip
