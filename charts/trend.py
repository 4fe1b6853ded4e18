"""The trend chart: the province strong, up to four chosen, the rest grey; target, seam and reference by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from base.look import Look
from charts.bands import band_traces, whisker_traces
from charts.chart import Chart
from charts.figure import Figure
from charts.line_layout import laid_out
from charts.line_words import lines_in_words, when_in_words
from charts.lines import area_lines, area_points, lines_of, spread
from charts.series import Series, axis_periods
from charts.strokes import Stroke, grey_traces, line_traces
from charts.theme import SYMBOLS, style_of
from charts.timeline import Timeline
from indicators.labels import communes_text, value_text
from indicators.periods import Period

MOST_CHOSEN = 4
# More grey lines than this are a smear and a slow page; the rest stands in the table.
MOST_LINES = 150


@dataclass(frozen=True)
class TrendChart(Chart):
    """Lines of the communes over time, named at their ends instead of in a legend.

    history: VALUES of communes, the province and, where it exists, the country. chosen: codes of up to four communes; more
    are ignored.
    """

    history: pd.DataFrame
    timeline: Timeline
    chosen: Sequence[str] = ()

    @cached_property
    def axis(self) -> tuple[Period, ...]:
        """The periods that are drawn, ascending."""
        return axis_periods(self.history, self.timeline.kind)

    @cached_property
    def province(self) -> list[Series]:
        """The province's line; none without any figure."""
        name = self.timeline.say("Province")
        return area_lines(self.history, self.axis, self.timeline, kind="province", name=name)

    @cached_property
    def country(self) -> list[Series]:
        """The country's line; none without any figure."""
        name = self.timeline.say("Country")
        return area_lines(self.history, self.axis, self.timeline, kind="country", name=name)

    @cached_property
    def communes(self) -> pd.DataFrame:
        """VALUES of all communes on the axis, as `area_points` has them."""
        return area_points(self.history, self.axis, self.timeline.indicator, kind="commune")

    @cached_property
    def named(self) -> list[Series]:
        """The lines of the chosen communes, in the order in which they were chosen."""
        codes = list(self.chosen)[:MOST_CHOSEN]
        lines = lines_of(self.communes[self.communes["code"].isin(codes)], self.axis, self.timeline)
        return sorted(lines, key=lambda line: codes.index(line.code))

    def figure(self, look: Look, *, height: int = 460) -> Figure:
        """The province has its 95 % interval as a band, the chosen ones theirs as whiskers; hovering says those of the others.

        A missing report is a gap; a provisional point is hollow with a dashed stroke, an estimated one has a dot; every
        line is cut where another definition begins, and at the seam if the indicator counts communes, and each at its own
        changes between survey and other figures. The country is dotted. customdata of every point is the code of its area.
        """
        style, breaks = style_of(look), self.timeline.cuts(self.axis)
        quiet = self._quiet()
        strokes = [(line, Stroke(style.colours.muted, style.thin * 2, dash="dot")) for line in self.country]
        strokes += [
            (line, Stroke(colour, style.line, symbol))
            for line, colour, symbol in zip(self.named, style.chosen, SYMBOLS, strict=False)
        ]
        strokes += [(line, Stroke(style.colours.text, style.strong)) for line in self.province]
        traces = grey_traces(quiet, style, breaks=breaks)
        for line in self.province:
            traces += band_traces(line, style.colours.text, breaks=breaks)
        for line, colour in zip(self.named, style.chosen, strict=False):
            traces += whisker_traces(line, colour, style.thin * 1.5)
        for line, stroke in strokes:
            traces += line_traces(line, stroke, style, breaks=breaks)
        values = [v for line in (*quiet, *self.named, *self.province, *self.country) for v in line.value]
        values += [v for line in (*self.province, *self.named) for v in (*line.low, *line.high)]
        return laid_out(traces, strokes, self.axis, values=values, timeline=self.timeline, look=look, height=height)

    def words(self) -> str:
        """Province, country and chosen communes from their first to their last figure, and between which values all communes lie."""
        lines = [*self.province, *self.country, *(line for line in self.named if line.known)]
        return lines_in_words(lines, self.axis, self.timeline, more=self._range_in_words())

    def _quiet(self) -> list[Series]:
        """The lines of the other communes: those that are not chosen, thinned where there are very many."""
        quiet = {*spread(self.communes, MOST_LINES)} - {*list(self.chosen)[:MOST_CHOSEN]}
        return lines_of(self.communes[self.communes["code"].isin(quiet)], self.axis, self.timeline, brief=True)

    def _range_in_words(self) -> list[str]:
        """Between which values the communes lie in the last period; nothing where none has one."""
        say, indicator = self.timeline.say, self.timeline.indicator
        last = self.communes.loc[self.communes["period"].isin([p.code for p in self.axis[-1:]]), "value"].dropna()
        if last.empty:
            return []
        return [
            say(
                "{communes} in {period}: from {low} to {high}.",
                communes=communes_text(len(last), say),
                period=when_in_words(self.axis[-1], say),
                low=value_text(last.min(), indicator, say.language),
                high=value_text(last.max(), indicator, say.language),
            )
        ]
