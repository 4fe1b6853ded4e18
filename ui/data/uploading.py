"""Step 1: a file in; beside it the template that communes fill in, and later the same file with its cells marked."""

import time
from collections.abc import Collection

import pandas as pd
import streamlit as st

from base.settings import province
from base.texts import LANGUAGES, Texts
from data_access import queries
from exports.annotated import annotated as annotated_file
from exports.template import template as template_file
from indicators import periods
from indicators.labels import period_label
from indicators.periods import Period
from intake.checked import CheckedUpload
from intake.drafts import Status
from server.uploads import doors
from ui.data import actions, stepper
from ui.frame import loaders, moving, shell, widgets
from ui.frame.blocks import ANY_FILE, Download
from ui.frame.menu import XLSX
from ui.frame.options import commune_options
from ui.frame.page import Page
from ui.state import Kept, keep, kept

_LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}


def upload(page: Page) -> None:
    """A place to drop a file. As soon as it is whole it is kept and its check begins; a connection lost before leaves nothing."""
    say = page.say
    doors.permit(shell.visit(), time.monotonic())
    st.html(stepper.uploader_words(say, megabytes=int(st.get_option("server.maxUploadSize"))))
    # A new key empties it: what was uploaded stands in its folder, not in the widget.
    nth = kept(Kept.UPLOADS, 0)
    given = st.file_uploader(say("File of a report"), key=f"upload_{nth}", label_visibility="collapsed")
    if given is None:
        return
    shell.sheet(stepper.receiving(say), key="receiving")
    keep(Kept.UPLOADS, nth + 1)
    token = actions.upload(given.name, given.getvalue())
    moving.set_params({"draft": token, "batch": None})
    st.rerun()


def template(page: Page) -> None:
    """The workbook to fill in, for a period, a set of indicators, all communes or one, in either language; asked for by few, so
    that its questions are sent when somebody opens them."""
    with st.popover(page.say("Template to fill in"), key="template", on_change="rerun") as opened:
        if opened.open:
            _template(page)


def _template(page: Page) -> None:
    say = page.say
    offered = {p.code: p for p in _periods(page)}
    code = st.selectbox(
        say("Period"), list(offered), format_func=lambda c: period_label(offered[c], say), key="template_period",
        placeholder=say("Period"), filter_mode=None, index=list(offered).index(_asked_now(page, offered.values()).code),
    )  # fmt: skip
    period = offered[code]
    # One that nobody has reported yet can be asked for by name; it is not pushed on every commune.
    of_period = [i.code for i in page.catalogue.asked(period.kind)]
    names = {i.code: i.wording(say.language).short for i in page.catalogue}
    offered_codes = [i.code for i in page.catalogue if period.kind in i.periods and i.formula is None]
    chosen = st.multiselect(
        say("Indicators (none chosen: the {n} in use in this period)", n=len(of_period)), offered_codes,
        format_func=lambda c: names[c], key=f"template_indicators_{period.kind}", placeholder=say("All"),
        filter_mode=None, select_all=False,
    )  # fmt: skip
    communes = {"": say("All communes"), **dict(commune_options(page))}
    where = st.selectbox(
        say("Commune"), list(communes), format_func=lambda c: communes[c], key="template_commune",
        placeholder=say("Commune"), filter_mode=None,
    )  # fmt: skip
    language = st.segmented_control(
        say("Language of the form"), LANGUAGES, default=say.language, format_func=_LANGUAGE_NAMES.__getitem__,
        key="template_language", required=True,
    )  # fmt: skip

    def made(_page: Page, _home: str) -> bytes:
        return template_file(
            page.catalogue, _communes(period, where), indicators=chosen or of_period, period=period,
            say=Texts(language or say.language), version=page.state.version,
        )  # fmt: skip

    name = f"template_{period.code}{f'_{where}' if where else ''}.xlsx"
    widgets.download(
        Download(say("Download the template"), name, XLSX, made, "download_template", wide=True, primary=True), page
    )


def _communes(period: Period, code: str) -> pd.DataFrame:
    """Those that stood on the last day of the period and report for it, or the one of this code: code, full_name."""
    standing = queries.standing_communes(loaders.engine(), period.ends_on, province().code)
    return standing[standing["code"] == code] if code else standing


def _periods(page: Page) -> list[Period]:
    """Periods that began and are not older than a year, of every kind in which something is reported; newest first."""
    kinds = {kind for indicator in page.catalogue.in_use or page.catalogue for kind in indicator.periods}
    today = page.state.as_of
    found: list[Period] = []
    first = today.year - 2
    for period in (
        periods.year(first), periods.school_year(first), periods.half(first, 1), periods.quarter(first, 1),
        periods.parse(f"{first}-9M"), periods.parse(f"{first}-M01"),
    ):  # fmt: skip
        while period.kind in kinds and period.starts_on <= today:
            if period.ends_on.year >= today.year - 1:
                found.append(period)
            period = periods.following(period)
    return sorted(found, key=lambda p: (p.ends_on, p.starts_on), reverse=True)


def _asked_now(page: Page, offered: Collection[Period]) -> Period:
    """The period that reports are due of: the last that has ended, of those that end together the one that most indicators ask for.

    The first that is offered where none has ended.
    """
    ended = [each for each in offered if each.ends_on < page.state.as_of]
    return max(
        ended, key=lambda each: (each.ends_on, len(page.catalogue.asked(each.kind))), default=next(iter(offered))
    )


def annotated(page: Page, now: Status, found: CheckedUpload) -> None:
    """The file as it came, with the cells that were found coloured and commented."""
    if found.findings.empty:
        return
    say = page.say
    file = actions.upload_file(now.token)

    def made(_page: Page, _home: str) -> bytes:
        name, content = file()
        return annotated_file(name, content, found.findings, say=say)

    label, name = say("Download the file with the cells marked"), stepper.marked_name(now.name)
    widgets.download(Download(label, name, ANY_FILE, made, "download_annotated", wide=True), page)
