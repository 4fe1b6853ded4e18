"""The equiplot: one row a year, one dot a group; how far apart the groups are, and where the target lies."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from base.formats import day
from base.texts import Texts
from charts.equidots import MOST_HUES, NOBODY, DotStroke, Marked, dot_strokes, hover, symbol_of, target_line, years_of
from charts.equirows import rows_of_groups
from charts.placing import Label, label_width
from charts.theme import Look, look, separators, template
from charts.trend import value_axis
from indicators.catalogue import Indicator
from indicators.labels import period_short, value_text
from indicators.periods import Period, parse
from indicators.sources import changes_in
from indicators.standing import change_text

_ROW_PX = 56


def equiplot(
    groups: pd.DataFrame,
    *,
    names: Mapping[str, str],
    indicator: Indicator,
    say: Texts,
    theme: str = "light",
    marked: Marked = NOBODY,
    target: float | None = None,
    seam: date | None = None,
    breaks: Collection[str] = (),
    last_only: bool = False,
    height: int | None = None,
) -> go.Figure:
    """A row for each period of GROUPS (`indicators.equity.groups`), the newest on top with the groups named above their dots.

    names: of the groups. A hollow dot is provisional, one with a dot within estimated; a line spans the groups of a period. The worse and the better group have
    the colours of the judgement, the others hues that judge nothing; above seven groups the others are small and grey.
    seam: the day of the merger, drawn between the years before and after; breaks: first periods of another definition, drawn so too. last_only: the newest period alone, its groups as rows
    (a phone has no room for names above dots). customdata of a dot is the code of its group.
    """
    style = look(theme)
    periods = years_of(groups)[: 1 if last_only else None]
    known = groups[groups["value"].notna() & groups["period"].isin([p.code for p in periods])]
    if last_only:
        return rows_of_groups(
            known, names=names, indicator=indicator, say=say, theme=theme, marked=marked, target=target
        )
    figure = go.Figure(_spans(known, periods, style))
    for code, stroke in dot_strokes(known, marked, style).items():
        figure.add_trace(_dots(known[known["group"] == code], names[code], code, stroke, periods, indicator, say))
    ends = [*known["value"], *([] if target is None else [target])]
    axis = value_axis(ends, indicator)
    labels = _names_above(known, periods, names, marked, style, axis["range"], indicator, say)
    marks = [target_line(target, indicator, say, style)] if target is not None else []
    marks += _seams(seam, breaks, known, periods, sum(axis["range"]) / 2, say, style)
    levels = 1 + max((label["level"] for label in labels), default=0)
    top = round(levels * style.text * 1.5 + style.text)
    figure.update_layout(
        template=template(theme),
        separators=separators(say.language),
        height=height or round(top + _ROW_PX * len(periods) * style.text / 14 + 4 * style.note),
        margin={"l": 6 * style.note, "r": 2 * style.note, "t": top, "b": 3 * style.note},
        xaxis=axis | {"showgrid": True, "gridcolor": style.colours.line, "nticks": 9},
        yaxis={
            "tickmode": "array",
            "tickvals": list(range(len(periods))),
            "ticktext": [period_short(p, say) for p in periods],
            "range": [len(periods) - 0.2, -0.5],
            "showgrid": False,
        },
        shapes=[mark["shape"] for mark in marks],
        annotations=[label["annotation"] for label in labels] + [mark["annotation"] for mark in marks],
    )
    return figure


def _dots(
    rows: pd.DataFrame,
    name: str,
    code: str,
    stroke: DotStroke,
    periods: Sequence[Period],
    indicator: Indicator,
    say: Texts,
) -> go.Scatter:
    place = {p.code: n for n, p in enumerate(periods)}
    return go.Scatter(
        x=rows["value"].tolist(),
        y=[place[code] for code in rows["period"]],
        mode="markers",
        name=name,
        customdata=[code] * len(rows),
        hovertext=[hover(name, row, indicator, say) for row in rows.to_dict("records")],
        hoverinfo="text",
        marker={
            "symbol": [symbol_of(stroke.symbol, row) for row in rows.to_dict("records")],
            "size": stroke.size,
            "color": stroke.colour,
            "line": {"width": stroke.size / 6},
        },
        cliponaxis=False,
    )


def _spans(known: pd.DataFrame, periods: Sequence[Period], style: Look) -> go.Scatter:
    """A line from the lowest to the highest group of each period."""
    x: list[float | None] = []
    y: list[int | None] = []
    for n, period in enumerate(periods):
        own = known.loc[known["period"] == period.code, "value"]
        if len(own) > 1:
            x += [float(own.min()), float(own.max()), None]
            y += [n, n, None]
    line = {"color": style.colours.line, "width": style.strong}
    return go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", name="")


def _names_above(
    known: pd.DataFrame,
    periods: Sequence[Period],
    names: Mapping[str, str],
    marked: Marked,
    style: Look,
    span: Sequence[float],
    indicator: Indicator,
    say: Texts,
) -> list[dict[str, Any]]:
    """The groups of the newest period by name and value above their dots, on as many levels as keep them apart."""
    if not periods:
        return []
    rows = known[known["period"] == periods[0].code].sort_values("value", kind="stable")
    strokes = dot_strokes(known, marked, style)
    if len(strokes) > MOST_HUES:
        rows = rows[rows["group"].isin([marked.worst, marked.best])]
    # Pixels as a part of the axis, for the chart on a laptop of 1,280: what is apart there is so on all wider screens.
    pixel = (span[1] - span[0]) / (640 if style.text < 20 else 1600)
    placed: list[tuple[float, int]] = []
    labels = []
    for row in rows.to_dict("records"):
        text = f"{names[row['group']]} <b>{value_text(row['value'], indicator, say.language)}</b>"
        width = (label_width([Label(0, text, "")], style.text) + style.text) * pixel
        # A name ends at its own dot and stands above the names of all dots that it reaches over: no leader crosses a name.
        end = max(row["value"], span[0] + width - 4 * style.note * pixel)
        level = 1 + max((level for x, level in placed if x > end - width), default=-1)
        placed.append((row["value"], level))
        stroke = strokes[row["group"]]
        annotation = {
            "x": row["value"], "y": 0, "ax": end, "ay": -(1.6 + 1.5 * level) * style.text, "axref": "x",
            "text": text, "showarrow": True, "arrowhead": 0, "arrowwidth": style.thin, "arrowcolor": stroke.colour,
            "standoff": stroke.size / 2, "xanchor": "right", "yanchor": "bottom",
            "font": {"size": style.text, "color": style.colours.text},
        }  # fmt: skip
        labels.append({"level": level, "annotation": annotation})
    return labels


def _seams(
    seam: date | None,
    breaks: Collection[str],
    known: pd.DataFrame,
    periods: Sequence[Period],
    middle: float,
    say: Texts,
    style: Look,
) -> list[dict[str, Any]]:
    """Lines between rows: where communes merged, where another definition begins, and where survey figures meet others; nothing
    outside the years shown."""
    said: dict[int, str] = {}
    texts = {code: change_text(*ways, say, period_short(parse(code), say)) for code, ways in changes_in(known).items()}
    for code in (*texts, *breaks):
        since = [p for p in periods if p >= parse(code)]
        if since:
            other = say("other definition before {year}", year=period_short(since[-1], say))
            said[len(since)] = other if code in breaks else texts[code]
    after = [] if seam is None else [p for p in periods if p.ends_on >= seam]
    if seam is not None and after:
        said[len(after)] = say("communes merged {day}", day=day(seam, say.language))
    return [
        _between(place, text, known, periods, middle, style) for place, text in said.items() if place < len(periods)
    ]


def _between(
    place: int, text: str, known: pd.DataFrame, periods: Sequence[Period], middle: float, style: Look
) -> dict[str, Any]:
    """A dotted line above the row `place`, its words on the side where fewer dots are."""
    beside = known.loc[known["period"].isin([p.code for p in periods[place - 1 : place + 1]]), "value"]
    left = bool(beside.median() > middle)
    return {
        "shape": {
            "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": place - 0.5, "y1": place - 0.5,
            "line": {"color": style.colours.outline, "width": style.thin * 1.5, "dash": "dot"},
        },
        "annotation": {
            "xref": "paper", "x": 0 if left else 1, "xanchor": "left" if left else "right", "y": place - 0.5,
            "yanchor": "bottom", "showarrow": False, "text": text, "xshift": style.note / (3 if left else -3),
            "font": {"size": style.note, "color": style.colours.muted}, "bgcolor": style.colours.card, "borderpad": 0,
        },
    }  # fmt: skip
