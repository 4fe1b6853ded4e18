"""Groups that are compared, as dots: hue, symbol, what hovering says; one derivation for each way to lay them out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import pandas as pd

from base.formats import number
from base.texts import Texts
from charts.figure import Part, scatter
from charts.firmness import Firmness
from charts.theme import Style
from indicators.catalogue import Indicator
from indicators.labels import interval_text, period_short, value_text
from indicators.periods import Period, parse

MOST_HUES = 7
"""Hues that can be told from each other; so many groups at most are all named."""
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "hexagon", "cross")


@dataclass(frozen=True)
class Marked:
    """Which groups stand out: the worse one and the better one of the gap; '' for none."""

    worst: str = ""
    best: str = ""


NOBODY = Marked()


@dataclass(frozen=True)
class DotStroke:
    """How the dots of a group look. ring: the colour of the ring around its dots, '' for none."""

    colour: str
    symbol: str
    size: float
    ring: str = ""


@dataclass(frozen=True)
class Dot:
    """The figure of a group (code and name) in a period, in the indicator's unit; low, high: NaN where it has no interval."""

    group: str
    name: str
    period: Period
    value: float
    low: float
    high: float
    firmness: Firmness
    hover: str

    def symbol(self, shape: str) -> str:
        """`shape` as plotly names it: hollow while provisional, hollow with a dot within where estimated."""
        if self.firmness.estimated:
            return f"{shape}-open-dot"
        return f"{shape}-open" if self.firmness.provisional else shape


@dataclass(frozen=True)
class ComparedGroups:
    """groups: GROUPS (`indicators.equity.groups`) of `indicator`. names: of all its groups, by code. target: in its unit.

    `dots` and what is made of them raise KeyError for a group without a name.
    """

    groups: pd.DataFrame
    names: Mapping[str, str]
    indicator: Indicator
    say: Texts
    marked: Marked = NOBODY
    target: float | None = None

    @cached_property
    def known(self) -> pd.DataFrame:
        """The rows of `groups` with a figure."""
        return self.groups[self.groups["value"].notna()]

    @cached_property
    def dots(self) -> list[Dot]:
        """A dot per row of `known`, in their order."""
        return [self._dot(row) for row in self.known.to_dict("records")]

    @cached_property
    def periods(self) -> list[Period]:
        """The periods with a figure, newest first."""
        return sorted({dot.period for dot in self.dots}, reverse=True)

    @cached_property
    def by_period(self) -> list[list[Dot]]:
        """The dots of each of the `periods`, lowest value first."""
        by_value = sorted(self.dots, key=lambda dot: dot.value)
        return [[dot for dot in by_value if dot.period == period] for period in self.periods]

    @property
    def newest(self) -> Self:
        """The same of the newest period with a figure alone."""
        return replace(self, groups=self.known[self.known["period"].isin([p.code for p in self.periods[:1]])])

    @property
    def targets(self) -> list[float]:
        """The target as a list: empty without one."""
        return [] if self.target is None else [self.target]

    def valued(self, dot: Dot) -> str:
        """The value of a dot with its unit."""
        return value_text(dot.value, self.indicator, self.say.language)

    def label(self, dot: Dot) -> str:
        """What stands at a dot: the group and its value."""
        return f"{dot.name} <b>{self.valued(dot)}</b>"

    def strokes(self, style: Style) -> dict[str, DotStroke]:
        """How the dots of each group with a figure look; those that stand out come last, on top, and have a ring.

        Hue and shape are those of a group's place among all groups, whatever else is shown; where the grouping has more groups than
        there are hues and shapes to tell them by, all are grey. The rings have the colours of the judgement.
        """
        shown = list(dict.fromkeys(dot.group for dot in self.dots))
        places = {code: n for n, code in enumerate(self.names)}
        marked, colours = self.marked, style.colours
        rings = {marked.best: colours.better, marked.worst: colours.worse}
        large = style.marker * (2 if len(shown) <= MOST_HUES else 1)
        strokes = {}
        for code in sorted(shown, key=lambda code: (code == marked.worst, code == marked.best)):
            colour, symbol = _look(places[code], len(places), style)
            stands_out = code in rings
            strokes[code] = DotStroke(colour, symbol, style.marker * 2 if stands_out else large, rings.get(code, ""))
        return strokes

    def _dot(self, row: Mapping[Any, Any]) -> Dot:
        """The dot of a row of GROUPS."""
        return Dot(
            group=row["group"],
            name=self.names[row["group"]],
            period=parse(row["period"]),
            value=float(row["value"]),
            low=float(row["low"]),
            high=float(row["high"]),
            firmness=Firmness.of(row),
            hover=self._hover(row),
        )

    def _hover(self, row: Mapping[Any, Any]) -> str:
        """What a dot says: name, value, interval, counts, and what it lacks."""
        say, language = self.say, self.say.language
        value = value_text(row["value"], self.indicator, language)
        lines = [f"<b>{self.names[row['group']]}</b>", f"{period_short(parse(row['period']), say)}: {value}"]
        if self.indicator.is_rate:
            noun = self.indicator.wording(language).unit_noun_many
            lines.append(f"{number(row['numerator'], language)}/{number(row['denominator'], language)} {noun}")
        if interval := interval_text(row["low"], row["high"], self.indicator, language):
            lines.append(say("95% interval {interval}", interval=interval))
        lines += Firmness.of(row).remarks(say)
        if row["members"] == row["members"] and row["reported"] < row["members"]:
            lines.append(say("Partial: {r} of {n} communes", r=int(row["reported"]), n=int(row["members"])))
        return "<br>".join(lines)


def _look(place: int, groups: int, style: Style) -> tuple[str, str]:
    """Hue and shape of the group at `place` among so many."""
    colours = style.colours
    hues = (
        colours.seq[3],
        colours.warn_ink,
        colours.text,
        colours.accent,
        colours.similar,
        colours.seq[2],
        colours.outline,
    )
    if groups > MOST_HUES * 2:
        return colours.similar, _SYMBOLS[0]
    # The second round gives each hue another shape.
    return hues[place % MOST_HUES], _SYMBOLS[(place + place // MOST_HUES) % MOST_HUES]


def rings(x: Sequence[float], y: Sequence[float], stroke: DotStroke, style: Style) -> Part:
    """A ring in the colour of the judgement around each dot of a group that stands out."""
    marker = {
        "symbol": "circle-open", "size": stroke.size + 2.2 * style.marker, "color": stroke.ring,
        "line": {"width": style.line},
    }  # fmt: skip
    return scatter(x=list(x), y=list(y), mode="markers", marker=marker, hoverinfo="skip", cliponaxis=False, name="")
