"""The data page as a slide: who has reported, the picture large."""

from base import formats
from ui.data import words
from ui.data.blocks import projected
from ui.data.model import Reports
from ui.frame.freshness import freshness_period
from ui.frame.page import Page
from ui.frame.provenance import slide_source
from ui.frame.slide import Drawing, Slide, fitting


def slide(page: Page, shown: Reports) -> Slide:
    """How many communes have reported the latest quarter that is due."""
    say, latest = page.say, shown.latest
    period = freshness_period(latest, say)
    done = int((latest["status"] != "missing").sum())
    title = say(
        "{r}/{n} communes reported {period}",
        r=formats.number(done, say.language),
        n=formats.number(len(latest), say.language),
        period=period,
    )
    return Slide(
        title=fitting(title, title),
        subject="" if page.scope.whole else page.scope.long,
        picture=Drawing(projected(page, shown)),
        source=slide_source(page, of_indicator=False),
        alt=str(words.answer(latest, period=period, errors=None, say=say).striptags()),
        link=page.link(page.name, year=page.view.year, view=None),
    )
