"""How many communes have it, year by year: bars within all communes of the day, in two panels that nothing joins."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from base.formats import day, number
from base.look import Look
from charts.chart import Chart
from charts.figure import Figure, Part, part
from charts.line_words import event_in_words
from charts.theme import separators, style_of, template
from charts.timeline import Timeline
from indicators.events import within
from indicators.labels import period_short
from indicators.presence import Having

_SEAM = 0.8
"""Room at the merger, in bars."""


@dataclass(frozen=True)
class HavingChart(Chart):
    """A bar a period: all communes of the day in pale, those that have it in colour, their number on it.

    past: by period, ascending. Between the last of former communes and the first of today's a dashed line stands; heights are shares
    of the communes of the day, so that panels of 129 and of 45 can be held beside each other without being one line.
    """

    past: Sequence[Having]
    timeline: Timeline

    @cached_property
    def _seam(self) -> int | None:
        """The place of the first bar after the merger; None where all bars are of one side."""
        merged = self.timeline.seam
        if merged is None:
            return None
        at = next((n for n, each in enumerate(self.past) if each.period.ends_on >= merged), None)
        return at or None

    def figure(self, look: Look, *, height: int = 220) -> Figure:
        """As every chart."""
        style, say = style_of(look), self.timeline.say
        colours = style.colours
        places = [n + (_SEAM if self._seam is not None and n >= self._seam else 0.0) for n in range(len(self.past))]
        shares = [100 * each.having / each.communes for each in self.past]
        names = [period_short(each.period, say) for each in self.past]
        hover = [
            f"<b>{name}</b><br>{self._number(each.having)}/{self._number(each.communes)}"
            for name, each in zip(names, self.past, strict=True)
        ]
        whole = part(
            type="bar", x=places, y=[100] * len(places), marker={"color": colours.blank}, hoverinfo="skip", width=0.62
        )
        filled = part(
            type="bar",
            x=places,
            y=shares,
            width=0.62,
            marker={"color": colours.better},
            text=[f"<b>{self._number(each.having)}</b>" for each in self.past],
            textposition="outside",
            textfont={"size": style.text, "color": colours.text},
            hovertext=hover,
            hoverinfo="text",
            cliponaxis=False,
        )
        layout = part(
            template=template(look),
            separators=separators(say.language),
            height=height,
            barmode="overlay",
            margin={"l": 4, "r": 4, "t": style.note + 10, "b": 3 * style.note + 8},
            yaxis={"visible": False, "range": [0, 112]},
            xaxis={
                "tickvals": places,
                "ticktext": names,
                "range": [-0.6, max(places, default=0) + 0.6],
                "showline": False,
                "ticks": "",
            },
            shapes=self._line(colours.muted),
            annotations=self._notes(places, style.note),
        )
        return Figure([whole, filled], layout)

    def words(self) -> str:
        """How many of how many in each period; before and after the merger in sentences of their own."""
        say, at = self.timeline.say, self._seam
        sides = [self.past] if at is None else [self.past[:at], self.past[at:]]
        told = [
            "; ".join(
                say(
                    "{year} {n} of {all}",
                    year=period_short(each.period, say),
                    n=self._number(each.having),
                    all=self._number(each.communes),
                )
                for each in side
            )
            for side in sides
        ]
        happened = [event_in_words(each, say) for each in within(self.timeline.events, [p.period for p in self.past])]
        if at is None or self.timeline.seam is None:
            return " ".join([f"{told[0]}.", *happened])
        merged = day(self.timeline.seam, say.language)
        after = say("After the merger of {day}, not comparable: {rest}.", day=merged, rest=told[1])
        return " ".join([f"{told[0]}.", after, *happened])

    def _line(self, colour: str) -> list[Part]:
        if self._seam is None:
            return []
        at = self._seam + _SEAM / 2 - 0.5
        return [part(type="line", x0=at, x1=at, y0=0, y1=112, line={"color": colour, "width": 1.5, "dash": "dash"})]

    def _notes(self, places: Sequence[float], size: int) -> list[Part]:
        """Of how many communes each panel is, and when they were merged."""
        say, at = self.timeline.say, self._seam
        cut = len(places) if at is None else at
        notes = []
        for first, last in ((0, cut), (cut, len(places))):
            if first == last:
                continue
            of = {each.communes for each in self.past[first:last]}
            text = say("of {n} communes", n="–".join(self._number(n) for n in sorted({min(of), max(of)})))
            middle = (places[first] + places[last - 1]) / 2
            notes.append(
                part(text=text, x=middle, y=0, yref="paper", xanchor="center", yanchor="top", yshift=-1.7 * size)
            )
        for event in within(self.timeline.events, [each.period for each in self.past]):
            place = next(n for n, each in enumerate(self.past) if event.on <= each.period.ends_on)
            notes.append(part(text=event.text, x=places[place], y=100, xanchor="center", yanchor="bottom"))
        if at is not None and self.timeline.seam is not None:
            merged = say("merger {day}", day=day(self.timeline.seam, say.language))
            notes.append(part(text=merged, x=at + _SEAM / 2 - 0.5, y=112, xanchor="right", yanchor="bottom"))
        return notes

    def _number(self, value: float) -> str:
        return number(value, self.timeline.say.language)
