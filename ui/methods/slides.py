"""An indicator as a slide: what is counted of what, and whether the province is on track."""

from base.texts import Texts
from indicators.catalogue import Indicator
from indicators.labels import target_text
from ui.frame.page import Page
from ui.frame.path import path_words
from ui.frame.provenance import slide_source
from ui.frame.slide import Cell, Slide, SlideTable, fitting
from ui.methods.model import Methods


def slide(page: Page, shown: Methods) -> Slide:
    """What the indicator in view counts, and its target."""
    say, indicator = page.say, shown.indicator
    words = indicator.wording(say.language)
    rows = (
        (say("Numerator"), words.numerator),
        (say("Denominator"), words.denominator),
        (say("Target"), _target_line(indicator, say)),
        (say("On track by 2030?"), path_words(shown.path, say)),
    )
    return Slide(
        title=fitting(words.short, words.short),
        subject="",
        table=SlideTable(tuple((Cell(name), Cell(text)) for name, text in rows)),
        source=slide_source(page),
        alt=f"{words.name}: {words.numerator}",
        link=page.link(page.name, view=None),
    )


def _target_line(indicator: Indicator, say: Texts) -> str:
    listed = [f"{target_text(t.value, indicator, say.language)} ({t.year})" for t in indicator.targets]
    return ", ".join(listed) or say("no target")
