"""Step 4: each kind of warning is let pass with a reason, or the file is corrected; then it is applied."""

import streamlit as st

from base import formats
from intake.checking import Checked
from intake.documents import CheckedDocument
from intake.drafts import Status
from ui.data import actions, card, findings
from ui.frame import shell
from ui.frame.page import Page

MOST_CHARACTERS = 300


def accept(page: Page, now: Status, found: Checked) -> None:
    """A tick and a reason for each kind of warning; the button works when all have theirs."""
    say = page.say
    reasons = {rule: _reason(page, now.token, rule, found) for rule in found.warnings}
    if isinstance(found, CheckedDocument):
        label = say.plural(
            "Apply {n} change",
            "Apply {n} changes",
            changes := len(found.changes),
            n=formats.number(changes, say.language),
        )
    else:
        label = say("Apply {n} figures", n=formats.number(len(found.reports), say.language))
    ready = all(reason.strip() for reason in reasons.values())
    if not ready:
        shell.sheet(
            card.remark(say("The button works when every kind of warning has a tick and a reason.")), key="not_ready"
        )
    if st.button(label, type="primary", key="apply", disabled=not ready, width="stretch") and ready:
        actions.apply(now.token, reasons)
        st.rerun()


def _reason(page: Page, token: str, rule: str, found: Checked) -> str:
    """The reason given for the warnings of `rule`; '' without a tick."""
    say = page.say
    group = found.findings[found.findings["rule"] == rule]
    with st.container(key=f"accept_{rule}"):
        shell.sheet(findings.warning(group, say=say), key=f"warning_{rule}")
        # Labels are read as Markdown, so nothing out of the file stands in them.
        ticked = st.checkbox(say("I have looked at it, and it is right"), key=f"tick_{token}_{rule}")
        if not ticked:
            return ""
        given = st.text_input(
            say("Reason"),
            key=f"reason_{token}_{rule}",
            label_visibility="collapsed",
            placeholder=say("Reason: it is kept in the history"),
            max_chars=MOST_CHARACTERS,
            live=True,
        )
    return given or ""
