"""The communes of a funnel plot: a shape, a colour and a sentence for where each lies."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from base.formats import number
from base.texts import NBSP, Texts
from charts.figure import Part, scatter
from charts.firmness import Firmness
from charts.theme import Style
from indicators.catalogue import Indicator
from indicators.funnel import Funnel
from indicators.labels import value_text
from indicators.status import LIKELY, NEAR_CERTAIN, orientation


@dataclass(frozen=True)
class Sign:
    """How points of one verdict are drawn. steps: values of `outside`; symbol as plotly names it."""

    steps: tuple[int, ...]
    symbol: str
    colour: str
    size: float


def signs(indicator: Indicator, style: Style) -> tuple[Sign, ...]:
    """Shape and colour by verdict: diamonds are worse, discs better, hollow ones between the limits; neutral ones only squares."""
    colours, way = style.colours, orientation(indicator)
    size = style.marker * 1.5
    within = Sign((0,), "circle-open", colours.similar, style.marker)
    if way == 0:
        return (
            within,
            Sign((-1, 1), "square-open", colours.neutral, size),
            Sign((-2, 2), "square", colours.neutral, size),
        )
    return (
        within,
        Sign((-way,), "diamond-open", colours.worse, size),
        Sign((way,), "circle-open", colours.better, size),
        Sign((-2 * way,), "diamond", colours.worse, size * 1.15),
        Sign((2 * way,), "circle", colours.better, size),
    )


def verdict(outside: int, say: Texts) -> str:
    """Where a point lies, in words."""
    likely, certain = (level_text(c, say) for c in (LIKELY, NEAR_CERTAIN))
    return {
        -2: say("Below the {p} limits", p=certain),
        -1: say("Below the {a} limits, within the {b} ones", a=likely, b=certain),
        0: say("Within the limits of chance"),
        1: say("Above the {a} limits, within the {b} ones", a=likely, b=certain),
        2: say("Above the {p} limits", p=certain),
    }[outside]


def level_text(confidence: float, say: Texts) -> str:
    """'95%', '99,8%'."""
    return f"{number(100 * confidence, say.language, 0 if confidence == LIKELY else 1)}%"


def _hover(point: Any, indicator: Indicator, say: Texts) -> str:
    noun = indicator.wording(say.language).unit_noun_many
    counts = f"{number(point.numerator, say.language)}/{number(point.denominator, say.language)}{NBSP}{noun}"
    value = value_text(point.value, indicator, say.language)
    said = Firmness.of_point(point).remarks(say)
    return "<br>".join([f"<b>{point.name}</b>", value, counts, verdict(int(point.outside), say), *said])


def _symbols(drawn: pd.DataFrame, symbol: str) -> str | list[str]:
    """`symbol`, with a dot within where a figure is provisional or estimated; the hover says which."""
    unsure = drawn["provisional"] | drawn["estimated"]
    return [f"{symbol}-dot" if each else symbol for each in unsure] if unsure.any() else symbol


def point_traces(funnel: Funnel, rows: pd.DataFrame, style: Style, say: Texts, *, in_colour: bool) -> list[Part]:
    """A trace per verdict for `rows` of the funnel's points, or all grey; customdata of a point is its commune's code."""
    traces = []
    for sign in signs(funnel.indicator, style):
        colour = sign.colour if in_colour else style.colours.outside
        drawn = rows[rows["outside"].isin(sign.steps)]
        if drawn.empty:
            continue
        traces.append(
            scatter(
                x=drawn["denominator"].to_list(), y=drawn["value"].to_list(), mode="markers", customdata=drawn["code"].to_list(),
                hovertext=[_hover(point, funnel.indicator, say) for point in drawn.itertuples(index=False)], hoverinfo="text",
                marker={
                    "symbol": _symbols(drawn, sign.symbol), "color": colour, "size": sign.size, "opacity": 1,
                    "line": {"width": max(2, style.thin * 1.5) if "open" in sign.symbol else 1, "color": colour if "open" in sign.symbol else style.colours.card},
                },
                cliponaxis=False, unselected={"marker": {"opacity": 1}}, name="",
            )
        )  # fmt: skip
    return traces
