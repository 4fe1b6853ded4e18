"""The published shapes: read once for all pages, where the browser finds them, and put back where their files are gone."""

import logging
import shutil
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from threading import Lock

import streamlit as st

from base import settings
from base.errors import AtlasError
from base.texts import marked
from data_access import boundaries
from geo.errors import BoundaryError, ShapesFolderError, ShapesGoneError
from geo.published import Geometry
from geo.published import load as load_geometry
from installation.boundaries import put_back as put_files_back
from ui.frame import editions, loaders
from ui.map.deck import DeckGround

log = logging.getLogger(__name__)

RETRY_S = 1.0
"""So long a failure answers all who ask: a page's readers don't each ask the database for what it has just said it has not."""


@dataclass
class _Tries:
    """Putting back, one at a time. error: why the last try failed, at `at` (monotonic, s), for the file's hash `name`."""

    lock: Lock = field(default_factory=Lock)
    name: str = ""
    at: float = 0.0
    error: AtlasError | None = None

    def failed(self, name: str) -> AtlasError | None:
        """Why it failed a moment ago; None if it may be tried."""
        return self.error if self.name == name and time.monotonic() < self.at + RETRY_S else None


@st.cache_resource(show_spinner=False)
def _tries() -> _Tries:
    return _Tries()


@st.cache_resource(max_entries=4, show_spinner=False)
def _geometry(file: str) -> Geometry:
    _there(file)
    return load_geometry(settings.geometry_dir() / file)


def geometry(current: boundaries.BoundarySet) -> Geometry:
    """The published shapes of the boundaries in use. Raises AtlasError where they are gone and can't be put back."""
    return _geometry(current.file_name)


def deck_ground(shapes: Geometry | None) -> DeckGround:
    """What the 3-D view of `shapes` stands on. Raises BoundaryError without shapes."""
    if shapes is None:
        raise BoundaryError(
            marked("There are no boundaries yet. Import a boundary file: python -m cli boundaries FILE")
        )
    return DeckGround(shapes, geometry_url(shapes.deck_file.name))


def geometry_url(file: str) -> str:
    """The address of a published geometry file, relative to every page.

    asgi.py serves it from the data folder, compressed and immutable. Under a plain `streamlit run dashboard.py` it is
    copied to static/geometry, the only folder that Streamlit itself serves.
    """
    if settings.geometry_route:
        return f"geometry/{file}"
    _copy(file)
    return f"app/static/geometry/{file}"


def lack(current: boundaries.BoundarySet | None, *, deck: bool) -> AtlasError | None:
    """Why browsers can't be given the shapes of `current`; None if they can, also because they have just been put back.

    deck: those of the 3-D view. It costs a look at one file as long as that is there.
    """
    if current is None:
        return None
    file = f"{current.hash}.deck.geojson" if deck else current.file_name
    try:
        if settings.geometry_route:
            _there(f"{file}.gz")
        else:
            _copy(file)
    except AtlasError as error:
        return error
    return None


def put_back(file: str) -> HTTPStatus:
    """Put back `file`, as a browser names it, where it is gone: OK if it lies there now, else the reason as a status.

    Only of the boundaries that pages were made with last; whatever else is asked for costs no question to the database.
    """
    current = editions.last_boundaries()
    if current is None or _hash(file) != current.hash:
        return HTTPStatus.NOT_FOUND
    try:
        _there(f"{file}.gz")
    except ShapesGoneError:
        return HTTPStatus.NOT_FOUND
    except ShapesFolderError:
        return HTTPStatus.INSUFFICIENT_STORAGE
    except AtlasError:
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.OK


def _there(file: str) -> None:
    """See to it that `file` lies in the folder of published geometry. Raises AtlasError."""
    path, name, tries = settings.geometry_dir() / file, _hash(file), _tries()
    if path.is_file():
        return
    with tries.lock:
        # Another run may have put it back while this one waited.
        if path.is_file():
            return
        failed = tries.failed(name)
        if failed is not None:
            raise failed
        try:
            put_files_back(loaders.engine(), name)
        except AtlasError as error:
            log.warning("the published boundaries %s are gone and can't be put back: %s", name, error)
            tries.name, tries.at, tries.error = name, time.monotonic(), error
            raise
        log.warning("the published boundaries %s were gone and have been put back", name)


def _copy(file: str) -> None:
    """See to it that `file` lies where Streamlit itself serves it. Raises AtlasError."""
    target = settings.STATIC / "geometry" / file
    if target.exists():
        return
    _there(file)
    try:
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(settings.geometry_dir() / file, target)
    except OSError as error:
        raise BoundaryError(
            marked("The folder {folder} can't be written ({reason}). Make it writable, or start with “make run”."),
            folder=target.parent,
            reason=error.strerror,
        ) from error


def _hash(file: str) -> str:
    return Path(file).name.partition(".")[0]
