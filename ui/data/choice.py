"""A select box that begins unanswered: Streamlit's own empty one carries an English button to clear it."""

from collections.abc import Callable, Mapping
from typing import Literal

import streamlit as st

from base.texts import Texts

OPEN = "-"
"""Stands for no answer; no code of ours looks like it."""


def choose(
    label: str,
    options: Mapping[str, str],
    *,
    key: str,
    say: Texts,
    current: str = OPEN,
    visible: bool = True,
    on_change: Callable[[], None] | None = None,
) -> str:
    """The code that was chosen, OPEN as long as none was. options: code -> text. current: of the first time it is drawn."""
    codes = [OPEN, *options]
    visibility: Literal["visible", "collapsed"] = "visible" if visible else "collapsed"
    return st.selectbox(
        label,
        codes,
        index=codes.index(current) if current in codes else 0,
        format_func=lambda code: options.get(code) or say("Choose"),
        key=key,
        label_visibility=visibility,
        placeholder=label,
        filter_mode=None,
        on_change=on_change,
    )
