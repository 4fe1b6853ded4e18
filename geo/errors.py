"""What can be wrong with a boundary file: one class, its message a translatable source text with its values."""

from typing import Any

from base.texts import Texts


class BoundaryError(Exception):
    """A boundary file was refused, or geometry could not be published. Nothing has been changed.

    message: English source text, marked for translation, with {placeholders}; values fill them.
    """

    def __init__(self, message: str, **values: Any) -> None:
        self.message = message
        self.values = values
        super().__init__(message.format(**values))

    def text(self, say: Texts) -> str:
        """What happened, to which file or unit, and what to do, in the reader's language."""
        return say(self.message, **self.values)
