"""The installation that a command works on: the database made ready at a terminal, each step that takes long told there."""

from base.texts import Texts
from data_access.engine import Engine
from installation import start
from installation.database import Progress

ACTOR = "command line"
"""Whose doing it is, where nobody signs in."""


def prepared(say: Texts) -> Engine:
    """The engine of a database that is ready, with boundaries in use. Raises AtlasError."""
    return start.prepared(telling(say), actor=ACTOR)


def telling(say: Texts) -> Progress:
    """Prints each step as it begins."""
    return lambda step: print(say(step), flush=True)
