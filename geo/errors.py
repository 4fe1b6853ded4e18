"""What can be wrong with a boundary file, and why published boundaries can't be put back where they are gone."""

from typing import Any

from base.errors import AtlasError
from base.texts import marked


class BoundaryError(AtlasError):
    """A boundary file was refused, or geometry could not be published. Nothing has been changed.

    message: English source text, marked for translation, with {placeholders}; values fill them. One class for all causes,
    since whoever catches it does the same with each.
    """

    def __init__(self, message: str, **values: Any) -> None:
        self.source = message
        super().__init__(**values)


class ShapesGoneError(AtlasError):
    """The published files are gone, and what the database holds of them is not whole either."""

    source = marked(
        "The files of the boundaries are gone, and the database does not hold them. "
        "Import the boundary file again: python -m cli boundaries FILE"
    )


class ShapesFolderError(AtlasError):
    """The published files are gone, and their folder can't be written."""

    source = marked(
        "The files of the boundaries can't be written into the folder {folder} ({reason}). "
        "Give the server the right to write there, and load the page again."
    )
