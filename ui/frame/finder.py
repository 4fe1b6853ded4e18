"""A list to choose one of, or several, in groups, which is filtered while one types: by words in any order, without diacritics.

Streamlit's select box has neither groups nor such a filter. static/shell/finder.js opens it and serves its keys.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from markupsafe import Markup, escape

from base.texts import Texts
from indicators.catalogue import Indicator
from indicators.themes import THEMES
from ui.frame.blocks import Options, Sheet

Size: TypeAlias = Literal["short", "middle", "long", "wide"]
"""How wide the button is: a period, a commune, an indicator, several communes."""


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


def places(communes: Options) -> Group:
    """Communes, which are found by their name and their code."""
    return Group("", tuple(Entry(code, text, f"{text} {code}") for code, text in communes))


def finder(
    param: str,
    groups: Sequence[Group],
    value: str,
    label: str,
    say: Texts,
    *,
    drops: Sequence[str] = (),
    size: Size = "long",
) -> Sheet:
    """A button that says what is chosen for `param`, and opens the list. drops: parameters that lose their meaning with a change."""
    chosen = next((e.label for group in groups for e in group.entries if e.code == value), value)
    options = Markup("").join(
        _group(
            group, param, (value,), lambda code: {"data-set": json.dumps({param: code or None, **dict.fromkeys(drops)})}
        )
        for group in groups
    )
    listed = Markup('<div class="options" role="listbox" id="options-{}" aria-label="{}">{}</div>').format(
        param, label, options
    )
    return _sheet(param, f"{label}: {chosen}", chosen, listed, say, size)


def several(
    param: str,
    group: Group,
    chosen: Sequence[str],
    label: str,
    say: Texts,
    *,
    most: int | None = None,
    size: Size = "long",
) -> Sheet:
    """The same for any number of entries, at most `most`, in the order in which they are chosen; the list stays open meanwhile."""
    names = {entry.code: entry.label for entry in group.entries}
    said = ", ".join(names.get(code, code) for code in chosen)
    full = most is not None and len(chosen) >= most
    options = _group(
        group, param, chosen,
        lambda code: {"aria-disabled": "true"} if full and code not in chosen else {"data-one": code},
    )  # fmt: skip
    listed = Markup(
        '<div class="options" role="listbox" aria-multiselectable="true" id="options-{0}" aria-label="{1}" data-param="{0}" data-chosen="{2}">'
        "{3}</div>"
    ).format(param, label, ".".join(chosen), options)
    return _sheet(param, f"{label}: {said}" if said else label, said or label, listed, say, size)


def _sheet(param: str, name: str, said: str, listed: Markup, say: Texts, size: Size) -> Sheet:
    """name: of the button, for those who listen; said: what stands on it; listed: the options."""
    html = Markup(
        '<div class="finder {size}"><button class="button" id="open-{param}" popovertarget="list-{param}" aria-haspopup="listbox" '
        'aria-label="{name}"><span>{said}</span></button><div class="lookup" id="list-{param}" popover>'
        '<input type="text" data-filter autofocus role="combobox" aria-expanded="true" aria-controls="options-{param}" aria-autocomplete="list" '
        'aria-label="{find}" placeholder="{find}" autocomplete="off" spellcheck="false">{listed}'
        "<p data-none hidden>{nothing}</p></div></div>"
    ).format(
        size=size,
        param=param,
        name=name,
        said=said,
        find=say("Type to find"),
        listed=listed,
        nothing=say("Nothing found"),
    )
    return Sheet(html, f"choose_{param}", "content")


def _group(group: Group, param: str, chosen: Sequence[str], does: Callable[[str], Mapping[str, str]]) -> Markup:
    """does: the attributes that say what choosing a code does."""
    entries = Markup("").join(
        Markup('<li role="option" id="{}-{}" aria-selected="{}" data-text="{}"{}>{}</li>').format(
            param,
            entry.code,
            "true" if entry.code in chosen else "false",
            entry.by,
            Markup("").join(Markup(' {}="{}"').format(*each) for each in does(entry.code).items()),
            entry.label,
        )
        for entry in group.entries
    )
    if not group.name:
        return Markup('<ul role="presentation" data-group>{}</ul>').format(entries)
    head = Markup('<li role="presentation" class="theme" aria-hidden="true">{}</li>').format(escape(group.name))
    return Markup('<ul role="group" aria-label="{}" data-group>{}{}</ul>').format(group.name, head, entries)
