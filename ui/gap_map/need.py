"""The gap as children, beneath the map: which communes hold half of it, how closely it is packed, what is not in it."""

import pandas as pd
from markupsafe import Markup

from base import formats
from base.texts import Texts
from charts.lorenz import LorenzChart
from indicators.catalogue import Indicator
from indicators.concentration import Concentration, concentration
from indicators.need import half_set, total_need
from indicators.standing import signed
from ui.frame import phrases
from ui.frame.blocks import Card, Plot, Sheet
from ui.frame.page import Page
from ui.gap_map.model import GapMap

# More names than these are no sentence; the ranking has them all.
_MOST_NAMES = 12


def card(page: Page, shown: GapMap) -> Card | None:
    """The curve of need of the communes in scope and what it says; None where the map doesn't show what is needed."""
    scoped, say, indicator = shown.scoped, page.say, page.indicator
    if shown.measure != "need" or not total_need(scoped):
        return None
    curve, said = concentration(scoped), sentences(scoped, indicator, say)
    title = say("How the gap is spread")
    if not page.scope.whole:
        title = f"{title}: {page.scope.short}"
    if curve is None:
        said.append(say("Without a denominator by commune no curve can be drawn."))
        return Card("card_lorenz", (Sheet(_text(title, said), key="lorenz_text"),))
    chart = _chart(page, scoped, curve)
    said.insert(0, chart.half_in_words())
    return Card(
        "card_lorenz",
        (
            Sheet(_text(title, said), key="lorenz_text"),
            Plot("lorenz", chart, chart.words(), height=300 if page.look.narrow else 340),
        ),
    )


def _chart(page: Page, scoped: pd.DataFrame, curve: Concentration) -> LorenzChart:
    names = dict(zip(scoped["code"], signed(scoped["full_name"], scoped), strict=True))
    return LorenzChart(curve, names, page.indicator, page.say)


def told(page: Page, shown: GapMap) -> tuple[str, ...]:
    """What the curve and the text over it say; nothing where they are not shown."""
    scoped = shown.scoped
    if shown.measure != "need" or not total_need(scoped):
        return ()
    curve = concentration(scoped)
    drawn = (_chart(page, scoped, curve).words(),) if curve is not None else ()
    return (*sentences(scoped, page.indicator, page.say), *drawn)


def sentences(scoped: pd.DataFrame, indicator: Indicator, say: Texts) -> list[str]:
    """Which communes hold half of the need, which could stand in for the last of them, and which are not counted.

    scoped: MEASURED of the communes in scope.
    """
    names, half = scoped.set_index("code")["name"], half_set(scoped)
    said = []
    if half.codes:
        many = len(half.codes)
        said.append(
            say.plural(
                "{n} commune holds half of it ({part} of {all}): {names}.",
                "{n} communes hold half of it ({part} of {all}): {names}.",
                many,
                n=formats.number(many, say.language),
                part=formats.number(half.holds, say.language),
                all=phrases.noun(indicator, total_need(scoped), say),
                names=_named([names[code] for code in half.codes], say),
            )
        )
    if half.alike:
        said.append(
            say(
                "As much as {last} is needed in: {names}.",
                last=names[half.codes[-1]],
                names=_named([names[code] for code in half.alike], say),
            )
        )
    blank = phrases.blanks(scoped, say)
    if blank:
        said.append(say("Not counted: {blanks}; what they need is not known, it is not zero.", blanks=blank))
    return said


def _named(names: list[str], say: Texts) -> str:
    shown = ", ".join(names[:_MOST_NAMES])
    rest = len(names) - _MOST_NAMES
    return shown if rest <= 0 else say("{names} and {n} more", names=shown, n=formats.number(rest, say.language))


def _text(title: str, said: list[str]) -> Markup:
    paragraphs = Markup("").join(Markup("<p>{}</p>").format(each) for each in said[:1])
    rest = " ".join(said[1:])
    notes = Markup('<p class="muted">{}</p>').format(rest) if rest else Markup("")
    return Markup("<h2>{}</h2>{}{}").format(title, paragraphs, notes)
