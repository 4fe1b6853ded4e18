"""The commune map on a page: one component of ours, drawn by static/commune_map.js. The message: payload.py."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from base.texts import Texts
from indicators.catalogue import Indicator
from indicators.periods import Period
from ui.frame import esm
from ui.map.component.payload import Picture, Timeline, payload, shown_measure, slider

__all__ = ["Picture", "Timeline", "commune_map", "map_legend", "shown_measure"]

_component = esm.component("commune_map", file="commune_map.js")
_legend = esm.component("map_legend", file="commune_map.js")
_LEGEND_READS = ("lang", "theme", "scale", "circles", "classes", "estimated", "inside", "legend", "words")

Picked = Callable[[str | None], None]
Named = Callable[[str], None]


def commune_map(
    frame: pd.DataFrame,
    *,
    key: str,
    geometry_url: str,
    indicator: Indicator,
    measure: str,
    period: Period,
    say: Texts,
    theme: str,
    title: str,
    codes: Sequence[str] | None = None,
    selected: str | None = None,
    marked: Sequence[str] = (),
    inside: pd.Series | None = None,
    due_on: date | None = None,
    timeline: Timeline | None = None,
    picture: Picture | None = None,
    bare: bool = False,
    legend: bool = True,
    on_select: Picked | None = None,
    on_open: Named | None = None,
    on_period: Named | None = None,
) -> None:
    """Draw MEASURED `frame` on the boundaries at `geometry_url`; zoom is kept over reruns of the same `key`.

    theme: light | dark | projector. title: what the map shows, spoken and in the table. codes: the communes of the
    geometry where they differ from the rows of `frame`. selected: the commune outlined and on the card. marked: codes
    that get badges 1-6. inside: boolean, index of `frame`; the rest is faded. due_on: when reports of the period are
    due. timeline: gives the time slider. picture: gives downloads. bare: the map alone. legend: False where the page
    puts `map_legend` elsewhere.
    on_select(code or None), on_open(code), on_period(code) are called before the rerun that a click causes.
    """
    message = payload(
        frame,
        indicator=indicator,
        measure=measure,
        period=period,
        say=say,
        theme=theme,
        geometry_url=geometry_url,
        title=title,
        codes=codes,
        selected=selected,
        marked=marked,
        inside=inside,
        due_on=due_on,
        picture=picture,
        bare=bare,
        legend=legend,
    )
    remembered: dict[str, str | None] = st.session_state.setdefault(f"{key}:slider", {})
    if timeline is not None:
        message["slider"] = slider(
            timeline,
            indicator=indicator,
            measure=measure,
            period=period,
            say=say,
            opened=remembered.get("opened"),
            held=remembered.get("held"),
            codes=codes,
        )

    def heard(event: str) -> dict[str, Any]:
        value: dict[str, Any] = st.session_state[key][event] or {}
        remembered["held"] = value.get("held")
        return value

    def selected_now() -> None:
        code = heard("select").get("code")
        if on_select is not None:
            on_select(code)

    def opened_now() -> None:
        code = heard("open")["code"]
        if on_open is not None:
            on_open(code)

    def moved_now() -> None:
        code = heard("period")["code"]
        if on_period is not None:
            on_period(code)

    def slider_opened() -> None:
        remembered["opened"] = heard("slider")["token"]

    _component(
        key=key,
        data=message,
        on_select_change=selected_now,
        on_open_change=opened_now,
        on_period_change=moved_now,
        on_slider_change=slider_opened,
    )


def map_legend(
    frame: pd.DataFrame,
    *,
    key: str,
    indicator: Indicator,
    measure: str,
    period: Period,
    say: Texts,
    theme: str,
    inside: pd.Series | None = None,
) -> None:
    """The legend of the map of MEASURED `frame` by itself, as the projector view has it."""
    message = payload(
        frame,
        indicator=indicator,
        measure=measure,
        period=period,
        say=say,
        theme=theme,
        geometry_url="",
        title="",
        inside=inside,
    )
    _legend(key=key, data={name: message[name] for name in _LEGEND_READS if name in message})
