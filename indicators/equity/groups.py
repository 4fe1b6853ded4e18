"""The groups that are compared: of communes, of children within the province, and the communes themselves.

GROUPS, the frame of all of them: `indicator, period, group, numerator, denominator, value, low, high` (value in the indicator's
unit with its 95 % interval, NaN where there is no figure), `members` (communes in the group, NaN for groups of children),
`reported` (of them with a figure in the sum), `hidden` (of them hidden to protect children), `order` (1 = worst placed, NaN
without an order), `provisional`, `estimated`, `source_kind` ('survey', 'mixed' with others, else any other).
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from indicators.catalogue import Indicator
from indicators.groups import groups_of, summed
from indicators.intervals import limits_of
from indicators.measure import value_of
from indicators.scope import SCHEMES

GROUPS = [
    "indicator", "period", "group", "numerator", "denominator", "value", "low", "high", "members", "reported", "hidden", "order",
    "provisional", "estimated", "source_kind",
]  # fmt: skip
CHILDREN = {"child_ethnic": "ethnic", "child_sex": "sex"}
"""Groupings of children: their name -> the dimension of the strata that they are made of."""

SEXES = ("f", "m")
"""The groups of children by sex, as strata have them."""

GROUPINGS = ("ethnic", "child_ethnic", "child_sex", "region", "border", "travel", "minutes", "commune")
"""Every grouping that is compared, in reading order."""

# Upper ends of the bands of travel time to a hospital, in minutes; the last band is open.
_BANDS = ((30, "0-30"), (60, "30-60"), (120, "60-120"), (np.inf, "120+"))
BANDS = tuple(code for _, code in _BANDS)
# From the worst placed to the best placed. Region III is the hardest, I the easiest (Decision of the Government on regions).
_ORDERS = {"region": ("III", "II", "I"), "minutes": tuple(reversed(BANDS))}
_FEWEST_ORDERED = 3


def placed(areas: pd.DataFrame, grouping: str) -> pd.Series:
    """The group of each commune of AREAS in a grouping of communes; '' where it is not known. Raises ValueError for another one."""
    if grouping == "commune":
        return areas["code"]
    if grouping == "minutes":
        minutes = areas["travel_minutes"].to_numpy(float)
        # right=True: exactly 120 minutes are not 'over 120', as in the scheme 'travel'.
        codes = np.array(BANDS)[np.digitize(np.nan_to_num(minutes), [top for top, _ in _BANDS[:-1]], right=True)]
        return pd.Series(np.where(np.isnan(minutes), "", codes), index=areas.index)
    if grouping not in SCHEMES:
        raise ValueError(f"grouping {grouping!r} is not one of communes")
    return areas[grouping]


def of_communes(history: pd.DataFrame, areas: pd.DataFrame, grouping: str, indicator: Indicator) -> pd.DataFrame:
    """GROUPS of a grouping of communes: sums over the published figures of today's communes, today's grouping for all periods.

    history: VALUES of `indicator`. A figure that is hidden or missing is in no sum: `reported` tells how many are. Empty for an
    indicator without figures by commune. Raises ValueError for an unknown grouping.
    """
    group_of = pd.Series(placed(areas, grouping).to_numpy(), index=areas["code"].to_numpy())
    table = summed(history, group_of, known_groups(areas, grouping), indicator)
    if table.empty:
        return pd.DataFrame(columns=GROUPS)
    order = {code: float(n) for n, code in enumerate(_ORDERS.get(grouping, ()), start=1)}
    ordered = bool(order) and table["group"].nunique() >= _FEWEST_ORDERED
    return table.assign(
        indicator=indicator.code,
        # A commune by itself is no group of one: it is what is compared.
        members=np.nan if grouping == "commune" else table["communes"].astype(float),
        hidden=_hidden(history, group_of, table, indicator),
        order=table["group"].map(order).astype(float) if ordered else np.nan,
    )[GROUPS]


def _hidden(history: pd.DataFrame, group_of: pd.Series, table: pd.DataFrame, indicator: Indicator) -> np.ndarray:
    """How many communes of each row of `table` (group, period) are hidden."""
    away = history[history["blank"].to_numpy(object) == "hidden"]
    away = away[(away["kind"] == "commune") & (away["indicator"] == indicator.code)]
    if away.empty:
        return np.zeros(len(table), dtype=np.int64)
    counts = away.groupby([away["code"].map(group_of).rename("group"), "period"]).size()
    keys = pd.MultiIndex.from_frame(table[["group", "period"]])
    return np.asarray(counts.reindex(keys).fillna(0), dtype=np.int64)


def of_children(strata: pd.DataFrame, grouping: str, indicator: Indicator) -> pd.DataFrame:
    """GROUPS of a grouping of children within the province, by size, largest first.

    strata: VALUES with `stratum` ('ethnic=mong'), of the province, in whole years. Crossed strata are left out. `reported` and
    `hidden` count reports of communes: those in the sum, and 1 if the figure itself is hidden. Raises KeyError for another grouping.
    """
    start = f"{CHILDREN[grouping]}="
    rows = strata[
        (strata["indicator"] == indicator.code)
        & strata["stratum"].str.startswith(start)
        & ~strata["stratum"].str.contains("|", regex=False)
    ]
    if rows.empty:
        return pd.DataFrame(columns=GROUPS)
    top, bottom = rows["numerator"].to_numpy(float), rows["denominator"].to_numpy(float)
    low, high = limits_of(top, bottom, indicator)
    table = pd.DataFrame(
        {
            "indicator": indicator.code,
            "period": rows["period"].to_numpy(),
            "group": rows["stratum"].str.removeprefix(start).to_numpy(),
            "numerator": top,
            "denominator": bottom,
            "value": value_of(top, bottom, indicator),
            "low": low,
            "high": high,
            "members": np.nan,
            "reported": rows["parts"].to_numpy(),
            "hidden": (rows["blank"] == "hidden").to_numpy(np.int64),
            "order": np.nan,
            "provisional": rows["provisional"].to_numpy(bool),
            "estimated": rows["estimated"].to_numpy(bool),
            "source_kind": rows["source_kind"].to_numpy(object),
        }
    )
    size = table.groupby("group")["denominator"].max().sort_values(ascending=False, kind="stable")
    rank = {group: n for n, group in enumerate(size.index)} | {"other": len(size)}
    return table.assign(place=table["group"].map(rank)).sort_values("place", kind="stable", ignore_index=True)[GROUPS]


def comparable(groups: pd.DataFrame) -> pd.DataFrame:
    """Those of GROUPS that can be compared: with a figure, and not a single commune in the place of a group."""
    return groups[groups["value"].notna() & (groups["members"] != 1)]


def known_groups(areas: pd.DataFrame, grouping: str) -> list[str]:
    """The groups of a grouping of communes in reading order; communes are in the order of AREAS."""
    if grouping in SCHEMES:
        return groups_of(areas, grouping)
    present = set(placed(areas, grouping)) - {""}
    return [code for code in (BANDS if grouping == "minutes" else areas["code"]) if code in present]


def groups_in_order(areas: pd.DataFrame, grouping: str, known: Iterable[str]) -> list[str]:
    """All groups of a grouping, in an order that does not hang on which of them are shown: those of the communes of AREAS in reading
    order (of children those of the same name), then others of `known`, children of other ethnic groups last.
    """
    if grouping == "child_sex":
        first = list(SEXES)
    else:
        first = known_groups(areas, "ethnic" if grouping == "child_ethnic" else grouping)
    return [*first, *sorted(set(known) - set(first), key=lambda group: (group == "other", group))]
