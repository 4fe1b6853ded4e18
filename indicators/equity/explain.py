"""What makes up the gap between two groups: how many children, and in which communes."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.catalogue import Indicator
from indicators.status import orientation

PARTS = ["code", "name", "numerator", "denominator", "value", "excess", "share"]


@dataclass(frozen=True)
class Explained:
    """The gap of a group against another one's value, in children.

    children: how many more of the group would be reached (or fewer affected) at that value, summed over all its communes
    with a figure; fractions kept. parts: PARTS, the communes by what they add, most first; excess: children of the commune
    beyond what that value would leave, negative where it does better; share: of `children`, in per cent.
    half: the fewest communes that together add at least half of what communes above 0 add. without: communes of the group that have
    no figure and are in none of this.
    """

    children: float
    parts: pd.DataFrame
    half: int
    without: int


def explained(
    figures: pd.DataFrame, members: pd.Series, indicator: Indicator, benchmark: float, *, without: int = 0
) -> Explained:
    """How the communes of the worse group stand against the value `benchmark` of the better one.

    figures: code, name, numerator, denominator of communes (published figures only). members: codes of the group.
    benchmark: in the indicator's unit. The excess of a commune is d·b − n where more is better, n − d·b where less is (d
    its children, n those counted, b the benchmark as a share); over the whole group they add up to (rate difference) × children,
    so nothing is left unexplained.
    """
    own = figures[figures["code"].isin(members) & figures["numerator"].notna() & (figures["denominator"] > 0)]
    top, bottom = own["numerator"].to_numpy(float), own["denominator"].to_numpy(float)
    excess = orientation(indicator) * (benchmark / indicator.multiplier * bottom - top)
    children = float(excess.sum())
    share = 100 * excess / children if children > 0 else np.full(excess.shape, np.nan)
    parts = own.assign(value=indicator.multiplier * top / bottom, excess=excess, share=share)[PARTS]
    parts = parts.sort_values("excess", ascending=False, kind="stable", ignore_index=True)
    above = np.cumsum(np.maximum(parts["excess"].to_numpy(float), 0.0))
    total = float(above[-1]) if len(above) else 0.0
    half = int(np.searchsorted(above, total / 2) + 1) if total > 0 else 0
    return Explained(children=children, parts=parts, half=half, without=without)
