"""The right to figures as they were reported. No page has it by default: it is asked for, and given to a person."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RawFigures:
    """Whoever holds one may see what disclosure control hides. Made where a person is known: `ui.frame.access` for an officer, the
    command line for who can read the database anyway. Who that is, nothing that reads figures needs to know.
    """
