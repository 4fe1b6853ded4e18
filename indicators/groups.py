"""Groups of communes (ethnic area, region, border, travel time): their values recomputed from sums, never averaged."""

import numpy as np
import pandas as pd

from indicators.catalogue import Indicator
from indicators.intervals import limits_of
from indicators.measure import value_of
from indicators.scope import SCHEMES
from indicators.sources import MIXED, SURVEY, from_surveys

COLUMNS = (
    "group", "period", "numerator", "denominator", "value", "low", "high", "communes", "reported", "provisional", "estimated",
    "source_kind",
)  # fmt: skip
# Reading order where the scheme has one; ethnic areas stand by population, 'mixed' last.
_ORDER = {"region": ("I", "II", "III"), "border": ("yes", "no"), "travel": ("near", "remote")}


def groups_of(areas: pd.DataFrame, scheme: str) -> list[str]:
    """The groups that `scheme` makes of AREAS, in reading order; communes of no known group ('') make none.

    Raises ValueError for an unknown scheme.
    """
    if scheme not in SCHEMES:
        raise ValueError(f"scheme {scheme!r}, not one of {', '.join(SCHEMES)}")
    people: dict[str, float] = {}
    for group, population in zip(areas[scheme], areas["population"], strict=True):
        if group:
            people[group] = people.get(group, 0.0) + (population if population == population else 0.0)
    present = sorted(people, key=lambda group: -people[group])
    if scheme in _ORDER:
        rank = {group: n for n, group in enumerate(_ORDER[scheme])}
        return sorted(present, key=lambda group: rank.get(group, len(rank)))
    return sorted(present, key=lambda group: group == "mixed")


def by_group(history: pd.DataFrame, areas: pd.DataFrame, scheme: str, indicator: Indicator) -> pd.DataFrame:
    """One row per group and period, with COLUMNS; today's grouping for all periods.

    history: VALUES; rows of communes of `indicator` are used, in all their periods. communes: how many the group has
    today; reported: how many of them are in the sum; source_kind: 'survey', 'mixed' with others, else ''. Groups in reading order, periods by their last day as in `history`.
    Empty for an indicator that is published for the province only, or whose figures don't add up. Raises ValueError for an unknown scheme.
    """
    return summed(history, areas.set_index("code")[scheme], groups_of(areas, scheme), indicator)


def summed(history: pd.DataFrame, group_of: pd.Series, order: list[str], indicator: Indicator) -> pd.DataFrame:
    """As `by_group`, for any grouping. group_of: the group of each commune, by code ('' for none); order: all groups as read."""
    empty = pd.DataFrame(columns=list(COLUMNS))
    if indicator.province_only or not indicator.adds_up or group_of.empty:
        return empty
    top, bottom = (history[name].to_numpy(float) for name in ("numerator", "denominator"))
    place = group_of.index.get_indexer(pd.Index(history["code"]))
    group = pd.Index(order).get_indexer(pd.Index(group_of))[place]
    counted = (history["indicator"] == indicator.code).to_numpy() & (history["kind"] == "commune").to_numpy()
    counted &= ~np.isnan(top) & (~np.isnan(bottom) | (not indicator.is_rate)) & (place >= 0) & (group >= 0)
    if not counted.any():
        return empty
    # Sums by numpy, a cell for each group and period: pages of a country sum thousands of communes for every indicator.
    codes, names = pd.factorize(history["period"])
    present = np.flatnonzero(np.bincount(codes[counted], minlength=len(names)))
    period, periods = np.searchsorted(present, codes[counted]), names[present]
    cell = group[counted] * len(periods) + period
    cells = len(order) * len(periods)
    table = pd.DataFrame({"group": np.repeat(order, len(periods)), "period": np.tile(periods, len(order))})
    reported = np.bincount(cell, minlength=cells)
    top, bottom = (
        np.where(reported > 0, np.bincount(cell, weights=each[counted], minlength=cells), np.nan)
        for each in (top, bottom)
    )
    if not indicator.is_rate:
        bottom = np.full_like(top, np.nan)
    table["numerator"], table["denominator"], table["reported"] = top, bottom, reported
    table["communes"] = table["group"].map(group_of.value_counts())
    flags = {flag: history[flag].to_numpy(bool) for flag in ("provisional", "estimated")} | {
        "survey": from_surveys(history)
    }
    has = {flag: np.bincount(cell, weights=each[counted], minlength=cells) for flag, each in flags.items()}
    table["provisional"], table["estimated"] = has["provisional"] > 0, has["estimated"] > 0
    table["source_kind"] = np.select([has["survey"] == 0, has["survey"] == reported], ["", SURVEY], MIXED)
    table["value"] = value_of(top, bottom, indicator)
    table["low"], table["high"] = limits_of(top, bottom, indicator)
    return table[list(COLUMNS)]
