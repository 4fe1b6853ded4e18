"""Which communes touch, read from the published shapes: for statistics of neighbourhood."""

import numpy as np

from geo.paths import rings_of
from geo.published import Geometry


def touching(geometry: Geometry) -> dict[str, tuple[str, ...]]:
    """For each code the codes of the units that share at least one point of the grid with it, in the order of codes.

    'Queen' contiguity: a common corner counts, unlike in `Geometry.neighbours`, which asks for a common edge. Published
    shapes are a coverage on whole numbers, so neighbours have their common points exactly in common. An island has no
    neighbours and an empty tuple. On schematic shapes neighbourhood is as approximate as they are.
    """
    owned = [np.unique(np.vstack(rings), axis=0) for rings in map(rings_of, geometry.paths)]
    points = np.vstack(owned)
    units = np.repeat(np.arange(len(owned)), [len(each) for each in owned])
    order = np.lexsort((units, points[:, 1], points[:, 0]))
    points, units = points[order], units[order]
    found: list[set[int]] = [set() for _ in geometry.codes]
    # Points that several units own stand one after the other; three or more may meet in one.
    starts = np.flatnonzero(np.r_[True, (points[1:] != points[:-1]).any(axis=1)])
    for together in np.split(units, starts[1:]):
        for unit in together.tolist() if len(together) > 1 else ():
            found[unit].update(together.tolist())
    return {
        code: tuple(geometry.codes[other] for other in sorted(found[unit] - {unit}))
        for unit, code in enumerate(geometry.codes)
    }
