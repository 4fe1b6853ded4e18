"""The gap map: the answer, the map or two of them beside the ranking, and where the province's figure comes from."""

from collections.abc import Callable

from markupsafe import Markup, escape

from indicators import working_time
from ui.frame import maps, source
from ui.frame.blocks import Block, Card, Columns, Plot, Sheet
from ui.frame.heading import heading
from ui.frame.page import Page
from ui.frame.path import path_line
from ui.gap_map import (
    choices,
    clusters,
    compared,
    compared_rows,
    deck,
    former,
    funnel,
    having,
    having_rows,
    having_words,
    need,
    province,
    ranking,
    words,
)
from ui.gap_map.answered import Answered
from ui.gap_map.model import GapMap, group_line, province_past, within


def blocks(page: Page, shown: GapMap) -> tuple[Block, ...]:
    """All of the page."""
    said, short = (answer(page, shown, short=short) for short in (False, True))
    head = Sheet(heading(said, short=short, sub=group_line(page, shown)), key="answer")
    origin = Sheet(path_line(page) + source.of_province(page, shown.reading.measured), key="source")
    if page.indicator.province_only:
        return head, Sheet(province.card(page, shown.reading.province, province_past(page)), key="province"), origin
    left: list[Block] = [_map(page, shown)]
    curve = need.card(page, shown)
    if curve is not None:
        left.append(curve)
    widths = (1040, 790) if shown.other is None else (1230, 600)
    return head, Columns(widths, (tuple(left), (_beside(page, shown),))), origin


def answer(page: Page, shown: GapMap, *, short: bool = False) -> Markup:
    """What the page says first. short: as a phone reads it."""
    if page.indicator.yes_or_no:
        said = having_words.answer(shown.scoped, page.indicator, shown.reading.province, page.say, short=short)
        return escape(page.scope.lead) + said
    return words.answer(_answered(page, shown), short=short)


def _answered(page: Page, shown: GapMap) -> Answered:
    return Answered(
        measured=shown.scoped,
        indicator=page.indicator,
        target=shown.target,
        province=shown.reading.province,
        scope=page.scope,
        total=shown.total,
        whole_year=page.period.is_annual,
        people=working_time.together(shown.people),
        say=page.say,
    )


def _map(page: Page, shown: GapMap) -> Card:
    """The map, or one of its other views: columns of what is needed, points of facilities, the funnel plot; a second map beside it."""
    layout, reading = former.layout(page), shown.reading
    drawn: tuple[Block, ...]
    if layout == "funnel":
        drawn = funnel.blocks(page, shown)
    elif layout in ("map", "former") or page.ground is None:
        inside, former_communes = within(page, shown), former.on_map(page)
        block = maps.map_block(page, reading, key="map", measure=shown.measure, within=inside, former=former_communes)
        drawn = (maps.with_answer(block, answer(page, shown)),)
    else:
        drawn = deck.blocks(page, shown)
    if shown.other is not None:
        drawn = (compared.side_by_side(page, shown, shown.other, drawn),)
    notes = tuple(each for each in (clusters.note(page, shown), former.listed(page)) if each)
    key = "card_map" if shown.other is None else "card_maps"
    return Card(key, (choices.measures(page, shown), *drawn, *notes))


def _beside(page: Page, shown: GapMap) -> Block:
    """The ranking: of both maps where there are two."""

    def profile(code: str) -> str:
        return page.way("commune", commune=code)

    if shown.other is not None:
        rows = compared_rows.table(page, shown, shown.other, profile)
        return Sheet(Markup('<div class="card">{}</div>').format(rows), key="ranking")
    if page.indicator.yes_or_no:
        return _having(page, shown, profile)
    ranked = ranking.Ranking(
        shown.reading, shown.measure, shown.inside, page.scope, shown.total, page.chosen, page.state.is_demo, page.say
    )
    rows = ranking.table(ranked, profile)
    return Sheet(Markup('<div class="card">{}</div>').format(rows), key="ranking")


def _having(page: Page, shown: GapMap, profile: Callable[[str], str]) -> Card:
    """Who lacks it, and in how many communes it was over the years."""
    near = having.nearest(page, shown.scoped[shown.scoped["lacks"]])
    rest = having_rows.others(page, shown.scoped, profile)
    chart = having.chart(page, shown.reading, shown.scoped)
    title = Markup("<h2>{}</h2>").format(page.say("How many communes, over the years"))
    return Card(
        "card_having",
        (
            Sheet(having_rows.table(page, shown.scoped, near, profile), key="ranking"),
            Sheet(title, key="having_title"),
            Plot("having", chart, chart.words(), height=220),
            *((Sheet(rest, key="others"),) if rest else ()),
        ),
    )
