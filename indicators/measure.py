"""From what was reported to what is shown: value, interval, gap, need and the reason of every blank."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from indicators.catalogue import Direction, Indicator, Target
from indicators.doubtful import Benchmark, benchmark
from indicators.intervals import Floats, limits_of
from indicators.need import need, shortfall
from indicators.periods import Period
from indicators.sources import MIXED, SURVEY, kind_of_all
from indicators.status import clearly_met, clearly_short, versus_benchmark

BLANKS = ("missing", "hidden", "not_due", "not_applicable", "merged")
_AS_REPORTED = {"removed": "missing"}
_FIGURES = ["numerator", "denominator"]
_FLAGS = ["estimated", "provisional", "late"]
_PARTS = ["parts", "parts_expected"]
_WORDS = ["origin", "source_kind"]
_OF_TOTAL = [*_FIGURES, "value", *_WORDS, *_PARTS, "estimated", "provisional"]


@dataclass(frozen=True)
class Basis:
    """What a total stands on. parts of parts_expected: reports in the sum; of a group, communes with a figure.

    source_kind: of the collection (`indicators.sources`).
    """

    origin: str
    parts: int
    parts_expected: int
    estimated: bool = False
    provisional: bool = False
    source_kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Total(Basis):
    """The figure of a province, a country or a group of communes, judged like one of a commune.

    denominator: NaN for a count. value, low, high: in the indicator's unit; low, high NaN where there is no interval.
    short: misses the target by its value; clear: and its interval excludes the target; safe: meets it and its interval
    excludes it. need: to bring this total itself to the target (not the sum of what its communes need). need and target are None
    where no target is in force.
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
    safe: bool


def target_of(indicator: Indicator, period: Period) -> Target | None:
    """The target that judges a value of `period`; None for a neutral indicator, whatever the catalogue says."""
    return None if indicator.direction is Direction.NEUTRAL else indicator.target(period)


def target_of_commune(indicator: Indicator, period: Period) -> Target | None:
    """The target that judges one commune; None where each has it or has it not, since a share is one of several communes."""
    return None if indicator.yes_or_no else target_of(indicator, period)


def value_of(numerator: Floats, denominator: Floats, indicator: Indicator) -> Floats:
    """The value in the indicator's unit; over 100 % is kept. NaN without a denominator where one is needed."""
    if not indicator.is_rate:
        return np.asarray(numerator, float)
    return value_of_rate(numerator, denominator, indicator.multiplier)


def value_of_rate(numerator: Floats, denominator: Floats, multiplier: float | Floats) -> Floats:
    """As `value_of`, of what has a denominator. multiplier: of all, or one for each where they are of several indicators."""
    # Multiplied first: 100 × 97 / 100 is exactly 97, 100 × (97 / 100) need not be.
    result = np.full(np.shape(numerator), np.nan)
    np.divide(multiplier * numerator, denominator, out=result, where=denominator > 0)
    return result


def value_of_one(numerator: float, denominator: float, indicator: Indicator) -> float:
    """As `value_of`, of one figure."""
    return float(value_of(np.array([numerator], float), np.array([denominator], float), indicator)[0])


def judged(
    numerator: Floats, denominator: Floats, indicator: Indicator, target: Target | None
) -> dict[str, np.ndarray]:
    """value, low, high, target, gap, short, clear, safe and need of each figure.

    Without a target: target, gap and need NaN, short, clear and safe False. Where all that there are were counted, what is short
    is clearly so.
    """
    value = value_of(numerator, denominator, indicator)
    nothing = np.full(value.shape, np.nan)
    needed = _needed(numerator, denominator, nothing, indicator)
    low, high = limits_of(numerator, denominator, indicator)
    result = {"value": value, "low": low, "high": high}
    if target is None:
        never = np.zeros(value.shape, dtype=bool)
        flags = dict.fromkeys(("short", "clear", "safe"), never)
        return result | {"target": nothing, "gap": nothing, **flags, "need": needed}
    lacking = np.where(np.isnan(value), np.nan, shortfall(numerator, denominator, indicator, target))
    short, met = lacking > 0, lacking <= 0
    sure = {"clear": short, "safe": met}
    if indicator.has_interval:
        sure = {
            "clear": short & clearly_short(low, high, target.value, target.comparator),
            "safe": met & clearly_met(low, high, target.value, target.comparator),
        }
    return result | {
        "target": np.full(value.shape, float(target.value)),
        "gap": value - target.value,
        "short": short,
        **sure,
        "need": _needed(numerator, denominator, lacking, indicator),
    }


def _needed(numerator: Floats, denominator: Floats, lacking: Floats, indicator: Indicator) -> np.ndarray:
    if not indicator.adds_up:
        # Days of communes can't be added to a need.
        return np.full(np.shape(lacking), np.nan)
    # Of posts the norm says how many there should be, with or without a target of the year.
    return need(denominator - numerator if indicator.has_norm else lacking)


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
    until then a commune without one is 'not_due'; one with 0 of 0 is 'not_applicable'. province: the benchmark of `versus`, without doubtful
    reports (NA without it, and between survey and other figures).
    merged_on: given for an indicator that counts communes: before that day its values of today's communes are counts
    of merged ones, so they are blank, 'merged'. need and gap are NaN in a blank row, short, clear and safe False.
    """
    places = _places(values, indicator, period, "commune")
    # Where each commune stands among the rows; −1 without a report. All below is in the order of AREAS.
    place = pd.Index(values["code"].to_numpy(object)[places]).get_indexer(pd.Index(areas["code"].to_numpy(object)))
    rows = _Rows(values, places, place)
    blank = rows.taken("blank", "", object)
    blank[blank == "removed"] = "missing"
    blank[place < 0] = _unreported(due_on, as_of)
    top, bottom = (rows.taken(c, np.nan, np.float64) for c in _FIGURES)
    if indicator.province_only:
        blank[:] = "hidden"
    elif merged_on is not None and period.ends_on < merged_on:
        blank[blank == ""] = "merged"
    if indicator.is_rate:
        # 0 of 0: there was nobody to count, so that no target is met and none is missed.
        blank[(blank == "") & (top == 0) & (bottom == 0)] = "not_applicable"
    # A row without figures and without a reason can't be drawn as a value; to the reader it is not reported.
    blank[(blank == "") & (np.isnan(top) | (indicator.is_rate & ~(bottom > 0)))] = "missing"
    top[blank != ""] = bottom[blank != ""] = np.nan

    goal = target_of_commune(indicator, period)
    columns = {"numerator": top, "denominator": bottom, **judged(top, bottom, indicator, goal)}
    versus = versus_benchmark(top, bottom, indicator, benchmark_of(top, bottom, indicator, province).value)
    columns["blank"] = blank
    columns["at_least"] = np.where(blank == "hidden", rows.taken("at_least", np.nan, np.float64), np.nan)
    columns |= {flag: rows.taken(flag, False, np.bool_) for flag in _FLAGS}
    columns |= {count: rows.taken(count, 0, np.int64) for count in _PARTS}
    for word in _WORDS:
        columns[word] = np.where(blank == "", rows.taken(word, "", object), "")
    if province is not None and province.source_kind != MIXED:
        # A survey's figure is not held against a register's.
        versus = versus.mask((columns["source_kind"] == SURVEY) != (province.source_kind == SURVEY))
    columns["versus"] = versus.array
    return pd.concat([areas.reset_index(drop=True), pd.DataFrame(columns)], axis=1)


def benchmark_of(numerator: Floats, denominator: Floats, indicator: Indicator, province: Total | None) -> Benchmark:
    """What the communes with these figures (NaN where blank) are held against: the province without doubtful reports."""
    if province is None:
        return Benchmark(np.nan)
    return benchmark(
        numerator, denominator, indicator, whole=(province.numerator, province.denominator), value=province.value,
        summed=province.origin == "summed",
    )  # fmt: skip


@dataclass(frozen=True)
class _Rows:
    """Rows `places` of VALUES, looked up by `place`: where each area stands among them, −1 without one."""

    values: pd.DataFrame
    places: np.ndarray
    place: np.ndarray

    def taken(self, column: str, absent: object, dtype: type) -> np.ndarray:
        """The cells of `column` for each area, `absent` for one without a row."""
        result: np.ndarray = np.full(self.place.shape, absent, dtype=dtype)
        there = self.place >= 0
        result[there] = self.values[column].to_numpy()[self.places[self.place[there]]]
        return result


@dataclass(frozen=True)
class ByPeriod:
    """VALUES of many indicators and periods, parted once somebody asks: who measures each of them looks it up."""

    values: pd.DataFrame

    @cached_property
    def _parted(self) -> dict[tuple[str, str], pd.DataFrame]:
        return {
            (str(indicator), str(period)): rows
            for (indicator, period), rows in self.values.groupby(["indicator", "period"], sort=False)
        }

    def of(self, indicator: Indicator, period: Period) -> pd.DataFrame:
        """VALUES of `indicator` in `period`; no row where there is none."""
        return self._parted.get((indicator.code, period.code), self.values.iloc[:0])


def _places(values: pd.DataFrame, indicator: Indicator, period: Period, kind: str) -> np.ndarray:
    wanted = {"indicator": indicator.code, "period": period.code, "kind": kind}
    # As objects: of the few rows of a period they are compared in a tenth of the time.
    return np.flatnonzero(
        np.logical_and.reduce([values[name].to_numpy(object) == code for name, code in wanted.items()])
    )


def _unreported(due_on: date | None, as_of: date) -> str:
    return "not_due" if due_on is not None and due_on > as_of else "missing"


def total(numerator: float, denominator: float, indicator: Indicator, period: Period, basis: Basis) -> Total:
    """A `Total` from sums, judged by the target in force in `period`."""
    target = target_of(indicator, period)
    figures = np.array([numerator], float), np.array([denominator], float)
    row = {name: cells[0] for name, cells in judged(*figures, indicator, target).items()}
    return Total(
        **vars(basis),
        numerator=float(numerator),
        denominator=float(denominator),
        value=float(row["value"]),
        low=float(row["low"]),
        high=float(row["high"]),
        need=None if np.isnan(row["need"]) else int(row["need"]),
        target=None if target is None else float(target.value),
        short=bool(row["short"]),
        clear=bool(row["clear"]),
        safe=bool(row["safe"]),
    )


def province_total(
    values: pd.DataFrame, indicator: Indicator, period: Period, *, kind: str = "province"
) -> Total | None:
    """The stored figure of the province (or `kind`='country') in VALUES; None if there is none or it has no value (0 of 0).

    A reference value may be stated without its counts: then numerator, denominator, interval and need are unknown.
    """
    places = _places(values, indicator, period, kind)
    known = ~(np.isnan(values["numerator"].to_numpy(float)) & np.isnan(values["value"].to_numpy(float)))
    places = places[known[places]]
    if not len(places):
        return None
    row = {str(name): values[name].to_numpy(object)[places[0]] for name in _OF_TOTAL}
    basis = Basis(
        origin=str(row["origin"]),
        parts=int(row["parts"]),
        parts_expected=int(row["parts_expected"]),
        estimated=bool(row["estimated"]),
        provisional=bool(row["provisional"]),
        source_kind=str(row["source_kind"]),
    )
    counted = total(row["numerator"], row["denominator"], indicator, period, basis)
    if counted.value == counted.value:
        return counted
    return None if np.isnan(row["value"]) else _stated(counted, float(row["value"]), target_of(indicator, period))


def _stated(total: Total, value: float, target: Target | None) -> Total:
    """`total`, which has no counts, with a value that was published as such."""
    short = target is not None and (value < target.value if target.comparator == ">=" else value > target.value)
    return replace(total, value=value, short=short)


def group_total(rows: pd.DataFrame, indicator: Indicator, period: Period) -> Total | None:
    """The communes of MEASURED `rows` together, recomputed from their sums; None if none has a figure, or figures don't add up.

    parts: communes with a figure, parts_expected: all in `rows` to which the indicator applies.
    """
    blank = rows["blank"].to_numpy(object)
    shown = blank == ""
    if not shown.any() or not indicator.adds_up:
        return None

    def cells(name: str) -> np.ndarray:
        """Of the communes with a figure: to take these columns is much less than to take the rows."""
        taken: np.ndarray = rows[name].to_numpy()[shown]
        return taken

    basis = Basis(
        origin="summed",
        parts=int(shown.sum()),
        parts_expected=int((blank != "not_applicable").sum()),
        estimated=bool(cells("estimated").any()),
        provisional=bool(cells("provisional").any()),
        source_kind=kind_of_all(cells("source_kind")),
    )
    denominator = np.nansum(cells("denominator")) if indicator.is_rate else np.nan
    return total(np.nansum(cells("numerator")), denominator, indicator, period, basis)
