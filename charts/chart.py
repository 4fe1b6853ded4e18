"""What every chart is: a frozen value of what it shows, that can be drawn for any reader and read out."""

from typing import Protocol

from base.look import Look
from charts.figure import Figure


class Chart(Protocol):
    """A chart holds frames, an indicator and its texts, never a theme, a screen or anything else of its reader.

    What the figure and the words have in common (lines, dots, gaps) a chart derives once. Frames are never changed.
    """

    def figure(self, look: Look, *, height: int = ...) -> Figure:
        """The chart as `look` has it, `height` pixels high. Raises KeyError for a look of an unknown theme."""
        ...

    def words(self) -> str:
        """The chart in sentences: for those who can't see it, and for whoever reads an export."""
        ...
