"""The address of a visit while a change of it is on its way.

A run names the address that its reader's browser shows. One that is asked for before the browser has heard of a change names the
address of before, and would undo on the page what the address says by then: a key, and a moment later the colours of the evening.
Who goes back comes to an address of before too, and means it: Streamlit tells the two apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.state import Kept, keep, kept, taken

Address = dict[str, str]


@dataclass(frozen=True)
class Move:
    """The last change: the addresses that a browser may still show, and the one that it comes to."""

    before: tuple[Address, ...]
    after: Address


def set_params(changes: Mapping[str, str | None]) -> None:
    """Write `changes` into the address; None takes a parameter away. The run that follows reads them there."""
    left = catch_up()
    start = st.query_params.to_dict()
    for key, value in changes.items():
        if value is None:
            st.query_params.pop(key, None)
        else:
            st.query_params[key] = value
    keep(Kept.MOVE, Move((*left, start), st.query_params.to_dict()))


def catch_up() -> tuple[Address, ...]:
    """Take the address as it has become, if this run was asked for before its reader's browser knew; the addresses of before."""
    running, move = get_script_run_ctx(), kept(Kept.MOVE)
    if move is None or running is None:
        return ()
    if running.is_history_navigation:
        forget()
        return ()
    now = st.query_params.to_dict()
    if now == move.after or now not in move.before:
        return ()
    st.query_params.from_dict(move.after)
    left: tuple[Address, ...] = move.before
    return left


def forget() -> None:
    """The reader goes elsewhere: whatever its address is, it is meant."""
    taken(Kept.MOVE)
