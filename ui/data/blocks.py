"""The data page: which reports are in for everybody; for who may import also the steps, what is open, and what came before."""

from markupsafe import Markup

from indicators.completeness import OWED
from ui.data import completeness, detail, history, publication, steps, versions
from ui.data.model import Reports
from ui.frame.blocks import Block, Card, Columns, Live, Sheet
from ui.frame.freshness import freshness, freshness_period
from ui.frame.page import Page

MOST_PROJECTED = 7
"""Communes on the projector: those that owe most."""


def blocks(page: Page, shown: Reports) -> tuple[Block, ...]:
    """All of the page. A phone shows what is missing; files are worked on at a desk, or where a link to one was opened."""
    view = page.view
    opened = view.draft or view.batch or view.versions
    left: Block = Live(detail.wide, (shown,)) if opened else picture(page, shown)
    if page.look.narrow and not view.draft and not view.batch:
        return Live(steps.answer, (shown,)), Columns((1260, 570), ((left,), ()))
    imports = Sheet(history.block(page.data.batches(), view, say=page.say), key="history")
    right = (Live(steps.column), Card("card_history", (imports,)), Live(versions.choose_two))
    export = () if view.draft else (Live(publication.block, (shown,)),)
    return Live(steps.answer, (shown,)), Columns((1260, 570), ((left,), right)), *export


def picture(page: Page, shown: Reports) -> Sheet:
    """Which reports of the year are in; on a phone only what is missing."""
    drawn = completeness.picture(shown.facts, catalogue=page.catalogue, view=page.view, say=page.say)
    return Sheet(drawn, key="completeness")


def projected(page: Page, shown: Reports) -> Markup:
    """The picture for a meeting room: as many communes as can be read from the last chair; where none owes anything, there is
    nothing to point at."""
    facts = shown.facts
    owed = facts[facts["status"].isin(OWED)]["code"].value_counts()
    few = facts[facts["code"].isin(owed.index[:MOST_PROJECTED])]
    if few.empty:
        return freshness(shown.latest, period=freshness_period(shown.latest, page.say), say=page.say)
    more = len(owed) - MOST_PROJECTED
    return Markup('<p class="owed">{}</p>{}<p class="owed">{}</p>').format(
        completeness.heading(facts, page.say),
        completeness.picture(few, catalogue=page.catalogue, view=page.view, say=page.say),
        page.say("and {n} more communes", n=more) if more > 0 else "",
    )
