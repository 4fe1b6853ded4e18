"""From VALUES to lines: points in the indicator's unit with intervals, what hovering says, which of very many are drawn."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from base.formats import number
from base.texts import Texts
from charts.firmness import Firmness
from charts.series import Series
from charts.timeline import Timeline
from indicators.catalogue import Indicator
from indicators.intervals import limits_of
from indicators.labels import interval_text, period_label, value_text
from indicators.measure import value_of
from indicators.periods import Period


def area_points(history: pd.DataFrame, axis: Sequence[Period], indicator: Indicator, *, kind: str) -> pd.DataFrame:
    """The rows of VALUES `history` of areas of `kind` (commune|former|province|country) on `axis`, their index kept.

    value, low and high (95 %) are in the indicator's unit; a value stated without counts has no interval (NaN).
    """
    codes = [period.code for period in axis]
    rows = history[(history["kind"] == kind) & (history["indicator"] == indicator.code) & history["period"].isin(codes)]
    top, bottom = rows["numerator"].to_numpy(float), rows["denominator"].to_numpy(float)
    low, high = limits_of(top, bottom, indicator)
    value = value_of(top, bottom, indicator)
    stated = rows["value"].to_numpy(float)
    return rows.assign(value=np.where(np.isnan(value), stated, value), low=low, high=high)


def area_lines(
    history: pd.DataFrame, axis: Sequence[Period], timeline: Timeline, *, kind: str, name: str = ""
) -> list[Series]:
    """A line per area of `kind` in VALUES `history` that has any figure on `axis`. name: instead of the stored one."""
    points = area_points(history, axis, timeline.indicator, kind=kind)
    points = points[points["code"].isin(points.loc[points["value"].notna(), "code"])]
    return lines_of(points.assign(name=name) if name else points, axis, timeline)


def lines_of(points: pd.DataFrame, axis: Sequence[Period], timeline: Timeline, *, brief: bool = False) -> list[Series]:
    """A line per code of `points`, in the order in which they come.

    points: columns code, name, period, numerator, denominator, value, low, high, estimated, provisional, source_kind; a
    period without a row is a gap. brief: hovering says less.
    """
    hover = _brief if brief else _hover
    say, indicator = timeline.say, timeline.indicator
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
                hover=tuple(
                    "" if point is None else hover(name, labels[point.period], point, indicator, say) for point in found
                ),
                firmness=tuple(Firmness() if point is None else Firmness.of_point(point) for point in found),
            )
        )
    return lines


def spread(points: pd.DataFrame, most: int) -> list[str]:
    """At most `most` codes of `points`, evenly over the order of their last values, the lowest and the highest among them.

    points: columns code, value; later rows are later periods. Codes without any value are left out.
    """
    last = points.dropna(subset="value").drop_duplicates("code", keep="last").sort_values("value")
    codes: list[str] = last["code"].tolist()
    if len(codes) <= most:
        return codes
    return [codes[i] for i in np.unique(np.linspace(0, len(codes) - 1, most).round().astype(int))]


def _brief(name: str, period: str, point: Any, indicator: Indicator, say: Texts) -> str:
    """What hovering a quiet line says; choosing the line says the rest. Hundreds of them travel with the figure."""
    value = value_text(point.value, indicator, say.language)
    period = ", ".join([period, *Firmness.of_point(point).in_passing(say)])
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
    return "<br>".join(lines + Firmness.of_point(point).remarks(say))


def _column(points: Sequence[Any], name: str) -> tuple[float, ...]:
    return tuple(math.nan if point is None else float(getattr(point, name)) for point in points)
