"""The installation that a command works on: its database, made ready, and its boundaries."""

import tomllib
from collections.abc import Callable
from typing import TYPE_CHECKING

from base import settings
from data_access import boundaries
from geo.default import default_file, default_record, publish_default
from installation import database as bootstrap

if TYPE_CHECKING:
    from installation.database import Engine

ACTOR = "command line"


def database_url() -> str:
    """The database of this installation: DATABASE_URL, `.streamlit/secrets.toml`, or SQLite in the data folder."""
    secrets = settings.ROOT / ".streamlit" / "secrets.toml"
    stated = tomllib.loads(secrets.read_text(encoding="utf-8")) if secrets.exists() else {}
    return settings.database_url(stated.get("DATABASE_URL"))


def prepared(progress: Callable[[str], None]) -> "Engine":
    """The engine of a database that is ready, with boundaries in use: the province's schematic ones where none were imported.

    Raises AtlasError.
    """
    engine = bootstrap.ready(database_url(), progress)
    ensure_boundaries(engine)
    return engine


def ensure_boundaries(engine: "Engine") -> None:
    """Publish the schematic boundaries if none are in use, or if their file has gone or comes from another release."""
    current, file = boundaries.current(engine), default_file()
    if file is None or (current is not None and not current.schematic):
        return
    published = publish_default(settings.geometry_dir(), file)
    if current is None or current.file_name != published.file.name:
        boundaries.register(engine, **default_record(published, file), actor=ACTOR)
