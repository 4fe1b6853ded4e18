"""Two-way tables: most hidden cells are proven safe without solving anything.

Where cells stand in rows and columns whose sums are known (communes × groups of children, say), moving counts from one
column to another in some rows and back in others changes no sum. How much each row could take part is the smaller of the
room of its two cells. That is a lower bound of a cell's reach: enough to prove that it is safe, not that it is not.
"""

from dataclasses import dataclass
from itertools import combinations
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order

from indicators.disclosure.reach import room
from indicators.disclosure.rules import Flags
from indicators.disclosure.system import System
from indicators.intervals import Floats


@dataclass(frozen=True)
class TwoWay:
    """Where each cell of a system stands: row and column of a table, no two in one place."""

    row: npt.NDArray[np.int64]
    column: npt.NDArray[np.int64]
    shape: tuple[int, int]

    @classmethod
    def of(cls, system: System) -> Self | None:
        """The table that the sums make of the cells; None where they make none."""
        links = system.sums.tocsc()
        if not (links.data == 1).all() or not (np.diff(links.indptr) == 2).all():
            return None
        first, second = links.indices[0::2].astype(np.int64), links.indices[1::2].astype(np.int64)
        side = _sides(first, second, links.shape[0])
        if side is None:
            return None
        swapped = side[first] == 1
        rows, columns = np.where(swapped, second, first), np.where(swapped, first, second)
        row, column = (np.unique(each, return_inverse=True)[1] for each in (rows, columns))
        shape = int(row.max()) + 1, int(column.max()) + 1
        if np.unique(row * shape[1] + column).size < len(system):
            return None
        return cls(row, column, shape) if shape[0] >= shape[1] else cls(column, row, shape[::-1])

    def reach(self, system: System, hidden: Flags) -> tuple[Floats, Floats]:
        """Lower bounds of how far each cell can be lower and higher while `hidden` are unknown; 0 for the others."""
        lower, higher = (self._laid_out(np.where(hidden, side, 0.0)) for side in room(system))
        down, up = np.zeros(self.shape), np.zeros(self.shape)
        for a, b in combinations(range(self.shape[1]), 2):
            to_a, to_b = np.minimum(higher[:, a], lower[:, b]), np.minimum(lower[:, a], higher[:, b])
            gains = np.minimum(to_a, to_b.sum() - to_b)
            losses = np.minimum(to_b, to_a.sum() - to_a)
            up[:, a], down[:, a] = np.maximum(up[:, a], gains), np.maximum(down[:, a], losses)
            up[:, b], down[:, b] = np.maximum(up[:, b], losses), np.maximum(down[:, b], gains)
        return down[self.row, self.column], up[self.row, self.column]

    def _laid_out(self, values: Floats) -> Floats:
        table = np.zeros(self.shape)
        table[self.row, self.column] = values
        return table


def _sides(first: npt.NDArray[np.int64], second: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int64] | None:
    """Row (0) or column (1) for each sum, so that no cell stands in two of a kind; None if there is no such division."""
    graph = coo_array((np.ones(first.size), (first, second)), shape=(size, size)).tocsr()
    graph = graph + graph.T
    side = np.full(size, -1)
    for start in range(size):
        if side[start] >= 0:
            continue
        order, before = breadth_first_order(graph, start, directed=False)
        side[start] = 0
        for node in order[1:]:
            side[node] = 1 - side[before[node]]
    return None if (side[first] == side[second]).any() else side
