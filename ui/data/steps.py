"""The four steps of an import, one under the other: upload, check, review, apply. Where an upload stands is in its folder."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from markupsafe import Markup, escape

from base.errors import AtlasError
from intake.checked import CheckedReports, CheckedUpload
from intake.checking import Checked
from intake.drafts import Status
from ui.data import actions, applying, declaring, findings, review, stepper, uploading, words
from ui.data.model import Reports
from ui.frame import access, moving, shell
from ui.frame.errors import sentences
from ui.frame.freshness import freshness_period
from ui.frame.heading import heading
from ui.frame.page import Page


def answer(page: Page, shown: Reports) -> None:
    """How many communes have reported the latest quarter due, how many are overdue, and for officers what is to be corrected:

    in the upload that is open, else in all that wait.
    """
    latest, errors, opened = shown.latest, None, page.view.draft
    if access.person().officer:
        waiting = (now for now in actions.uploads() if now.state == "checked" and opened in ("", now.token))
        errors = sum(_to_correct(actions.checked(now)) for now in waiting)
    said = words.answer(
        latest, period=freshness_period(latest, page.say), errors=errors, opened=bool(opened), say=page.say
    )
    shell.sheet(heading(escape(page.scope.lead) + said), key="answer")


def _to_correct(checked: CheckedUpload) -> int:
    """Figures that errors keep out; where they keep none out, the errors themselves."""
    return checked.refused or checked.errors


def column(page: Page) -> None:
    """The steps for who may import; for anybody else, why not here."""
    visitor = access.person()
    with st.container(key="card_steps"):
        if visitor.refusal is not None:
            shell.sheet(stepper.refused(visitor.refusal.text(page.say), page.say), key="refused")
            if visitor.can_sign_in and st.button(page.say("Sign in"), type="primary"):
                st.login()
        elif page.view.draft:
            _of_upload(page, page.view.draft)
        else:
            _first(page)


@contextmanager
def told(page: Page, key: str) -> Iterator[None]:
    """What an action is refused for stands where the action is; the page stays."""
    try:
        yield
    except AtlasError as error:
        shell.sheet(stepper.alert(error.text(page.say)), key=key)


def _first(page: Page) -> None:
    say = page.say
    _head(page, 1, "now")
    with told(page, "upload_refused"):
        uploading.upload(page)
    uploading.template(page)
    waiting = actions.uploads()
    if waiting:
        shell.sheet(stepper.uploads(waiting, page.view, say), key="uploads")
    # One sheet: each element of a page takes the server a millisecond in every run.
    heads = Markup("").join(stepper.head(step, "next", say) for step in (2, 3, 4))
    shell.sheet(Markup('<div class="to-come">{}</div>').format(heads), key="steps_next")


def _of_upload(page: Page, token: str) -> None:
    try:
        now = actions.status(token)
    except AtlasError as error:
        shell.sheet(stepper.alert(error.text(page.say)), key="upload_gone")
        _first(page)
        return
    _head(page, 1, "done")
    shell.sheet(stepper.file(now, page.say), key="upload")
    found = _check(page, now)
    _review(page, now, found)
    _apply(page, now, found)
    _leave(page, now)


def _check(page: Page, now: Status) -> Checked | None:
    """Step 2; what checking found, None as long as there is nothing."""
    if now.state == "checking":
        _head(page, 2, "now")
        _watch(page, now)
        return None
    if now.state in ("refused", "interrupted", "damaged"):
        _head(page, 2, "stopped")
        shell.sheet(stepper.alert(stepper.problem(now, page.say)), key="check_refused")
        if now.state == "interrupted":
            _again(page, now)
        return None
    found = actions.checked(now)
    _head(page, 2, "now" if found.asked else "done")
    shell.sheet(findings.levels(found.findings, page.say), key="levels")
    if now.state in ("checked", "failed"):
        if isinstance(found, CheckedReports):
            with told(page, "declare_refused"):
                declaring.declare(page, now, found)
        uploading.annotated(page, now, found)
    return found


def _review(page: Page, now: Status, found: Checked | None) -> None:
    if found is None or found.counts is None:
        _head(page, 3, "next")
        return
    _head(page, 3, "now" if now.state == "checked" and found.can_be_applied else "done")
    shell.sheet(review.numbers(found, say=page.say), key="tally")
    if now.state != "applied":
        shell.sheet(stepper.consequences(found, page.say), key="consequences")


def _apply(page: Page, now: Status, found: Checked | None) -> None:
    match now.state:
        case "applying":
            _head(page, 4, "now")
            _watch(page, now)
        case "applied":
            _head(page, 4, "done")
            shell.sheet(stepper.applied(page, now), key="applied")
        case "checked" | "failed" if found is not None and found.can_be_applied:
            _head(page, 4, "now")
            if now.state == "failed":
                shell.sheet(stepper.alert(stepper.problem(now, page.say)), key="apply_failed")
                _again(page, now)
            else:
                with told(page, "apply_refused"):
                    applying.accept(page, now, found)
        case _:
            _head(page, 4, "next")


def _leave(page: Page, now: Status) -> None:
    """Another file; and, where nothing is under way, out with this one."""
    say = page.say
    with st.container(horizontal=True, key="leave"):
        if st.button(say("Another file"), key="another"):
            moving.set_params({"draft": None})
            st.rerun()
        if not now.is_running and now.state != "applied" and st.button(say("Discard this upload"), key="discard"):
            with told(page, "discard_refused"):
                actions.discard(now.token)
                moving.set_params({"draft": None})
                st.rerun()


def _again(page: Page, now: Status) -> None:
    if st.button(page.say("Check again"), key="again", type="primary"):
        with told(page, "again_refused"):
            actions.check_again(now.token, now.declared)
            st.rerun()


@st.fragment(run_every=1.0)
def _watch(page: Page, now: Status) -> None:
    """How far it is; the page is drawn anew when it has ended. Only drawn while something runs, so nothing ticks afterwards."""
    with sentences(page.name, page.say):
        current = actions.status(now.token)
        if current.state != now.state:
            st.rerun()
        shell.sheet(stepper.progress(current, page.say), key="progress")


def _head(page: Page, step: int, state: str) -> None:
    shell.sheet(stepper.head(step, state, page.say), key=f"step_{step}")
