"""The gap between two groups over time, with its interval."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from base.formats import day, number
from base.look import Look
from base.texts import Texts
from charts.chart import Chart
from charts.figure import Figure, Part, part, scatter
from charts.firmness import Firmness
from charts.line_words import event_in_words
from charts.marks import Break, break_marks, event_marks, other_definition, parting_line
from charts.theme import Style, separators, style_of, template
from charts.timeline import seam_within
from indicators.catalogue import Indicator
from indicators.equity.labels import distance_text
from indicators.events import Event, within
from indicators.labels import period_short
from indicators.periods import Period, parse
from indicators.sources import changes_of_way
from indicators.standing import change_text


@dataclass(frozen=True)
class GapPoint:
    """The gap in one period in the indicator's unit, with its 95 % interval (NaN where it has none)."""

    period: Period
    gap: float
    low: float
    high: float
    firmness: Firmness

    @property
    def has_interval(self) -> bool:
        """Whether it has an interval."""
        return self.low == self.low


@dataclass(frozen=True)
class GapLine(Chart):
    """course: COURSE (`indicators.equity.gap`), ascending. worst, best: the two groups, by name.

    seam: the day on which communes merged. breaks: codes of the first periods of another definition. events: what
    happened in the province.
    """

    course: pd.DataFrame
    indicator: Indicator
    say: Texts
    worst: str
    best: str
    seam: date | None = None
    breaks: Collection[str] = ()
    events: tuple[Event, ...] = ()

    @cached_property
    def points(self) -> list[GapPoint]:
        """The gap in each period."""
        return [
            GapPoint(parse(row["period"]), float(row["gap"]), float(row["low"]), float(row["high"]), Firmness.of(row))
            for row in self.course.to_dict("records")
        ]

    @cached_property
    def changes(self) -> dict[str, tuple[str, str]]:
        """Where survey figures and others meet (`changes_of_way`)."""
        return changes_of_way((point.period.code, point.firmness.source_kind) for point in self.points)

    def figure(self, look: Look, *, height: int = 210) -> Figure:
        """The gap by period, its 95 % interval as a bar, 0 as the line of no gap.

        Provisional points are hollow, estimated ones have a dot within; the line is cut at `breaks` and between survey and other
        figures. On a phone only the first, the greatest and the last gap are written, and fewer years.
        """
        style, say = style_of(look), self.say
        periods = [point.period for point in self.points]
        ticked = [p for n, p in enumerate(reversed(periods)) if n % (3 if look.narrow else 1) == 0]
        marks = break_marks(self._breaks(), periods, style)
        marks += event_marks(self.events, periods, style, narrow=look.narrow)
        shapes = [mark.shape for mark in marks]
        annotations = [mark.annotation for mark in marks]
        if seam := seam_within(self.seam, periods):
            text = say("merger {day}", day=day(seam, say.language))
            shapes.append(parting_line(seam, style))
            annotations.append(
                part(x=seam.isoformat(), xanchor="right", yref="paper", y=1, yanchor="bottom", text=text)
            )
        traces = [self._line(style), self._marks(style, narrow=look.narrow)]
        layout = part(
            template=template(look),
            separators=separators(say.language),
            height=height,
            margin={"l": 4 * style.note, "r": 3 * style.note, "t": 2 * style.note, "b": 2 * style.note + 8},
            xaxis={
                "type": "date", "tickmode": "array", "tickvals": [p.ends_on.isoformat() for p in ticked],
                "ticktext": [period_short(p, say) for p in ticked],
            },
            yaxis={"rangemode": "tozero", "nticks": 5, "zeroline": True, "zerolinecolor": style.colours.muted},
            shapes=shapes,
            annotations=annotations,
        )  # fmt: skip
        return Figure(traces, layout)

    def words(self) -> str:
        """The gap in each period with its interval."""
        said = [self._said(point) + point.firmness.bracketed(self.say) for point in self.points]
        told = self.say(
            "Gap between {worst} and {best}: {values}.", worst=self.worst, best=self.best, values="; ".join(said)
        )
        happened = within(self.events, [point.period for point in self.points])
        return " ".join([told, *(event_in_words(each, self.say) for each in happened)])

    def _said(self, point: GapPoint) -> str:
        when, value = period_short(point.period, self.say), self._distance(point)
        if not point.has_interval:
            return f"{when}: {value}"
        low, high = self._interval(point)
        return self.say("{period}: {value} ({low} to {high})", period=when, value=value, low=low, high=high)

    def _distance(self, point: GapPoint) -> str:
        return distance_text(point.gap, self.indicator, self.say)

    def _interval(self, point: GapPoint) -> tuple[str, str]:
        """Both ends of the interval as numbers."""
        decimals = max(1, self.indicator.decimals)
        return number(point.low, self.say.language, decimals), number(point.high, self.say.language, decimals)

    def _line(self, style: Style) -> Part:
        x: list[str | None] = []
        y: list[float | None] = []
        for point in self.points:
            if point.period.code in self.breaks or point.period.code in self.changes:
                x.append(None)
                y.append(None)
            x.append(point.period.ends_on.isoformat())
            y.append(point.gap)
        line = {"color": style.colours.text, "width": style.line}
        return scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", connectgaps=False)

    def _marks(self, style: Style, *, narrow: bool) -> Part:
        """The points with their numbers and intervals."""
        colours, points = style.colours, self.points
        most = max(range(len(points)), key=lambda n: points[n].gap, default=0)
        told = {0, most, len(points) - 1} if narrow else set(range(len(points)))
        return scatter(
            x=[p.period.ends_on.isoformat() for p in points],
            y=[p.gap for p in points],
            mode="markers+text",
            text=[number(p.gap, self.say.language, 1) if n in told else "" for n, p in enumerate(points)],
            textposition="top right",
            textfont={"size": style.note},
            marker={
                "size": style.marker * 1.4,
                "symbol": ["circle-dot" if p.firmness.estimated else "circle" for p in points],
                "color": [
                    colours.card if p.firmness.provisional or p.firmness.estimated else colours.text for p in points
                ],
                "line": {"color": colours.text, "width": style.line * 0.7},
            },
            error_y={
                "type": "data", "symmetric": False, "array": [p.high - p.gap if p.has_interval else 0.0 for p in points],
                "arrayminus": [p.gap - p.low if p.has_interval else 0.0 for p in points], "color": colours.muted,
                "thickness": style.thin * 1.5, "width": 3,
            },
            hovertext=[self._hover(p) for p in points],
            hoverinfo="text",
            cliponaxis=False,
        )  # fmt: skip

    def _hover(self, point: GapPoint) -> str:
        lines = [f"{period_short(point.period, self.say)}: {self._distance(point)}"]
        if point.has_interval:
            lines.append(self.say("95% interval {interval}", interval="–".join(self._interval(point))))
        return "<br>".join(lines + point.firmness.remarks(self.say))

    def _breaks(self) -> list[Break]:
        """The first periods after a break of the line; the merger has a line of its own."""
        said = []
        periods = [point.period for point in self.points]
        for before, period in zip(periods, periods[1:], strict=False):
            if self.seam is not None and before.ends_on < self.seam <= period.ends_on:
                continue
            if period.code in self.breaks:
                said.append(Break(period.code, other_definition(period, self.say)))
            elif period.code in self.changes:
                year = period_short(period, self.say)
                said.append(Break(period.code, change_text(*self.changes[period.code], self.say, year)))
        return said
