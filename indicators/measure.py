"""From what was reported to what is shown: value, interval, gap, need and the reason of every blank."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from indicators.catalogue import Direction, Indicator, Target
from indicators.intervals import Floats, interval_of
from indicators.need import need, shortfall
from indicators.periods import Period
from indicators.status import clearly_short, versus_benchmark

BLANKS = ("missing", "hidden", "not_due", "not_applicable", "merged")
_AS_REPORTED = {"removed": "missing"}
_FIGURES = ["numerator", "denominator"]
_FLAGS = ["estimated", "provisional", "late"]
_PARTS = ["parts", "parts_expected"]


@dataclass(frozen=True)
class Total:
    """The figure of a province, a country or a group of communes, judged like one of a commune.

    denominator: NaN for a count. value, low, high: in the indicator's unit; low, high NaN where there is no interval.
    need: to bring this total itself to the target (not the sum of what its communes need). need and target are None
    where no target is in force. parts of parts_expected: reports in the sum; of a group, communes with a figure.
    """

    numerator: float
    denominator: float
    value: float
    low: float
    high: float
    need: int | None
    target: float | None
    short: bool
    clear: bool
    origin: str
    parts: int
    parts_expected: int
    estimated: bool
    provisional: bool


def target_of(indicator: Indicator, period: Period) -> Target | None:
    """The target that judges a value of `period`; None for a neutral indicator, whatever the catalogue says."""
    return None if indicator.direction is Direction.NEUTRAL else indicator.target(period)


def value_of(numerator: Floats, denominator: Floats, indicator: Indicator) -> Floats:
    """The value in the indicator's unit; over 100 % is kept. NaN without a denominator where one is needed."""
    if not indicator.is_rate:
        return np.asarray(numerator, float)
    # Multiplied first: 100 × 97 / 100 is exactly 97, 100 × (97 / 100) need not be.
    possible = denominator > 0
    result = np.full(np.shape(numerator), np.nan)
    np.divide(indicator.multiplier * numerator, denominator, out=result, where=possible)
    return result


def judged(frame: pd.DataFrame, indicator: Indicator, target: Target | None) -> pd.DataFrame:
    """Columns value, low, high, target, gap, short, clear, need for the numerator and denominator of `frame`.

    Same index. Without a target: target, gap and need NaN, short and clear False.
    """
    top, bottom = (frame[c].to_numpy(float) for c in _FIGURES)
    value = value_of(top, bottom, indicator)
    interval = interval_of(indicator)
    low = high = np.full(len(frame), np.nan)
    if interval is not None:
        low, high = (indicator.multiplier * limit for limit in interval(top, bottom, 0.95))
    columns: dict[str, object] = {"value": value, "low": low, "high": high}
    if target is None:
        nothing = np.full(len(frame), np.nan)
        columns |= {"target": nothing, "gap": nothing, "short": False, "clear": False, "need": nothing}
    else:
        lacking = np.where(np.isnan(value), np.nan, shortfall(top, bottom, indicator, target))
        short = lacking > 0
        columns |= {
            "target": target.value,
            "gap": value - target.value,
            "short": short,
            "clear": short & clearly_short(low, high, target.value, target.comparator),
            "need": need(lacking),
        }
    return pd.DataFrame(columns, index=frame.index)


def measured(
    values: pd.DataFrame,
    areas: pd.DataFrame,
    *,
    indicator: Indicator,
    period: Period,
    due_on: date | None,
    as_of: date,
    province: Total | None,
    merged_on: date | None = None,
) -> pd.DataFrame:
    """One row per commune of AREAS, in their order: MEASURED of docs/architecture.md.

    values: VALUES; rows of other indicators, periods and kinds are ignored. due_on: when reports of the period are due;
    until then a commune without one is 'not_due'. province: the benchmark of `versus` (NA without it).
    merged_on: given for an indicator that counts communes: before that day its values of today's communes are counts
    of merged ones, so they are blank, 'merged'. need and gap are NaN in a blank row, short and clear False.
    """
    chosen = (values["indicator"] == indicator.code) & (values["period"] == period.code) & (values["kind"] == "commune")
    figures = values.loc[chosen].set_index("code")
    figures = figures[[*_FIGURES, *_FLAGS, *_PARTS, "blank"]].reindex(pd.Index(areas["code"]))
    reported = figures["blank"].notna()
    blank = figures["blank"].replace(_AS_REPORTED).where(reported, _unreported(due_on, as_of)).astype(object)
    if indicator.province_only:
        blank[:] = "hidden"
    elif merged_on is not None and period.ends_on < merged_on:
        blank = blank.where(blank != "", "merged")
    # A row without figures and without a reason can't be drawn as a value; to the reader it is not reported.
    incomplete = figures["numerator"].isna() | (figures["denominator"].isna() & indicator.is_rate)
    blank = blank.where((blank != "") | ~incomplete, "missing")
    figures[_FIGURES] = figures[_FIGURES].astype(float).where(blank == "", axis=0)

    result = areas.reset_index(drop=True).copy()
    figures, blank = figures.reset_index(drop=True), blank.reset_index(drop=True)
    result[_FIGURES] = figures[_FIGURES]
    result = result.join(judged(figures, indicator, target_of(indicator, period)))
    result["versus"] = versus_benchmark(
        figures["numerator"], figures["denominator"], indicator, np.nan if province is None else province.value
    )
    result["blank"] = blank
    for flag in _FLAGS:
        result[flag] = figures[flag].eq(True)
    for count in _PARTS:
        result[count] = figures[count].fillna(0).astype("int64")
    return result


def _unreported(due_on: date | None, as_of: date) -> str:
    return "not_due" if due_on is not None and due_on > as_of else "missing"


def total(
    numerator: float,
    denominator: float,
    indicator: Indicator,
    period: Period,
    *,
    origin: str,
    parts: int,
    parts_expected: int,
    estimated: bool = False,
    provisional: bool = False,
) -> Total:
    """A `Total` from sums, judged by the target in force in `period`."""
    target = target_of(indicator, period)
    frame = pd.DataFrame({"numerator": [float(numerator)], "denominator": [float(denominator)]})
    row = judged(frame, indicator, target).iloc[0]
    return Total(
        numerator=float(numerator),
        denominator=float(denominator),
        value=float(row["value"]),
        low=float(row["low"]),
        high=float(row["high"]),
        need=None if np.isnan(row["need"]) else int(row["need"]),
        target=None if target is None else float(target.value),
        short=bool(row["short"]),
        clear=bool(row["clear"]),
        origin=origin,
        parts=parts,
        parts_expected=parts_expected,
        estimated=estimated,
        provisional=provisional,
    )


def province_total(
    values: pd.DataFrame, indicator: Indicator, period: Period, *, kind: str = "province"
) -> Total | None:
    """The stored figure of the province (or `kind`='country') in VALUES; None if there is none or it has no figure.

    A reference value may be stated without its counts: then numerator, denominator, interval and need are unknown.
    """
    chosen = (values["indicator"] == indicator.code) & (values["period"] == period.code) & (values["kind"] == kind)
    rows = values.loc[chosen & (values["numerator"].notna() | values["value"].notna())]
    if rows.empty:
        return None
    row = rows.iloc[0]
    found = total(
        row["numerator"],
        row["denominator"],
        indicator,
        period,
        origin=str(row["origin"]),
        parts=int(row["parts"]),
        parts_expected=int(row["parts_expected"]),
        estimated=bool(row["estimated"]),
        provisional=bool(row["provisional"]),
    )
    return found if found.value == found.value else _stated(found, float(row["value"]), target_of(indicator, period))


def _stated(found: Total, value: float, target: Target | None) -> Total:
    """`found`, which has no counts, with a value that was published as such."""
    short = target is not None and (value < target.value if target.comparator == ">=" else value > target.value)
    return replace(found, value=value, short=short)


def group_total(rows: pd.DataFrame, indicator: Indicator, period: Period) -> Total | None:
    """The communes of MEASURED `rows` together, recomputed from their sums; None if none of them has a figure.

    parts: communes with a figure, parts_expected: all in `rows` to which the indicator applies.
    """
    shown = rows[rows["blank"] == ""]
    if shown.empty:
        return None
    return total(
        shown["numerator"].sum(),
        shown["denominator"].sum() if indicator.is_rate else np.nan,
        indicator,
        period,
        origin="summed",
        parts=len(shown),
        parts_expected=int((rows["blank"] != "not_applicable").sum()),
        estimated=bool(shown["estimated"].any()),
        provisional=bool(shown["provisional"].any()),
    )
