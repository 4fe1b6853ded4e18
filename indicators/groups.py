"""Groups of communes (ethnic area, region, border, travel time): their values recomputed from sums, never averaged."""

import numpy as np
import pandas as pd

from indicators.catalogue import Indicator
from indicators.intervals import interval_of
from indicators.measure import value_of
from indicators.scope import SCHEMES

COLUMNS = (
    "group", "period", "numerator", "denominator", "value", "low", "high", "communes", "reported", "provisional"
)  # fmt: skip
# Reading order where the scheme has one; ethnic areas stand by population, 'mixed' last.
_ORDER = {"region": ("I", "II", "III"), "border": ("yes", "no"), "travel": ("near", "remote")}


def groups_of(areas: pd.DataFrame, scheme: str) -> list[str]:
    """The groups that `scheme` makes of AREAS, in reading order; communes of no known group ('') make none.

    Raises ValueError for an unknown scheme.
    """
    if scheme not in SCHEMES:
        raise ValueError(f"scheme {scheme!r}, not one of {', '.join(SCHEMES)}")
    present = areas[areas[scheme] != ""].groupby(scheme)["population"].sum().sort_values(ascending=False).index.tolist()
    if scheme in _ORDER:
        rank = {group: n for n, group in enumerate(_ORDER[scheme])}
        return sorted(present, key=lambda group: rank.get(group, len(rank)))
    return sorted(present, key=lambda group: group == "mixed")


def by_group(history: pd.DataFrame, areas: pd.DataFrame, scheme: str, indicator: Indicator) -> pd.DataFrame:
    """One row per group and period, with COLUMNS; today's grouping for all periods.

    history: VALUES; rows of communes of `indicator` are used, in all their periods. communes: how many the group has
    today; reported: how many of them are in the sum. Groups in reading order, periods by their last day as in `history`.
    Empty for an indicator that is published for the province only, or whose figures don't add up. Raises ValueError for an unknown scheme.
    """
    return summed(history, areas.set_index("code")[scheme], groups_of(areas, scheme), indicator)


def summed(history: pd.DataFrame, group_of: pd.Series, order: list[str], indicator: Indicator) -> pd.DataFrame:
    """As `by_group`, for any grouping. group_of: the group of each commune, by code ('' for none); order: all groups as read."""
    empty = pd.DataFrame(columns=list(COLUMNS))
    if indicator.province_only or not indicator.adds_up:
        return empty
    rows = history[
        (history["indicator"] == indicator.code)
        & (history["kind"] == "commune")
        & history["numerator"].notna()
        & (history["denominator"].notna() | (not indicator.is_rate))
    ]
    rows = rows.assign(group=rows["code"].map(group_of)).dropna(subset="group")
    if rows.empty:
        return empty
    periods = history["period"].drop_duplicates().tolist()
    sums = rows.groupby(["group", "period"]).agg(
        numerator=("numerator", "sum"),
        denominator=("denominator", "sum"),
        reported=("code", "count"),
        provisional=("provisional", "any"),
    )
    every = pd.MultiIndex.from_product(
        [order, [p for p in periods if p in set(rows["period"])]], names=["group", "period"]
    )
    table = sums.reindex(every).reset_index()
    table["communes"] = table["group"].map(group_of.value_counts())
    table["reported"] = table["reported"].fillna(0).astype("int64")
    table["provisional"] = table["provisional"].eq(True)
    top, bottom = table["numerator"].to_numpy(float), table["denominator"].to_numpy(float)
    if not indicator.is_rate:
        bottom = np.full_like(top, np.nan)
        table["denominator"] = bottom
    interval = interval_of(indicator)
    table["value"] = value_of(top, bottom, indicator)
    table["low"] = table["high"] = np.nan
    if interval is not None:
        table["low"], table["high"] = (indicator.multiplier * limit for limit in interval(top, bottom, 0.95))
    return table[list(COLUMNS)]
