"""Which SQL a page asks, counted at the driver."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy
import streamlit as st
from streamlit.testing.v1 import AppTest

from ui.frame import loaders


@contextmanager
def asked() -> Iterator[list[str]]:
    """The statements that any engine of this process executes inside the block, in order."""
    statements: list[str] = []

    def keep(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    sqlalchemy.event.listen(sqlalchemy.Engine, "before_cursor_execute", keep)
    try:
        yield statements
    finally:
        sqlalchemy.event.remove(sqlalchemy.Engine, "before_cursor_execute", keep)


def cold_and_again(open_page: Callable[[], AppTest]) -> tuple[list[str], list[str]]:
    """What a page asks with empty caches on an engine that is open already, and what a second run of it asks."""
    st.cache_data.clear()
    st.cache_resource.clear()
    loaders.engine()
    with asked() as cold:
        page = open_page()
    if page.exception:
        raise AssertionError([each.message for each in page.exception])
    with asked() as again:
        page.run()
    return cold, again
