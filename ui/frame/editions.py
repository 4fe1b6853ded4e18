"""The state of the data that a run begins with, and what of the run may be kept: only what is of one edition.

Each run reads the state (one row); on a view that is known that is the only query.
"""

import logging
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar, cast

import streamlit as st

from data_access import queries
from data_access.boundaries import BoundarySet
from data_access.edition import Edition
from data_access.errors import DataError
from ui.frame import loaders
from ui.frame.store import store

log = logging.getLogger(__name__)

T = TypeVar("T")

# What the run of a page in this thread has made and shall be kept, by key; None outside of one.
_made: ContextVar[dict[Hashable, object] | None] = ContextVar("made", default=None)


@dataclass
class _Last:
    """The state read last by this process: what pages fall back on while the database does not answer."""

    state: queries.State | None = None


@st.cache_resource(show_spinner=False)
def _last() -> _Last:
    return _Last()


def state() -> tuple[queries.State, bool]:
    """The current data version with its boundaries, and whether it is only the last one known (database unreachable).

    The run of a page begins with it. Raises DataError if the database does not answer and never did.
    """
    loaders.missed.set(set())
    _made.set({})
    last = _last()
    try:
        last.state = queries.state(loaders.engine())
    except DataError:
        if last.state is None:
            raise
        log.exception("database unreachable; showing version %s", last.state.version)
        return last.state, True
    return last.state, False


def last_edition() -> Edition | None:
    """The edition that a page was made of last; the database is not asked."""
    state = _last().state
    return None if state is None else state.edition


def last_boundaries() -> BoundarySet | None:
    """The boundaries that a page was made with last; the database is not asked."""
    state = _last().state
    return None if state is None else state.boundaries


def kept(key: Hashable, make: Callable[[], T]) -> T:
    """The value of `key` in the store; what is made anew is kept with the next `settle`, once it is known to be of one edition."""
    made, value = _made.get(), store().get(key)
    if value is None and made is not None:
        value = made.get(key)
    if value is None:
        value = make()
        if made is not None:
            made[key] = value
    return cast(T, value)


class MovedOnError(RuntimeError):
    """What was loaded is of more than one edition: nothing of it may be kept or shown, and the run begins anew."""


def settle() -> None:
    """Make sure that what this run loaded is of the edition that it is kept under; called before anything is kept or ended.

    A version may rise, or a backup be put back, between reading the edition and loading by it. Raises MovedOnError; then
    nothing of this run is kept.
    """
    of_run, made_in_run = loaders.missed.get(), _made.get()
    if of_run is None or made_in_run is None:
        return
    missed, made = of_run.copy(), made_in_run.copy()
    of_run.clear()
    made_in_run.clear()
    if missed:
        now = _last().state = queries.state(loaders.engine())
        if missed != {now.edition}:
            loaders.forget()
            raise MovedOnError
    for key, value in made.items():
        store().put(key, value)


def settled(make: Callable[[], T]) -> T:
    """What `make` gives, if all that it loaded is of one edition. Raises MovedOnError."""
    value = make()
    settle()
    return value
