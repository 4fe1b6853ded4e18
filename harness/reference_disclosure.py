"""Slow and obvious: all tables that agree with what is published, and the least that must be hidden, by integer programming."""

from itertools import product

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from indicators.disclosure.system import System


def system(
    value: ArrayLike,
    high: ArrayLike,
    sums: ArrayLike,
    *,
    must: ArrayLike | None = None,
    limit: float = 4.0,
    low: ArrayLike | None = None,
) -> System:
    """A system from lists; weights are those of the solver: log(1 + denominator)."""
    value, high = np.asarray(value, float), np.asarray(high, float)
    left = high - value
    small = ((value > 0) & (value < 5)) | ((left > 0) & (left < 5))
    return System(
        value=value, low=np.zeros(value.size) if low is None else np.asarray(low, float), high=high,
        limit=np.full(value.size, float(limit)), weight=np.log1p(high), must=small if must is None else np.asarray(must, bool),
        fixed=np.zeros(value.size, dtype=bool), sums=csr_array(np.asarray(sums, float)),
    )  # fmt: skip


def two_way(rows: int, columns: int) -> np.ndarray:
    """The sums of a table whose margins are known."""
    sums = np.zeros((rows + columns, rows * columns))
    for place, (i, j) in enumerate(product(range(rows), range(columns))):
        sums[i, place] = sums[rows + j, place] = 1
    return sums


def random_table(seed: int, rows: int, columns: int, *, people: float, coverage: float) -> System:
    """Communes × groups with known margins: so many people a cell on average, unevenly, and this share of them counted."""
    rng = np.random.default_rng(seed)
    high = rng.poisson(people * columns * rng.dirichlet(np.full(columns, 0.7), rows))
    return system(rng.binomial(high, coverage).ravel(), high.ravel(), two_way(rows, columns))


def possible(made: System, hidden: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The least and greatest count of each cell over every table of whole counts that agrees with what is shown."""
    places = np.flatnonzero(hidden)
    total = made.sums @ made.value
    least, greatest = made.value.copy(), made.value.copy()
    for counts in product(*(range(int(made.low[p]), int(made.high[p]) + 1) for p in places)):
        table = made.value.copy()
        table[places] = counts
        if np.array_equal(made.sums @ table, total):
            least, greatest = np.minimum(least, table), np.maximum(greatest, table)
    return least, greatest


def least_loss(made: System, needed: np.ndarray) -> float:
    """The least weight that must be hidden so that every hidden cell keeps `needed`: one integer program, to the optimum.

    For each cell two deviations, up and down, that only hidden cells take part in (Fischetti and Salazar 2001, model (9)).
    """
    cells = len(made)
    sums = made.sums.toarray()
    lower, higher = made.value - made.low, made.high - made.value
    rows, low, high = [], [], []

    def row(terms: dict[int, float], least: float, most: float) -> None:
        rows.append(terms)
        low.append(least)
        high.append(most)

    for target in range(cells):
        for side in (0, 1):
            first = cells + (2 * target + side) * cells
            for each in sums:
                row({first + int(j): each[j] for j in np.flatnonzero(each)}, 0, 0)
            for j in range(cells):
                row({first + j: 1, j: -higher[j]}, -np.inf, 0)
                row({first + j: 1, j: lower[j]}, 0, np.inf)
        up, down = cells + 2 * target * cells + target, cells + (2 * target + 1) * cells + target
        row({up: 1, down: -1, target: -needed[target]}, 0, np.inf)
    number = cells + 2 * cells * cells
    places = [(r, c, v) for r, terms in enumerate(rows) for c, v in terms.items()]
    r, c, v = zip(*places, strict=True)
    cost = np.concatenate([made.weight, np.zeros(number - cells)])
    bounds = Bounds(
        np.concatenate([made.must.astype(float), np.full(number - cells, -np.inf)]),
        np.concatenate([np.ones(cells), np.full(number - cells, np.inf)]),
    )
    solved = milp(
        cost, constraints=LinearConstraint(csr_array((v, (r, c)), shape=(len(rows), number)), low, high), bounds=bounds,
        integrality=(np.arange(number) < cells).astype(float), options={"mip_rel_gap": 0.0},
    )  # fmt: skip
    assert solved.success, solved.message
    return float(solved.fun)
