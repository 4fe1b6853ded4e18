"""How far a hidden cell may be from its true count, given all that is published: linear programming with HiGHS.

The reader knows every sum exactly, so a deviation of hidden cells from the truth is possible if all sums keep: A z = 0.
A cell's reach is the greatest such z up and down. Counts are whole, so reaches are rounded down (`whole`).
"""

import highspy
import numpy as np
from scipy.sparse import csr_array, hstack

from indicators.disclosure.rules import Flags
from indicators.disclosure.system import Places, System
from indicators.intervals import Floats

# A plain count has no ceiling; nobody would believe more than this above the truth.
_FAR = 1e5
EPSILON = 1e-6
"""Widths closer than this are equal."""


_Strategy = highspy.simplex_constants.SimplexStrategy


def room(system: System) -> tuple[Floats, Floats]:
    """By how much each cell could be lower and higher for all that anybody knows beforehand."""
    return system.value - system.low, np.minimum(system.high - system.value, _FAR)


def whole(system: System, distance: Floats) -> Floats:
    """Distances of all cells in whole counts; as they are where weights of divided communes make the count itself no whole one."""
    is_whole = system.value == np.round(system.value)
    return np.where(is_whole, np.floor(distance + EPSILON), distance)


class _Silent(highspy.Highs):
    """HiGHS without a word: it greets on standard output before an option could tell it not to."""

    def enableCallbacks(self) -> None:  # noqa: N802 its name in highspy
        self.silent()
        super().enableCallbacks()


def _solver(
    sums: csr_array, cost: Floats, low: Floats, high: Floats, *, maximise: bool, strategy: _Strategy
) -> highspy.Highs:
    problem = highspy.HighsLp()
    rows, columns = sums.shape
    by_row = sums.tocsr()
    problem.num_col_, problem.num_row_ = columns, rows
    problem.col_cost_, problem.col_lower_, problem.col_upper_ = cost, low, high
    problem.row_lower_ = problem.row_upper_ = np.zeros(rows)
    problem.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    problem.a_matrix_.start_, problem.a_matrix_.index_ = by_row.indptr, by_row.indices
    problem.a_matrix_.value_ = by_row.data
    problem.sense_ = highspy.ObjSense.kMaximize if maximise else highspy.ObjSense.kMinimize
    solver = _Silent()
    solver.setOptionValue("threads", 1)
    # These problems are small and solved by the hundred, each from the solution of the one before.
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("simplex_strategy", int(strategy))
    solver.passModel(problem)
    return solver


def _solved(solver: highspy.Highs) -> Floats:
    """The solution; raises ArithmeticError where HiGHS finds none."""
    solver.run()
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        raise ArithmeticError(f"disclosure control: HiGHS ends with {solver.modelStatusToString(status)}")
    return np.asarray(solver.getSolution().col_value)


class Attack:
    """What can be worked out while the cells of `hidden` are unknown. Solutions are reused from question to question."""

    def __init__(self, system: System, hidden: Flags) -> None:
        self.places: Places = np.flatnonzero(hidden)
        self._column = {int(place): column for column, place in enumerate(self.places)}
        lower, higher = room(system)
        count = self.places.size
        known = system.sums[:, self.places]
        self._solver = _solver(
            known,
            np.zeros(count),
            -lower[self.places],
            higher[self.places],
            maximise=True,
            strategy=_Strategy.kSimplexStrategyPrimal,
        )

    def reach(self, place: int) -> tuple[Floats, Floats]:
        """The deviations of all hidden cells (in the order of `places`) in which this one is lowest, and highest."""
        column = self._column[place]
        self._solver.changeColCost(column, -1.0)
        down = _solved(self._solver)
        self._solver.changeColCost(column, 1.0)
        up = _solved(self._solver)
        self._solver.changeColCost(column, 0.0)
        return down, up


class Cheapest:
    """Which further cells to hide so that one cell can deviate: least cost, if cost went with the amount."""

    def __init__(self, system: System) -> None:
        self._count = len(system)
        self._lower, self._higher = room(system)
        both = csr_array(hstack([system.sums, -system.sums], format="csr"))
        limits = np.concatenate([self._higher, self._lower])
        nothing = np.zeros(limits.size)
        self._solver = _solver(
            both, nothing, nothing, limits, maximise=False, strategy=_Strategy.kSimplexStrategyChoose
        )

    def deviation(self, place: int, amount: float, cost: Floats) -> Floats:
        """Deviations of all cells in which the one at `place` deviates by `amount`; cost: per unit, of each cell."""
        count = self._count
        every = np.arange(2 * count, dtype=np.int32)
        self._solver.changeColsCost(2 * count, every, np.concatenate([cost, cost]))
        up, down = max(amount, 0.0), max(-amount, 0.0)
        self._solver.changeColBounds(place, up, up)
        self._solver.changeColBounds(count + place, down, down)
        found = _solved(self._solver)
        self._solver.changeColBounds(place, 0.0, self._higher[place])
        self._solver.changeColBounds(count + place, 0.0, self._lower[place])
        return found[:count] - found[count:]
