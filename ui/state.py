"""Everything that is kept for a visit in `st.session_state`, besides the values of Streamlit's own widgets.

Nothing here decides what is shown: that is the address. It lasts as long as Streamlit keeps the session (a reload starts anew).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import streamlit as st


class Kept(StrEnum):
    """The keys, each with what it holds and until when."""

    SHELL = "atlas_shell"
    """True once dashboard.py has run; for the visit."""
    LANGUAGE = "atlas_language"
    """The language shown last, for addresses that name none; for the visit."""
    NARROW = "atlas_narrow"
    """Whether the screen is a phone's, as the header's script says; until it says otherwise."""
    LEAVING = "atlas_leaving"
    """Page and parameters that a click leads to; taken out at the start of the next run."""
    MOVE = "atlas_move"
    """The last change of the address that a key, a choice or a click made (`ui.frame.moving`); until the next, or until he goes elsewhere."""
    NOTED = "atlas_noted"
    """The address that was put right and what of it was not understood; until the address changes."""
    UPLOADS = "atlas_uploads"
    """How many files were uploaded, which gives the uploader a new key each time; for the visit."""
    SLIDERS = "atlas_sliders"
    """A `SliderMemory` for each map, by the map's key; for the visit."""


@dataclass
class SliderMemory:
    """What a map's time slider was opened with, and the frames that the browser holds."""

    opened: str | None = None
    held: str | None = None


def slider_memory(key: str) -> SliderMemory:
    """Of the map `key`."""
    memories: dict[str, SliderMemory] = st.session_state.setdefault(Kept.SLIDERS, {})
    return memories.setdefault(key, SliderMemory())


def kept(key: Kept, default: Any = None) -> Any:
    """What is kept under `key`, `default` if nothing is."""
    return st.session_state.get(key, default)


def keep(key: Kept, value: Any) -> None:
    """Keep `value` under `key`."""
    st.session_state[key] = value


def taken(key: Kept) -> Any:
    """What is kept under `key`, which is forgotten with it; None if nothing is."""
    return st.session_state.pop(key, None)
