"""What makes up the gap between two groups: how many children, and in which communes."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.catalogue import Indicator
from indicators.measure import value_of
from indicators.status import orientation

PARTS = ["code", "name", "numerator", "denominator", "value", "excess", "share"]


@dataclass(frozen=True)
class Explained:
    """The gap of a group against another one's value, in children.

    children: how many more of the group would be reached (or fewer affected) at that value; fractions kept. parts: PARTS,
    communes by what they add, most first; excess: children of the commune beyond what that value would leave, negative where
    it does better; share: of `children`, in per cent. placed: of `children`, those that `parts` place in communes; the rest
    lies where figures of the group are hidden or missing. half: the fewest communes that together hold at least half of what
    communes above 0 add.
    """

    children: float
    parts: pd.DataFrame
    placed: float
    half: int


def explained(
    figures: pd.DataFrame, indicator: Indicator, benchmark: float, *, numerator: float, denominator: float
) -> Explained:
    """How the communes of the worse group stand against the value `benchmark` of the better one.

    figures: code, name, numerator, denominator of the group in each of its communes (published figures only). benchmark: in the
    indicator's unit. numerator, denominator: of the whole group. The excess of a commune is d·b − n where more is better, n − d·b
    where less is (d its children, n those counted, b the benchmark as a share). Over the whole group that is (difference of the
    values) × children, and over its communes it adds up to the same, so nothing is left unexplained.
    """
    own = figures[figures["numerator"].notna() & (figures["denominator"] > 0)]
    top, bottom = own["numerator"].to_numpy(float), own["denominator"].to_numpy(float)
    share_of_one = benchmark / indicator.multiplier
    excess = orientation(indicator) * (share_of_one * bottom - top)
    children = orientation(indicator) * (share_of_one * denominator - numerator)
    share = 100 * excess / children if children > 0 else np.full(excess.shape, np.nan)
    parts = own.assign(value=value_of(top, bottom, indicator), excess=excess, share=share)[PARTS]
    parts = parts.sort_values("excess", ascending=False, kind="stable", ignore_index=True)
    above = np.cumsum(np.maximum(parts["excess"].to_numpy(float), 0.0))
    total = float(above[-1]) if len(above) else 0.0
    half = int(np.searchsorted(above, total / 2) + 1) if total > 0 else 0
    return Explained(children=float(children), parts=parts, placed=float(excess.sum()), half=half)
