"""Cells that hang together by sums: the small linear systems that protector and attacker work on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from indicators.disclosure.rules import Flags
from indicators.intervals import Floats

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class System:
    """Unknown cells and the sums between them; sums with what is known to everybody are already taken off.

    value: the count. low, high: what anybody knows of it beforehand (0 and the denominator; high is inf for a plain
    count). limit: how many counts must stay possible beside the true one. weight: the information lost if it is hidden.
    must: hidden in any case. fixed: can't be shown or hidden any more (it stood so in an earlier version).
    sums: one row per sum, one column per cell; the coefficients of a sum known to the reader.
    """

    value: Floats
    low: Floats
    high: Floats
    limit: Floats
    weight: Floats
    must: Flags
    fixed: Flags
    sums: csr_array

    def __len__(self) -> int:
        return self.value.size

    def part(self, cells: Places, rows: Places) -> Self:
        """The cells at these places with these sums."""
        return type(self)(
            self.value[cells], self.low[cells], self.high[cells], self.limit[cells], self.weight[cells],
            self.must[cells], self.fixed[cells], self.sums[rows][:, cells],
        )  # fmt: skip

    def narrowed(self, low: Floats) -> Self:
        """The same with more known of the lower ends."""
        return type(self)(
            self.value, np.maximum(self.low, low), self.high, self.limit, self.weight, self.must, self.fixed, self.sums
        )

    def parts(self, among: Flags) -> Iterator[tuple[Places, Self]]:
        """The cells of each set that no sum connects with another, and its system; only sets with a cell of `among`.

        Cells in no sum come one by one.
        """
        rows, cells = self.sums.shape
        links = self.sums.tocoo()
        row, cell = links.coords
        graph = coo_array((np.ones(row.size), (row, rows + cell)), shape=(rows + cells,) * 2)
        number, label = connected_components(graph, directed=False)
        by_label = np.argsort(label[rows:], kind="stable")
        starts = np.searchsorted(label[rows:][by_label], np.arange(number + 1))
        sums_by_label = np.argsort(label[:rows], kind="stable")
        sum_starts = np.searchsorted(label[:rows][sums_by_label], np.arange(number + 1))
        for n in range(number):
            inside = by_label[starts[n] : starts[n + 1]]
            if among[inside].any():
                yield inside, self.part(inside, sums_by_label[sum_starts[n] : sum_starts[n + 1]])
