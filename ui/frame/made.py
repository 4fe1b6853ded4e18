"""All that a page sends of a view, as a value: a function of data version, view and look, made once for all readers."""

from dataclasses import dataclass
from typing import Any

from ui.frame import editions, filters, menu
from ui.frame.blocks import Block
from ui.frame.drawn import Drawn, DrawnSheet, drawn
from ui.frame.foot import foot
from ui.frame.header import HeaderMessage, header_message
from ui.frame.keys import Keys, shortcuts
from ui.frame.nothing import nothing_matches
from ui.frame.packed import packed
from ui.frame.page import Page
from ui.frame.projecting import projected
from ui.frame.spec import PageSpec, Site
from ui.frame.store import store


@dataclass(frozen=True)
class Made:
    """header: what the top says, without banners. body: from the row of filters on. keys: what they set. foot: none on a slide."""

    header: HeaderMessage
    body: tuple[Drawn, ...]
    keys: Keys
    foot: DrawnSheet | None


def made(spec: PageSpec[Any], site: Site, page: Page) -> Made:
    """What `page` consists of: taken from the store, made if nobody has seen this view of it yet.

    What depends on the reader (an upload, a right) is in it as a block that is drawn in every run.
    """
    key = (spec.name, page.state, page.data.today, page.view, page.look)
    found: Made = store().once(key, lambda: editions.settled(lambda: _made(spec, site, page)))
    return found


def _made(spec: PageSpec[Any], site: Site, page: Page) -> Made:
    projector = page.view.projector
    blocks: tuple[Block, ...]
    downloads: tuple[Block, ...] = ()
    if spec.blank(page):
        blocks = (nothing_matches(page),)
        keys = shortcuts(page)
    else:
        model = spec.model(page)
        steps, years = spec.steps(page, model), _years(spec, page)
        if projector:
            slide = spec.slide(page, model)
            keys = shortcuts(page, measures=steps.measures, years=years, indicators=bool(slide.source.about))
            blocks = projected(page, slide)
        else:
            keys = shortcuts(page, ranking=steps.ranking, measures=steps.measures, years=years)
            blocks = spec.blocks(page, model)
            file = spec.file(page, model)
            if file is not None:
                downloads = (menu.offer(page, spec, file),)
    if spec.bar and not projector:
        blocks = (filters.bar(page, spec.bar, downloads), *blocks)
    return Made(
        header=header_message(page, site),
        body=drawn(page, blocks),
        keys=keys,
        foot=None if projector else DrawnSheet("foot", packed(foot(page)), "stretch"),
    )


def _years(spec: PageSpec[Any], page: Page) -> list[str] | None:
    """The years that a page is stepped through; none without a row of filters; None where there are periods in their place."""
    if spec.bar is None:
        return []
    return sorted(spec.bar.calendar(page)) if spec.bar.calendar else None
