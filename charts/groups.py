"""Small multiples: one panel per group of communes, all on one scale, the province grey behind each."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from base.look import Look
from charts.axes import Scale, scale_of, time_axis
from charts.chart import Chart
from charts.figure import Figure, Part, part, scatter
from charts.line_words import lines_in_words, nothing_in_words
from charts.lines import area_lines, lines_of
from charts.marks import axis_breaks, break_marks, event_marks, line_breaks, seam_mark, target_across
from charts.panels import Grid, Panel
from charts.series import Series, axis_periods
from charts.strokes import Stroke, line_traces
from charts.theme import Style, separators, style_of, template
from charts.timeline import Timeline
from indicators.labels import communes_text, group_label, value_text
from indicators.periods import Period

# So many panels stand under each other on any screen; more go side by side where there is room.
_FEW = 3
# Above and below the panels, in pixels.
_MARGIN = 4


@dataclass(frozen=True)
class GroupChart(Chart):
    """One panel per group, on one scale, so that heights compare across panels.

    groups: `indicators.groups.by_group` of the `scheme`. history: VALUES with the province, which runs grey through every
    panel; its periods make the axis.
    """

    groups: pd.DataFrame
    history: pd.DataFrame
    timeline: Timeline
    scheme: str

    @cached_property
    def axis(self) -> tuple[Period, ...]:
        """The periods that are drawn, ascending."""
        return axis_periods(self.history, self.timeline.kind)

    @cached_property
    def lines(self) -> list[Series]:
        """A line per group, named in the reader's language; also one without any figure."""
        points = self.groups.rename(columns={"group": "code"})
        points["name"] = [group_label(self.scheme, group, self.timeline.say) for group in points["code"]]
        return lines_of(points, self.axis, self.timeline)

    @cached_property
    def province(self) -> list[Series]:
        """The province's line; none without any figure."""
        name = self.timeline.say("Province")
        return area_lines(self.history, self.axis, self.timeline, kind="province", name=name)

    def figure(self, look: Look, *, height: int | None = None) -> Figure:
        """Bars are 95 % intervals. The head of a panel gives the group, its last value and how many communes it has.

        height: without it as high as panels of a good size need.
        """
        style = style_of(look)
        columns = 1 if look.narrow or len(self.lines) <= _FEW else 2
        grid = Grid.of(len(self.lines), columns, style, height=None if height is None else height - _MARGIN)
        pairs = list(zip(grid.panels(), self.lines, strict=True))
        traces = [
            trace | {"xaxis": panel.x, "yaxis": panel.y} for panel, line in pairs for trace in self._traces(line, style)
        ]
        layout = part(
            template=template(look),
            separators=separators(self.timeline.say.language),
            height=grid.height + _MARGIN,
            margin={"l": 4 * style.note, "r": 2 * style.note, "t": _MARGIN, "b": 0},
            shapes=[shape for panel, line in pairs for shape in self._shapes(line, panel, style)],
            annotations=[self._head(line, panel, style) for panel, line in pairs],
            **self._axes(grid),
        )
        return Figure(traces, layout)

    def words(self) -> str:
        """Each group and the province from the first to the last figure."""
        if not self.lines:
            return nothing_in_words(self.timeline.say)
        return lines_in_words([*self.lines, *self.province], self.axis, self.timeline)

    def _scale(self) -> Scale:
        """One scale for all panels, that holds every interval and the target."""
        values = [v for line in (*self.lines, *self.province) for v in line.value]
        values += [v for line in self.lines for v in (*line.low, *line.high)]
        return scale_of([*values, *self.timeline.targets], self.timeline.indicator)

    def _axes(self, grid: Grid) -> dict[str, object]:
        """Both axes of each panel, by plotly's names for them."""
        scale, time = self._scale(), time_axis(self.axis, self.timeline.say, most_ticks=3)
        axes: dict[str, object] = {}
        for panel in grid.panels():
            axes[f"xaxis{panel.suffix}"] = {**time, "domain": panel.across, "anchor": panel.y}
            axes[f"yaxis{panel.suffix}"] = {
                "range": scale.range, "nticks": 4, "ticksuffix": scale.suffix,
                "domain": panel.up, "anchor": panel.x, "showticklabels": panel.is_first,
            }  # fmt: skip
        return axes

    def _traces(self, line: Series, style: Style) -> list[Part]:
        """The province, the intervals and the line of a group."""
        breaks = self.timeline.cuts(self.axis)
        quiet = Stroke(style.colours.similar, style.thin * 2, markers=False)
        return [
            *(trace for province in self.province for trace in line_traces(province, quiet, style, breaks=breaks)),
            _interval_bars(line, style),
            *line_traces(line, Stroke(style.colours.text, style.line), style, breaks=breaks),
        ]

    def _shapes(self, line: Series, panel: Panel, style: Style) -> list[Part]:
        """Target, breaks, events and seam of a panel, without words: there is no room for them."""
        indicator, say = self.timeline.indicator, self.timeline.say
        level = [target_across(target, indicator, say, style).shape for target in self.timeline.targets]
        upright = [*break_marks([*axis_breaks(self.axis, indicator, say), *line_breaks(line, say)], self.axis, style)]
        upright += event_marks(self.timeline.events, self.axis, style, said=False)
        if seam := self.timeline.seam_on(self.axis):
            upright.append(seam_mark(seam, say, style, narrow=True))
        return [
            *(shape | {"xref": f"{panel.x} domain", "yref": panel.y} for shape in level),
            *(mark.shape | {"xref": panel.x, "yref": f"{panel.y} domain"} for mark in upright),
        ]

    def _head(self, line: Series, panel: Panel, style: Style) -> Part:
        indicator, say = self.timeline.indicator, self.timeline.say
        communes = int(self.groups.loc[self.groups["group"] == line.code, "communes"].iloc[-1])
        last = value_text(None if line.last is None else line.value[line.last], indicator, say.language)
        return part(
            xref="paper", yref="paper", x=panel.across[0], y=panel.up[1], xanchor="left", yanchor="bottom",
            showarrow=False, align="left", font={"size": style.text},
            text=f"<b>{line.name} {last}</b><br>{communes_text(communes, say)}",
        )  # fmt: skip


def _interval_bars(line: Series, style: Style) -> Part:
    """The 95 % interval of each point, as a bar without a mark."""
    return scatter(
        x=line.x,
        y=[None if np.isnan(value) else value for value in line.value],
        mode="markers",
        marker={"size": 0.1, "color": style.colours.text},
        hoverinfo="skip",
        error_y={
            "type": "data",
            "symmetric": False,
            "array": _lengths(line.value, line.high),
            "arrayminus": _lengths(line.low, line.value),
            "color": style.colours.text,
            "thickness": style.thin,
            "width": 0,
        },
    )


def _lengths(lower: tuple[float, ...], upper: tuple[float, ...]) -> list[float]:
    """From each lower to each upper value; 0 where one of them is missing."""
    return [0.0 if np.isnan(up - down) else up - down for down, up in zip(lower, upper, strict=True)]
