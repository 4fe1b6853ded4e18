"""The protector: which cells are hidden so that no hidden one can be narrowed down, at little loss of information.

The cell suppression problem (Fischetti and Salazar 2001; Handbook on Statistical Disclosure Control, ch. 4). For each
hidden cell that the sums give away, the cheapest deviation that would cover it is found by linear programming and the
cells it needs are hidden too; at the end every cell that is not needed is shown again. What everything hidden would not
protect either (a group in a commune whose shown total is 2) is asked for no more than that.
"""

import numpy as np

from indicators.disclosure.proof import Bounds
from indicators.disclosure.reach import EPSILON, Attack, Cheapest, room
from indicators.disclosure.rules import Flags
from indicators.disclosure.system import System
from indicators.disclosure.tables import TwoWay
from indicators.intervals import Floats

# Hidden cells cost nothing more; a little, so that deviations do not wander.
_HIDDEN_COST = 1e-4
# Larger systems than this are tidied by the quick proof only.
_MOST_TO_TIDY = 80
# Systems up to this size are solved again and again, each time with another of the cells hidden as complements made dear.
_MOST_TO_TRY = 30
_DEAR = 100.0


def protect(system: System) -> tuple[Flags, Floats]:
    """The cells hidden (all `must` among them), and for each cell how many counts beside the true one must stay possible."""
    hidden, needed = np.zeros(len(system), dtype=bool), np.zeros(len(system))
    for places, part in system.parts(system.must | system.fixed):
        hidden[places], needed[places] = _Protector(part).solved()
    return hidden, needed


def demands(system: System, hidden: Flags) -> Floats:
    """How many counts beside the true one must stay possible for the hidden cells: their limit, or what is left of it when
    everything that may be hidden is; 0 for the others.
    """
    found = np.zeros(len(system))
    for places, part in system.parts(hidden):
        found[places] = _Protector(part).demand(hidden[places])
    return found


class _Protector:
    """One connected system."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.table = TwoWay.of(system)
        self._links = (system.sums != 0).astype(float)
        self._everything = np.ones(len(system), dtype=bool)
        self._most = Bounds(system)
        self._most.prove(self.table, self._everything)
        self._full: Attack | None = None
        self._now: tuple[Flags, Attack] | None = None
        self._cheapest: Cheapest | None = None
        self._asked: Floats = np.full(len(system), np.nan)
        self._price = system.weight

    def demand(self, hidden: Flags) -> Floats:
        """What must stay possible for the hidden cells; 0 for the others."""
        limit = self.system.limit
        for place in np.flatnonzero(hidden & np.isnan(self._asked)):
            if self._most.width[place] < limit[place]:
                self._learn_most(int(place))
            self._asked[place] = min(limit[place], self._most.width[place])
        return np.where(hidden, self._asked, 0.0)

    def solved(self) -> tuple[Flags, Floats]:
        """The cells hidden, and what must stay possible for each."""
        hidden = self._tried(self.system.weight)
        if len(self.system) <= _MOST_TO_TRY:
            hidden = self._improved(hidden)
        return hidden, self.demand(hidden)

    def _tried(self, price: Floats) -> Flags:
        """The cells hidden if each costs its price."""
        self._price = price
        hidden = self.system.must | self.system.fixed
        bounds = Bounds(self.system)
        bounds.prove(self.table, hidden)
        while (place := self._open(hidden, bounds)) is not None:
            hidden = self._covered(place, hidden, bounds)
            bounds.prove(self.table, hidden)
        return self._tidied(hidden)

    def _improved(self, hidden: Flags) -> Flags:
        """The best of what comes if one after the other of the extra cells is dear; until none helps."""
        best, tried = hidden, np.zeros(len(self.system), dtype=bool)
        while (left := np.flatnonzero(self._extra(best) & ~tried)).size:
            dear = left[self.system.weight[left].argmax()]
            tried[dear] = True
            other = self._tried(np.where(np.arange(len(self.system)) == dear, _DEAR, 1.0) * self.system.weight)
            if self.system.weight[other].sum() < self.system.weight[best].sum():
                best = other
        return best

    def _extra(self, hidden: Flags) -> Flags:
        return hidden & ~self.system.must & ~self.system.fixed

    def _learn_most(self, place: int) -> None:
        """Learn how far a cell can deviate with everything hidden."""
        self._full = self._full or Attack(self.system, self._everything)
        self._most.attack(self._full, place)

    def _open(self, hidden: Flags, bounds: Bounds) -> int | None:
        """The hidden cell that lacks most."""
        lacking = self.demand(hidden) - bounds.width
        place = int(np.where(hidden, lacking, 0.0).argmax())
        return place if hidden[place] and lacking[place] > EPSILON else None

    def _covered(self, place: int, hidden: Flags, bounds: Bounds) -> Flags:
        """`hidden` with what it takes to cover one cell; `bounds` learn from every deviation found."""
        need = float(self.demand(hidden)[place])
        if self._now is None or not np.array_equal(self._now[0], hidden):
            self._now = hidden, Attack(self.system, hidden)
        bounds.attack(self._now[1], place)
        if bounds.width[place] >= need - EPSILON:
            return hidden
        self._learn_most(place)
        up_first = min(self._most.up[place], need - bounds.down[place])
        down_first = min(self._most.down[place], need - bounds.up[place])
        ways = [
            self._way(place, hidden, bounds, up=up_first, down=need - up_first),
            self._way(place, hidden, bounds, up=need - down_first, down=down_first),
        ]
        _, chosen, found = min(ways, key=lambda way: way[0])
        for deviation in found:
            bounds.grow(np.maximum(-deviation, 0.0), np.maximum(deviation, 0.0))
        return chosen

    def _way(
        self, place: int, hidden: Flags, bounds: Bounds, *, up: float, down: float
    ) -> tuple[float, Flags, list[Floats]]:
        """What it weighs to let a cell deviate so far up and down, the cells hidden then, and the deviations."""
        chosen, found = hidden, []
        for amount, reached in ((up, bounds.up[place]), (-down, bounds.down[place])):
            if abs(amount) > reached + EPSILON:
                self._cheapest = self._cheapest or Cheapest(self.system)
                deviation = self._cheapest.deviation(place, amount, self._cost(chosen, abs(amount)))
                found.append(deviation)
                chosen = chosen | (np.abs(deviation) > EPSILON)
        return float(self._price[chosen & ~hidden].sum()), chosen, found

    def _cost(self, hidden: Flags, amount: float) -> Floats:
        """Per unit of deviation: the weight of a cell once the amount, or all that it has room for, goes through it."""
        capacity = np.maximum(np.minimum(amount, np.maximum(*room(self.system))), 1.0)
        return np.where(hidden, _HIDDEN_COST, self._price / capacity)

    def _tidied(self, hidden: Flags) -> Flags:
        """`hidden` without what the others do not need; the weightiest are tried first."""
        extra = np.flatnonzero(self._extra(hidden))
        for place in extra[np.argsort(-self.system.weight[extra], kind="stable")]:
            if hidden[place]:
                fewer = self._without(place, hidden)
                if self._is_safe(fewer):
                    hidden = fewer
        return hidden

    def _without(self, place: int, hidden: Flags) -> Flags:
        """`hidden` without one cell and without the complements that then stand alone in a sum, which tells them anyway."""
        fewer = hidden.copy()
        fewer[place] = False
        while True:
            alone = self._links @ fewer.astype(float) == 1
            told = fewer & self._extra(hidden) & (self._links.T @ alone.astype(float) > 0)
            if not told.any():
                return fewer
            fewer = fewer & ~told

    def _is_safe(self, hidden: Flags) -> bool:
        bounds, demand = Bounds(self.system), self.demand(hidden)
        bounds.prove(self.table, hidden)
        open_cells = np.flatnonzero(hidden & (bounds.width < demand - EPSILON))
        if not open_cells.size:
            return True
        if int(hidden.sum()) > _MOST_TO_TIDY:
            return False
        attack = Attack(self.system, hidden)
        for place in open_cells:
            if bounds.width[place] < demand[place] - EPSILON:
                bounds.attack(attack, int(place))
                if bounds.width[place] < demand[place] - EPSILON:
                    return False
        return True
