"""What a hidden cell may still say: 'from 98 % up, under 5 children'."""

import numpy as np

from indicators.disclosure.proof import broken
from indicators.disclosure.rules import Flags
from indicators.disclosure.system import System
from indicators.intervals import Floats


def offered(system: System, hidden: Flags, needed: Floats, candidates: Flags) -> Flags:
    """Which hidden cells may be published as 'fewer than its limit are left out', so that all stay protected.

    candidates: cells that are hidden for their complement alone. needed: counts beside the true one that must stay
    possible (`protect`). The attacker knows the ranges: where they help him, those that share a sum with what he finds are
    taken back.
    """
    offer = candidates & hidden
    sharing = system.sums.T @ system.sums
    while offer.any():
        found = broken(system.narrowed(low_ends(system, offer)), hidden, needed)
        if not found.any():
            break
        near = (np.abs(sharing) @ found.astype(float)) > 0
        helping = offer & (near | found)
        # What is found far from any range is found through them all.
        offer = offer & ~(helping if helping.any() else offer)
    return offer


def low_ends(system: System, offer: Flags) -> Floats:
    """The least count that a range leaves possible; 0 where there is none."""
    return np.where(offer, np.maximum(system.high - system.limit, 0.0), 0.0)
