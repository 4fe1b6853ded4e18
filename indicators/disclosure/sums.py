"""Which published figures add up to which: what an outsider would subtract.

Groups of children to all children; former communes to the commune of today; communes to the province, provinces to the
country; parts of the year to the year (`over_time`). Each holds in every version that was ever shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.disclosure.over_time import over_time
from indicators.periods import Period

SUMS = ["sum", "cell", "coefficient"]
"""A row per term: number of the sum, row of CELLS (or, from their number on, of the rests), coefficient. What CELLS does not hold
of a sum is known."""

_NEEDED = [
    "indicator_id", "period_id", "stratum_id", "area_id", "state", "level", "parent_id", "numerator", "denominator",
    "accumulates",
]  # fmt: skip
_SLICE = ["indicator_id", "period_id", "state"]


@dataclass(frozen=True)
class Known:
    """What anybody knows of how figures hang together.

    strata: stratum_id, dimension, parent_id: leaving out one dimension of a group gives which wider one (0 = all children).
    members: target_id (commune of today), source_id (former commune), weight.
    periods: the periods by period_id. counted: indicator_id, source_id: whose denominator is the numerator of which other.
    """

    strata: pd.DataFrame
    members: pd.DataFrame
    periods: dict[int, Period]
    counted: pd.DataFrame


def sums(cells: pd.DataFrame, known: Known) -> tuple[pd.DataFrame, pd.DataFrame]:
    """SUMS and RESTS (`over_time`) of CELLS: indicator_id, period_id, stratum_id, area_id, state (version in which it was shown),
    level, parent_id, numerator, denominator, accumulates. RangeIndex.
    """
    cells = cells[_NEEDED].assign(cell=np.arange(len(cells)))
    in_time, rests = over_time(cells, known.periods)
    terms = _together(_of_strata(cells, known), _of_communes(cells, known), _of_areas(cells), in_time)
    number = terms["key"].to_numpy(np.int64)
    return terms.assign(sum=np.unique(number, return_inverse=True)[1])[SUMS], rests


def parents(parts: pd.DataFrame) -> pd.DataFrame:
    """`strata` of Known, from stratum_id, dimension, value: one row per dimension of a group."""
    by_stratum: dict[int, dict[str, str]] = {}
    for stratum, dimension, value in zip(parts["stratum_id"], parts["dimension"], parts["value"], strict=True):
        by_stratum.setdefault(int(stratum), {})[dimension] = value
    by_parts = {frozenset(described.items()): stratum for stratum, described in by_stratum.items()}
    rows = []
    for stratum, described in by_stratum.items():
        for dimension in described:
            rest = frozenset((d, v) for d, v in described.items() if d != dimension)
            parent = by_parts.get(rest) if rest else 0
            if parent is not None:
                rows.append((stratum, dimension, parent))
    return pd.DataFrame(rows, columns=["stratum_id", "dimension", "parent_id"]).astype(
        {"stratum_id": "int64", "parent_id": "int64"}
    )


def _terms(rows: pd.DataFrame, keys: Sequence[str], coefficient: float | pd.Series) -> pd.DataFrame:
    """Terms of the sums that `keys` tell apart; columns key (one object per sum), cell, coefficient."""
    number = rows.groupby(list(keys), sort=False).ngroup()
    return pd.DataFrame({"key": number, "cell": rows["cell"], "coefficient": coefficient})


def _joined(children: pd.DataFrame, totals: pd.DataFrame, keys: Sequence[str], *, needs_total: bool) -> pd.DataFrame:
    """Terms of sums of `children` (with coefficient) less their totals; without a total only if it is known to all."""
    keys = list(keys)
    if children.empty:
        return pd.DataFrame({"key": [], "cell": [], "coefficient": []}).astype({"key": "int64", "cell": "int64"})
    wanted = children[keys].drop_duplicates()
    there = totals.merge(wanted, on=keys)[[*keys, "cell"]].assign(coefficient=-1.0)
    if needs_total:
        children = children.merge(there[keys], on=keys)
    both = pd.concat([children[[*keys, "cell", "coefficient"]], there], ignore_index=True)
    return _terms(both, keys, both["coefficient"])


def _of_strata(cells: pd.DataFrame, known: Known) -> pd.DataFrame:
    children = cells[cells["stratum_id"] != 0].merge(
        known.strata.rename(columns={"parent_id": "wider"}), on="stratum_id"
    )
    keys = [*_SLICE, "area_id", "dimension", "wider"]
    children = children.assign(coefficient=1.0)
    dimensions = children[["dimension", "wider"]].drop_duplicates()
    totals = cells.assign(wider=cells["stratum_id"]).merge(dimensions, on="wider")
    # All children of a commune are shown at level 1 and then no cell of ours; a group that nobody reported is no total.
    whole = _joined(children[children["wider"] == 0], totals[totals["wider"] == 0], keys, needs_total=False)
    crossed = _joined(children[children["wider"] != 0], totals[totals["wider"] != 0], keys, needs_total=True)
    return _together(whole, crossed)


def _of_communes(cells: pd.DataFrame, known: Known) -> pd.DataFrame:
    keys = [*_SLICE, "stratum_id", "target_id"]
    former = cells[cells["level"] == "former"].merge(known.members, left_on="area_id", right_on="source_id")
    today = cells[cells["level"] == "commune"].assign(target_id=lambda rows: rows["area_id"])
    return _joined(former.rename(columns={"weight": "coefficient"}), today, keys, needs_total=True)


def _of_areas(cells: pd.DataFrame) -> pd.DataFrame:
    keys = [*_SLICE, "stratum_id", "above"]
    found = []
    for below, level in (("commune", "province"), ("province", "country")):
        children = cells[cells["level"] == below].assign(coefficient=1.0, above=lambda rows: rows["parent_id"])
        totals = cells[cells["level"] == level].assign(above=lambda rows: rows["area_id"])
        found.append(_joined(children, totals, keys, needs_total=True))
    return _together(*found)


def _together(*found: pd.DataFrame) -> pd.DataFrame:
    """Terms under one numbering."""
    first = 0
    renumbered = []
    for terms in found:
        renumbered.append(terms.assign(key=terms["key"] + first))
        first += int(terms["key"].max()) + 1 if len(terms) else 0
    return pd.concat(renumbered, ignore_index=True)
