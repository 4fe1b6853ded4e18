"""The published shapes: read once for all pages, and where the browser finds them."""

import shutil

import streamlit as st

from base import settings
from base.texts import marked
from data_access import boundaries
from geo.errors import BoundaryError
from geo.published import Geometry
from geo.published import load as load_geometry
from ui.map.deck import DeckGround


@st.cache_resource(max_entries=4, show_spinner=False)
def _geometry(file: str) -> Geometry:
    return load_geometry(settings.geometry_dir() / file)


def geometry(current: boundaries.BoundarySet) -> Geometry:
    """The published shapes of the boundaries in use."""
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
    target = settings.STATIC / "geometry" / file
    if not target.exists():
        try:
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(settings.geometry_dir() / file, target)
        except OSError as error:
            raise BoundaryError(
                marked("The folder {folder} can't be written ({reason}). Make it writable, or start with “make run”."),
                folder=target.parent,
                reason=error.strerror,
            ) from error
    return f"app/static/geometry/{file}"
