"""The list by which communes are reminded, as a download."""

from datetime import timedelta

from data_access import queries
from exports.reminders import reminders
from ui.frame import loaders
from ui.frame.blocks import Download
from ui.frame.menu import XLSX
from ui.frame.page import Page

REMINDED_DAYS = 365
"""Reports that were due longer ago are not reminded of."""


def offer(page: Page) -> Download:
    """The button; the list is made when it is asked for."""
    name = f"reminders_{page.state.as_of.isoformat()}.xlsx"
    return Download(page.say("Reminder list"), name, XLSX, made, "download_reminders")


def made(page: Page, _home: str) -> bytes:
    """The list as a workbook."""
    facts = queries.completeness(loaders.engine())
    since = page.state.as_of - timedelta(days=REMINDED_DAYS)
    # By positions: of no rows a list of flags would name columns.
    recent = [at for at, due_on in enumerate(facts["due_on"]) if due_on >= since]
    return reminders(
        facts.iloc[recent],
        as_of=page.state.as_of,
        catalogue=page.catalogue,
        illustrative=page.state.is_demo,
        say=page.say,
    )
