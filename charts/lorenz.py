"""The curve of need: how few children carry how much of the gap. Communes with most need per child come first."""

from collections.abc import Mapping
from dataclasses import dataclass

from base.formats import number, percent
from base.look import Look
from base.texts import Texts
from charts.chart import Chart
from charts.figure import Figure, part, scatter
from charts.theme import separators, style_of, template
from indicators.catalogue import Indicator
from indicators.concentration import Concentration

# From here on the gap is as good as spread over all: the curve hugs its diagonal.
_EVEN = 0.45


@dataclass(frozen=True)
class LorenzChart(Chart):
    """Shares of children (across) and of need (up), both in per cent, one point a commune; half of the need is marked.

    names: of the communes of `curve`, by code; one without a name is called by its code.
    """

    curve: Concentration
    names: Mapping[str, str]
    indicator: Indicator
    say: Texts

    def figure(self, look: Look, *, height: int = 360) -> Figure:
        """The dashed diagonal is a gap spread evenly. On a phone there are fewer words. customdata: the commune's code."""
        style, say, curve = style_of(look), self.say, self.curve
        colours = style.colours
        half, packed = 100 * curve.half, curve.half < _EVEN
        traces = [
            scatter(
                x=[0, 100], y=[0, 100], mode="lines", hoverinfo="skip", cliponaxis=False,
                line={"color": colours.similar, "width": style.thin * 2, "dash": "dash"},
            ),
            scatter(
                x=[0, half, half], y=[50, 50, 0], mode="lines", hoverinfo="skip",
                line={"color": colours.text, "width": style.thin * 1.5, "dash": "dot"},
            ),
            scatter(
                x=(100 * curve.children).tolist(), y=(100 * curve.need).tolist(),
                mode="lines+markers", cliponaxis=False, customdata=["", *curve.codes],
                line={"color": colours.worse, "width": style.line},
                marker={"color": colours.worse, "size": [0] + [style.marker] * len(curve.codes), "opacity": 1},
                hovertext=["", *(self._hover(i) for i in range(1, len(curve.codes) + 1))],
                hoverinfo="text",
            ),
        ]  # fmt: skip
        layout = part(
            template=template(look),
            separators=separators(say.language),
            height=height,
            margin={"l": 4 * style.note, "r": 2 * style.note, "t": style.note, "b": 4 * style.note},
            xaxis={"range": [0, 100], "dtick": 25, "ticksuffix": "%", "title": {"text": self._across(look)}},
            yaxis={"range": [0, 100], "dtick": 25, "ticksuffix": "%"},
            annotations=[
                {
                    "x": half if packed else 100, "xanchor": "left" if packed else "right",
                    "y": 50, "yanchor": "top", "xshift": 10 if packed else 0, "yshift": -4, "align": "left",
                    "text": self._half(look),
                    "font": {"size": style.text, "color": colours.text},
                },
                {
                    "x": 100, "xanchor": "right", "y": 14, "yanchor": "middle",
                    "text": say("dashed: a gap spread evenly"),
                },
            ],
        )  # fmt: skip
        return Figure(traces, layout)

    def words(self) -> str:
        """What the curve is of, how it reads, and its Gini coefficient."""
        say = self.say
        return say(
            "Curve of {indicator}: share of the gap against share of all {noun}, {n} communes, those with most need per head first. {half} Gini coefficient {gini}.",
            indicator=self.indicator.wording(say.language).short,
            noun=self._noun,
            n=number(len(self.curve.codes), say.language),
            half=self.half_in_words(),
            gini=number(self.curve.gini, say.language, 2),
        )

    def half_in_words(self) -> str:
        """How the curve reads: 'Half of the gap lies in communes with 12% of all children.'"""
        say = self.say
        if len(self.curve.codes) == 1:
            return say("The whole gap lies in one commune.")
        if self.curve.half >= _EVEN:
            return say(
                "The gap is spread almost evenly: half of it lies in communes with {share} of all {noun}.",
                share=self._share_of_half,
                noun=self._noun,
            )
        return say(
            "Half of the gap lies in communes with {share} of all {noun}.", share=self._share_of_half, noun=self._noun
        )

    @property
    def _noun(self) -> str:
        return self.indicator.wording(self.say.language).unit_noun_many

    @property
    def _share_of_half(self) -> str:
        """The share of children in whose communes half of the need lies, in whole per cent."""
        return percent(100 * self.curve.half, self.say.language, 0)

    def _across(self, look: Look) -> str:
        if look.narrow:
            return self.say("Share of all {noun}", noun=self._noun)
        return self.say("Share of all {noun}, the worst off communes first", noun=self._noun)

    def _half(self, look: Look) -> str:
        if look.narrow:
            return self.say("Half: {share}", share=self._share_of_half)
        return self.say("Half of the gap: {share} of all {noun}", share=self._share_of_half, noun=self._noun)

    def _hover(self, at: int) -> str:
        """The commune at the place `at` of the curve: what it adds to both shares."""
        code, language = self.curve.codes[at - 1], self.say.language
        children, need = self.curve.children, self.curve.need
        said = self.say(
            "{children} of all {noun}, {need} of the gap; so far {all} of it",
            children=percent(100 * (children[at] - children[at - 1]), language),
            noun=self._noun,
            need=percent(100 * (need[at] - need[at - 1]), language),
            all=percent(100 * need[at], language),
        )
        return f"{self.names.get(code, code)}<br>{said}"
