"""How a visit becomes a page: state and data at one version, the view that the address describes, what must be said first."""

from dataclasses import replace
from typing import Any

import streamlit as st

from base.texts import Texts
from data_access import queries
from data_access.errors import NoCommunesError
from indicators import periods
from ui.frame import editions, geometry, loaders, shell
from ui.frame.page import Page, on_map
from ui.frame.settling import settle_period, settle_year
from ui.frame.shell import Banner
from ui.frame.spec import PageSpec, Site, ways
from ui.frame.view import Misread, View, read
from ui.state import Kept, keep, kept

MOST_MISREAD = 3
"""Parts of a link that are told of one by one."""
MOST_KEPT = 1_000
"""Characters of an address that is kept with what it means; longer ones are not written by us."""


def opened(spec: PageSpec[Any], site: Site, say: Texts) -> Page:
    """The page of `spec` that the address asks for; the address is put right where it could not mean what it says.

    Raises AtlasError where the database, the boundaries or the communes are missing.
    """
    state, stale = editions.state()
    data = loaders.Data(state.edition, loaders.today())
    asked = dict(st.query_params)
    key = ("address", spec.name, state, say.language, tuple(sorted(asked.items())))
    if sum(len(name) + len(value) for name, value in asked.items()) <= MOST_KEPT:
        found = editions.kept(key, lambda: as_read(asked, spec, state, data, say))
    else:
        found = as_read(asked, spec, state, data, say)
    view = replace(found, misread=_still_noted(found))
    if asked != view.params():
        st.query_params.from_dict(view.params())
    # In every run: what is kept of a page is sent without another look at the files that it names.
    lack = geometry.lack(state.boundaries, deck=view.is_deck)
    return Page(spec.name, spec.role, ways(site), say, shell.look(), state, stale, data, view, lack)


def as_read(asked: dict[str, str], spec: PageSpec[Any], state: queries.State, data: loaders.Data, say: Texts) -> View:
    """The view that the parameters `asked` mean on the page of `spec`, with a period and a year that are there."""
    catalogue, known = data.catalogue, data.areas()
    if known.empty and not spec.role.before_communes:
        raise NoCommunesError
    view = read(asked, catalogue=catalogue, areas=on_map(known, state.boundaries), say=say)
    view = replace(view, language=say.language)
    last_year = state.as_of.year - 1
    otherwise = catalogue[view.indicator].annual(last_year) or periods.year(last_year)
    view = settle_period(view, data.periods(view.indicator), otherwise=otherwise.code, say=say)
    view = settle_year(view, state.as_of) if "year" in spec.reads else replace(view, year="")
    return view if view.by in spec.groupings else replace(view, by=spec.groupings[0])


def _still_noted(view: View) -> tuple[Misread, ...]:
    """What the link could not mean: also in the runs after the one that put the address right, until it changes again."""
    address, noted = kept(Kept.NOTED, (None, ()))
    shown: tuple[Misread, ...] = noted if dict(st.query_params) == address else view.misread
    keep(Kept.NOTED, (view.params(), shown))
    return shown


def banners(page: Page) -> list[Banner]:
    """What must be known before a figure is used: demo data, an unreachable database, parts of the link not understood."""
    say = page.say
    lines = []
    if page.stale:
        text = say("Database not reachable; showing version {n}.", n=page.state.version)
        lines.append(Banner(text, say("Reload the page to try again.")))
    if page.state.is_demo:
        text = say("Province values marked “Published” are real; those of communes are illustrative.")
        reports = page.ways["reports"].page
        way = "" if page.name == reports else say("Import reports")
        lines.append(Banner(say("Illustrative data, not for decisions."), text, way, page.link(reports)))
    misread = page.view.misread
    lines.extend(Banner(each.sentence(say), "") for each in misread[:MOST_MISREAD])
    if (more := len(misread) - MOST_MISREAD) > 0:
        lines.append(Banner(say("And {n} more parts of the link were not understood.", n=more), ""))
    return lines
