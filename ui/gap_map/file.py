"""The communes in scope with everything the ranking is made of as a table; funnel and curve as pictures."""

from indicators.standing import legend
from ui.frame.file import MEASURED_COLUMNS, File
from ui.frame.page import Page
from ui.gap_map.model import GapMap, exported


def file(page: Page, shown: GapMap) -> File:
    """One row a commune."""
    say = page.say
    pictures = [("funnel", say("Funnel plot"))] if shown.is_funnel(page.view.layout) else []
    if shown.has_curve:
        pictures.append(("lorenz", say("How the gap is spread")))
    return File(
        f"{page.indicator.code}_{page.view.period}",
        page.indicator.wording(say.language).name,
        lambda: exported(page, shown, MEASURED_COLUMNS),
        pictures=tuple(pictures),
        signs=legend(shown.reading.measured, say),
    )
