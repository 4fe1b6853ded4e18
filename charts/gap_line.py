"""The gap between two groups over time, with its interval; and the communes that make it up, as bars."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from base.formats import day, number
from base.texts import NBSP, Texts
from charts.equidots import standing
from charts.seams import break_marks
from charts.theme import look, separators, template
from indicators.catalogue import Indicator
from indicators.equity.labels import distance_text
from indicators.labels import period_short
from indicators.periods import Period, parse
from indicators.sources import changes_of_way
from indicators.standing import change_text

MOST_BARS = 8


def gap_line(
    course: pd.DataFrame,
    *,
    indicator: Indicator,
    say: Texts,
    theme: str = "light",
    seam: date | None = None,
    breaks: Sequence[str] = (),
    narrow: bool = False,
    height: int = 210,
) -> go.Figure:
    """The gap (COURSE of `indicators.equity.gap`) by period, its 95 % interval as a bar, 0 as the line of no gap.

    Provisional points are hollow, estimated ones have a dot within; the line is cut at `breaks` and between survey and other
    figures. narrow: for a phone, only the first, the greatest and the last gap are written, and fewer years.
    """
    style = look(theme)
    colours = style.colours
    periods = [parse(code) for code in course["period"]]
    ticked = [p for n, p in enumerate(reversed(periods)) if n % (3 if narrow else 1) == 0]
    most = int(course["gap"].to_numpy(float).argmax())
    x: list[str | None] = []
    y: list[float | None] = []
    changes = changes_of_way(zip(course["period"], course["source_kind"], strict=True))
    lifted = {*breaks, *changes}
    for period, gap in zip(periods, course["gap"], strict=True):
        if period.code in lifted:
            x.append(None)
            y.append(None)
        x.append(period.ends_on.isoformat())
        y.append(float(gap))
    line = {"color": colours.text, "width": style.line}
    figure = go.Figure(go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", connectgaps=False))
    figure.add_trace(
        go.Scatter(
            x=[p.ends_on.isoformat() for p in periods],
            y=course["gap"].tolist(),
            mode="markers+text",
            text=[
                number(gap, say.language, 1) if not narrow or n in (0, most, len(course) - 1) else ""
                for n, gap in enumerate(course["gap"])
            ],
            textposition="top right",
            textfont={"size": style.note},
            marker={
                "size": style.marker * 1.4,
                "symbol": ["circle-dot" if estimated else "circle" for estimated in course["estimated"]],
                "color": [colours.card if hollow else colours.text for hollow in course["provisional"] | course["estimated"]],
                "line": {"color": colours.text, "width": style.line * 0.7},
            },
            error_y={
                "type": "data", "symmetric": False, "array": (course["high"] - course["gap"]).fillna(0).tolist(),
                "arrayminus": (course["gap"] - course["low"]).fillna(0).tolist(), "color": colours.muted,
                "thickness": style.thin * 1.5, "width": 3,
            },
            hovertext=[_hover(row, indicator, say) for row in course.to_dict("records")],
            hoverinfo="text",
            cliponaxis=False,
        )
    )  # fmt: skip
    marks = break_marks(_words_of_breaks(periods, breaks, changes, seam, say), periods, style)
    shapes: list[dict[str, Any]] = [mark["shape"] for mark in marks]
    annotations: list[dict[str, Any]] = [mark["annotation"] for mark in marks]
    if seam is not None and periods and periods[0].ends_on < seam <= periods[-1].ends_on:
        dash = {"color": colours.outline, "width": style.thin * 1.5, "dash": "dot"}
        at = seam.isoformat()
        shapes.append({"type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1, "line": dash})
        text = say("merger {day}", day=day(seam, say.language))
        annotations.append({"x": at, "xanchor": "right", "yref": "paper", "y": 1, "yanchor": "bottom", "text": text})
    figure.update_layout(
        template=template(theme),
        separators=separators(say.language),
        height=height,
        margin={"l": 4 * style.note, "r": 3 * style.note, "t": 2 * style.note, "b": 2 * style.note + 8},
        xaxis={
            "type": "date", "tickmode": "array", "tickvals": [p.ends_on.isoformat() for p in ticked],
            "ticktext": [period_short(p, say) for p in ticked],
        },
        yaxis={"rangemode": "tozero", "nticks": 5, "zeroline": True, "zerolinecolor": colours.muted},
        shapes=shapes,
        annotations=annotations,
    )  # fmt: skip
    return figure


def _words_of_breaks(
    periods: Sequence[Period],
    breaks: Collection[str],
    changes: Mapping[str, tuple[str, str]],
    seam: date | None,
    say: Texts,
) -> list[tuple[str, str]]:
    """Each first period after a break of the line with its words; the merger has a line of its own."""
    said = []
    for before, period in zip(periods, periods[1:], strict=False):
        year = period_short(period, say)
        if seam is not None and before.ends_on < seam <= period.ends_on:
            continue
        if period.code in breaks:
            said.append((period.code, say("other definition before {year}", year=year)))
        elif period.code in changes:
            said.append((period.code, change_text(*changes[period.code], say, year)))
    return said


def _hover(row: dict[Any, Any], indicator: Indicator, say: Texts) -> str:
    when = period_short(parse(row["period"]), say)
    lines = [f"{when}: {distance_text(row['gap'], indicator, say)}"]
    if row["low"] == row["low"]:
        decimals = max(1, indicator.decimals)
        ends = (number(row[end], say.language, decimals) for end in ("low", "high"))
        lines.append(say("95% interval {interval}", interval="–".join(ends)))
    return "<br>".join(lines + standing(row, say))


def contributions(
    parts: pd.DataFrame, *, indicator: Indicator, say: Texts, theme: str = "light", narrow: bool = False
) -> go.Figure:
    """The communes that add most to a gap: a bar each, children on the axis, name and number beside it.

    parts: PARTS of `indicators.equity.explain`; communes that add nothing are not drawn.
    """
    style = look(theme)
    rows = parts[parts["excess"] > 0].head(MOST_BARS)
    noun = indicator.wording(say.language).unit_noun_many
    longest = max((len(name) for name in rows["name"]), default=1)
    figure = go.Figure(
        go.Bar(
            x=rows["excess"].tolist(),
            y=rows["name"].tolist(),
            orientation="h",
            marker={"color": style.colours.worse},
            text=[
                f"{number(row['excess'], say.language)}{NBSP}({number(row['share'], say.language)}%)"
                for row in rows.to_dict("records")
            ],
            textposition="outside",
            textfont={"size": style.text, "color": style.colours.text},
            hovertext=[
                f"<b>{row['name']}</b><br>{number(row['excess'], say.language)} {noun}"
                for row in rows.to_dict("records")
            ],
            hoverinfo="text",
            customdata=rows["code"].tolist(),
            cliponaxis=False,
        )
    )
    top = float(rows["excess"].max()) if len(rows) else 1.0
    figure.update_layout(
        template=template(theme),
        separators=separators(say.language),
        height=round(34 * max(1, len(rows)) * style.text / 14 + 8),
        margin={"l": round(longest * style.text * 0.6 + 12), "r": 8, "t": 4, "b": 4},
        xaxis={"visible": False, "range": [0, (1.6 if narrow else 1.25) * top]},
        yaxis={
            "autorange": "reversed",
            "showgrid": False,
            "tickfont": {"size": style.text, "family": None},
            "ticksuffix": NBSP,
        },
        bargap=0.35,
    )
    return figure
