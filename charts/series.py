"""From VALUES to points on a time axis: consecutive periods, gaps where nothing was reported, what hovering says."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from base.formats import number
from base.texts import Texts
from indicators.catalogue import Indicator
from indicators.intervals import interval_of
from indicators.labels import interval_text, period_label, value_text
from indicators.measure import value_of
from indicators.periods import Kind, Period, following, parse
from indicators.sources import changes_of_way, way
from indicators.standing import in_passing, remarks

# More grey lines than this are a smear and a slow page; the rest stands in the table.
MOST_LINES = 150


def axis_periods(history: pd.DataFrame, kind: Kind) -> list[Period]:
    """All periods of `kind` from the first to the last in `history`, also those in between without any row.

    Reference values of the country do not lengthen it: its line runs where ours does.
    """
    ours = history.loc[history["kind"] != "country", "period"].unique()
    present = sorted(p for p in {parse(code) for code in ours} if p.kind is kind)
    if not present:
        return []
    axis = [present[0]]
    while axis[-1] < present[-1]:
        axis.append(following(axis[-1]))
    return axis


@dataclass(frozen=True)
class Series:
    """One line: a value per period of the axis with its 95 % interval, NaN where there is none, and how firm each is."""

    code: str
    name: str
    axis: tuple[Period, ...]
    value: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    provisional: tuple[bool, ...]
    hover: tuple[str, ...]
    estimated: tuple[bool, ...]
    source_kind: tuple[str, ...]

    @property
    def x(self) -> list[str]:
        """The last day of each period: a year's point stands after the seam that falls within it."""
        return [p.ends_on.isoformat() for p in self.axis]

    @cached_property
    def changes(self) -> dict[str, tuple[str, str]]:
        """Where survey figures and others meet (`changes_of_way`): the line is never joined there."""
        known = zip(self.axis, self.source_kind, self.value, strict=True)
        return changes_of_way((period.code, way(kind)) for period, kind, value in known if not np.isnan(value))

    def breaks_at(self, code: str, breaks: Collection[str]) -> bool:
        """Whether the line begins anew at the period `code`: at one of `breaks`, or by its own change of source."""
        return code in breaks or code in self.changes

    def standing(self, i: int, say: Texts) -> list[str]:
        """How firm the figure at place `i` is, as words within a sentence."""
        flags = {"provisional": self.provisional[i], "estimated": self.estimated[i]}
        return in_passing(**flags, source_kind=self.source_kind[i], say=say)

    @property
    def last(self) -> int | None:
        """The place of the last figure; None if there is none."""
        return next((i for i in reversed(range(len(self.value))) if not np.isnan(self.value[i])), None)


def judged_points(rows: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """VALUES `rows` with value, low and high in the indicator's unit; a value stated without counts has no interval."""
    top, bottom = rows["numerator"].to_numpy(float), rows["denominator"].to_numpy(float)
    interval = interval_of(indicator)
    low = high = np.full(len(rows), np.nan)
    if interval is not None:
        low, high = (indicator.multiplier * limit for limit in interval(top, bottom, 0.95))
    value = value_of(top, bottom, indicator)
    stated = rows["value"].to_numpy(float)
    return rows.assign(value=np.where(np.isnan(value), stated, value), low=low, high=high)


def _brief(name: str, period: str, point: Any, indicator: Indicator, say: Texts) -> str:
    """What hovering a quiet line says; choosing the line says the rest. Hundreds of them travel with the figure."""
    value = value_text(point.value, indicator, say.language)
    period = ", ".join([period, *in_passing(**_standing(point), say=say)])
    if not indicator.is_rate:
        return f"{name}<br>{period}: {value}"
    if interval := interval_text(point.low, point.high, indicator, say.language):
        value = f"{value} ({interval})"
    counts = f"{number(point.numerator, say.language)}/{number(point.denominator, say.language)}"
    return f"{name}<br>{period}: {value}, {counts}"


def _hover(name: str, period: str, point: Any, indicator: Indicator, say: Texts) -> str:
    language = say.language
    lines = [f"<b>{name}</b>", f"{period}: {value_text(point.value, indicator, language)}"]
    if indicator.is_rate and point.numerator == point.numerator:
        noun = indicator.wording(language).unit_noun_many
        lines.append(f"{number(point.numerator, language)}/{number(point.denominator, language)} {noun}")
    if interval := interval_text(point.low, point.high, indicator, language):
        lines.append(say("95% interval {interval}", interval=interval))
    return "<br>".join(lines + remarks(**_standing(point), say=say))


def _standing(point: Any) -> dict[str, Any]:
    return {name: getattr(point, name) for name in ("provisional", "estimated", "source_kind")}


def _column(points: Sequence[Any], name: str) -> tuple[float, ...]:
    return tuple(math.nan if point is None else float(getattr(point, name)) for point in points)


def lines_of(
    points: pd.DataFrame, axis: Sequence[Period], *, indicator: Indicator, say: Texts, brief: bool = False
) -> list[Series]:
    """A line per code of `points`, in the order in which they come.

    points: columns code, name, period, numerator, denominator, value, low, high, estimated, provisional, source_kind; a
    period without a row is a gap. brief: hovering says less.
    """
    hover = _brief if brief else _hover
    labels = {period.code: period_label(period, say) for period in axis}
    by_area: dict[Any, dict[Any, Any]] = {}
    for point in points.itertuples(index=False):
        by_area.setdefault(point.code, {})[point.period] = point
    lines = []
    for code, own in by_area.items():
        found = [own.get(period.code) for period in axis]
        name = str(next(reversed(own.values())).name)
        lines.append(
            Series(
                code=str(code),
                name=name,
                axis=tuple(axis),
                value=_column(found, "value"),
                low=_column(found, "low"),
                high=_column(found, "high"),
                provisional=tuple(point is not None and bool(point.provisional) for point in found),
                hover=tuple(
                    "" if point is None else hover(name, labels[point.period], point, indicator, say) for point in found
                ),
                estimated=tuple(point is not None and bool(point.estimated) for point in found),
                source_kind=tuple("" if point is None else str(point.source_kind) for point in found),
            )
        )
    return lines


def area_lines(
    history: pd.DataFrame,
    axis: Sequence[Period],
    *,
    kind: str,
    indicator: Indicator,
    say: Texts,
    name: str = "",
    keep: Collection[str] = (),
    most: int = MOST_LINES,
    brief: bool = False,
) -> list[Series]:
    """A line per area of `kind` (commune|former|province|country) in VALUES `history`, at most `most` of them.

    name: instead of the stored one. keep: codes that are drawn whatever happens.
    brief: hovering says less.
    """
    codes = [period.code for period in axis]
    rows = history[(history["kind"] == kind) & (history["indicator"] == indicator.code) & history["period"].isin(codes)]
    points = judged_points(rows, indicator)
    shown = {*_spread(points, most), *keep}
    points = points[points["code"].isin(shown)]
    return lines_of(points.assign(name=name) if name else points, axis, indicator=indicator, say=say, brief=brief)


def _spread(points: pd.DataFrame, most: int) -> list[str]:
    """At most `most` codes, evenly over the order of their last values, the lowest and the highest among them."""
    last = points.dropna(subset="value").drop_duplicates("code", keep="last").sort_values("value")
    codes: list[str] = last["code"].tolist()
    if len(codes) <= most:
        return codes
    return [codes[i] for i in np.unique(np.linspace(0, len(codes) - 1, most).round().astype(int))]


def segments(line: Series, breaks: Collection[str]) -> tuple[list[int | None], list[int | None]]:
    """Which points the solid and the dashed (provisional) stroke visit, None lifting the pen.

    A stroke never crosses a missing point or a change of definition (`breaks`: codes of the first periods after one).
    """
    solid: list[int | None] = []
    dashed: list[int | None] = []
    for i, (period, value) in enumerate(zip(line.axis, line.value, strict=True)):
        joined = (
            i > 0
            and not np.isnan(value)
            and not np.isnan(line.value[i - 1])
            and not line.breaks_at(period.code, breaks)
        )
        if line.provisional[i]:
            dashed += [None, *([i - 1] if joined else []), i]
        else:
            solid += [i] if joined and not line.provisional[i - 1] else [None, i]
            if joined and line.provisional[i - 1]:
                dashed += [None, i - 1, i]
    return solid, dashed
