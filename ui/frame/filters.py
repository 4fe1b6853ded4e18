"""The row 'Đang xem' of every page. The address is the only state; its widgets show it and change it, so that screen and link
can't disagree."""

from functools import partial

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from base.formats import number
from indicators import periods
from indicators.groups import groups_of
from indicators.labels import filter_parts, group_label, period_label, scheme_label
from indicators.scope import SCHEMES
from ui.frame import shell
from ui.frame.blocks import Select, Several
from ui.frame.heading import copy_link
from ui.frame.options import MOST_OPTIONS, commune_options, indicator_options, period_options
from ui.frame.page import Page
from ui.frame.send import send
from ui.frame.spec import Bar
from ui.frame.widgets import select, several, write


def area_filter(page: Page) -> None:
    """The planner's filter: groups that combine, and single communes; reads back as the label of its button."""
    say, area = page.say, page.view.area
    chosen = filter_parts(area, page.areas, say)
    count = int(page.inside.sum())
    if area.is_empty:
        label = say("All {n} communes and wards", n=number(count, say.language))
    else:
        label = f"{', '.join(chosen)[:60]} ({count})"
        label = label[0].upper() + label[1:]
    with st.popover(label, width="content"):
        for scheme in SCHEMES:
            key = f"pills_{scheme}"
            st.session_state[key] = list(getattr(area, scheme))
            options = groups_of(page.areas, scheme)
            st.pills(
                scheme_label(scheme, say),
                options,
                format_func=partial(group_label, scheme, say=say),
                selection_mode="multi",
                key=key,
                on_change=write,
                args=(scheme, key),
            )
        if len(page.areas) <= MOST_OPTIONS:
            communes = Several(
                "communes", commune_options(page), area.communes, say("Communes"), say("Choose communes")
            )
            several(communes)
        if not area.is_empty:
            st.button(say("Clear the filter"), on_click=clear, width="stretch")


def clear() -> None:
    """Show all communes again."""
    shell.set_params(dict.fromkeys((*SCHEMES, "communes")))


def bar(page: Page, wanted: Bar) -> DeltaGenerator:
    """The row of filters; returns the container at its end, for what else the page offers (downloads)."""
    say, view = page.say, page.view
    with st.container(horizontal=True, key="filters", vertical_alignment="center"):
        shell.sheet(Markup('<span class="muted wide">{}</span>').format(say("Viewing")), key="viewing", width="content")
        if wanted.commune and len(page.areas) <= MOST_OPTIONS:
            communes = (("", say("All communes")), *commune_options(page))
            select(Select("commune", communes, page.chosen or "", say("Commune"), width=240))
        if wanted.indicator:
            indicators = indicator_options(page)
            select(Select("indicator", indicators, view.indicator, say("Indicator"), drops=("compare",), width=360))
        if wanted.calendar:
            years = tuple((code, period_label(periods.parse(code), say)) for code in wanted.calendar(page))
            select(Select("year", years, view.year, say("Year"), width=170))
        else:
            select(Select("period", period_options(page, annual=wanted.annual), view.period, say("Period"), width=170))
        area_filter(page)
        if wanted.more:
            send(page, (wanted.more(page),))
        rest = st.container(
            horizontal=True, key="filters_rest", horizontal_alignment="right", vertical_alignment="center"
        )
    with rest:
        shell.sheet(copy_link(say), key="copy", width="content")
        if wanted.end:
            send(page, (wanted.end(page),))
    return rest
