"""What the top of every page says: brand, menu, search, language, projector. Drawn by static/shell.js."""

from http import HTTPStatus
from typing import TypedDict

from markupsafe import Markup, escape

from base import settings
from base.texts import marked
from ui.frame.finder import found_by
from ui.frame.page import Page
from ui.frame.provenance import version_text
from ui.frame.spec import Site

_WHY = {
    int(HTTPStatus.NOT_FOUND): marked("their file is missing on the server"),
    int(HTTPStatus.SERVICE_UNAVAILABLE): marked("the database does not answer"),
    int(HTTPStatus.INSUFFICIENT_STORAGE): marked("the server can't write their file"),
    0: marked("the server does not answer"),
}
"""Why the search can't be given the shapes that it knows communes from, by the answer's status; 0: any other, or none."""


class NavEntry(TypedDict):
    """A page in the menu."""

    text: str
    href: str
    here: bool


class OtherLanguage(TypedDict):
    """The way to the same view in the other language."""

    lang: str
    href: str
    label: str
    html: str


class ProjectorWay(TypedDict):
    """The way to the projector view and back."""

    text: str
    href: str


class HeaderMessage(TypedDict):
    """All but the banners. printed: on each sheet of paper. indicators: code, short name, what each is found by.

    geometry: where communes for the search are found.
    """

    brand: str
    province: str
    printed: str
    home: str
    language: str
    theme: str
    projector: bool
    nav: list[NavEntry]
    other: OtherLanguage
    project: ProjectorWay
    narrow: bool
    geometry: str | None
    indicators: list[tuple[str, str, str]]
    words: dict[str, str]


def _printed(page: Page) -> str:
    """What stands on each printed sheet: province, data and their day, and whether they are made up."""
    said = [settings.province().name(page.say.language), page.say("Data {version}", version=version_text(page))]
    return " · ".join([*said, *([page.say("Illustrative data")] if page.state.is_demo else [])])


def header_message(page: Page, site: Site) -> HeaderMessage:
    """The top of `page`."""
    say, view = page.say, page.view
    other = "en" if say.language == "vi" else "vi"
    here = "" if page.name == site[0].name else page.name
    return {
        "brand": say("Child Atlas"),
        "province": settings.province().name(say.language),
        "printed": _printed(page),
        "home": view.link(""),
        "language": say.language,
        "theme": page.look.theme,
        "projector": view.projector,
        "nav": [
            {"text": say(spec.menu), "href": view.link("" if at == 0 else spec.name), "here": spec.name == page.name}
            for at, spec in enumerate(site)
        ],
        "other": {
            "lang": other,
            "href": view.link(here, lang=other),
            "label": f"VI · EN: {'English' if other == 'en' else 'Tiếng Việt'}",
            "html": str(_language_mark(say.language)),
        },
        "project": {
            "text": say("Present (P)"),
            "href": view.link(here, view=None if view.projector else "projector"),
        },
        "narrow": page.look.narrow,
        "geometry": page.ground.url if page.ground else None,
        "indicators": [
            (i.code, i.wording(say.language).short, found_by(i, say))
            for i in (page.catalogue if page.role.whole_catalogue else page.catalogue.offered)
        ],
        "words": {
            "pages": say("Pages"),
            "skip": say("Skip to the answer"),
            "find": say("Find…  /"),
            "find_label": say("Find a commune or an indicator"),
            "find_short": say("Find"),
            "found": say("Found"),
            "nothing": say("Nothing found"),
            "no_communes": say("Communes can't be found just now: {why}.", why="{why}"),
            **{f"why_{status or 'other'}": say(why) for status, why in _WHY.items()},
            "menu": say("Menu"),
            "open_list": say("Open the list"),
            "close_list": say("Close the list"),
            "options": say("{n} to choose from", n="{n}"),
            "choose_file": say("Choose a file"),
            "commune": say("commune"),
            "indicator": say("indicator"),
        },
    }


def _language_mark(current: str) -> Markup:
    """'VI · EN' with the current one strong. The codes are the same in both languages."""
    return Markup(" · ").join(
        Markup("<b>{}</b>").format(c.upper()) if c == current else escape(c.upper()) for c in ("vi", "en")
    )
