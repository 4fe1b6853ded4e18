"""Which data: a version's number alone does not say, where a backup was put back and other versions came after it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Edition:
    """One version of the data, and no other: the key of whatever is kept of it.

    version: its number. stamp: drawn at random when it was entered, '' at version 0.
    """

    version: int
    stamp: str
