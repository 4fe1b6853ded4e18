"""How the reader of this visit sees pictures. A picture is drawn from what it shows and from a look; what it shows knows no look."""

from dataclasses import dataclass

from base.palette import Palette, palette


@dataclass(frozen=True)
class Look:
    """theme: 'light', 'dark' or 'projector' (`base.palette.THEMES`). narrow: the screen is a phone's."""

    theme: str
    narrow: bool = False

    @property
    def palette(self) -> Palette:
        """The colours of the theme. Raises KeyError for an unknown one."""
        return palette(self.theme)

    @property
    def is_projected(self) -> bool:
        """Whether all of it must be legible from the last row of a room."""
        return self.theme == "projector"
