"""The trends page as a slide: the lines of the communes under what they prove."""

from ui.frame.page import Page
from ui.frame.provenance import slide_source
from ui.frame.slide import TITLE_LENGTH, Slide, SlideChart, fitting
from ui.trends import having, words
from ui.trends.blocks import trend_chart
from ui.trends.model import History


def slide(page: Page, shown: History) -> Slide:
    """The lines, and in words whether they prove a rise or a fall."""
    if page.indicator.yes_or_no:
        return _having(page, shown)
    answer = words.answer(shown.trend, indicator=page.indicator, latest=shown.latest, say=page.say, course=shown.course)
    title = words.title(shown.trend, indicator=page.indicator, say=page.say, most=TITLE_LENGTH, course=shown.course)
    alt = str(answer.striptags())
    return Slide(
        title=fitting(title, title),
        picture=SlideChart(trend_chart(page, shown)),
        source=slide_source(page),
        alt=alt,
        link=page.link(page.name, by=page.view.by, view=None),
    )


def _having(page: Page, shown: History) -> Slide:
    """In how many communes it was, before and after the merger."""
    said = str(words.of_communes(shown.counts, page.indicator, page.say).striptags())
    name = page.indicator.wording(page.say.language).short
    return Slide(
        title=fitting(said.split(". ")[0], name),
        picture=SlideChart(having.chart(page, shown)),
        source=slide_source(page),
        alt=said,
        link=page.link(page.name, by=page.view.by, view=None),
    )
