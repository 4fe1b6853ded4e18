"""What may be given to anybody: any slice of the published figures as a file, hidden ones without a figure and with their reason."""

from collections.abc import Sequence

import streamlit as st

from base.texts import marked
from data_access.queries.publication import KINDS
from exports.slice import CSV, FORMATS, Format, Slice, written
from indicators import periods
from indicators.labels import period_label
from indicators.scope_names import filter_sentence
from ui.data import card
from ui.data.model import Reports
from ui.frame import loaders, shell, widgets
from ui.frame.blocks import Download
from ui.frame.options import indicator_options
from ui.frame.page import Page

_LEVELS = {
    "commune": marked("Communes"),
    "former": marked("Former communes"),
    "province": marked("Province"),
    "country": marked("Country"),
}
_FORMATS = {form.name: form for form in FORMATS}
_FIRST_LEVELS = ("commune", "province")


def block(page: Page, shown: Reports) -> None:
    """Which indicators, periods and levels, in which format."""
    say, spans = page.say, shown.spans
    with st.container(key="card_publication"):
        shell.sheet(card.headline(say("Export of published figures")), key="publication_head")
        one, two, three, four = st.columns([4, 4, 3, 3], gap="medium")
        names = dict(indicator_options(page))
        with one:
            indicators: list[str] = st.multiselect(
                say("Indicators"), list(names), format_func=lambda c: names[c], key="export_indicators",
                placeholder=say("All indicators"), filter_mode=None, select_all=False,
            )  # fmt: skip
        with two:
            chosen: list[str] = st.multiselect(
                say("Periods"), list(spans), format_func=lambda c: period_label(periods.parse(c), say), key="export_periods",
                placeholder=say("All periods"), filter_mode=None, select_all=False,
            )  # fmt: skip
        with three:
            kinds = st.pills(
                say("Levels"), KINDS, selection_mode="multi", default=list(_FIRST_LEVELS), format_func=lambda k: say(_LEVELS[k]),
                key="export_kinds",
            )  # fmt: skip
            strata = st.checkbox(say("With the groups of children within them"), key="export_strata")
        with four:
            name = st.segmented_control(
                say("Format"), list(_FORMATS), default=CSV.name, key="export_format", required=True
            )
            form = _FORMATS[name or CSV.name]

            def made(page: Page, _home: str) -> bytes:
                return _made(page, form, indicators, chosen, kinds or _FIRST_LEVELS, strata=strata)

            label, name = f"{say('Download')} {form.name}", f"child_atlas.{form.ending}"
            widgets.download(
                Download(label, name, form.mime, made, "download_publication", wide=True, primary=True), page
            )
        note = say(
            "Protected figures only: small numbers are hidden, each with its reason. Communes as filtered above."
        )
        shell.sheet(card.remark(note), key="publication_note")


def _made(
    page: Page, form: Format, indicators: Sequence[str], chosen: Sequence[str], kinds: Sequence[str], *, strata: bool
) -> bytes:
    """The file, made when it is asked for, of one data version."""
    say = page.say
    communes = None if page.view.area.is_empty else list(page.areas.loc[page.inside, "code"])
    return written(
        loaders.engine(),
        Slice(indicators or None, chosen or None, kinds, strata=strata, communes=communes),
        form,
        title=say("Children's indicators"),
        scope=filter_sentence(page.view.area, page.areas, say),
        catalogue=page.catalogue,
        say=say,
    ).content
