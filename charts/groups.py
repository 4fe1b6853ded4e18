"""Small multiples: one panel per group of communes, all on one scale, the province grey behind each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from base.texts import Texts
from charts.seams import axis_breaks, break_marks, line_breaks, seam_marks
from charts.series import Series, area_lines, axis_periods, lines_of
from charts.theme import Look, look, separators, template
from charts.trend import Stroke, cuts, line_traces, target_marks, time_axis, value_axis
from indicators.catalogue import Indicator
from indicators.labels import communes_text, group_label, value_text
from indicators.periods import Kind

# Between the columns, as a share of the width.
_GAP = 0.12


def group_lines(
    groups: pd.DataFrame, history: pd.DataFrame, *, scheme: str, kind: Kind, indicator: Indicator, say: Texts
) -> list[Series]:
    """A line per group of `indicators.groups.by_group`, named in the reader's language, on the axis of `history`."""
    points = groups.rename(columns={"group": "code"})
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
    drawn = [v for line in [*lines, *province] for v in line.value] + ([] if target is None else [target])
    for end in ("low", "high"):
        drawn += groups.loc[groups["period"].isin([p.code for p in axis]), end].tolist()
    scale = value_axis(drawn, indicator) | {"nticks": 4}
    layout: dict[str, Any] = {"shapes": [], "annotations": []}
    figure = go.Figure()
    for panel, line in zip(_panels(len(lines), columns, panel_height, style), lines, strict=True):
        traces = [
            trace
            for quiet in province
            for trace in line_traces(
                quiet, Stroke(style.colours.similar, style.thin * 2, markers=False), style, breaks=breaks
            )
        ]
        traces.append(_interval_bars(line, groups, style.colours.text, style.thin))
        traces += line_traces(line, Stroke(style.colours.text, style.line), style, breaks=breaks)
        figure.add_traces([trace.update(xaxis=panel.x, yaxis=panel.y) for trace in traces])
        layout |= {
            f"xaxis{panel.suffix}": time_axis(axis, say, most_ticks=3) | {"domain": panel.across, "anchor": panel.y},
            f"yaxis{panel.suffix}": scale | {"domain": panel.up, "anchor": panel.x, "showticklabels": panel.first},
        }
        layout["annotations"].append(_head(line, groups, panel, indicator, say, style.text))
        if target is not None:
            shape = target_marks(target, indicator, say, style)["shape"]
            layout["shapes"].append(shape | {"xref": f"{panel.x} domain", "yref": panel.y})
        lifted = break_marks([*axis_breaks(axis, indicator, say), *line_breaks(line, say)], axis, style)
        if seam is not None and (mark := seam_marks(seam, axis, say, style, narrow=True)) is not None:
            lifted.append(mark)
        layout["shapes"] += [mark["shape"] | {"xref": panel.x, "yref": f"{panel.y} domain"} for mark in lifted]
    figure.update_layout(
        template=template(theme),
        separators=separators(say.language),
        height=_height(len(lines), columns, panel_height, style) + 4,
        margin={"l": 4 * style.note, "r": 2 * style.note, "t": 4, "b": 0},
        **layout,
    )
    return figure


@dataclass(frozen=True)
class _Panel:
    """Where a panel stands: its axes, and its place across and up the figure as shares of it."""

    suffix: str
    first: bool
    across: tuple[float, float]
    up: tuple[float, float]

    @property
    def x(self) -> str:
        return f"x{self.suffix}"

    @property
    def y(self) -> str:
        return f"y{self.suffix}"


def _slot(panel_height: int, style: Look) -> tuple[float, float]:
    """Pixels of the head of a panel, and of head, panel and tick labels together."""
    head, foot = style.text * 3.0, style.note * 2.4
    return head, head + panel_height + foot


def _height(count: int, columns: int, panel_height: int, style: Look) -> int:
    return round(max(1, -(-count // columns)) * _slot(panel_height, style)[1])


def _panels(count: int, columns: int, panel_height: int, style: Look) -> list[_Panel]:
    """Places for `count` panels, row by row from the top left."""
    inner = _height(count, columns, panel_height, style)
    head, slot = _slot(panel_height, style)
    width = (1 - _GAP * (columns - 1)) / columns
    panels = []
    for place in range(count):
        row, column = divmod(place, columns)
        left, top = column * (width + _GAP), 1 - (row * slot + head) / inner
        up = (max(0.0, top - panel_height / inner), top)
        panels.append(_Panel("" if place == 0 else str(place + 1), column == 0, (left, min(1.0, left + width)), up))
    return panels


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
    line: Series, groups: pd.DataFrame, panel: _Panel, indicator: Indicator, say: Texts, size: float
) -> dict[str, Any]:
    communes = int(groups.loc[groups["group"] == line.code, "communes"].iloc[-1])
    last = value_text(None if line.last is None else line.value[line.last], indicator, say.language)
    return {
        "xref": "paper", "yref": "paper", "x": panel.across[0], "y": panel.up[1], "xanchor": "left", "yanchor": "bottom",
        "showarrow": False, "align": "left", "font": {"size": size},
        "text": f"<b>{line.name} {last}</b><br>{communes_text(communes, say)}",
    }  # fmt: skip
