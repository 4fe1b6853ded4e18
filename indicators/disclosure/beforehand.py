"""What totals that are shown on purpose say of the groups within them before anything is solved.

Former communes were smaller, and many were nearly of one people: 5 left out of a former commune of 500 Mông and 2 Thái are
at least 3 Mông. Their totals are shown at level 1, so each group of today's commune has a least and a greatest count.
"""

import pandas as pd

BEFOREHAND = ["indicator_id", "period_id", "stratum_id", "area_id", "least", "most"]


def beforehand(groups: pd.DataFrame, totals: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """BEFOREHAND: of groups of children in communes of today, the counts that the former communes' totals leave possible.

    groups: of former communes: indicator_id, period_id, stratum_id, dimension, area_id, denominator; a row per group of one
    dimension. totals: indicator_id, period_id, area_id, numerator of all children there. members: as in `Known`.
    """
    place = ["indicator_id", "period_id", "area_id"]
    each = groups.merge(totals, on=place)
    others = each.groupby([*place, "dimension"])["denominator"].transform("sum") - each["denominator"]
    each = each.assign(
        least=(each["numerator"] - others).clip(lower=0.0), most=each[["numerator", "denominator"]].min(axis=1)
    )
    shared = each.merge(members, left_on="area_id", right_on="source_id")
    shared[["least", "most"]] = shared[["least", "most"]].mul(shared["weight"], axis=0)
    key = ["indicator_id", "period_id", "stratum_id", "target_id"]
    found = shared.groupby(key, as_index=False)[["least", "most"]].sum(min_count=1)
    return found.rename(columns={"target_id": "area_id"})[BEFOREHAND]
