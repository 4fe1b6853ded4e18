"""Make the common views before anybody asks for them: when the server starts, and whenever another data version is seen."""

import logging
import threading
from typing import Any

from base.errors import AtlasError
from base.look import Look
from base.texts import DEFAULT_LANGUAGE, Texts
from server.turns import turns
from ui.frame import editions, loaders, opening
from ui.frame.made import made
from ui.frame.page import Page
from ui.frame.spec import PageSpec, Site, ways

log = logging.getLogger(__name__)

YEARS = 6
"""So many years up to the latest are measured for all headline indicators: pages of any of them have only to put them together."""
_READER = "warm"
_LOOKS_S = 0.5


def keep_warm(site: Site, stop: threading.Event) -> None:
    """Warm now and after each change of the data that a reader meets, until `stop`. What can't be made is told to the log; its
    reader is told too."""
    while True:
        try:
            warmed(site, stop)
        except AtlasError:
            log.exception("the common views could not be made")
        made_of = editions.last_edition()
        while editions.last_edition() == made_of:
            if stop.wait(_LOOKS_S):
                return


def warmed(site: Site, stop: threading.Event) -> int:
    """Make the common views of the data as it is; how many. Each waits its turn behind the readers.

    Raises AtlasError where the database does not answer or nothing was imported yet.
    """
    done = 0
    for spec, asked in _views(site):
        if stop.is_set():
            break
        try:
            with turns().taken(_READER):
                made(spec, site, _page(spec, site, asked))
                editions.settle()
        except editions.MovedOnError:
            # The change that was seen meanwhile begins a new round.
            break
        done += 1
    return done


def _views(site: Site) -> list[tuple[PageSpec[Any], dict[str, str]]]:
    """What each page opens with; of pages of one indicator also that of each headline; of those of years the last ones."""
    state, _ = editions.state()
    catalogue = loaders.Data(state.edition, loaders.today()).catalogue
    views: list[tuple[PageSpec[Any], dict[str, str]]] = [(spec, {}) for spec in site]
    for spec in site:
        if "indicator" in spec.role.opens:
            views += [(spec, {"indicator": indicator.code}) for indicator in catalogue.headlines]
        if spec is site[0]:
            last = state.as_of.year
            views += [(spec, {"period": str(year)}) for year in range(last - 1, last - 1 - YEARS, -1)]
    return views


def _page(spec: PageSpec[Any], site: Site, asked: dict[str, str]) -> Page:
    state, stale = editions.state()
    data = loaders.Data(state.edition, loaders.today())
    say = Texts(DEFAULT_LANGUAGE)
    view = opening.as_read(asked, spec, state, data, say)
    return Page(spec.name, spec.role, ways(site), say, Look("light"), state, stale, data, view)
