"""One run of a page: open it, take or make what it consists of, send it."""

from typing import Any

import streamlit as st

from base.texts import Texts
from server.turns import turns
from ui.frame import editions, moving, opening, shell
from ui.frame.errors import sentences
from ui.frame.made import made
from ui.frame.send import send
from ui.frame.spec import PageSpec, Site


def show(spec: PageSpec[Any], site: Site) -> None:
    """Draw the page of `spec` as the address asks for it."""
    shell.ensure_shell(site)
    shell.leave(site)
    moving.catch_up()
    say = Texts(shell.language())
    with sentences(spec.name, say):
        try:
            with turns().taken(shell.visit()):
                _show(spec, site, say)
        except editions.MovedOnError:
            st.rerun()


def _show(spec: PageSpec[Any], site: Site, say: Texts) -> None:
    shell.give_way()
    page = opening.opened(spec, site, say)
    shown = made(spec, site, page)
    shell.header(page, shown.header, [] if page.view.projector else opening.banners(page))
    send(page, shown.body)
    shell.keys(shown.keys)
    editions.settle()
    if shown.foot:
        send(page, (shown.foot,))
