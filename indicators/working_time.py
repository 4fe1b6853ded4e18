"""People in posts by working time, where reports tell those who do nothing else from those who do it beside other work."""

from dataclasses import dataclass

import pandas as pd

from indicators.catalogue import Counts, Indicator

DIMENSION = "time"
"""The dimension of the strata that reports give: 'time=full' and 'time=part'. Their numerators count people; their denominators, the
norm or the children, are those of the whole and are not read."""
FULL, PART = f"{DIMENSION}=full", f"{DIMENSION}=part"
COLUMNS = ["full_time", "part_time"]


@dataclass(frozen=True)
class WorkingTime:
    """People in posts of some communes together; communes: how many of them report both kinds."""

    full_time: int
    part_time: int
    communes: int


def is_told(indicator: Indicator) -> bool:
    """Whether people are counted that may do other work beside."""
    return indicator.counts is Counts.POSTS


def by_commune(strata: pd.DataFrame, everybody: pd.Series) -> pd.DataFrame:
    """COLUMNS (people, float) by commune (index: code), of those whose two kinds add up to `everybody`: reports leave out a kind with
    nobody, so one that is not there is 0 only where the other one is all.

    strata: VALUES with `stratum` of communes in one period. everybody: people in posts of a commune (index: code).
    """
    told = strata[strata["stratum"].isin([FULL, PART]) & (strata["blank"] == "")]
    told = told.astype({"numerator": float})
    table = told.pivot_table(index="code", columns="stratum", values="numerator", aggfunc="sum", fill_value=0.0)
    table = table.reindex(columns=[FULL, PART], fill_value=0.0).set_axis(COLUMNS, axis="columns").astype(float)
    return table[table.sum(axis="columns") == everybody.reindex(table.index)]


def together(people: pd.DataFrame) -> WorkingTime | None:
    """All rows of `by_commune` added up; None without any."""
    if people.empty:
        return None
    full, part = (int(people[name].sum()) for name in COLUMNS)
    return WorkingTime(full, part, len(people))
