"""Reports that no level shows, as far as published totals speak of them: communes at level 3 within their province.

A total of one commune is that commune's figure, and so is the difference of two totals between which one has come. What
stood in the same versions is known together only: such reports are one bundle, and the province is the sum of its bundles.
"""

import pandas as pd

from indicators.disclosure import rules

_SLICE = ["indicator_id", "period_id", "stratum_id"]
_UNSAID = 0


def bundles(reports: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """CELLS (`never`), one row per bundle and version, of CELLS of communes that no level shows; area_id: −1, −2, …

    members: as in `Known`. A bundle of one keeps its level, and so does one whose count is small; of others nothing is asked
    but that they are a sum of several. A commune of today that former ones reported for is left to them.
    """
    leaves = _reported(reports, members)
    if leaves.empty:
        return reports.iloc[:0]
    report = leaves.groupby([*_SLICE, "area_id", "numerator", "denominator"], dropna=False, sort=False).ngroup()
    stood = leaves["state"].groupby(report).agg(lambda states: " ".join(str(state) for state in sorted(states)))
    together = leaves.assign(stood=report.map(stood))
    bundle = together.groupby([*_SLICE, "parent_id", "stood"], sort=False).ngroup()
    grouped = together.groupby([bundle, "state"], sort=False)
    made = grouped.head(1).assign(
        numerator=grouped["numerator"].transform("sum"),
        denominator=grouped["denominator"].transform(lambda people: people.sum(min_count=1)),
        area_id=-1 - bundle,
        level="commune",
        never=True,
        hidden=True,
        range=False,
    )
    several = grouped["numerator"].transform("size").loc[made.index] > 1
    nothing = (made["numerator"] == 0) & made["denominator"].isna()
    small = rules.is_small(made["numerator"], made["denominator"], made["sensitivity"])
    unsaid = nothing | (several & ~small)
    made["sensitivity"] = made["sensitivity"].mask(unsaid, _UNSAID)
    return made.reset_index(drop=True)


def _reported(reports: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Without communes of today of which former ones reported the same in the same version."""
    counted = reports[reports["numerator"].notna()]
    former = counted.loc[counted["level"] == "former", [*_SLICE, "state", "area_id"]]
    summed = former.merge(members, left_on="area_id", right_on="source_id")[[*_SLICE, "state", "target_id"]]
    marked = counted.merge(
        summed.drop_duplicates().assign(summed=True),
        how="left",
        left_on=[*_SLICE, "state", "area_id"],
        right_on=[*_SLICE, "state", "target_id"],
    )
    return marked[marked["summed"].isna()].drop(columns=["summed", "target_id"])
