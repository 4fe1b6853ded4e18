"""The wide side of the page while a file is open: all that was found in it, what it would change, or what an import did."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from base.errors import AtlasError
from data_access.reports import history as reports
from data_access.reports.rehearsal import Review
from intake.checked import CheckedReports
from intake.checking import Checked
from intake.documents import CheckedDocument
from intake.drafts import Status
from ui.data import actions, card, columns, completeness, findings, history, review, stepper, understood, versions
from ui.data.model import Reports
from ui.frame import access, shell, widgets
from ui.frame.access import Person
from ui.frame.blocks import ANY_FILE, Download
from ui.frame.page import Page


def wide(page: Page, shown: Reports) -> None:
    """What the address opens, as far as the reader may see it: an upload, two versions, an import; else the reports."""
    view, visitor = page.view, access.person()
    row = _opened(page)
    if view.draft and visitor.officer:
        upload(page, view.draft)
    elif visitor.officer and versions.are_chosen(page):
        versions.table(page)
    elif row is not None:
        batch(page, visitor, row)
    else:
        picture = completeness.picture(shown.facts, catalogue=page.catalogue, view=view, say=page.say)
        shell.sheet(picture, key="completeness")


def _opened(page: Page) -> dict[Any, Any] | None:
    """The import that the address names; None if it names none that there is."""
    known = page.data.batches()
    row = known[known["batch_id"].astype(str) == page.view.batch]
    return None if row.empty else row.to_dict("records")[0]


def upload(page: Page, token: str) -> None:
    """An upload: its findings, what it was understood as, and what it would do."""
    try:
        now = actions.status(token)
        found = None if now.state in ("checking", "refused", "interrupted", "damaged") else actions.checked(now)
    except AtlasError as error:
        shell.sheet(card.framed(stepper.alert(error.text(page.say))), key="detail_gone")
        return
    if found is None:
        shell.sheet(card.framed(stepper.wait(now, page.view, page.say)), key="detail_wait")
        return
    _found(page, now, found)
    if isinstance(found, CheckedDocument) and len(found.changes):
        changed = review.document(found.changes, say=page.say)
        shell.sheet(card.framed(card.headline(page.say("What would change")) + changed), key="detail_document")
    if isinstance(found, CheckedReports) and found.review is not None:
        shell.sheet(_review(page, found.review), key="detail_review")


def _found(page: Page, now: Status, found: Checked) -> None:
    say = page.say
    with st.container(key="card_found"):
        about = understood.facts(found, say=say) + findings.levels(found.findings, say)
        shell.sheet(stepper.opened(found.name, page.view, say) + about, key="detail_about")
        mapped = Markup("")
        if isinstance(found, CheckedReports):
            if now.state in ("checked", "failed"):
                columns.declare(page, now, found)
            if len(found.mapped.columns):
                mapped = understood.columns(found.mapped.columns, page.catalogue, say=say)
        shell.sheet(findings.findings(found.findings, say=say) + mapped, key="detail_findings")


def _review(page: Page, done: Review) -> Markup:
    """What applying would do: on the map, by indicator, for the province, figure by figure."""
    say = page.say
    blocks = Markup("{}{}").format(
        review.changes(done.changes, page.catalogue, say=say), review.totals(done.totals, page.catalogue, say=say)
    )
    if len(done.examples):
        blocks += review.examples(done.examples, page.catalogue, say=say)
    return Markup('<section class="card"><h2>{}</h2><div class="review">{}<div>{}</div></div></section>').format(
        say("What would change"), review.where(done.communes, page.geometry, say=say), blocks
    )


def batch(page: Page, visitor: Person, row: Mapping[Any, Any]) -> None:
    """An import: what it did; for officers what was found in it, its file, and the way to take it back."""
    say = page.say
    batch_id = int(row["batch_id"])
    with st.container(key="card_batch"):
        title = say("Import {n}: {file}", n=batch_id, file=history.name_of(row, say))
        shell.sheet(stepper.opened(title, page.view, say) + history.facts(row, say=say), key="batch_about")
        if not visitor.officer:
            shell.sheet(
                card.remark(say("What was found in the file, and the file itself, are for the officers who import.")),
                key="batch_closed",
            )
            return
        kept = actions.batch_findings(page.data, batch_id)
        said = (
            findings.findings(kept, say=say, reasons=True)
            if len(kept)
            else card.remark(say("Nothing was found in it."))
        )
        shell.sheet(Markup("<h3>{}</h3>{}").format(say("Found when it was checked"), said), key="batch_findings")
        _batch_actions(page, batch_id, row)


def _withdrawing(page: Page, batch_id: int) -> str:
    """What withdrawing an import does."""
    say = page.say
    if reports.brings_demo_back(page.data.batches(), batch_id):
        return say(
            "Its figures go. No other report is in force, so the demo data comes back until the next import; putting it together takes up to a minute. The file and its history stay."
        )
    return say("Its figures go, and those that it had replaced come back. The file and its history stay.")


def _batch_actions(page: Page, batch_id: int, row: Mapping[Any, Any]) -> None:
    say = page.say
    with st.container(horizontal=True, key="batch_actions"):
        if not row["is_demo"]:
            name, file = str(row["name"]), actions.batch_file(batch_id)
            # The batch stands in the name: two files of one name are told apart where they were saved.
            label, saved = say("Download the original"), f"{batch_id}_{name}"
            widgets.download(
                Download(label, saved, ANY_FILE, lambda _page, _home: file()[1], "download_original"), page
            )
        if pd.isna(row["withdrawn_version"]) and not row["is_demo"]:
            with st.popover(say("Withdraw this import"), key="withdraw"):
                shell.sheet(card.remark(_withdrawing(page, batch_id)), key="withdraw_says")
                if st.button(say("Withdraw import {n}", n=batch_id), key="withdraw_now", type="primary"):
                    try:
                        actions.withdraw(batch_id, str(row["kind"]))
                    except AtlasError as error:
                        shell.sheet(stepper.alert(error.text(say)), key="withdraw_refused")
                    else:
                        st.rerun()
