"""The funnel plot in place of the map, with what must be known of it; or the reason why there is none."""

from markupsafe import Markup

from base import formats
from charts.funnel import FunnelChart
from indicators.funnel import Funnel, funnel, why_none
from indicators.readings import Reading
from ui.frame import maps
from ui.frame.blocks import Block, Plot, Sheet
from ui.frame.page import Page
from ui.gap_map import funnel_words as words
from ui.gap_map.model import GapMap, within


def made(reading: Reading) -> Funnel | None:
    """The funnel of all communes of `reading`; None where there can be none."""
    return funnel(reading.measured, reading.indicator, reading.province)


def why(page: Page, reading: Reading) -> Markup:
    """Why there is no funnel plot."""
    return words.none(why_none(reading.measured, reading.indicator, reading.province), page.say)


def blocks(page: Page, shown: GapMap) -> tuple[Block, ...]:
    """The plot, communes outside the filter grey; its numbers stand in the ranking beside it."""
    reading = shown.reading
    found = made(reading)
    if found is None:
        reason = Sheet(Markup("<p>{}</p>").format(why(page, reading)), key="funnel_none")
        return reason, maps.map_block(page, reading, key="map", measure=shown.measure, within=within(page, shown))
    codes = None if page.scope.whole else frozenset(shown.scoped["code"])
    chart = FunnelChart(found, page.say, chosen=page.view.commune[:1], inside=codes)
    said = words.notes(
        found,
        inside=frozenset(shown.scoped["code"]),
        scope=page.scope,
        indicators=_indicators(page),
        chosen=page.chosen,
        partial=partial(page, reading),
        say=page.say,
    )
    # As wide as the card is on a small laptop.
    height, width = (360, 330) if page.look.narrow else (560, 650)
    plot = Plot("funnel", chart, chart.words(), height=height, width=width, param="commune")
    return plot, Sheet(said, key="funnel_notes")


def _indicators(page: Page) -> int:
    """How many indicators have such a plot."""
    shown = (i for i in page.catalogue.in_use if i.has_interval and not i.province_only)
    return sum(1 for _ in shown)


def partial(page: Page, reading: Reading) -> str:
    """That the province's value is not yet that of all reports; '' if it is."""
    total = reading.province
    if total is None or total.parts >= total.parts_expected:
        return ""
    return page.say(
        "The province's value is of {r} of {n} reports so far; the limits move with it.",
        r=formats.number(total.parts, page.say.language),
        n=formats.number(total.parts_expected, page.say.language),
    )
