"""The trends page as a slide: the lines of the communes under what they prove."""

from ui.frame.page import Page
from ui.frame.provenance import slide_source, slide_subject
from ui.frame.slide import Slide, SlideChart, SlideNotes, fitting
from ui.trends import having, words
from ui.trends.blocks import trend_chart
from ui.trends.model import History


def slide(page: Page, shown: History) -> Slide:
    """The lines, and in words whether they prove a rise or a fall."""
    if page.indicator.yes_or_no:
        return _having(page, shown)
    answer = words.answer_of(page, shown)
    title = words.title(shown.trend, indicator=page.indicator, scope=page.scope, say=page.say, course=shown.course)
    alt = str(answer.striptags())
    return Slide(
        title=fitting(title, title),
        subject=slide_subject(page),
        picture=SlideChart(trend_chart(page, shown)),
        notes=SlideNotes(caveat=str(words.doubted(page, shown).striptags())),
        source=slide_source(page),
        alt=alt,
        link=page.link(page.name, by=page.view.by, view=None),
    )


def _having(page: Page, shown: History) -> Slide:
    """In how many communes it was, before and after the merger."""
    said = str(words.of_communes(shown.counts, page.indicator, page.say).striptags())
    short = said.partition(";")[0].partition(". ")[0]
    return Slide(
        title=fitting(said.split(". ")[0], short),
        subject=slide_subject(page),
        picture=SlideChart(having.chart(page, shown)),
        source=slide_source(page),
        alt=said,
        link=page.link(page.name, by=page.view.by, view=None),
    )
