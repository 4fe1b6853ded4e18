"""Which reports are in: what the page answers with, and the picture of communes, indicators and periods."""

from typing import Any

from markupsafe import Markup

from ui import answers, filters, projector, shell
from ui.access import Person
from ui.data import actions
from ui.page import Page
from ui.parts import overview as overview_parts


def bar(page: Page) -> None:
    """The row of filters."""
    filters.bar(page, indicator=False)


def answer(page: Page, visitor: Person) -> Markup:
    """How many communes have reported the latest quarter due, how many are overdue, and what is to be corrected."""
    reports = page.data.freshness()
    errors = None
    if visitor.officer:
        errors = sum(actions.checked(now).refused for now in actions.uploads() if now.state == "checked")
    return answers.data(reports, period=overview_parts.freshness_period(reports, page.say), errors=errors, say=page.say)


def opened(page: Page) -> dict[Any, Any] | None:
    """The import that the address names; None if it names none that there is."""
    known = page.data.batches()
    found = known[known["batch_id"].astype(str) == page.view.batch]
    return None if found.empty else found.to_dict("records")[0]


def picture(page: Page) -> None:
    """The completeness picture."""
    reports = page.data.freshness()
    shell.sheet(
        overview_parts.freshness(reports, period=overview_parts.freshness_period(reports, page.say), say=page.say),
        key="completeness",
    )


def project(page: Page) -> None:
    """The picture for a meeting room."""
    reports = page.data.freshness()
    period = overview_parts.freshness_period(reports, page.say)
    projector.data(page, reports, overview_parts.freshness(reports, period=period, say=page.say), period)


def spans(page: Page) -> list[str]:
    """Codes of the periods that have reports, newest first."""
    return list(reversed(list(page.periods["period"])))
