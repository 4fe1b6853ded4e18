"""The root of all that is refused or can't be done: a sentence for the reader, its values beside it."""

from typing import Any

from base.texts import Texts


class AtlasError(Exception):
    """Something was refused or could not be done. Nothing has been changed.

    source: English text marked for translation, with {placeholders}; values fill them. A class a cause, its text with it.
    """

    source: str

    def __init__(self, **values: Any) -> None:
        self.values = values
        super().__init__(self.source.format(**values))

    def text(self, say: Texts) -> str:
        """What happened, to what, and what to do, in the reader's language."""
        return say(self.source, **self.values)
