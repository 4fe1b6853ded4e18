"""The commune map on a page: one component of ours, drawn by static/commune_map.js. The message: payload.py."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from base.texts import Texts
from ui import esm
from ui.map.payload import Frames, payload, slider
from ui.map.picture import MapPicture
from ui.state import slider_memory

_component = esm.component("commune_map", file="commune_map.js")
_legend = esm.component("map_legend", file="commune_map.js")
_LEGEND_READS = ("lang", "theme", "scale", "circles", "classes", "estimated", "inside", "legend", "words")


def _ignored(_code: object) -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class Answers:
    """Who is told what the reader did, before the rerun that it causes: a commune chosen (None: none), opened; a period."""

    selected: Callable[[str | None], None] = _ignored
    opened: Callable[[str], None] = _ignored
    moved: Callable[[str], None] = _ignored


def commune_map(
    picture: MapPicture, *, key: str, say: Texts, theme: str, frames: Frames = dict, answers: Answers = Answers()
) -> None:
    """Draw `picture`; zoom is kept over reruns of the same `key`. theme: light | dark | projector.

    frames: MEASURED of every period of its timeline, in the order of the geometry or with a column code.
    """
    message = payload(picture, say=say, theme=theme)
    remembered = slider_memory(key)
    if picture.timeline is not None:
        message["slider"] = slider(picture, frames, say=say, opened=remembered.opened, held=remembered.held)

    def heard(event: str) -> dict[str, Any]:
        value: dict[str, Any] = st.session_state[key][event] or {}
        remembered.held = value.get("held")
        return value

    def slider_opened() -> None:
        remembered.opened = heard("slider")["token"]

    _component(
        key=key,
        data=message,
        on_select_change=lambda: answers.selected(heard("select").get("code")),
        on_open_change=lambda: answers.opened(heard("open")["code"]),
        on_period_change=lambda: answers.moved(heard("period")["code"]),
        on_slider_change=slider_opened,
    )


def map_legend(picture: MapPicture, *, key: str, say: Texts, theme: str) -> None:
    """The legend of `picture` by itself, as the projector view has it."""
    message = payload(picture, say=say, theme=theme)
    _legend(key=key, data={name: part for name, part in message.items() if name in _LEGEND_READS})
