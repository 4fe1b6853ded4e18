"""The curve of need: how few children carry how much of the gap. Communes with most need per child come first."""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from base.formats import number, percent
from base.texts import Texts
from charts.theme import look, separators, template
from indicators.catalogue import Indicator
from indicators.concentration import Concentration

# From here on the gap is as good as spread over all: the curve hugs its diagonal.
_EVEN = 0.45


def lorenz_chart(
    curve: Concentration,
    names: Mapping[str, str],
    *,
    indicator: Indicator,
    say: Texts,
    theme: str = "light",
    height: int = 360,
    narrow: bool = False,
) -> go.Figure:
    """Shares of children (across) and of need (up), both in per cent, one point a commune; half of the need is marked.

    names: of the communes of `curve`, by code. customdata: the commune's code. The dashed diagonal is a gap spread evenly.
    narrow: fewer words, for a phone.
    """
    style = look(theme)
    colours = style.colours
    children, need = (100 * curve.children).tolist(), (100 * curve.need).tolist()
    half = 100 * curve.half
    noun = indicator.wording(say.language).unit_noun_many
    if narrow:
        across, told = say("Share of all {noun}", noun=noun), say("Half: {share}", share=_whole(curve.half, say))
    else:
        across = say("Share of all {noun}, the worst off communes first", noun=noun)
        told = say("Half of the gap: {share} of all {noun}", share=_whole(curve.half, say), noun=noun)
    axis: dict[str, Any] = {"range": [0, 100], "dtick": 25, "ticksuffix": "%"}
    figure = go.Figure(
        [
            go.Scatter(
                x=[0, 100], y=[0, 100], mode="lines", hoverinfo="skip", cliponaxis=False,
                line={"color": colours.similar, "width": style.thin * 2, "dash": "dash"},
            ),
            go.Scatter(
                x=[0, half, half], y=[50, 50, 0], mode="lines", hoverinfo="skip",
                line={"color": colours.text, "width": style.thin * 1.5, "dash": "dot"},
            ),
            go.Scatter(
                x=children, y=need, mode="lines+markers", cliponaxis=False, customdata=["", *curve.codes],
                line={"color": colours.worse, "width": style.line},
                marker={"color": colours.worse, "size": [0] + [style.marker] * len(curve.codes), "opacity": 1},
                hovertext=["", *(names.get(code, code) + "<br>" + _steps(curve, i, noun, say) for i, code in enumerate(curve.codes, 1))],
                hoverinfo="text",
            ),
        ]
    )  # fmt: skip
    figure.update_layout(
        template=template(theme),
        separators=separators(say.language),
        height=height,
        margin={"l": 4 * style.note, "r": 2 * style.note, "t": style.note, "b": 4 * style.note},
        xaxis=axis | {"title": {"text": across}},
        yaxis=axis,
        annotations=[
            {
                "x": half if curve.half < _EVEN else 100, "xanchor": "left" if curve.half < _EVEN else "right",
                "y": 50, "yanchor": "top", "xshift": 10 if curve.half < _EVEN else 0, "yshift": -4, "align": "left",
                "text": told,
                "font": {"size": style.text, "color": colours.text},
            },
            {
                "x": 100, "xanchor": "right", "y": 14, "yanchor": "middle",
                "text": say("dashed: a gap spread evenly"),
            },
        ],
    )  # fmt: skip
    return figure


def half_in_words(curve: Concentration, indicator: Indicator, say: Texts) -> str:
    """How the curve reads: 'Half of the gap lies in communes with 12% of all children.'"""
    noun = indicator.wording(say.language).unit_noun_many
    share = _whole(curve.half, say)
    if len(curve.codes) == 1:
        return say("The whole gap lies in one commune.")
    if curve.half >= _EVEN:
        return say(
            "The gap is spread almost evenly: half of it lies in communes with {share} of all {noun}.",
            share=share,
            noun=noun,
        )
    return say("Half of the gap lies in communes with {share} of all {noun}.", share=share, noun=noun)


def lorenz_alt(curve: Concentration, *, indicator: Indicator, say: Texts) -> str:
    """The words of `lorenz_chart` with the same arguments."""
    return say(
        "Curve of {indicator}: share of the gap against share of all {noun}, {n} communes, those with most need per head first. {half} Gini coefficient {gini}.",
        indicator=indicator.wording(say.language).short,
        noun=indicator.wording(say.language).unit_noun_many,
        n=number(len(curve.codes), say.language),
        half=half_in_words(curve, indicator, say),
        gini=number(curve.gini, say.language, 2),
    )


def _steps(curve: Concentration, at: int, noun: str, say: Texts) -> str:
    return say(
        "{children} of all {noun}, {need} of the gap; so far {all} of it",
        children=percent(100 * (curve.children[at] - curve.children[at - 1]), say.language),
        noun=noun,
        need=percent(100 * (curve.need[at] - curve.need[at - 1]), say.language),
        all=percent(100 * curve.need[at], say.language),
    )


def _whole(share: float, say: Texts) -> str:
    return percent(100 * share, say.language, 0)
