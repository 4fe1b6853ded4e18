"""Groups of many units (an indicator in a period) as arrays: a row per unit, a column per group."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtri

from indicators.catalogue import Indicator, Unit
from indicators.intervals import Floats
from indicators.status import orientation

Flags = npt.NDArray[np.bool_]
UNIT = ["indicator", "period"]
Z95 = float(ndtri(0.975))


@dataclass(frozen=True)
class Cells:
    """The groups of each unit; all arrays are units × groups unless said otherwise.

    value, se: in the indicator's unit, NaN where there is no figure. people: the denominator. here: the unit has this group.
    hidden: some of the group's figures are hidden; single: it is one commune among groups with an order.
    order: from the worst placed (lowest) to the best placed, NaN without an order.
    By unit: sign (1 more is better, −1 less, 0 neither), scale (multiplier), bounded (a value can't exceed the scale), rate (it
    has a denominator).
    """

    value: Floats
    se: Floats
    people: Floats
    here: Flags
    hidden: Flags
    single: Flags
    order: Floats
    sign: Floats
    scale: Floats
    bounded: Flags
    rate: Flags

    @property
    def known(self) -> Flags:
        """Groups with a figure."""
        return np.asarray(~np.isnan(self.value), dtype=bool)

    @property
    def share(self) -> Floats:
        """The part of the people of the groups with a figure; 0 elsewhere."""
        weights = np.where(self.known, self.people, 0.0)
        total = weights.sum(axis=1, keepdims=True)
        return np.asarray(np.divide(weights, total, out=np.zeros_like(weights), where=total > 0), float)

    @property
    def ordered(self) -> Flags:
        """Units whose groups have an order."""
        return np.asarray((self.here & ~np.isnan(self.order)).any(axis=1), dtype=bool)

    @property
    def reference(self) -> npt.NDArray[np.intp]:
        """The place of the largest group of each unit."""
        return np.asarray(np.argmax(np.where(self.known, self.people, -1.0), axis=1))


def cells_of(groups: pd.DataFrame, indicators: Mapping[str, Indicator]) -> tuple[pd.DataFrame, Cells]:
    """The units of GROUPS (`indicators.equity.groups`), columns UNIT, in order of appearance, and their cells.

    Standard errors are half the width of the 95 % interval over 1.96, so that a group at 0 or 100 % is not taken for certain.
    A single commune that stands for a group of communes gets no value unless the groups are ordered.
    """
    keys = groups[UNIT].drop_duplicates(ignore_index=True)
    unit = pd.MultiIndex.from_frame(keys).get_indexer(pd.MultiIndex.from_frame(groups[UNIT]))
    names, group = np.unique(groups["group"].to_numpy(str), return_inverse=True)
    shape = (len(keys), len(names))

    def spread(column: pd.Series, absent: float = np.nan) -> Floats:
        cells = np.full(shape, absent)
        cells[unit, group] = column.to_numpy(float)
        return cells

    single = spread(groups["members"] == 1, 0.0) > 0
    order = spread(groups["order"])
    of = [indicators[code] for code in keys["indicator"]]
    value = np.where(single & np.isnan(order), np.nan, spread(groups["value"]))
    here = np.zeros(shape, dtype=bool)
    here[unit, group] = True
    return keys, Cells(
        value=value,
        se=np.where(np.isnan(value), np.nan, (spread(groups["high"]) - spread(groups["low"])) / (2 * Z95)),
        people=np.nan_to_num(spread(groups["denominator"], 0.0)),
        here=here & ~(single & np.isnan(order)),
        hidden=spread(groups["hidden"] > 0, 0.0) > 0,
        single=single & ~np.isnan(order),
        order=order,
        sign=np.array([float(orientation(i)) for i in of]),
        scale=np.array([float(i.multiplier) for i in of]),
        bounded=np.array([i.unit is Unit.PERCENT for i in of], dtype=bool),
        rate=np.array([i.is_rate for i in of], dtype=bool),
    )
