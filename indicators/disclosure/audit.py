"""The attacker: with all that was ever published, work out every hidden cell as closely as linear programming allows."""

import numpy as np
import pandas as pd

from indicators.disclosure import ranges
from indicators.disclosure.protect import demands
from indicators.disclosure.reach import EPSILON, Attack, whole
from indicators.disclosure.rules import Flags
from indicators.disclosure.solve import Problem, told
from indicators.disclosure.sums import Known
from indicators.disclosure.system import System
from indicators.intervals import Floats


def attacked(cells: pd.DataFrame, known: Known) -> pd.DataFrame:
    """What an outsider can work out of each hidden cell: low, high, needed, broken with the columns of CELLS, a row per hidden cell of state 0.

    cells: CELLS with `hidden` and `range` of state 0 as they are published. The attacker knows every sum exactly, also
    where reports do not quite add up, all denominators
    (so also numerators that are denominators of another indicator's shown cells), and every earlier version. low, high: the least and the greatest
    count that agree with all of it. needed: how far apart they must be at least, which is the limit of the level, or what
    would be left with everything hidden that may be. broken: closer than that, or known from an earlier version.
    """
    cells = cells.reset_index(drop=True)
    everything, nothing = np.ones(len(cells), dtype=bool), np.zeros(len(cells), dtype=bool)
    problem = Problem.of(cells, known, told=told(cells, known, everything), also=nothing)
    now = (cells["state"] == 0).to_numpy()
    secret = now & cells["hidden"].to_numpy(bool) & cells["numerator"].notna().to_numpy()
    inside = problem.unknown >= 0
    hidden = problem.system.fixed.copy()
    hidden[problem.unknown[secret & inside]] = True
    ranged = np.zeros(len(problem.system), dtype=bool)
    ranged[problem.unknown[secret & inside & cells["range"].to_numpy(bool)]] = True
    low, high = _bounds(problem.system.narrowed(ranges.low_ends(problem.system, ranged)), hidden)
    needed = demands(problem.system, hidden)
    rows = cells[secret]
    at = problem.unknown[secret]
    # A hidden cell that everybody knows was shown in an earlier version.
    found = pd.DataFrame(
        {
            "low": np.where(at >= 0, low[at] if low.size else np.nan, rows["numerator"]),
            "high": np.where(at >= 0, high[at] if high.size else np.nan, rows["numerator"]),
            "needed": np.where(at >= 0, needed[at] if needed.size else 0.0, 0.0),
            "known": at < 0,
        },
        index=rows.index,
    )
    broken = found["known"] | (found["high"] - found["low"] < found["needed"] - EPSILON)
    result: pd.DataFrame = rows.assign(low=found["low"], high=found["high"], needed=found["needed"], broken=broken)
    return result


def _bounds(system: System, hidden: Flags) -> tuple[Floats, Floats]:
    """The least and the greatest count of each cell; the true one where it is shown."""
    low, high = system.value.copy(), system.value.copy()
    for places, part in system.parts(hidden):
        attack = Attack(part, hidden[places])
        for column, place in enumerate(attack.places):
            down, up = np.zeros(len(part)), np.zeros(len(part))
            lowest, highest = attack.reach(int(place))
            down[place], up[place] = -lowest[column], highest[column]
            low[places[place]] -= whole(part, down)[place]
            high[places[place]] += whole(part, up)[place]
    return low, high
