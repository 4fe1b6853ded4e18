"""The communes that make up a gap, as bars."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from base.formats import number
from base.look import Look
from base.texts import NBSP, Texts
from charts.chart import Chart
from charts.figure import Figure, part
from charts.theme import separators, style_of, template
from indicators.catalogue import Indicator

MOST_BARS = 8


@dataclass(frozen=True)
class Bar:
    """A commune and what it adds: children, and their share of the gap in per cent."""

    code: str
    name: str
    excess: float
    share: float


@dataclass(frozen=True)
class Contributions(Chart):
    """The communes that add most to a gap: a bar each, children on the axis, name and number beside it.

    parts: PARTS (`indicators.equity.explain`), most first; communes that add nothing are not drawn.
    """

    parts: pd.DataFrame
    indicator: Indicator
    say: Texts

    @cached_property
    def bars(self) -> list[Bar]:
        """The communes that are shown, most first."""
        rows = self.parts[self.parts["excess"] > 0].head(MOST_BARS)
        return [Bar(row["code"], row["name"], row["excess"], row["share"]) for row in rows.to_dict("records")]

    def figure(self, look: Look, *, height: int | None = None) -> Figure:
        """height: without it as high as the bars need. customdata of a bar is its commune's code."""
        style, bars, noun = style_of(look), self.bars, self._noun
        longest = max((len(bar.name) for bar in bars), default=1)
        trace = part(
            type="bar",
            x=[bar.excess for bar in bars],
            y=[bar.name for bar in bars],
            orientation="h",
            marker={"color": style.colours.worse},
            text=[f"{self._number(bar.excess)}{NBSP}({self._number(bar.share)}%)" for bar in bars],
            textposition="outside",
            textfont={"size": style.text, "color": style.colours.text},
            hovertext=[f"<b>{bar.name}</b><br>{self._number(bar.excess)} {noun}" for bar in bars],
            hoverinfo="text",
            customdata=[bar.code for bar in bars],
            cliponaxis=False,
        )
        top = float(max((bar.excess for bar in bars), default=1.0))
        layout = part(
            template=template(look),
            separators=separators(self.say.language),
            height=height or round(34 * max(1, len(bars)) * style.text / 14 + 8),
            margin={"l": round(longest * style.text * 0.6 + 12), "r": 8, "t": 4, "b": 4},
            xaxis={"visible": False, "range": [0, (1.6 if look.narrow else 1.25) * top]},
            yaxis={
                "autorange": "reversed",
                "showgrid": False,
                "tickfont": {"size": style.text, "family": None},
                "ticksuffix": NBSP,
            },
            bargap=0.35,
        )
        return Figure([trace], layout)

    def words(self) -> str:
        """The communes and how many children each adds."""
        named = ", ".join(f"{bar.name} {self._number(bar.excess)}" for bar in self.bars)
        return self.say("Communes that add most to the gap, in {noun}: {communes}.", noun=self._noun, communes=named)

    @property
    def _noun(self) -> str:
        return self.indicator.wording(self.say.language).unit_noun_many

    def _number(self, value: float) -> str:
        return number(value, self.say.language)
