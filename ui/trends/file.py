"""The history of the province, the groups and the communes in scope as a table; both charts as pictures."""

from exports.definition import with_definition
from indicators.standing import legend
from ui.frame.file import File
from ui.frame.page import Page
from ui.trends.model import History

_COLUMNS = [
    "kind", "code", "name", "period", "numerator", "denominator", "parts", "parts_expected", "provisional", "estimated",
    "origin", "source_kind", "geography", "definition_version", "blank",
]  # fmt: skip


def file(page: Page, shown: History) -> File:
    """One row an area and period."""
    say, title = page.say, page.indicator.wording(page.say.language).name
    groups = (("groups", say("By group")),) if len(shown.groups) and not page.indicator.yes_or_no else ()
    return File(
        f"{page.indicator.code}_trends",
        title,
        lambda: with_definition(shown.history, page.indicator)[_COLUMNS],
        pictures=(("trend", title), *groups),
        signs=legend(shown.history, say),
    )
