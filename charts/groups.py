"""Small multiples: one panel per group of communes, all on one scale, the province grey behind each."""

from collections.abc import Collection
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from base.texts import NBSP, Texts
from charts.series import Series, area_lines, axis_periods, lines_of
from charts.theme import look, separators, template
from charts.trend import Stroke, cuts, line_traces, seam_marks, target_marks, time_axis, value_axis
from indicators.catalogue import Indicator
from indicators.labels import communes_text, group_label, value_text
from indicators.periods import Kind

# Between the columns, as a share of the width.
_GAP = 0.06


def group_lines(
    groups: pd.DataFrame, history: pd.DataFrame, *, scheme: str, kind: Kind, indicator: Indicator, say: Texts
) -> list[Series]:
    """A line per group of `indicators.groups.by_group`, named in the reader's language, on the axis of `history`."""
    points = groups.rename(columns={"group": "code"}).assign(estimated=False)
    points["name"] = [group_label(scheme, group, say) for group in points["code"]]
    return lines_of(points, axis_periods(history, kind), indicator=indicator, say=say)


def group_small_multiples(
    groups: pd.DataFrame,
    history: pd.DataFrame,
    *,
    scheme: str,
    indicator: Indicator,
    say: Texts,
    theme: str = "light",
    kind: Kind = Kind.YEAR,
    target: float | None = None,
    seam: date | None = None,
    breaks: Collection[str] = (),
    columns: int = 2,
    panel_height: int = 170,
) -> go.Figure:
    """One panel per group, on one scale, so that heights compare across panels.

    groups: `indicators.groups.by_group` of this scheme. history: VALUES with the province, which runs grey through every
    panel; its periods make the axis. Bars are 95 % intervals. The head of a panel gives the group, its last value and
    how many communes it has.
    """
    style = look(theme)
    axis = axis_periods(history, kind)
    breaks = cuts(axis, indicator, breaks=breaks, seam=seam)
    lines = group_lines(groups, history, scheme=scheme, kind=kind, indicator=indicator, say=say)
    province = area_lines(history, axis, kind="province", indicator=indicator, say=say, name=say("Province"))
    rows = max(1, -(-len(lines) // columns))
    intervals = groups[groups["period"].isin([p.code for p in axis])][["low", "high"]]
    drawn = [v for line in [*lines, *province] for v in line.value]
    drawn += [*intervals["low"].tolist(), *intervals["high"].tolist(), *([] if target is None else [target])]
    scale = value_axis(drawn, indicator) | {"nticks": 4}

    figure = go.Figure()
    layout: dict[str, Any] = {"shapes": [], "annotations": []}
    head, foot = style.text * 1.6, style.note * 2.4
    inner = rows * (head + panel_height + foot)
    for place, line in enumerate(lines):
        row, column = divmod(place, columns)
        suffix = "" if place == 0 else str(place + 1)
        x, y = f"x{suffix}", f"y{suffix}"
        width = (1 - _GAP * (columns - 1)) / columns
        left = column * (width + _GAP)
        top = 1 - (row * (head + panel_height + foot) + head) / inner
        bottom = top - panel_height / inner
        for quiet in province:
            traces = line_traces(
                quiet, Stroke(style.colours.similar, style.thin * 2, markers=False), style, breaks=breaks
            )
            figure.add_traces([trace.update(xaxis=x, yaxis=y) for trace in traces])
        figure.add_trace(_interval_bars(line, groups, style.colours.text, style.thin).update(xaxis=x, yaxis=y))
        for trace in line_traces(line, Stroke(style.colours.text, style.line), style, breaks=breaks):
            figure.add_trace(trace.update(xaxis=x, yaxis=y))
        layout[f"xaxis{suffix}"] = time_axis(axis, say, most_ticks=4) | {"domain": [left, left + width], "anchor": y}
        layout[f"yaxis{suffix}"] = scale | {"domain": [bottom, top], "anchor": x, "showticklabels": column == 0}
        layout["annotations"].append(_head(line, groups, left, top, indicator, say, style.text))
        if target is not None:
            layout["shapes"].append(
                target_marks(target, indicator, say, style)["shape"] | {"xref": f"{x} domain", "yref": y}
            )
        if seam is not None and (mark := seam_marks(seam, axis, say, style, narrow=True)) is not None:
            layout["shapes"].append(mark["shape"] | {"xref": x, "yref": f"{y} domain"})
    figure.update_layout(
        template=template(theme),
        separators=separators(say.language),
        height=round(inner) + 4,
        margin={"l": 4 * style.note, "r": 2 * style.note, "t": 4, "b": 0},
        **layout,
    )
    return figure


def _interval_bars(line: Series, groups: pd.DataFrame, colour: str, width: float) -> go.Scatter:
    points = groups[groups["group"] == line.code].set_index("period").reindex([p.code for p in line.axis])
    value = points["value"]
    return go.Scatter(
        x=line.x,
        y=value.where(value.notna(), None).tolist(),
        mode="markers",
        marker={"size": 0.1, "color": colour},
        hoverinfo="skip",
        error_y={
            "type": "data",
            "symmetric": False,
            "array": (points["high"] - value).fillna(0).tolist(),
            "arrayminus": (value - points["low"]).fillna(0).tolist(),
            "color": colour,
            "thickness": width,
            "width": 0,
        },
    )


def _head(
    line: Series, groups: pd.DataFrame, left: float, top: float, indicator: Indicator, say: Texts, size: float
) -> dict[str, Any]:
    communes = int(groups.loc[groups["group"] == line.code, "communes"].iloc[-1])
    last = value_text(None if line.last is None else line.value[line.last], indicator, say.language)
    return {
        "xref": "paper", "yref": "paper", "x": left, "y": top, "xanchor": "left", "yanchor": "bottom",
        "showarrow": False, "align": "left", "font": {"size": size},
        "text": f"<b>{line.name} {last}</b>{NBSP}· {communes_text(communes, say)}",
    }  # fmt: skip
