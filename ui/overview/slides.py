"""The overview as a slide: all targets, the missed ones first, furthest first, then those that are met."""

from markupsafe import Markup

from indicators.labels import target_text, value_text
from indicators.measure import Total
from indicators.overview import OverviewRow
from ui.frame import marks, phrases
from ui.frame.page import Page
from ui.frame.provenance import slide_source
from ui.frame.slide import Cell, Slide, SlideNotes, SlideTable
from ui.overview.blocks import has_arrows, province_text
from ui.overview.model import Overview
from ui.overview.words import answer_of


def slide(page: Page, shown: Overview) -> Slide:
    """How many targets are met, and each with its value and what is still needed."""
    say = page.say
    met = sum(not total.short for _, total in shown.judged)
    judged = sorted(
        shown.judged, key=lambda rt: (not rt[1].short, -abs(rt[1].value - (rt[1].target or 0)) / (rt[1].target or 1))
    )
    arrows = has_arrows([row for row, _ in judged])
    head = (
        Cell(""),
        Cell(page.scope.short, "num"),
        *(() if page.scope.whole else (Cell(say("Province"), "num"),)),
        Cell(say("Target"), "num"),
        Cell(""),
        Cell(say("5 years") if arrows else ""),
        Cell(say("Still needed"), "num"),
    )
    signs = marks.target_legend(say) + (Markup(" &ensp; {}").format(marks.trend_legend(say)) if arrows else "")
    return Slide(
        title=say("{m} of {k} targets met in {year}", m=met, k=len(shown.judged), year=shown.year),
        subject=page.scope.long,
        table=SlideTable(tuple(_row(page, shown, row, total) for row, total in judged), head),
        notes=SlideNotes(signs=signs),
        source=slide_source(page, of_indicator=False),
        alt=str(answer_of(page, shown).striptags()),
        link=page.link(page.name, view=None),
    )


def _row(page: Page, shown: Overview, row: OverviewRow, total: Total) -> tuple[Cell, ...]:
    say, indicator = page.say, row.indicator
    worse = row.change.result == "worse"
    return (
        Cell(indicator.wording(say.language).short, mark=marks.total_marks(total, say)),
        Cell(value_text(total.value, indicator, say.language), "num", strong=True),
        *(() if page.scope.whole else (Cell(province_text(page, shown, indicator), "num"),)),
        Cell(target_text(total.target or 0, indicator, say.language), "num"),
        Cell(say("worse"), mark=marks.mark("worse")) if worse else Cell(""),
        Cell("", mark=marks.trend_arrow(row.trend, indicator, say)),
        Cell(phrases.noun(indicator, total.need, say) if total.need else "–", "num"),
    )
