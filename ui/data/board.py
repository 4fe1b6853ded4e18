"""Which reports are in: what the page answers with, and the picture of communes, indicators and periods."""

from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from data_access import queries
from exports.reminders import reminders
from indicators import periods
from indicators.completeness import OWED
from indicators.completeness import freshness as latest_due
from intake.checked import CheckedUpload
from ui.data import actions, completeness
from ui.data.uploading import XLSX
from ui.frame import filters, loaders, shell
from ui.frame import phrases as answers
from ui.frame import slide as projector
from ui.frame.access import Person
from ui.frame.page import Page
from ui.overview.blocks import freshness, freshness_period

REMINDED_DAYS = 365
"""Reports that were due longer ago are not reminded of."""

MOST_PROJECTED = 7
"""Communes on the projector: those that owe most."""

_PARTS = ("Q1", "Q2", "Q3", "Q4", "H1", "H2", "9M", *(f"M{month:02d}" for month in range(1, 13)))


def bar(page: Page) -> DeltaGenerator:
    """The row of filters: the year and the communes; its end is for downloads."""
    first = min([*(periods.parse(code).year for code in page.periods["period"]), int(page.view.year)])
    last = max(page.state.as_of.year, int(page.view.year))
    return filters.bar(page, indicator=False, year=[str(year) for year in range(last, first - 1, -1)])


def answer(page: Page, visitor: Person) -> Markup:
    """How many communes have reported the latest quarter due, how many are overdue, and what is to be corrected."""
    reports = _latest(page)
    errors = None
    if visitor.officer:
        errors = sum(_to_correct(actions.checked(now)) for now in actions.uploads() if now.state == "checked")
    return answers.data(reports, period=freshness_period(reports, page.say), errors=errors, say=page.say)


def _to_correct(checked: CheckedUpload) -> int:
    """Figures that errors keep out; where they keep none out, the errors themselves."""
    return checked.refused or checked.errors


def opened(page: Page) -> dict[Any, Any] | None:
    """The import that the address names; None if it names none that there is."""
    known = page.data.batches()
    found = known[known["batch_id"].astype(str) == page.view.batch]
    return None if found.empty else found.to_dict("records")[0]


def _loaded(page: Page) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """COMPLETENESS of the year in view and of the latest quarters, in one question; and the codes of the year."""
    year, today = int(page.view.year), page.state.as_of
    of_year = (str(year), periods.school_year(year).code, *(f"{year}-{part}" for part in _PARTS))
    recent = {f"{each}-Q{nth}" for each in (today.year - 1, today.year) for nth in range(1, 5)}
    return page.data.completeness(periods=(*of_year, *sorted(recent - set(of_year)))), of_year


def _facts(page: Page) -> pd.DataFrame:
    """COMPLETENESS of the year in view, for the communes in scope."""
    facts, of_year = _loaded(page)
    wanted = facts["period"].isin(of_year)
    if not page.view.area.is_empty:
        wanted &= facts["code"].isin(page.areas.loc[page.inside, "code"])
    return facts[wanted].reset_index(drop=True)


def _latest(page: Page) -> pd.DataFrame:
    """FRESHNESS of the latest quarter that is due."""
    return latest_due(_loaded(page)[0], page.state.as_of)


def picture(page: Page) -> None:
    """Which reports of the year are in; on a phone only what is missing."""
    shown = completeness.picture(_facts(page), catalogue=page.catalogue, view=page.view, say=page.say)
    shell.sheet(shown, key="completeness")


def project(page: Page) -> None:
    """The picture for a meeting room."""
    reports = _latest(page)
    facts = _facts(page)
    owed = facts[facts["status"].isin(OWED)]["code"].value_counts()
    # As many communes as can be read from the last chair; where none owes anything, there is nothing to point at.
    few = facts[facts["code"].isin(owed.index[:MOST_PROJECTED])]
    period = freshness_period(reports, page.say)
    if few.empty:
        shown = freshness(reports, period=period, say=page.say)
    else:
        more = len(owed) - MOST_PROJECTED
        shown = Markup('<p class="owed">{}</p>{}<p class="owed">{}</p>').format(
            completeness.heading(facts, page.say),
            completeness.picture(few, catalogue=page.catalogue, view=page.view, say=page.say),
            page.say("and {n} more communes", n=more) if more > 0 else "",
        )
    projector.data(page, reports, shown, period)


def reminder_list(page: Page, where: DeltaGenerator) -> None:
    """The list by which communes are reminded, as a download."""
    say = page.say

    def made() -> bytes:
        facts = queries.completeness(loaders.engine())
        since = page.state.as_of - timedelta(days=REMINDED_DAYS)
        return reminders(
            facts[[due_on >= since for due_on in facts["due_on"]]],
            as_of=page.state.as_of,
            catalogue=page.catalogue,
            illustrative=page.state.is_demo,
            say=say,
        )

    with where:
        st.download_button(
            say("Reminder list"), made, file_name=f"reminders_{page.state.as_of.isoformat()}.xlsx", mime=XLSX,
            on_click="ignore", key="download_reminders",
        )  # fmt: skip


def spans(page: Page) -> list[str]:
    """Codes of the periods of the year in view and of the indicator in view that have reports, newest first."""
    known = {*_facts(page)["period"], *page.periods["period"]}
    return sorted(known, key=lambda code: periods.parse(code), reverse=True)
