"""The row 'Đang xem' of every page, as values. The address is the only state; widgets show it and change it, so that screen and
link can't disagree."""

from markupsafe import Markup

from base.formats import number
from indicators import periods
from indicators.groups import groups_of
from indicators.labels import group_label, period_label, scheme_label
from indicators.scope import SCHEMES
from indicators.scope_names import filter_parts
from ui.frame.blocks import Block, Clear, Pills, Popover, Row, Sheet
from ui.frame.finder import by_theme, finder, places, plain, several
from ui.frame.heading import copy_link
from ui.frame.options import MOST_OPTIONS, commune_options, offered_indicators, period_options
from ui.frame.page import Page
from ui.frame.spec import Bar


def area_filter(page: Page) -> Popover:
    """The planner's filter: groups that combine, and single communes; reads back as the label of its button."""
    say, area = page.say, page.view.area
    chosen = filter_parts(area, page.areas, say)
    count = int(page.inside.sum())
    if area.is_empty:
        label = say("All {n} communes and wards", n=number(count, say.language))
    else:
        label = f"{', '.join(chosen)[:60]} ({count})"
        label = label[0].upper() + label[1:]
    inside: list[Block] = []
    for scheme in SCHEMES:
        options = tuple((group, group_label(scheme, group, say)) for group in groups_of(page.areas, scheme))
        inside.append(Pills(scheme, options, getattr(area, scheme), scheme_label(scheme, say)))
    if len(page.areas) <= MOST_OPTIONS:
        inside.append(several("communes", places(commune_options(page)), area.communes, say("Choose communes"), say))
    if not area.is_empty:
        inside.append(Clear((*SCHEMES, "communes"), say("Clear the filter")))
    return Popover(label, tuple(inside))


def bar(page: Page, wanted: Bar, downloads: tuple[Block, ...]) -> Row:
    """The row of filters; `downloads` stand at its end."""
    say, view = page.say, page.view
    row: list[Block] = [
        Sheet(Markup('<span class="muted wide">{}</span>').format(say("Viewing")), "viewing", "content")
    ]
    if wanted.commune and len(page.areas) <= MOST_OPTIONS:
        communes = places((("", say("All communes")), *commune_options(page)))
        row.append(finder("commune", (communes,), page.chosen or "", say("Commune"), say, size="middle"))
    if wanted.indicator:
        groups = by_theme(offered_indicators(page), say)
        row.append(finder("indicator", groups, view.indicator, say("Indicator"), say, drops=("compare",)))
    if wanted.calendar:
        years = tuple((code, period_label(periods.parse(code), say)) for code in wanted.calendar(page))
        row.append(finder("year", (plain("", years),), view.year, say("Year"), say, size="short"))
    else:
        shown = period_options(page, annual=wanted.annual)
        row.append(finder("period", (plain("", shown),), view.period, say("Period"), say, size="short"))
    row.append(area_filter(page))
    if wanted.more:
        row.append(wanted.more(page))
    rest: list[Block] = [Sheet(copy_link(say), "copy", "content")]
    if wanted.end:
        rest.append(wanted.end(page))
    return Row("filters", (*row, Row("filters_rest", (*rest, *downloads), right=True)))
