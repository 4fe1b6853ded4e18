"""The equiplot: one row a year, one dot a group; how far apart the groups are, and where the target lies."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from base.formats import day
from base.look import Look
from charts.axes import Scale, scale_of
from charts.chart import Chart
from charts.equidots import MOST_HUES, ComparedGroups, Dot, DotStroke, rings
from charts.equirows import rows_of_groups
from charts.figure import Figure, Part, part, scatter
from charts.line_words import nothing_in_words
from charts.marks import Mark, other_definition, target_upright
from charts.placing import Label, label_width
from charts.theme import Style, separators, style_of, template
from indicators.labels import period_short, target_text
from indicators.periods import parse
from indicators.sources import changes_in
from indicators.standing import change_text

_ROW_PX = 56


@dataclass(frozen=True)
class Equiplot(ComparedGroups, Chart):
    """A row for each period of `groups`, the newest on top with the groups named above their dots.

    seam: the day on which communes merged. breaks: codes of the first periods of another definition. Both are drawn between the
    years before and after.
    """

    seam: date | None = None
    breaks: Collection[str] = ()

    def figure(self, look: Look, *, height: int | None = None) -> Figure:
        """A hollow dot is provisional, one with a dot within estimated; a line spans the groups of a period.

        On a phone the newest period alone, its groups as rows, whatever height those need, since names above dots have no room
        there; `newest` has the words of just that. height: without it as high as the years need. customdata of a dot is the
        code of its group.
        """
        if look.narrow:
            return rows_of_groups(self.newest, look)
        style = style_of(look)
        strokes = self.strokes(style)
        traces = [self._spans(style), *(self._trace(code, stroke) for code, stroke in strokes.items())]
        traces += [self._rings(code, stroke, style) for code, stroke in strokes.items() if stroke.ring]
        scale = scale_of([*(dot.value for dot in self.dots), *self.targets], self.indicator)
        names = self._names_above(strokes, style, scale)
        marks = [target_upright(target, self.indicator, self.say, style) for target in self.targets]
        marks += self._partings(sum(scale.range) / 2, style)
        levels = 1 + max((name.level for name in names), default=0)
        top = round(levels * style.text * 1.5 + style.text)
        layout = part(
            template=template(look),
            separators=separators(self.say.language),
            height=height or round(top + _ROW_PX * len(self.periods) * style.text / 14 + 4 * style.note),
            margin={"l": 6 * style.note, "r": 2 * style.note, "t": top, "b": 3 * style.note},
            xaxis={
                "range": scale.range, "nticks": 9, "ticksuffix": scale.suffix,
                "showgrid": True, "gridcolor": style.colours.line,
            },
            yaxis={
                "tickmode": "array",
                "tickvals": list(range(len(self.periods))),
                "ticktext": [period_short(p, self.say) for p in self.periods],
                "range": [len(self.periods) - 0.2, -0.5],
                "showgrid": False,
            },
            shapes=[mark.shape for mark in marks],
            annotations=[*(name.annotation for name in names), *(mark.annotation for mark in marks)],
        )  # fmt: skip
        return Figure(traces, layout)

    def words(self) -> str:
        """The groups of the newest period from the lowest to the highest, then the span of each earlier one."""
        say = self.say
        if not self.periods:
            return nothing_in_words(say)
        newest = self.by_period[0]
        parts = [
            say(
                "Dots of {indicator}, {period}: {groups}.",
                indicator=self.indicator.wording(say.language).short,
                period=period_short(self.periods[0], say),
                groups=", ".join(map(self._said, newest if len(newest) <= MOST_HUES else (newest[0], newest[-1]))),
            )
        ]
        for period, dots in zip(self.periods[1:], self.by_period[1:], strict=True):
            low, high = self._said(dots[0]), self._said(dots[-1])
            parts.append(say("{period}: from {low} to {high}.", period=period_short(period, say), low=low, high=high))
        parts += [say("Target: {target}.", target=target_text(t, self.indicator, say.language)) for t in self.targets]
        return " ".join(parts)

    def _said(self, dot: Dot) -> str:
        return f"{dot.name} {self.valued(dot)}{dot.firmness.bracketed(self.say)}"

    def _spans(self, style: Style) -> Part:
        """A line from the lowest to the highest group of each period."""
        x: list[float | None] = []
        y: list[int | None] = []
        for n, dots in enumerate(self.by_period):
            if len(dots) > 1:
                x += [dots[0].value, dots[-1].value, None]
                y += [n, n, None]
        line = {"color": style.colours.line, "width": style.strong}
        return scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", name="")

    def _trace(self, code: str, stroke: DotStroke) -> Part:
        """The dots of one group."""
        place = {period: n for n, period in enumerate(self.periods)}
        dots = [dot for dot in self.dots if dot.group == code]
        return scatter(
            x=[dot.value for dot in dots],
            y=[place[dot.period] for dot in dots],
            mode="markers",
            name=self.names[code],
            customdata=[code] * len(dots),
            hovertext=[dot.hover for dot in dots],
            hoverinfo="text",
            marker={
                "symbol": [dot.symbol(stroke.symbol) for dot in dots],
                "size": stroke.size,
                "color": stroke.colour,
                "line": {"width": stroke.size / 6},
            },
            cliponaxis=False,
        )

    def _rings(self, code: str, stroke: DotStroke, style: Style) -> Part:
        """The rings around the dots of a group that stands out."""
        place = {period: n for n, period in enumerate(self.periods)}
        dots = [dot for dot in self.dots if dot.group == code]
        return rings([dot.value for dot in dots], [place[dot.period] for dot in dots], stroke, style)

    def _names_above(self, strokes: Mapping[str, DotStroke], style: Style, scale: Scale) -> list["_NameAbove"]:
        """The groups of the newest period by name and value above their dots, on as many levels as keep them apart."""
        dots = self.by_period[0] if self.by_period else []
        if len(strokes) > MOST_HUES:
            dots = [dot for dot in dots if dot.group in (self.marked.worst, self.marked.best)]
        # Pixels as a part of the axis, for the chart on a laptop of 1,280: what is apart there is so on all wider screens.
        pixel = (scale.top - scale.bottom) / (640 if style.text < 20 else 1600)
        placed: list[tuple[float, int]] = []
        names = []
        for dot in dots:
            text = self.label(dot)
            width = (label_width([Label(0, text, "")], style.text) + style.text) * pixel
            # A name ends at its own dot and stands above the names of all dots that it reaches over: no leader crosses a name.
            end = max(dot.value, scale.bottom + width - 4 * style.note * pixel)
            level = 1 + max((level for x, level in placed if x > end - width), default=-1)
            placed.append((dot.value, level))
            stroke = strokes[dot.group]
            annotation = part(
                x=dot.value, y=0, ax=end, ay=-(1.6 + 1.5 * level) * style.text, axref="x",
                text=text, showarrow=True, arrowhead=0, arrowwidth=style.thin, arrowcolor=stroke.colour,
                standoff=stroke.size / 2, xanchor="right", yanchor="bottom",
                font={"size": style.text, "color": style.colours.text},
            )  # fmt: skip
            names.append(_NameAbove(level, annotation))
        return names

    def _partings(self, middle: float, style: Style) -> list[Mark]:
        """Lines between rows: where communes merged, where another definition begins, and where survey figures meet others; nothing
        outside the years shown. middle: of the axis, in the indicator's unit."""
        said: dict[int, str] = {}
        texts = {
            code: change_text(*ways, self.say, period_short(parse(code), self.say))
            for code, ways in changes_in(self.known).items()
        }
        for code in (*texts, *self.breaks):
            since = [p for p in self.periods if p >= parse(code)]
            if since:
                said[len(since)] = other_definition(since[-1], self.say) if code in self.breaks else texts[code]
        after = [] if self.seam is None else [p for p in self.periods if p.ends_on >= self.seam]
        if self.seam is not None and after:
            said[len(after)] = self.say("communes merged {day}", day=day(self.seam, self.say.language))
        return [self._parting(place, text, middle, style) for place, text in said.items() if place < len(self.periods)]

    def _parting(self, place: int, text: str, middle: float, style: Style) -> Mark:
        """A dotted line above the row `place`, its words on the side where fewer dots are."""
        beside = self.known["period"].isin([p.code for p in self.periods[place - 1 : place + 1]])
        left = bool(self.known.loc[beside, "value"].median() > middle)
        return Mark(
            part(
                type="line", xref="paper", x0=0, x1=1, y0=place - 0.5, y1=place - 0.5,
                line={"color": style.colours.outline, "width": style.thin * 1.5, "dash": "dot"},
            ),
            part(
                xref="paper", x=0 if left else 1, xanchor="left" if left else "right", y=place - 0.5,
                yanchor="bottom", showarrow=False, text=text, xshift=style.note / (3 if left else -3),
                font={"size": style.note, "color": style.colours.muted}, bgcolor=style.colours.card, borderpad=0,
            ),
        )  # fmt: skip


@dataclass(frozen=True)
class _NameAbove:
    """A name on one of the levels above the dots, the lowest 0."""

    level: int
    annotation: Part
