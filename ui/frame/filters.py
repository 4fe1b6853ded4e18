"""The row 'Đang xem': widgets that write the address. The address is the only state; widgets show it and change it.

Each widget is given its value from the view before it is drawn, and its callback writes the new one into the address,
so that screen and link can't disagree.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Literal

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from base.formats import number, sort_key
from indicators import periods
from indicators.groups import groups_of
from indicators.labels import filter_parts, group_label, period_label, scheme_label
from indicators.scope import SCHEMES
from ui.frame import shell
from ui.frame.heading import copy_link
from ui.frame.page import Page

# A longer list would cost more on the line than the map itself; the search of the header finds single communes then.
MOST_OPTIONS = 400


def _write(param: str, key: str, *, drop: Sequence[str] = ()) -> None:
    """Put the value of the widget `key` into the address; `drop` parameters lose their meaning with it."""
    value = st.session_state[key]
    text = ".".join(value) if isinstance(value, list | tuple) else value
    shell.set_params({param: text or None, **dict.fromkeys(drop)})


def choose(
    param: str,
    options: Mapping[str, str],
    value: str,
    *,
    label: str,
    width: int | Literal["stretch"] = "stretch",
    drop: Sequence[str] = (),
) -> None:
    """A select box for `param`. options: code -> label, in reading order."""
    key = f"choose_{param}"
    st.session_state[key] = value
    st.selectbox(
        label,
        list(options),
        format_func=lambda code: options.get(code, code),
        key=key,
        label_visibility="collapsed",
        # Streamlit's own one is English, and heard though never seen.
        placeholder=label,
        on_change=_write,
        args=(param, key),
        kwargs={"drop": drop},
        filter_mode=None,
        width=width,
    )


def toggle(param: str, options: Mapping[str, str], value: str, *, label: str) -> None:
    """A row of alternatives of which one is chosen."""
    key = f"toggle_{param}"
    st.session_state[key] = value
    st.segmented_control(
        label,
        list(options),
        format_func=lambda code: options[code],
        key=key,
        label_visibility="collapsed",
        required=True,
        on_change=_write,
        args=(param, key),
    )


def several(
    param: str,
    options: Mapping[str, str],
    value: Sequence[str],
    *,
    label: str,
    placeholder: str,
    most: int | None = None,
) -> None:
    """Any number of `options` for `param`."""
    key = f"several_{param}"
    st.session_state[key] = list(value)
    st.multiselect(
        label,
        list(options),
        format_func=lambda code: options[code],
        key=key,
        placeholder=placeholder,
        max_selections=most,
        # Typing brings Streamlit's English 'No results'; short lists are chosen from, and '/' finds without diacritics.
        filter_mode=None,
        select_all=False,
        on_change=_write,
        args=(param, key),
    )


def indicator_options(page: Page) -> dict[str, str]:
    """Indicators in use, and the one in view, by code, in the order of the catalogue."""
    shown = {page.view.indicator, *(i.code for i in page.catalogue.offered)}
    return {i.code: i.wording(page.say.language).short for i in page.catalogue if i.code in shown}


def period_options(page: Page) -> dict[str, str]:
    """The periods of the indicator in view, annual ones first, newest first."""
    known = [periods.parse(code) for code in page.periods["period"]] or [page.period]
    known.sort(key=lambda p: (not p.is_annual, -p.ends_on.toordinal()))
    return {p.code: period_label(p, page.say) for p in known}


def commune_options(page: Page) -> dict[str, str]:
    """Communes by code, in the order of the language."""
    named = zip(page.areas["code"], page.areas["full_name"], page.areas["name"], strict=True)
    return {code: full for code, full, name in sorted(named, key=lambda row: sort_key(row[2]))}


def area_filter(page: Page) -> None:
    """The planner's filter: groups that combine, and single communes; reads back as the label of its button."""
    say, area = page.say, page.view.area
    chosen = filter_parts(area, page.areas, say)
    count = int(page.inside.sum())
    if area.is_empty:
        label = say("All {n} communes and wards", n=number(count, say.language))
    else:
        label = f"{', '.join(chosen)[:60]} ({count})"
        label = label[0].upper() + label[1:]
    with st.popover(label, width="content"):
        for scheme in SCHEMES:
            key = f"pills_{scheme}"
            st.session_state[key] = list(getattr(area, scheme))
            options = groups_of(page.areas, scheme)
            st.pills(
                scheme_label(scheme, say),
                options,
                format_func=partial(group_label, scheme, say=say),
                selection_mode="multi",
                key=key,
                on_change=_write,
                args=(scheme, key),
            )
        if len(page.areas) <= MOST_OPTIONS:
            several(
                "communes",
                commune_options(page),
                area.communes,
                label=say("Communes"),
                placeholder=say("Choose communes"),
            )
        if not area.is_empty:
            st.button(say("Clear the filter"), on_click=clear, width="stretch")


def clear() -> None:
    """Show all communes again."""
    shell.set_params(dict.fromkeys((*SCHEMES, "communes")))


def bar(
    page: Page,
    *,
    indicator: bool = True,
    years: bool = False,
    compare: bool = False,
    commune: bool = False,
    year: Sequence[str] = (),
) -> DeltaGenerator:
    """The row of filters; returns the container at its end, for what else the page offers (downloads).

    year: calendar years to choose from instead of periods. years: annual periods only. compare: offer a second indicator or period. commune: offer one commune.
    """
    say = page.say
    with st.container(horizontal=True, key="filters", vertical_alignment="center"):
        shell.sheet(Markup('<span class="muted wide">{}</span>').format(say("Viewing")), key="viewing", width="content")
        if commune and len(page.areas) <= MOST_OPTIONS:
            options = {"": say("All communes"), **commune_options(page)}
            choose(
                "commune", options, page.view.commune[0] if page.view.commune else "", label=say("Commune"), width=240
            )
        if indicator:
            choose(
                "indicator",
                indicator_options(page),
                page.view.indicator,
                label=say("Indicator"),
                width=360,
                drop=("compare",),
            )
        periods_offered = period_options(page)
        if years:
            periods_offered = {c: t for c, t in periods_offered.items() if periods.parse(c).is_annual}
        if year:
            labels = {code: period_label(periods.parse(code), say) for code in year}
            choose("year", labels, page.view.year, label=say("Year"), width=170)
        else:
            choose("period", periods_offered, page.view.period, label=say("Period"), width=170)
        area_filter(page)
        if compare:
            more(page)
        rest = st.container(
            horizontal=True, key="filters_rest", horizontal_alignment="right", vertical_alignment="center"
        )
    with rest:
        shell.sheet(copy_link(say), key="copy", width="content")
    return rest


def more(page: Page) -> None:
    """What stands beside the map: the ranking, another indicator, another period; and how the map itself is drawn."""
    say, view = page.say, page.view
    layouts = {
        "map": say("Map"),
        "columns": say("3-D columns"),
        "points": say("Facilities"),
        "funnel": say("Funnel plot"),
    }
    label = say("Compare…") if view.layout == "map" else layouts[view.layout]
    with st.popover(label, width="content"):
        indicators = {
            c: t
            for c, t in indicator_options(page).items()
            if c != view.indicator and not page.catalogue[c].province_only
        }
        earlier = {c: t for c, t in period_options(page).items() if c != view.period}
        choose(
            "compare",
            {"": say("No second map"), **indicators, **earlier},
            view.compare,
            label=say("Second map: another indicator or period"),
            width="stretch",
        )
        toggle("layout", layouts, view.layout, label=say("How the map is drawn"))


def measures(page: Page, offered: Sequence[str], shown: str) -> None:
    """What the map colours."""
    say = page.say
    words = {
        "gap": say("Gap to target"),
        "value": say("Value"),
        "need": say("Still needed"),
        "versus": say("Against the province"),
        "cluster": say("Clusters"),
    }
    toggle("measure", {m: words[m] for m in offered}, shown, label=say("Measure"))


def nothing_matches(page: Page) -> Markup:
    """When no commune passes the filter: what was asked for, and the way back."""
    asked = ", ".join(filter_parts(page.view.area, page.areas, page.say))
    cleared = page.link(page.name, **dict.fromkeys((*SCHEMES, "communes")))
    said = Markup('<h1 class="answer">{}</h1><p><a class="strong" data-go href="{}">{}</a></p>').format(
        page.say("No commune matches: {filter}.", filter=asked), cleared, page.say("Clear the filter")
    )
    return Markup('<div class="slide">{}</div>').format(said) if page.view.projector else said


def shortcuts(
    page: Page, *, ranking: Sequence[str] = (), measures: Sequence[str] = ()
) -> dict[str, dict[str, str | None]]:
    """What each key sets on this page (screens.md §4): period, indicator, projector; ranking and measures where there are any.

    ranking: codes of communes in the order of the ranking, for ↑ and ↓.
    """
    view = page.view
    keys: dict[str, dict[str, str | None]] = {"KeyP": {"view": None if view.projector else "projector"}}
    same_kind = [c for c in page.periods["period"] if periods.parse(c).is_annual == page.period.is_annual]
    for key, step in (("ArrowLeft", -1), ("ArrowRight", 1)):
        keys |= _step(key, "period", same_kind, view.period, step)
    headlines = [i.code for i in page.catalogue.headlines]
    for key, step in (("PageUp", -1), ("PageDown", 1)):
        keys |= _step(key, "indicator", headlines, view.indicator, step)
    chosen = view.commune[0] if view.commune else ""
    for key, step in (("ArrowUp", -1), ("ArrowDown", 1)):
        keys |= _step(key, "commune", ranking, chosen, step)
    for digit, measure in enumerate(measures, start=1):
        keys[f"Digit{digit}"] = {"measure": measure}
    if view.commune:
        keys["Escape"] = {"commune": None}
    elif view.projector:
        keys["Escape"] = {"view": None}
    return keys


def _step(key: str, param: str, codes: Sequence[str], current: str, step: int) -> dict[str, dict[str, str | None]]:
    """The neighbour of `current` in `codes`; from outside the list, its beginning; nothing past its ends."""
    if not codes:
        return {}
    place = codes.index(current) + step if current in codes else 0
    return {key: {param: codes[place]}} if 0 <= place < len(codes) else {}
