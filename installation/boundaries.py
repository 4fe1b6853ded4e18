"""The boundaries in use, in the folder that browsers are served from and in the database that it is put back from.

An installation begins with the province's schematic ones, until somebody imports real ones.
"""

import hashlib
import logging
from typing import TYPE_CHECKING

from base import settings
from data_access import boundaries
from data_access.boundaries import Boundaries
from data_access.engine import Engine
from geo.default import DEFAULT_FILE, default_file, publish_default
from geo.errors import BoundaryError, ShapesFolderError, ShapesGoneError
from geo.files import lie_in, read, unpacked

if TYPE_CHECKING:
    from pathlib import Path

    from geo.publish import Published

log = logging.getLogger(__name__)


def ensure_boundaries(engine: Engine, *, actor: str) -> None:
    """See to it that there are boundaries in use, in the folder and in the database, as far as one of both has them.

    Schematic ones are published if none are in use, or if those come from another release; imported ones are put back.
    Files go where another machine serves the same database, or where the data folder was emptied.
    Raises BoundaryError, ShapesFolderError where the folder can't be written.
    """
    current, file = boundaries.current(engine), default_file()
    if file is not None and (current is None or current.schematic):
        published = publish_default(settings.geometry_dir(), file)
        if current is None or current.file_name != published.file.name:
            new, packed = _schematic(published, file), published.files.travelling()
            boundaries.register(engine, new, files=packed, report={}, actor=actor)
            return
    if current is None:
        return
    if lie_in(settings.geometry_dir(), current.hash):
        store_files(engine)
        return
    try:
        put_back(engine, current.hash)
    except ShapesGoneError:
        # Figures can be had without shapes; the pages that need them say what is missing.
        log.warning("the published boundaries %s are gone and not stored", current.file_name)


def store_files(engine: Engine) -> None:
    """Store the published files of the boundaries in use, if the database has not got them and they lie in the folder whole."""
    current = boundaries.current(engine)
    if current is None or boundaries.has_files(engine, current.hash):
        return
    found = read(settings.geometry_dir(), current.hash)
    if found is not None:
        boundaries.keep_files(engine, found.travelling())


def put_back(engine: Engine, hash_: str) -> None:
    """Write the published files of that hash into the folder again, from the database.

    Raises ShapesGoneError if they are not stored whole, ShapesFolderError if they can't be written, DataError if the database
    does not answer.
    """
    stored = unpacked(hash_, boundaries.files(engine, hash_))
    if stored is None:
        raise ShapesGoneError
    try:
        stored.write(settings.geometry_dir())
    except BoundaryError as error:
        raise ShapesFolderError(**error.values) from error


def _schematic(published: "Published", file: "Path") -> Boundaries:
    return Boundaries(
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(), file_name=published.file.name, name=file.name, schematic=True,
        units=len(published.codes), scope="province",
        source_note="assets/boundaries/README.md" if file == DEFAULT_FILE else file.name,
    )  # fmt: skip
