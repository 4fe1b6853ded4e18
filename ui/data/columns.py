"""Columns that were not understood: the officer says what they are, or that they may be left out."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from base.texts import marked
from intake.checked import CheckedReports
from intake.drafts import Status
from ui.data import actions, stepper, understood
from ui.data.choice import OPEN, choose
from ui.frame import shell
from ui.frame.options import indicator_options
from ui.frame.page import Page

MOST = 12
"""Columns that are asked about at once; a file with more is another form than it was taken for."""

_CHOICES = {
    "": marked("Leave it out"),
    "numerator": marked("Numerator of…"),
    "denominator": marked("Denominator of…"),
    "value": marked("Value of…"),
    "area_code": marked("Commune code"),
    "area_name": marked("Commune name"),
    "period": marked("Period"),
}


def declare(page: Page, now: Status, found: CheckedReports) -> None:
    """A line per column that nobody knows; checked again when the officer says so. Nothing if all are known."""
    frame = found.mapped.columns
    unknown = frame[frame["how"] == "none"]
    if unknown.empty:
        return
    say = page.say
    shell.sheet(stepper.unknown_columns(len(unknown), say), key="columns_head")
    given = {}
    for n, row in enumerate(unknown.head(MOST).to_dict("records")):
        given[f"{row['sheet']}!{row['col']}"] = _meaning(page, now, n, row)
    said = {place: meaning for place, meaning in given.items() if meaning is not None}
    if st.button(say("Check again with these columns"), key="declare_columns", disabled=not said):
        wanted = replace(now.declared, columns={**now.declared.columns, **said})
        actions.check_again(now.token, wanted)
        st.rerun()


def _meaning(page: Page, now: Status, n: int, row: Mapping[Any, Any]) -> str | None:
    """What the officer says this column is; None as long as nothing was said."""
    say = page.say
    heading, kind, which = st.columns([4, 3, 5], vertical_alignment="center")
    with heading:
        shell.sheet(understood.column(row["sheet"], row["col"], row["heading"]), key=f"column_{n}")
    with kind:
        label = say("What column {col} is", col=row["col"])
        choices = {code: say(text) for code, text in _CHOICES.items()}
        chosen = choose(label, choices, key=f"column_kind_{now.token}_{n}", say=say, visible=False)
    if chosen not in ("numerator", "denominator", "value"):
        return None if chosen == OPEN else chosen
    with which:
        names = dict(indicator_options(page))
        indicator = choose(say("Indicator"), names, key=f"column_which_{now.token}_{n}", say=say, visible=False)
    return None if indicator == OPEN else f"{indicator}.{chosen}"
