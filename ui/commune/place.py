"""What a commune is: its people and groups, what it was made of, what lies next to it."""

from collections.abc import Mapping, Sequence

import pandas as pd
from markupsafe import Markup

from base import formats, settings
from base.formats import sort_key
from base.texts import Texts
from indicators.labels import group_label, scheme_label
from indicators.scope import SCHEMES
from ui.commune.model import Profile
from ui.frame.page import Page
from ui.frame.view import View


def card(page: Page, shown: Profile) -> Markup:
    """What the commune is: facts, what it was made of, its neighbours, and the button for one printed page."""
    say = page.say
    names = dict(zip(page.areas["code"], page.areas["name"], strict=True))
    known = page.geometry is not None and shown.code in page.geometry.position
    codes = page.geometry.neighbours_of(shown.code) if known and page.geometry else ()
    beside = sorted(codes, key=lambda c: sort_key(names.get(c, c)))
    return Markup('<div class="card">{}{}{}<p>{}</p></div>').format(
        facts(shown.row, demo_schemes=frozenset(shown.row["illustrative"].split(".")), say=say),
        merged_from(sorted(shown.members["name"], key=sort_key), say),
        neighbours(beside, names, page.view, say),
        print_button(say),
    )


def facts(area: pd.Series, *, demo_schemes: frozenset[str], say: Texts) -> Markup:
    """Population and groups of a commune; groups that are demo data say so."""
    items = [Markup("{} <b>{}</b>").format(say("Population"), formats.number(area["population"], say.language))]
    for scheme in SCHEMES:
        note = Markup(" ({})").format(say("illustrative")) if scheme in demo_schemes else ""
        items.append(
            Markup("{}: <b>{}</b>{}").format(
                scheme_label(scheme, say),
                group_label(scheme, area[scheme], say) if area[scheme] else formats.BLANK,
                note,
            )
        )
    return Markup('<p class="facts">{}</p>').format(
        Markup(" ").join(Markup("<span>{}</span>").format(i) for i in items)
    )


def neighbours(codes: Sequence[str], names: Mapping[str, str], view: View, say: Texts) -> Markup:
    """Links to the communes next door."""
    links = Markup("").join(
        Markup('<a data-go href="{}">{}</a>').format(view.link("commune", commune=c), names[c])
        for c in codes
        if c in names
    )
    return Markup('<h2>{}</h2><div class="chips">{}</div>').format(say("Neighbours"), links) if links else Markup("")


def merged_from(members: Sequence[str], say: Texts) -> Markup:
    """Of which communes it was made."""
    if not members:
        return Markup("")
    return Markup('<p class="notes">{}</p>').format(
        say(
            "Formed on {day} from: {names}.",
            day=formats.day(settings.province().merged_on, say.language),
            names=", ".join(members),
        )
    )


def print_button(say: Texts) -> Markup:
    """One A4 page of the profile."""
    return Markup('<button class="button" data-act="print">{}</button>').format(say("Print one page"))
