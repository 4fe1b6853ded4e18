"""The trends page: the answer, the lines of communes beside those of groups, and the same values as a table."""

from markupsafe import Markup

from base import settings
from charts.groups import GroupChart
from charts.timeline import Timeline
from charts.trend import TrendChart
from indicators.labels import scheme_label
from indicators.scope import SCHEMES
from ui.frame.blocks import Block, Card, Columns, Plot, Sheet, Toggle
from ui.frame.finder import places, several
from ui.frame.heading import heading
from ui.frame.options import MOST_OPTIONS, commune_options
from ui.frame.page import Page
from ui.trends import having, words
from ui.trends.model import History, seam_in
from ui.trends.table import table


def blocks(page: Page, shown: History) -> tuple[Block, ...]:
    """All of the page."""
    answer = words.said(page, shown)
    pairs = words.comparable(shown, page.say)
    compared = (Sheet(pairs, key="comparable"),) if pairs else ()
    if page.indicator.yes_or_no:
        return Sheet(heading(answer), key="answer"), *having.blocks(page, shown), *compared
    rows = table(page, shown, most_periods=3 if page.look.narrow else 12)
    return (
        Sheet(heading(answer), key="answer"),
        Columns((1260, 570), ((_communes(page, shown),), (_groups(page, shown),))),
        Sheet(rows, key="table"),
        *compared,
    )


def trend_chart(page: Page, shown: History) -> TrendChart:
    """The lines of the communes."""
    return TrendChart(shown.history, _timeline(page, shown), page.view.commune)


def _timeline(page: Page, shown: History) -> Timeline:
    seam = settings.province().merged_on if seam_in(shown) else None
    return Timeline(page.indicator, page.say, shown.kind, shown.target, seam, shown.breaks, page.events)


def _communes(page: Page, shown: History) -> Card:
    say, chart = page.say, trend_chart(page, shown)
    plot = Plot("trend", chart, chart.words(), height=360 if page.look.narrow else 560)
    if page.indicator.province_only or len(page.areas) > MOST_OPTIONS:
        return Card("card_trend", (plot,))
    choice = several(
        "commune",
        places(commune_options(page)),
        page.view.commune,
        say("Communes, up to four"),
        say,
        most=4,
        size="wide",
    )
    return Card("card_trend", (choice, plot))


def _groups(page: Page, shown: History) -> Card:
    say, by = page.say, page.view.by
    choice = Toggle("by", tuple((s, scheme_label(s, say)) for s in SCHEMES), by, say("Groups"))
    if shown.groups.empty:
        none = Markup("<p>{}</p>").format(say("Not published by commune, to protect children."))
        return Card("card_groups", (choice, Sheet(none, key="no_groups")))
    chart = GroupChart(shown.groups, shown.history, _timeline(page, shown), by)
    return Card("card_groups", (choice, Plot("groups", chart, chart.words())))
