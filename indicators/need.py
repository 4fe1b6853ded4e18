"""The gap as children: how many more (or fewer) until the target is met, and in how few communes they live."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from indicators.catalogue import Indicator, Target
from indicators.intervals import Floats, Numbers

# What figures of divided communes may be off by floating point, relative to what the target asks. Of whole numbers nothing is off,
# and no shortfall is so near to another whole one while numerator × denominator of the target's share stay under 10^14.
_NOISE = 2.0**-48


def shortfall(numerator: Numbers, denominator: Numbers, indicator: Indicator, target: Target) -> Floats:
    """How far the numerator is from what the target asks; positive = target missed, NaN as the inputs.

    Below '>=' the numerator lacks so many, above '<=' it has so many too many. Fractions of a child are kept. The target counts
    as it is printed: 97 % is 97/100, which floating point has not, and both sides are compared as whole numbers.
    """
    top = np.asarray(numerator, float)
    base = np.asarray(denominator, float) if indicator.is_rate else np.ones_like(top)
    share = Fraction(str(target.value)) / (indicator.multiplier if indicator.is_rate else 1)
    asked, there = share.numerator * base, share.denominator * top
    lacking = (asked - there if target.comparator == ">=" else there - asked) / share.denominator
    whole = np.rint(lacking)
    noise = _NOISE * (np.abs(asked) + np.abs(there)) / share.denominator
    return np.asarray(np.where(np.abs(lacking - whole) <= noise, whole, lacking), float)


def need(lacking: Floats) -> Floats:
    """Whole children (schools, persons …) to close each shortfall; 0 where the target is met, NaN where unknown."""
    return np.where(np.isnan(lacking), np.nan, np.maximum(0.0, np.ceil(lacking)))


def total_need(measured: pd.DataFrame) -> int:
    """What all communes of MEASURED below the target need together; a surplus elsewhere never offsets."""
    return int(measured["need"].sum())


def half_of_need(measured: pd.DataFrame) -> int:
    """The smallest number of communes of MEASURED that holds at least half of the total need; 0 if there is none."""
    needs = np.sort(measured["need"].dropna().to_numpy(float))[::-1]
    total = needs.sum()
    if total <= 0:
        return 0
    return int(np.searchsorted(np.cumsum(needs), total / 2) + 1)


@dataclass(frozen=True)
class Half:
    """The communes that hold half of a need.

    codes: the smallest set of communes with at least half of it together, largest need first; of equal needs those that
    stand first in MEASURED. alike: communes left out although they need as much as the last of the set, so that each
    could stand in its place. holds: what the set needs.
    """

    codes: tuple[str, ...]
    alike: tuple[str, ...]
    holds: int


def half_set(measured: pd.DataFrame) -> Half:
    """Which communes of MEASURED hold half of the total need; none if nothing is needed."""
    known = measured[measured["need"] > 0].sort_values("need", ascending=False, kind="stable")
    chosen, rest = known[: (count := half_of_need(known))], known[count:]
    alike = rest[rest["need"] == chosen["need"].min()]
    return Half(tuple(chosen["code"]), tuple(alike["code"]), int(chosen["need"].sum()))


def shares(measured: pd.DataFrame) -> pd.DataFrame:
    """Each row's part of the need of all rows of MEASURED together.

    share, running: proportions 0 to 1 on the index of `measured`; running adds up the shares of the rows from the first
    one on, in the order given. Both NaN where the need is unknown (a blank is not zero), and everywhere if nothing is
    needed.
    """
    needs = measured["need"].astype(float)
    total = needs.sum()
    total = total if total > 0 else np.nan
    # Children are added, not shares: all of them together are exactly 1.
    return pd.DataFrame({"share": needs / total, "running": needs.cumsum() / total}, index=measured.index)
