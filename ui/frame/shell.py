"""The frame around every page: the list of pages, language and theme, header, keyboard, what an address asks for."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import streamlit as st
from markupsafe import Markup, escape

from base import settings
from base.palette import Palette, palette
from base.texts import Texts, marked
from indicators.catalogue import Catalogue
from ui.frame import esm
from ui.frame.view import View, language_of

_header = esm.component("header", file="shell.js")
_sheet = esm.component("sheet", file="shell.js")
_keys = esm.component("keys", file="shell.js")

# name = file in pages/ = address; the first one is served at /.
PAGES = {
    "overview": (marked("Overview"), marked("Overview")),
    "gap_map": (marked("Map"), marked("Gap map")),
    "trends": (marked("Trends"), marked("Trends by commune and ethnic area")),
    "equity": (marked("Equity"), marked("Equity: differences between groups of children")),
    "commune": (marked("Profiles"), marked("Commune profile")),
    "data": (marked("Data"), marked("Data: reports in and checked")),
    "methods": (marked("Methods"), marked("Indicators and methods")),
}


def pages() -> list[st.Page]:
    """The pages in the order of the menu; the address of each is the name of its file (or / for the first)."""
    say = Texts(language())
    first, *others = PAGES
    return [
        st.Page(f"pages/{first}.py", title=_title(first, say), default=True),
        *(st.Page(f"pages/{name}.py", title=_title(name, say), url_path=name) for name in others),
    ]


def _title(name: str, say: Texts) -> str:
    return f"{say(PAGES[name][1])} · {say('Child Atlas')}"


def ensure_shell() -> None:
    """Hand over to dashboard.py if Streamlit's old page discovery started this file by itself.

    Until navigation has run once in the server process, a deep link as the very first visit runs the page file alone,
    past dashboard.py and everything it sets up.
    """
    if "atlas_shell" not in st.session_state:
        st.navigation(pages(), position="hidden")
        st.rerun()


def run() -> None:
    """Navigate: called by dashboard.py only."""
    page = st.navigation(pages(), position="hidden")
    st.session_state["atlas_shell"] = True
    page.run()


def language() -> str:
    """The language of this visit: the address's, else the one used last, else Vietnamese."""
    chosen = language_of(st.query_params, last=st.session_state.get("atlas_language"))
    st.session_state["atlas_language"] = chosen
    return chosen


def is_projector() -> bool:
    """Whether the address asks for the projector view."""
    return st.query_params.get("view") == "projector"


def is_narrow() -> bool:
    """Whether the reader's screen is a phone's; known from the second run of a visit on."""
    return bool(st.session_state.get("atlas_narrow", False))


def _on_narrow() -> None:
    st.session_state["atlas_narrow"] = bool(st.session_state["header_bar"].get("narrow"))


def theme() -> str:
    """'light', 'dark' or 'projector'. A projector is always light: stray light takes the contrast from dark pictures."""
    if is_projector():
        return "projector"
    return "dark" if st.context.theme.type == "dark" else "light"


def colours() -> Palette:
    """The colours of this visit's theme."""
    return palette(theme())


def set_params(changes: Mapping[str, str | None]) -> None:
    """Write `changes` into the address; None takes a parameter away. The run that follows reads them there."""
    for key, value in changes.items():
        if value is None:
            st.query_params.pop(key, None)
        else:
            st.query_params[key] = value


def _on_set(key: str) -> None:
    changes = st.session_state[key].get("set")
    if changes:
        set_params(changes)


def _go(result: Any) -> None:
    """Follow a link that was clicked inside one of our components."""
    target = result.get("go")
    if target:
        name = target["page"] or next(iter(PAGES))
        st.session_state["atlas_language"] = target["query"].get("lang", language())
        st.switch_page(f"pages/{name}.py", query_params=target["query"])


def sheet(html: Markup, *, key: str, width: Literal["stretch", "content"] = "stretch") -> None:
    """Show `html`, made of escaped texts only. Its links [data-go] and choices [data-set] are followed."""
    if not isinstance(html, Markup):
        raise TypeError(f"sheet {key} must be Markup, whose parts are escaped")
    with st.container(key=key, width=width):
        result = _sheet(
            key=f"{key}_sheet",
            data={"html": str(html), "theme": theme()},
            width=width,
            on_go_change=lambda: None,
            on_set_change=lambda: _on_set(f"{key}_sheet"),
        )
    _go(result)


def keys(shortcuts: Mapping[str, Mapping[str, str | None]]) -> None:
    """Let keys change the address: {event.code: {parameter: value or None}}."""
    with st.container(key="keys"):
        _keys(key="keys_listener", data={"keys": shortcuts}, on_set_change=lambda: _on_set("keys_listener"))


@dataclass(frozen=True)
class Banner:
    """One line under the header that stays: `strong` first, then `text`, then a way on: its words and its address."""

    strong: str
    text: str
    way: str = ""
    href: str = ""


def header(
    page: str, view: View, *, say: Texts, catalogue: Catalogue, geometry_url: str | None, banners: list[Banner]
) -> None:
    """Draw the top of every page: brand, menu, search, language, projector, and what must be known of the data."""
    st.html(settings.STATIC / "app.css")
    other = "en" if say.language == "vi" else "vi"
    toggle = {"view": None if view.projector else "projector"}
    data = {
        "brand": say("Child Atlas"),
        "province": settings.province().name(say.language),
        "home": view.link(""),
        "language": say.language,
        "theme": theme(),
        "projector": view.projector,
        "nav": [
            {"text": say(short), "href": view.link("" if i == 0 else name), "here": name == page}
            for i, (name, (short, _)) in enumerate(PAGES.items())
        ],
        "banners": [asdict(banner) for banner in banners],
        "other": {
            "lang": other,
            "href": view.link("" if page == next(iter(PAGES)) else page, lang=other),
            "label": "English" if other == "en" else "Tiếng Việt",
            "html": str(_language_mark(say.language)),
        },
        "project": {"text": say("Present (P)"), "href": view.link("" if page == next(iter(PAGES)) else page, **toggle)},
        "narrow": is_narrow(),
        "geometry": geometry_url,
        "indicators": [
            (i.code, i.wording(say.language).short) for i in (catalogue if page == "methods" else catalogue.offered)
        ],
        "words": {
            "pages": say("Pages"),
            "find": say("Find a commune or indicator…  /"),
            "find_label": say("Find a commune or an indicator"),
            "find_short": say("Find"),
            "found": say("Found"),
            "nothing": say("Nothing found"),
            "menu": say("Menu"),
            "commune": say("commune"),
            "indicator": say("indicator"),
        },
    }
    with st.container(key="header"):
        result = _header(
            key="header_bar",
            data=data,
            on_go_change=lambda: None,
            on_found_change=lambda: _on_found(page),
            on_narrow_change=_on_narrow,
        )
    _go(result)
    wanted = st.session_state.pop("atlas_open", None)
    if wanted:
        st.switch_page(wanted[0], query_params=wanted[1])


def _language_mark(current: str) -> Markup:
    """'VI · EN' with the current one strong. The codes are the same in both languages."""
    return Markup(" · ").join(
        Markup("<b>{}</b>").format(c.upper()) if c == current else escape(c.upper()) for c in ("vi", "en")
    )


def _on_found(page: str) -> None:
    """What was chosen in the search: on pages that show it in place it is selected there, elsewhere its own page opens."""
    found = st.session_state["header_bar"].get("found")
    if not found:
        return
    set_params({found["sets"]: found["code"]})
    elsewhere = {"commune": "commune", "indicator": "gap_map"}[found["sets"]]
    in_place = is_projector() or page == elsewhere or page in ("gap_map", "trends", "methods")
    if not in_place:
        st.session_state["atlas_open"] = (f"pages/{elsewhere}.py", st.query_params.to_dict())
