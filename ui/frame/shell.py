"""The frame around every page: navigation, language and look of the visit, header, keyboard, leaving for another page."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st
from markupsafe import Markup
from streamlit.runtime.scriptrunner import get_script_run_ctx

from base import settings
from base.look import Look
from base.texts import Texts
from ui import esm
from ui.frame import moving
from ui.frame.header import HeaderMessage
from ui.frame.keys import Keys
from ui.frame.packed import Packed, packed
from ui.frame.page import Page
from ui.frame.spec import Site
from ui.frame.view import language_of
from ui.state import Kept, keep, kept, taken

_header = esm.component("header", file="shell.js")
_sheet = esm.component("sheet", file="shell.js")
_keys = esm.component("keys", file="shell.js")


def navigation(site: Site) -> Any:
    """Streamlit's navigation over the pages; the address of each is the name of its file (or / for the first)."""
    say = Texts(language())
    pages = [
        st.Page(
            f"pages/{spec.name}.py",
            title=f"{say(spec.title)} · {say('Child Atlas')}",
            default=at == 0,
            url_path=spec.name if at else None,
        )
        for at, spec in enumerate(site)
    ]
    return st.navigation(pages, position="hidden")


def ensure_shell(site: Site) -> None:
    """Hand over to dashboard.py if Streamlit's old page discovery started a page's file by itself.

    Until navigation has run once in the server process, a deep link as the very first visit runs the page file alone,
    past dashboard.py and everything it sets up.
    """
    if kept(Kept.SHELL) is None:
        navigation(site)
        st.rerun()


def run(site: Site) -> None:
    """Navigate: called by dashboard.py only."""
    page = navigation(site)
    keep(Kept.SHELL, True)
    page.run()


def visit() -> str:
    """Streamlit's id of this visit; '' outside of one."""
    running = get_script_run_ctx()
    return running.session_id if running else ""


def give_way() -> None:
    """End this run if the reader has asked for something else meanwhile: every look at the session does that."""
    kept(Kept.SHELL)


def language() -> str:
    """The language of this visit: the address's, else the one used last, else Vietnamese."""
    chosen = language_of(st.query_params, last=kept(Kept.LANGUAGE))
    keep(Kept.LANGUAGE, chosen)
    return chosen


def look() -> Look:
    """How this visit sees pictures. A projector is always light: stray light takes the contrast from dark pictures.

    That the screen is a phone's is known from the second run of a visit on.
    """
    if st.query_params.get("view") == "projector":
        theme = "projector"
    else:
        theme = "dark" if st.context.theme.type == "dark" else "light"
    return Look(theme, narrow=bool(kept(Kept.NARROW, False)))


def leave_for(page: str, params: Mapping[str, str]) -> None:
    """Go to `page` ('' is the first) with these parameters at the start of the next run."""
    keep(Kept.LEAVING, (page, dict(params)))


def leave(site: Site) -> None:
    """Follow what was clicked before this run, if it leads to another page."""
    wanted = taken(Kept.LEAVING)
    if wanted:
        name, query = wanted
        moving.forget()
        keep(Kept.LANGUAGE, query.get("lang", language()))
        st.switch_page(f"pages/{name or site[0].name}.py", query_params=query)


def _on_set(key: str) -> None:
    changes = st.session_state[key].get("set")
    if changes:
        moving.set_params(changes)


def _on_go(key: str) -> None:
    target = st.session_state[key].get("go")
    if target:
        leave_for(target["page"], target["query"])


def _on_narrow() -> None:
    keep(Kept.NARROW, bool(st.session_state["header_bar"].get("narrow")))


def _look_again() -> None:
    """The run that follows sees the new colours of the screen (`look`)."""


def sheet(html: Markup, *, key: str, width: Any = "stretch") -> None:
    """Show `html`, made of escaped texts only. Its links [data-go] and choices [data-set] are followed."""
    if not isinstance(html, Markup):
        raise TypeError(f"sheet {key} must be Markup, whose parts are escaped")
    packed_sheet(packed(html), key=key, theme=look().theme, width=width)


def packed_sheet(parts: Packed, *, key: str, theme: str, width: Any = "stretch") -> None:
    """As `sheet`, of what was packed before."""
    _sheet(
        key=key,
        data={"parts": parts, "theme": theme},
        width=width,
        on_go_change=lambda: _on_go(key),
        on_set_change=lambda: _on_set(key),
    )


def keys(shortcuts: Keys) -> None:
    """Let keys change the address."""
    _keys(key="keys", data={"keys": shortcuts}, on_set_change=lambda: _on_set("keys"))


@dataclass(frozen=True)
class Banner:
    """One line under the header that stays: `strong` first, then `text`, then a way on: its words and its address."""

    strong: str
    text: str
    way: str = ""
    href: str = ""


def header(page: Page, message: HeaderMessage, banners: Sequence[Banner]) -> None:
    """Draw the top of every page: what it says, and what must be known of the data."""
    st.html(settings.STATIC / "app.css")
    with st.container(key="header"):
        _header(
            key="header_bar",
            data={**message, "banners": [asdict(banner) for banner in banners]},
            on_go_change=lambda: _on_go("header_bar"),
            on_found_change=lambda: _on_found(page),
            on_narrow_change=_on_narrow,
            on_scheme_change=_look_again,
        )


def _on_found(page: Page) -> None:
    """What was chosen in the search: on pages that show it in place it is selected there, elsewhere its own page opens."""
    found = st.session_state["header_bar"].get("found")
    if not found:
        return
    moving.set_params({found["sets"]: found["code"]})
    elsewhere = page.ways[found["sets"]].page
    if not (page.view.projector or page.name == elsewhere or found["sets"] in page.role.finds):
        leave_for(elsewhere, st.query_params.to_dict())
