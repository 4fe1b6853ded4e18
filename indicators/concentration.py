"""How closely need is packed: do a few children carry most of the gap, or do all carry a little? A Lorenz curve of need."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.intervals import Floats


@dataclass(frozen=True)
class Concentration:
    """Need added up over communes, the one with most need per child first.

    codes: communes in that order. children, need: running shares, 0 to 1, one more than codes: they begin at 0.
    half: the share of children in whose communes half of the need lies, taking the need of a commune as spread evenly
    over its children. gini: 0 if need per child is the same everywhere, towards 1 if it lies in one place.
    """

    codes: tuple[str, ...]
    children: Floats
    need: Floats
    half: float
    gini: float


def concentration(measured: pd.DataFrame) -> Concentration | None:
    """The curve of the communes of MEASURED whose need and denominator are known.

    None where there is no curve: nothing is needed, or the indicator has no denominator. One commune alone gives the
    diagonal. The Lorenz curve of need per child, read from its upper end; gini is twice the area between it and the
    diagonal (Lorenz 1905; weighted form as in Lerman and Yitzhaki 1989).
    """
    known = measured[measured["need"].notna() & (measured["denominator"] > 0)]
    if not known["need"].sum() > 0:
        return None
    per_child = known["need"] / known["denominator"]
    ordered = known.loc[per_child.sort_values(ascending=False, kind="stable").index]
    children, need = (_running(ordered[column].to_numpy(float)) for column in ("denominator", "need"))
    return Concentration(
        codes=tuple(ordered["code"]),
        children=children,
        need=need,
        half=float(np.interp(0.5, need, children)),
        # Rounding can leave −1e-17 where all need is spread evenly.
        gini=max(0.0, float(2 * np.trapezoid(need, children) - 1)),
    )


def _running(parts: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(parts) / parts.sum()])
