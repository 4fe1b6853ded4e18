"""Which hidden cells are not protected: first by the quick proof for tables, then by solving."""

import numpy as np

from indicators.disclosure.reach import EPSILON, Attack, whole
from indicators.disclosure.rules import Flags
from indicators.disclosure.system import System
from indicators.disclosure.tables import TwoWay
from indicators.intervals import Floats


class Bounds:
    """Reaches of the cells of one system, down and up, as far as they are proven; they only grow."""

    def __init__(self, system: System) -> None:
        self._system = system
        self.down, self.up = np.zeros(len(system)), np.zeros(len(system))

    def grow(self, down: Floats, up: Floats) -> None:
        """Learn reaches that are possible."""
        self.down = np.maximum(self.down, whole(self._system, down))
        self.up = np.maximum(self.up, whole(self._system, up))

    def prove(self, table: TwoWay | None, hidden: Flags) -> None:
        """Learn what the table shows."""
        if table is not None:
            self.grow(*table.reach(self._system, hidden))

    def attack(self, attack: Attack, place: int) -> None:
        """Learn how far one cell can deviate; the others deviate with it."""
        for deviation in attack.reach(place):
            self.deviate(attack, deviation)

    def deviate(self, attack: Attack, deviation: Floats) -> None:
        """Learn from a deviation of the cells of an attack."""
        down, up = np.zeros(self.down.size), np.zeros(self.up.size)
        down[attack.places], up[attack.places] = np.maximum(-deviation, 0.0), np.maximum(deviation, 0.0)
        self.grow(down, up)

    @property
    def width(self) -> Floats:
        """How many counts beside the true one are possible."""
        return self.down + self.up


def broken(system: System, hidden: Flags, needed: Floats) -> Flags:
    """The hidden cells for which fewer counts than `needed` stay possible beside the true one."""
    found = np.zeros(len(system), dtype=bool)
    for places, part in system.parts(hidden):
        found[places] = _broken(part, hidden[places], needed[places])
    return found


def _broken(system: System, hidden: Flags, needed: Floats) -> Flags:
    bounds = Bounds(system)
    bounds.prove(TwoWay.of(system), hidden)
    open_cells = np.flatnonzero(hidden & (bounds.width < needed - EPSILON))
    if open_cells.size:
        attack = Attack(system, hidden)
        for place in open_cells:
            if bounds.width[place] < needed[place] - EPSILON:
                bounds.attack(attack, int(place))
    return hidden & (bounds.width < needed - EPSILON)
