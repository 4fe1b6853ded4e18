"""The province at a glance: one row per indicator, what got worse, and which communes miss most targets."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from indicators.catalogue import Indicator
from indicators.change import Change, change_of_total, changed
from indicators.classes import UNCOLOURED, classes
from indicators.doubtful import doubtful, is_over
from indicators.measure import Total
from indicators.need import half_of_need, total_need
from indicators.status import orientation
from indicators.trend import CANNOT, Trend

# Results of `indicators.change` that say whether a figure moved.
_JUDGED = ("better", "worse", "within", "same")
_WORSE = ["indicator", "code", "name", "difference", "low", "high"]


@dataclass(frozen=True)
class OverviewRow:
    """One indicator of the overview.

    total: the province (or the group in scope), None if it has no figure. strip: the communes' gap classes from worst to
    best, blanks last ('' without a target); communes: their codes, in that order. need: of all communes below the target together (0 without one);
    half: the fewest communes that hold half of it. trend: of the five years up to the period shown. complete: at 100 % where more is better, so it folds into one line.
    doubtful: where the total is over 100 %, how many communes report more than all.
    """

    indicator: Indicator
    total: Total | None
    change: Change
    trend: Trend
    strip: str
    communes: tuple[str, ...]
    need: int
    half: int
    complete: bool
    doubtful: int = 0


def strip(measured: pd.DataFrame, indicator: Indicator) -> tuple[str, tuple[str, ...]]:
    """The gap classes of MEASURED from worst to best, blanks last, and the codes of the communes in that order; '' where there is no
    target to judge by.

    Of what communes have or have not: those that lack it, then those that don't, '' where neither is better.
    """
    if indicator.yes_or_no:
        digits = classes(measured, indicator, "has") if orientation(indicator) else ""
        order = sorted(range(len(digits)), key=lambda at: (not digits[at].isdigit(), digits[at]))
    else:
        gaps = measured["gap"].to_numpy(float)
        digits = "" if np.isnan(gaps).all() else classes(measured, indicator, "gap")
        # What is not a number stands last.
        order = np.argsort(orientation(indicator) * gaps, kind="stable").tolist() if digits else []
    kept = [at for at in order if digits[at] != UNCOLOURED]
    codes = measured["code"].to_numpy(object)
    return "".join(digits[at] for at in kept), tuple(codes[at] for at in kept)


def overview_rows(
    indicators: Iterable[Indicator],
    *,
    measured: Mapping[str, pd.DataFrame],
    now: Mapping[str, Total | None],
    before: Mapping[str, Total | None],
    trends: Mapping[str, Trend] | None = None,
    merged: Collection[str] = (),
) -> list[OverviewRow]:
    """One `OverviewRow` per indicator, in the order given; the mappings are by indicator code.

    measured: MEASURED of the period shown; now, before: the totals of that period and of the year before.
    trends: of the totals; of an indicator that is not in it nothing can be said.
    merged: codes of indicators that count communes, when the merger lies between the two.
    """
    rows = []
    for indicator in indicators:
        code, total = indicator.code, now.get(indicator.code)
        communes = measured[code]
        cells, codes = strip(communes, indicator)
        rows.append(
            OverviewRow(
                indicator=indicator,
                total=total,
                change=change_of_total(total, before.get(code), indicator, merged=code in merged),
                trend=(trends or {}).get(code, CANNOT),
                strip=cells,
                communes=codes,
                need=total_need(communes),
                half=half_of_need(communes),
                complete=total is not None and _is_complete(total, indicator),
                doubtful=_doubtful(communes, indicator) if total is not None and is_over(total.value, indicator) else 0,
            )
        )
    return rows


def _is_complete(total: Total, indicator: Indicator) -> bool:
    return (
        indicator.is_rate
        and indicator.multiplier == 100
        and orientation(indicator) > 0
        and total.value >= 100
        and not is_over(total.value, indicator)
    )


def _doubtful(communes: pd.DataFrame, indicator: Indicator) -> int:
    return int(doubtful(communes["numerator"], communes["denominator"], indicator).sum())


def missed_targets(measured: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """How many targets each commune misses: code, name, judged, missed, clear, behind; most clearly missed first.

    measured: MEASURED by indicator code, all of the same AREAS. judged: indicators with a target and a figure;
    clear: missed with the interval on the wrong side; behind: surely worse than the province (95 %).
    """
    frames = list(measured.values())
    if not frames:
        return pd.DataFrame(columns=["code", "name", "judged", "missed", "clear", "behind"])
    table = frames[0][["code", "name"]].copy()
    table["judged"] = np.sum([f["gap"].notna().to_numpy() for f in frames], axis=0)
    table["missed"] = np.sum([f["short"].to_numpy() for f in frames], axis=0)
    table["clear"] = np.sum([f["clear"].to_numpy() for f in frames], axis=0)
    table["behind"] = np.sum([(f["versus"] < 0).fillna(value=False).to_numpy() for f in frames], axis=0)
    return table.sort_values(["clear", "missed", "behind"], ascending=False, kind="stable", ignore_index=True)


def is_compared(
    rows: Iterable[OverviewRow],
    *,
    measured: Mapping[str, pd.DataFrame],
    measured_before: Mapping[str, pd.DataFrame],
    merged: Collection[str] = (),
) -> bool:
    """Whether there is any figure that could have got worse: without one, 'nothing got worse' is no finding.

    The arguments are those of `got_worse`.
    """
    rows = list(rows)
    if any(row.change.result in _JUDGED for row in rows):
        return True
    comparable = {row.indicator.code: row.indicator for row in rows}
    return any(
        np.isin(changed(measured[code], measured_before[code], indicator)["result"], _JUDGED).any()
        for code, indicator in comparable.items()
        if code in measured_before and code not in merged
    )


def got_worse(
    rows: Iterable[OverviewRow],
    *,
    measured: Mapping[str, pd.DataFrame],
    measured_before: Mapping[str, pd.DataFrame],
    merged: Collection[str] = (),
) -> pd.DataFrame:
    """What is worse than the year before beyond its interval: indicator, code, name, difference, low, high.

    The province comes first (code and name ''), then communes. Within each, the surest first: by the end of the interval
    nearer to no change, as a share of the value before, since points and rates have no common unit.
    """
    found = []
    for row in rows:
        code = row.indicator.code
        if row.change.result == "worse" and row.total is not None:
            before = row.total.value - row.change.difference
            province = {**asdict(row.change), "indicator": code, "code": "", "name": "", "before": before}
            found.append(pd.DataFrame([province]))
        if code in measured_before and code not in merged:
            now, earlier = measured[code], measured_before[code]
            communes = changed(now, earlier, row.indicator)
            worse = np.flatnonzero(communes["result"] == "worse")
            if len(worse):
                names = {name: now[name].to_numpy(object)[worse] for name in ("code", "name")}
                values = {"before": earlier["value"].to_numpy(float)[worse]}
                by_column = {name: cells[worse] for name, cells in communes.items()}
                found.append(pd.DataFrame(by_column | names | values).assign(indicator=code))
    if not found:
        return pd.DataFrame(columns=_WORSE)
    table = pd.concat(found, ignore_index=True)
    table["proven"] = table[["low", "high"]].abs().min(axis=1) / table["before"]
    table["commune"] = table["code"] != ""
    ordered = table.sort_values(["commune", "proven"], ascending=[True, False], kind="stable", ignore_index=True)
    return ordered[_WORSE]
