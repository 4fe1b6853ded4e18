"""A list to choose one of, in groups, which is filtered while one types: by words in any order, without diacritics.

Streamlit's select box has neither groups nor such a filter. static/shell/finder.js opens it and serves its keys.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from base.texts import Texts
from indicators.catalogue import Indicator
from indicators.themes import THEMES
from ui.frame.blocks import Options, Sheet


@dataclass(frozen=True)
class Entry:
    """code: what the address says; label: what is read; by: the words that it is found by."""

    code: str
    label: str
    by: str


@dataclass(frozen=True)
class Group:
    """Entries under a heading; '' for none."""

    name: str
    entries: tuple[Entry, ...]


def found_by(indicator: Indicator, say: Texts) -> str:
    """What an indicator is found by wherever it is looked for: code, theme, and its names in both languages, each word once."""
    names = (indicator.wording(language).name for language in ("vi", "en"))
    words = (indicator.code, indicator.wording(say.language).short, say(THEMES[indicator.theme]), *names)
    return " ".join(dict.fromkeys(" ".join(words).lower().split()))


def by_theme(indicators: Sequence[Indicator], say: Texts) -> tuple[Group, ...]:
    """Indicators in the order of themes, within one in their own."""
    return tuple(
        Group(say(name), entries)
        for theme, name in THEMES.items()
        if (
            entries := tuple(
                Entry(i.code, i.wording(say.language).short, found_by(i, say)) for i in indicators if i.theme == theme
            )
        )
    )


def plain(name: str, options: Options) -> Group:
    """Options that are found by what is read of them."""
    return Group(name, tuple(Entry(code, text, text) for code, text in options))


def finder(
    param: str, groups: Sequence[Group], value: str, label: str, say: Texts, *, drops: Sequence[str] = ()
) -> Sheet:
    """A button that says what is chosen for `param`, and opens the list. drops: parameters that lose their meaning with a change."""
    chosen = next((e.label for group in groups for e in group.entries if e.code == value), value)
    html = Markup(
        '<div class="finder"><button class="button" popovertarget="list-{param}" aria-haspopup="listbox" aria-label="{label}: {chosen}">'
        '<span>{chosen}</span></button><div class="lookup" id="list-{param}" popover>'
        '<input type="text" data-filter autofocus role="combobox" aria-expanded="true" aria-controls="options-{param}" aria-autocomplete="list" '
        'aria-label="{find}" placeholder="{find}" autocomplete="off" spellcheck="false">'
        '<div class="options" role="listbox" id="options-{param}" aria-label="{label}">{groups}</div>'
        "<p data-none hidden>{nothing}</p></div></div>"
    ).format(
        param=param,
        label=label,
        chosen=chosen,
        find=say("Type to find"),
        groups=Markup("").join(_group(group, param, value, drops) for group in groups),
        nothing=say("Nothing found"),
    )
    return Sheet(html, f"choose_{param}", "content")


def _group(group: Group, param: str, value: str, drops: Sequence[str]) -> Markup:
    entries = Markup("").join(
        Markup('<li role="option" id="{}-{}" aria-selected="{}" data-text="{}" data-set="{}">{}</li>').format(
            param,
            entry.code,
            "true" if entry.code == value else "false",
            entry.by,
            json.dumps({param: entry.code or None, **dict.fromkeys(drops)}),
            entry.label,
        )
        for entry in group.entries
    )
    if not group.name:
        return Markup('<ul role="presentation" data-group>{}</ul>').format(entries)
    head = Markup('<li role="presentation" class="theme" aria-hidden="true">{}</li>').format(escape(group.name))
    return Markup('<ul role="group" aria-label="{}" data-group>{}{}</ul>').format(group.name, head, entries)
