"""One commune over time: its own line, the communes it was made of until the merger, the province behind."""

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from base.look import Look
from charts.bands import band_traces
from charts.chart import Chart
from charts.figure import Figure
from charts.line_layout import laid_out
from charts.line_words import lines_in_words
from charts.lines import area_lines
from charts.series import Series, axis_periods
from charts.strokes import Stroke, line_traces
from charts.theme import SYMBOLS, style_of
from charts.timeline import Timeline
from indicators.periods import Period


@dataclass(frozen=True)
class CommuneChart(Chart):
    """The line of the commune `code`, of its former communes and of the province.

    history: VALUES of the commune and the province (rows of other communes are ignored). former: VALUES of kind 'former',
    as reported on the communes of their day.
    """

    history: pd.DataFrame
    former: pd.DataFrame
    timeline: Timeline
    code: str

    @cached_property
    def own_history(self) -> pd.DataFrame:
        """`history` without the other communes."""
        return self.history[(self.history["kind"] != "commune") | (self.history["code"] == self.code)]

    @cached_property
    def axis(self) -> tuple[Period, ...]:
        """The periods that are drawn, ascending."""
        return axis_periods(self.own_history, self.timeline.kind)

    @cached_property
    def commune(self) -> list[Series]:
        """The commune's line; none without any figure."""
        return area_lines(self.own_history, self.axis, self.timeline, kind="commune")

    @cached_property
    def province(self) -> list[Series]:
        """The province's line; none without any figure."""
        name = self.timeline.say("Province")
        return area_lines(self.own_history, self.axis, self.timeline, kind="province", name=name)

    @cached_property
    def members(self) -> list[Series]:
        """The lines of the former communes, named as such: one of them may bear the name of today's commune."""
        lines = area_lines(self.former, self.axis, self.timeline, kind="former")
        return [replace(line, name=self.timeline.say("former {name}", name=line.name)) for line in lines]

    def figure(self, look: Look, *, height: int = 320) -> Figure:
        """The commune is strong, with its 95 % interval as a band; former communes are thin, named, and end at the merger.

        customdata of every point is the code of its area.
        """
        style, breaks = style_of(look), self.timeline.cuts(self.axis)
        # The old communes alternate in lightness and symbol: up to nine of them ended in one commune.
        shades = (style.colours.seq[3], style.colours.seq[2])
        strokes = [
            (line, Stroke(shades[i % 2], style.thin * 1.5, SYMBOLS[i % len(SYMBOLS)]))
            for i, line in enumerate(self.members)
        ]
        strokes += [(line, Stroke(style.colours.muted, style.thin * 2, markers=False)) for line in self.province]
        strokes += [(line, Stroke(style.colours.accent, style.strong)) for line in self.commune]
        traces = [t for line in self.commune for t in band_traces(line, style.colours.accent, breaks=breaks)]
        for line, stroke in strokes:
            traces += line_traces(line, stroke, style, breaks=breaks)
        values = [v for line, _ in strokes for v in line.value]
        values += [v for line in self.commune for v in (*line.low, *line.high)]
        return laid_out(traces, strokes, self.axis, values=values, timeline=self.timeline, look=look, height=height)

    def words(self) -> str:
        """The commune, the province and the former communes from their first to their last figure."""
        return lines_in_words([*self.commune, *self.province, *self.members], self.axis, self.timeline)
