"""The boundaries that an installation begins with: the province's schematic ones, until somebody imports real ones."""

import hashlib
from typing import TYPE_CHECKING

from base import settings
from data_access import boundaries
from data_access.boundaries import Boundaries
from data_access.engine import Engine
from geo.default import DEFAULT_FILE, default_file, publish_default

if TYPE_CHECKING:
    from pathlib import Path

    from geo.publish import Published


def ensure_boundaries(engine: Engine, *, actor: str) -> None:
    """Publish the schematic boundaries if none are in use, or if their file has gone or comes from another release.

    A file goes where another machine serves the same database, or where the data folder was emptied.
    """
    current, file = boundaries.current(engine), default_file()
    if file is None or (current is not None and not current.schematic):
        return
    published = publish_default(settings.geometry_dir(), file)
    if current is None or current.file_name != published.file.name:
        boundaries.register(engine, _schematic(published, file), report={}, actor=actor)


def _schematic(published: "Published", file: "Path") -> Boundaries:
    return Boundaries(
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(), file_name=published.file.name, name=file.name, schematic=True,
        units=len(published.codes), scope="province",
        source_note="assets/boundaries/README.md" if file == DEFAULT_FILE else file.name,
    )  # fmt: skip
