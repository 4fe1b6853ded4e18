"""Step 4: each warning is ticked, or all of a kind expressly at once, with a reason for the kind; then it is applied."""

import pandas as pd
import streamlit as st

from base import formats
from intake.checking import Checked
from intake.documents import CheckedDocument
from intake.drafts import Status
from ui.data import actions, card, findings
from ui.frame import shell
from ui.frame.page import Page

MOST_CHARACTERS = 300
MOST_TICKS = 20
"""So many warnings of one kind are ticked one by one; more are seen in the list beside, and ticked together."""


def accept(page: Page, now: Status, found: Checked) -> None:
    """Ticks and a reason for each kind of warning; the button works when all have theirs."""
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
        if found.refused:
            out = say("({n} with errors stay out)", n=formats.number(found.refused, say.language))
            label = f"{label} {out}"
    ready = all(reason.strip() for reason in reasons.values())
    if not ready:
        shell.sheet(
            card.remark(say("The button works when every warning is ticked and every kind has a reason.")),
            key="not_ready",
        )
    if st.button(label, type="primary", key="apply", disabled=not ready, width="stretch") and ready:
        actions.apply(now.token, reasons)
        st.rerun()


def _reason(page: Page, token: str, rule: str, found: Checked) -> str:
    """The reason given for the warnings of `rule`, which says whether they were seen together; '' while one is not ticked."""
    say = page.say
    group = found.findings[found.findings["rule"] == rule]
    several = len(group) > 1
    with st.container(key=f"accept_{rule}"):
        one_by_one = several and len(group) <= MOST_TICKS
        about = findings.kind if one_by_one else findings.warning
        shell.sheet(about(group, say=say), key=f"warning_{rule}")
        # Labels are read as Markdown, so nothing out of the file stands in them.
        n = formats.number(len(group), say.language)
        label = say("All {n}, seen: they are right", n=n) if several else say("I have looked at it, and it is right")
        together = st.checkbox(label, key=f"tick_{token}_{rule}")
        if not together and not (one_by_one and _each_ticked(page, token, rule, group)):
            return ""
        given = st.text_input(
            say("Reason"),
            key=f"reason_{token}_{rule}",
            label_visibility="collapsed",
            placeholder=say("Reason: it is kept in the history"),
            max_chars=MOST_CHARACTERS,
            live=True,
        )
    if not given or not given.strip():
        return ""
    return say("All {n} seen at once: {reason}", n=n, reason=given) if several and together else given


def _each_ticked(page: Page, token: str, rule: str, group: pd.DataFrame) -> bool:
    """Whether every one of these warnings has its own tick."""
    ticks = []
    for place, row in enumerate(group.to_dict("records"), start=1):
        shell.sheet(findings.single(row, say=page.say), key=f"warning_{rule}_{place}")
        ticks.append(st.checkbox(page.say("Seen: it is right"), key=f"tick_{token}_{rule}_{place}"))
    return all(ticks)
