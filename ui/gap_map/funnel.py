"""The funnel plot in place of the map: drawn, or the reason why there is none, with the map instead."""

import pandas as pd
from markupsafe import Markup

from base import formats
from charts.alt import funnel_alt
from charts.funnel import funnel_chart
from indicators.funnel import funnel, why_none
from indicators.intervals import interval_of
from ui.frame import figures, shell
from ui.frame import slide as projector
from ui.frame.page import Page, Reading
from ui.gap_map import funnel_words as parts
from ui.map import draw as maps

# Pixels that names on a projector are placed for: between a screen of 1280 and one of 1920. The plot fills its place in app.css.
_STAGE = 1500, 720


def draw(page: Page, reading: Reading, *, measure: str, inside: pd.Series | None) -> None:
    """The funnel plot of all communes of `reading`, those outside the filter faded; its numbers stand in the ranking beside it."""
    made = funnel(reading.measured, reading.indicator, reading.province)
    if made is None:
        reason = why_none(reading.measured, reading.indicator, reading.province)
        shell.sheet(Markup("<p>{}</p>").format(parts.none(reason, page.say)), key="funnel_none")
        maps.draw(page, reading, key="map", measure=measure, inside=inside)
        return
    chosen = page.view.commune[:1]
    figure = funnel_chart(
        made,
        say=page.say,
        theme=shell.theme(),
        chosen=chosen,
        inside=None if inside is None else set(reading.measured.loc[inside, "code"]),
        width=360 if shell.is_narrow() else 960,
        height=figures.height(),
        narrow=shell.is_narrow(),
    )
    figures.choosing(figure, key="funnel", alt=funnel_alt(made, say=page.say), param="commune")
    said = parts.notes(
        made,
        indicators=_indicators(page),
        chosen=chosen[0] if chosen else None,
        partial=_partial(page, reading),
        say=page.say,
    )
    shell.sheet(said, key="funnel_notes")


def project(page: Page, reading: Reading, *, inside: pd.Series) -> None:
    """The plot on the projector under how many communes lie outside the limits; or why there is none. inside: in scope."""
    say = page.say
    made = funnel(reading.measured, reading.indicator, reading.province)
    if made is None:
        name = reading.indicator.wording(say.language).short
        reason = why_none(reading.measured, reading.indicator, reading.province)
        title = projector.fitting(f"{name}, {page.period_text()}", name[: projector.TITLE_LENGTH])
        projector.chart(page, title, said=parts.none(reason, say))
        return
    chosen = page.view.commune[:1]
    codes = set(reading.measured.loc[inside, "code"])
    scoped = made.points[made.points["code"].isin(codes)]
    said = parts.slide(made, scoped, chosen=chosen[0] if chosen else None, partial=_partial(page, reading), say=say)
    projector.slide(page, parts.title(scoped, made.indicator, say), said)
    width, height = _STAGE
    figure = funnel_chart(
        made,
        say=say,
        theme=shell.theme(),
        chosen=chosen,
        inside=codes,
        width=width,
        height=height,
        valued=True,
    )
    figures.choosing(figure, key="funnel", alt=funnel_alt(made, say=say), param="commune")


def _indicators(page: Page) -> int:
    """How many indicators have such a plot."""
    shown = (i for i in page.catalogue.in_use if interval_of(i) and not i.province_only and not i.counts_communes)
    return sum(1 for _ in shown)


def _partial(page: Page, reading: Reading) -> str:
    """That the province's value is not yet that of all reports; '' if it is."""
    total = reading.province
    if total is None or total.parts >= total.parts_expected:
        return ""
    return page.say(
        "The province's value is of {r} of {n} reports so far; the limits move with it.",
        r=formats.number(total.parts, page.say.language),
        n=formats.number(total.parts_expected, page.say.language),
    )
