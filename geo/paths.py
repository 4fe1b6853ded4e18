"""Rings as SVG path data: 'M10 20l3 4-5 6z', absolute start, relative whole numbers, even-odd holes."""

import re

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

_RING = re.compile(r"M(-?\d+) (-?\d+)l([^z]*)z")
_NUMBER = re.compile(r"-?\d+")


def path(rings: list[Ints]) -> str:
    """The path of `rings` (each of shape (n, 2), n ≥ 3). A minus sign parts numbers as well as a blank does."""
    pieces = []
    for ring in rings:
        steps = np.diff(ring, axis=0).ravel().tolist()
        text = " ".join(map(str, steps)).replace(" -", "-")
        pieces.append(f"M{ring[0, 0]} {ring[0, 1]}l{text}z")
    return "".join(pieces)


def rings_of(data: str) -> list[Ints]:
    """The rings that `path` wrote. Text in another form of path data gives no ring."""
    found = []
    for x, y, steps in _RING.findall(data):
        moves = np.array([int(n) for n in _NUMBER.findall(steps)], dtype=np.int64).reshape(-1, 2)
        found.append(np.vstack([[int(x), int(y)], moves]).cumsum(axis=0))
    return found
