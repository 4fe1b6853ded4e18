"""The commune map on a page: one component of ours, drawn by static/commune_map.js. The message: payload.py."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from ui import esm
from ui.map.message import Message, SliderFrames
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


def no_frames() -> SliderFrames:
    """For a map without a time slider."""
    raise LookupError("a map without a timeline was asked for its frames")


def commune_map(
    message: Message, *, key: str, frames: Callable[[], SliderFrames] = no_frames, answers: Answers = Answers()
) -> None:
    """Draw what `payload` says; zoom is kept over reruns of the same `key`.

    frames: what its slider moves through; asked for in every run once the reader has opened it, and sent once.
    """
    remembered = slider_memory(key)
    slider = message.get("slider")
    if slider is not None and remembered.opened == slider["token"]:
        content = frames()
        sent: SliderFrames = {"id": content["id"]} if content["id"] == remembered.held else content
        message = {**message, "slider": {**slider, "frames": sent}}

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


def map_legend(message: Message, *, key: str) -> None:
    """The legend by itself of what `payload` says, as the projector view has it."""
    _legend(key=key, data={name: part for name, part in message.items() if name in _LEGEND_READS})
