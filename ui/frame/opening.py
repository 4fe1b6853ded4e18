"""How a visit becomes a page: state and data at one version, the view that the address describes, what must be said first."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from base.texts import Texts
from data_access import queries
from data_access.errors import NoCommunesError
from indicators import periods
from ui.frame import geometry, loaders, shell
from ui.frame.page import Page
from ui.frame.provenance import source_line
from ui.frame.shell import Banner, Site
from ui.frame.spec import PageSpec
from ui.frame.view import Misread, View, read, settle_period, settle_year
from ui.state import Kept, keep, kept


def opened(spec: PageSpec[Any], site: Site, say: Texts) -> Page:
    """The page of `spec` that the address asks for; the address is put right where it could not mean what it says.

    Raises AtlasError where the database, the boundaries or the communes are missing.
    """
    state, stale = loaders.state()
    data = loaders.Data(state.edition, loaders.today())
    catalogue, known = data.catalogue(), data.areas()
    if known.empty and not spec.role.before_communes:
        raise NoCommunesError
    areas = _on_map(known, state)
    view = read(st.query_params, catalogue=catalogue, areas=areas, say=say)
    view = replace(view, language=say.language)
    last_year = state.as_of.year - 1
    otherwise = catalogue[view.indicator].annual(last_year) or periods.year(last_year)
    view = settle_period(view, data.periods(view.indicator), otherwise=otherwise.code, say=say)
    view = settle_year(view, state.as_of) if "year" in spec.reads else replace(view, year="")
    if view.by not in spec.groupings:
        view = replace(view, by=spec.groupings[0])
    view = replace(view, misread=_still_noted(view))
    if dict(st.query_params) != view.params():
        st.query_params.from_dict(view.params())
    return Page(
        name=spec.name,
        role=spec.role,
        ways=shell.ways(site),
        say=say,
        look=shell.look(),
        state=state,
        stale=stale,
        data=data,
        catalogue=catalogue,
        areas=areas,
        view=view,
    )


def _still_noted(view: View) -> tuple[Misread, ...]:
    """What the link could not mean: also in the runs after the one that put the address right, until it changes again."""
    address, noted = kept(Kept.NOTED, (None, ()))
    shown: tuple[Misread, ...] = noted if dict(st.query_params) == address else view.misread
    keep(Kept.NOTED, (view.params(), shown))
    return shown


def _on_map(areas: pd.DataFrame, state: queries.State) -> pd.DataFrame:
    """The communes that the boundaries in use show: those of the province, or of the country after a national import."""
    if state.boundaries is None:
        return areas
    shown = geometry.geometry(state.boundaries).position
    return areas[areas["code"].isin(shown.keys())].reset_index(drop=True) if len(shown) < len(areas) else areas


def banners(page: Page) -> list[Banner]:
    """What must be known before a figure is used: demo data, an unreachable database, parts of the link not understood."""
    say = page.say
    lines = []
    if page.stale:
        text = say("Database not reachable; showing version {n}.", n=page.state.version)
        lines.append(Banner(text, say("Reload the page to try again.")))
    if page.state.is_demo:
        text = say("Province values marked “Published” are real; those of communes are illustrative.")
        reports = page.ways["reports"]
        way = "" if page.name == reports else say("Import reports")
        lines.append(Banner(say("Illustrative data, not for decisions."), text, way, page.link(reports)))
    lines.extend(Banner(misread.sentence(say), "") for misread in page.view.misread)
    return lines


def foot(page: Page) -> Markup:
    """Where the figures of the page come from, and the way to how they are defined."""
    note = page.geometry.label[page.say.language] if page.geometry and page.geometry.schematic else ""
    entry, definition = Markup(""), page.ways["definition"]
    if page.name != definition:
        way = page.say("Definition, legal basis, how it is computed")
        href = page.link(definition, period=None)
        entry = Markup(' · <a class="strong" data-go href="{}">{} ›</a>').format(href, way)
    return Markup('<p class="foot">{}{}{}</p>').format(
        source_line(page), Markup(" · {}").format(note) if note else "", entry
    )
