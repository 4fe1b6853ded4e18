"""The equity page as a slide: the groups over time under the gap between two of them."""

from markupsafe import Markup

from ui.equity import words
from ui.equity.blocks import equiplot
from ui.equity.model import Equity
from ui.frame.page import Page
from ui.frame.provenance import slide_source, slide_subject
from ui.frame.slide import Slide, SlideChart, SlideNotes, fitting


def slide(page: Page, shown: Equity) -> Slide:
    """The groups; or, where there are none, why they can't be compared."""
    answer, title = words.answer(page, shown), words.title(page, shown)
    alt, known = str(answer.striptags()), len(shown.groups) > 0
    return Slide(
        title=fitting(title, title),
        subject=slide_subject(page, shown.scope),
        message=Markup("") if known else answer,
        picture=SlideChart(equiplot(page, shown)) if known else None,
        notes=SlideNotes(caveat=words.over_all(page, shown)),
        source=slide_source(page),
        alt=alt,
        link=page.link(page.name, by=page.view.by, view=None),
    )
