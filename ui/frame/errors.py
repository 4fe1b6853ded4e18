"""The one error boundary: what goes wrong becomes a sentence, with the details in the log only."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import NoReturn

import streamlit as st
from markupsafe import Markup, escape

from base import settings
from base.errors import AtlasError
from base.texts import Texts
from ui.frame import access

log = logging.getLogger(__name__)


@contextmanager
def sentences(name: str, say: Texts) -> Iterator[None]:
    """What goes wrong inside becomes a sentence: ours its own, any other a general one. A fragment that runs by itself needs its own."""
    try:
        yield
    except AtlasError as error:
        log.exception("page=%s params=%s", name, dict(st.query_params))
        _tell(told(error).text(say), say)
    except Exception:  # noqa: BLE001 a traceback never reaches a reader
        log.exception("page=%s params=%s", name, dict(st.query_params))
        _tell(say("This page could not be drawn. The reason is in the server's log; the other pages still work."), say)


def told(error: AtlasError) -> AtlasError:
    """`error` as this visit may know it: where things lie is said at the machine itself only."""
    return error if access.is_here() else without_folders(error)


def without_folders(error: AtlasError) -> AtlasError:
    """`error` for who has no business with where things lie on the server: files and folders by their names alone."""
    # Not made anew: what its class asks for at its making is not told again.
    shown = type(error).__new__(type(error))
    vars(shown).update(vars(error))
    shown.values = {
        name: PurePath(str(value)).name
        if isinstance(value, PurePath) or (isinstance(value, str) and value.startswith("/"))
        else value
        for name, value in error.values.items()
    }
    return shown


def _tell(sentence: str, say: Texts) -> NoReturn:
    """One sentence where the page would be, and a way on; ends the run, also one that could not open its page."""
    st.html(settings.STATIC / "app.css")
    st.html(
        Markup('<div role="alert" class="atlas-alert"><p>{}</p><p><a href="./" target="_self">{}</a></p></div>').format(
            escape(sentence), say("Go to the overview")
        )
    )
    st.stop()
