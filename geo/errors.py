"""What can be wrong with a boundary file: one class, its message a translatable source text with its values."""

from typing import Any

from base.errors import AtlasError


class BoundaryError(AtlasError):
    """A boundary file was refused, or geometry could not be published. Nothing has been changed.

    message: English source text, marked for translation, with {placeholders}; values fill them. One class for all causes,
    since whoever catches it does the same with each.
    """

    def __init__(self, message: str, **values: Any) -> None:
        self.source = message
        super().__init__(**values)
