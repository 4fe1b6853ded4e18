"""What may be given to anybody: any slice of the published figures as a file, hidden ones without a figure and with their reason."""

from collections.abc import Sequence

import streamlit as st

from base.texts import Texts, marked
from data_access import queries
from data_access.queries.publication import KINDS
from exports import publication as writers
from exports.about import About
from indicators import periods
from indicators.labels import filter_sentence, period_label
from ui.data import found as parts
from ui.data.model import reports
from ui.frame import loaders, shell
from ui.frame.options import indicator_options
from ui.frame.page import Page
from ui.frame.provenance import version_text

_LEVELS = {
    "commune": marked("Communes"),
    "former": marked("Former communes"),
    "province": marked("Province"),
    "country": marked("Country"),
}
# Format -> ending and content type.
_FORMATS = {
    "CSV": ("csv", "text/csv"),
    "XLSX": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "Parquet": ("parquet", "application/vnd.apache.parquet"),
    "DHIS2": ("json", "application/json"),
}
_FIRST_LEVELS = ("commune", "province")
_NAMED = 5


def block(page: Page) -> None:
    """Which indicators, periods and levels, in which format."""
    say, spans = page.say, reports(page).spans
    with st.container(key="card_publication"):
        shell.sheet(parts.headline(say("Export of published figures")), key="publication_head")
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
            form = st.segmented_control(
                say("Format"), list(_FORMATS), default="CSV", key="export_format", required=True
            )
            form = form or "CSV"
            ending, mime = _FORMATS[form]
            st.download_button(
                f"{say('Download')} {form}",
                lambda: _made(page, form, indicators, chosen, kinds or _FIRST_LEVELS, strata=strata),
                file_name=f"child_atlas.{ending}",
                mime=mime,
                on_click="ignore",
                key="download_publication",
                type="primary",
                width="stretch",
            )
        note = say(
            "Protected figures only: small numbers are hidden, each with its reason. Communes as filtered above."
        )
        shell.sheet(parts.remark(note), key="publication_note")


def _made(
    page: Page, form: str, indicators: Sequence[str], chosen: Sequence[str], kinds: Sequence[str], *, strata: bool
) -> bytes:
    """The file, made when it is asked for, of one data version."""
    say, engine = page.say, loaders.engine()
    communes = None if page.view.area.is_empty else list(page.areas.loc[page.inside, "code"])
    while True:
        state = queries.state(engine)
        frame = queries.publication(
            engine, indicators=indicators or None, periods=chosen or None, kinds=kinds, strata=strata, communes=communes,
            language=say.language,
        )  # fmt: skip
        if queries.state(engine).version == state.version:
            break
    about = About(
        title=say("Children's indicators"),
        indicator=_named(
            [page.catalogue[code].wording(say.language).name for code in indicators], say("All indicators"), say
        ),
        period=_named([period_label(periods.parse(code), say) for code in chosen], say("All periods"), say),
        scope=filter_sentence(page.view.area, page.areas, say),
        source=say("Reports of communes; each row names its collection and source."),
        version=version_text(page),
        illustrative=state.is_demo,
        suppression=say("Small numbers are hidden to protect children; each blank carries its reason."),
    )
    if form == "DHIS2":
        return writers.dhis2(frame, codes=queries.external_codes(engine, "dhis2"), about=about, say=say)
    writer = {"CSV": writers.csv, "XLSX": writers.xlsx, "Parquet": writers.parquet}[form]
    return writer(frame, about=about, say=say)


def _named(names: Sequence[str], everything: str, say: Texts) -> str:
    if len(names) > _NAMED:
        return say("{some} and {n} more", some=", ".join(names[:_NAMED]), n=len(names) - _NAMED)
    return ", ".join(names) or everything
