"""The gap between the worst and the best group, and whether it has narrowed: tested, not eyeballed."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from math import comb

import numpy as np
import pandas as pd

from indicators.catalogue import Indicator
from indicators.equity.groups import comparable
from indicators.equity.measures import MOST_GROUPS
from indicators.intervals import limits_of_difference
from indicators.periods import parse
from indicators.sources import MIXED, changes_of_way, way
from indicators.status import orientation

COURSE = ["period", "worst", "best", "gap", "low", "high", "provisional", "estimated", "source_kind"]

# Gaps that are written alike differ by less.
_SAME = 1e-9


@dataclass(frozen=True)
class Gap:
    """How far the worst group is behind the best in one period, in the indicator's unit (0 or more), and since when it moved how.

    worst, best: groups. low, high: 95 % interval of the gap, which allows for their being picked by their values among so many
    groups as `choices` says pairs (1: the pair was given). since: the first period in which both groups have a figure ('' if
    there is none before). change: 'narrower', 'wider', 'unclear' ('same' where all were counted) or '' (no earlier period); change_low and change_high: 95 %
    interval of (gap now − gap then).
    """

    worst: str
    best: str
    worst_value: float
    best_value: float
    gap: float
    low: float
    high: float
    choices: int
    since: str = ""
    change: str = ""
    change_low: float = np.nan
    change_high: float = np.nan


def ends(groups: pd.DataFrame, indicator: Indicator, period: str) -> tuple[str, str] | None:
    """The worst and the best of the comparable GROUPS in `period`; None with fewer than two, or where neither is better.

    Of several with the same value the first in reading order; if all have the same, the first and the last.
    """
    sign = orientation(indicator)
    rows = comparable(groups[groups["period"] == period])
    if sign == 0 or len(rows) < 2:
        return None
    good = sign * rows["value"].to_numpy(float)
    names = rows["group"].tolist()
    best, worst = int(good.argmax()), int(good.argmin())
    return names[worst if worst != best else len(names) - 1 - best], names[best]


def course(
    groups: pd.DataFrame, indicator: Indicator, worst: str, best: str, *, confidence: float = 0.95
) -> pd.DataFrame:
    """The gap between two fixed groups in every period in which both have a figure: COURSE, in the order of the periods.

    gap: how much worse `worst` is, negative in periods in which it was the better one. low, high: interval by the squares of
    the single ones (Newcombe 1998, method 10; Donner & Zou 2012 for rates); NaN where a report counts more than there are
    and for a unit that has no interval. source_kind: 'survey', 'mixed' if one of the two alone is of a survey, else ''.
    """
    pair = {name: rows.set_index("period") for name, rows in groups.groupby("group") if name in (worst, best)}
    if len(pair) < 2:
        return pd.DataFrame(columns=COURSE)
    both = pair[best].add_suffix("_best").join(pair[worst].add_suffix("_worst"), how="inner")
    both = both[both["value_best"].notna() & both["value_worst"].notna()]
    both = both.loc[sorted(both.index, key=parse)]
    sign = orientation(indicator) or 1
    first, second = ("best", "worst") if sign > 0 else ("worst", "best")
    figures = [
        both[f"{part}_{end}"].to_numpy(float) for end in (first, second) for part in ("numerator", "denominator")
    ]
    low, high = limits_of_difference(*figures, indicator=indicator, confidence=confidence)
    return pd.DataFrame(
        {
            "period": both.index,
            "worst": both["value_worst"].to_numpy(float),
            "best": both["value_best"].to_numpy(float),
            "gap": sign * (both["value_best"] - both["value_worst"]).to_numpy(float),
            "low": low,
            "high": high,
            **{
                flag: (both[f"{flag}_best"] | both[f"{flag}_worst"]).to_numpy(bool)
                for flag in ("provisional", "estimated")
            },
            "source_kind": [
                way(best) if way(best) == way(worst) else MIXED
                for best, worst in zip(both["source_kind_best"], both["source_kind_worst"], strict=True)
            ],
        }
    )


def gap_of(
    groups: pd.DataFrame, indicator: Indicator, period: str, *, breaks: Collection[str] = (), focus: str = ""
) -> Gap | None:
    """The gap in `period` and how it has changed since the first comparable one; None where there is nothing to compare.

    focus: the group to hold against the best one instead of the worst; one without a figure, or the best itself, is passed over.
    Without one, no change is tested among more than 30 groups.
    breaks: first periods of another definition; what lies before the last of them, or before a change between survey and other
    figures, is not compared.
    """
    found = ends(groups, indicator, period)
    if found is None:
        return None
    worst, best = found
    compared = comparable(groups[groups["period"] == period])["group"].tolist()
    given = focus != best and focus in compared
    if given:
        worst = focus
    # The two ends of very many groups are picked by chance as much as by need, so that their gap would seem to have grown.
    picked = not focus and len(compared) > MOST_GROUPS
    line = course(groups, indicator, worst, best)
    line = line[[parse(code) <= parse(period) for code in line["period"]]]
    if line.empty or line["period"].iloc[-1] != period:
        return None
    breaks = {*breaks, *changes_of_way(zip(line["period"], line["source_kind"], strict=True))}
    started = max((b for b in breaks if parse(b) <= parse(period)), key=parse, default=None)
    earlier = line[[started is None or parse(code) >= parse(started) for code in line["period"]]]
    now, then = line.iloc[-1], earlier.iloc[0]
    # Of equal groups the ends lie apart as well. An interval that holds for all pairs at once (Bonferroni) holds for the one picked.
    choices = len(compared) - 1 if given else comb(len(compared), 2)
    of_now = groups[groups["period"] == period]
    all_at_once = course(of_now, indicator, worst, best, confidence=1 - 0.05 / choices).iloc[0]
    gap = Gap(
        worst=worst,
        best=best,
        worst_value=float(now["worst"]),
        best_value=float(now["best"]),
        gap=float(now["gap"]),
        low=float(all_at_once["low"]),
        high=float(all_at_once["high"]),
        choices=choices,
    )
    if then["period"] == period or picked:
        return gap
    return _compared(gap, now, then, sampled=indicator.has_interval)


def _compared(gap: Gap, now: pd.Series, then: pd.Series, *, sampled: bool) -> Gap:
    """`gap` with its change since `then`: narrower or wider only if the interval of the change leaves out 0.

    Where all there are were counted, not sampled, the change itself decides.
    """
    change = float(now["gap"]) - float(then["gap"])
    if not sampled:
        moved = "same" if abs(change) < _SAME else "wider" if change > 0 else "narrower"
        return replace(gap, since=str(then["period"]), change=moved)
    low = change - float(np.hypot(now["gap"] - now["low"], then["high"] - then["gap"]))
    high = change + float(np.hypot(now["high"] - now["gap"], then["gap"] - then["low"]))
    said = "narrower" if high < 0 else "wider" if low > 0 else "unclear"
    return replace(gap, since=str(then["period"]), change=said, change_low=low, change_high=high)
