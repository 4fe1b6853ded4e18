"""What the overview shows, put together from the readings of two years."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from base import settings
from indicators.comparable import series_breaks
from indicators.doubtful import is_over
from indicators.measure import Total, group_total
from indicators.overview import OverviewRow, got_worse, is_compared, missed_targets, overview_rows
from indicators.readings import Reading
from indicators.trend import POINTS, Trend, trend
from ui.frame.page import Page


@dataclass(frozen=True)
class Overview:
    """rows: one per headline indicator; worse: of `got_worse`; missed: of `missed_targets`. All of the communes in scope only.

    province: the province's own totals by indicator code, to stand beside those of a filter; empty without one.
    compared: whether anything can be held against the year before.
    """

    year: int
    rows: list[OverviewRow]
    worse: pd.DataFrame
    missed: pd.DataFrame
    communes: int
    province: Mapping[str, Total | None]
    compared: bool

    @property
    def has_judged_communes(self) -> bool:
        """Whether any commune has a figure with a target."""
        return bool((self.missed["judged"] > 0).any())

    @property
    def judged(self) -> list[tuple[OverviewRow, Total]]:
        """The rows with a figure and a target; a figure that can't be meets none."""
        return [
            (r, r.total)
            for r in self.rows
            if r.total is not None and r.total.target is not None and not is_over(r.total.value, r.indicator)
        ]

    @property
    def furthest(self) -> tuple[OverviewRow, Total] | None:
        """The target missed by most, relative to it; None if all are met."""
        missed = [(r, t) for r, t in self.judged if t.short]
        return max(missed, key=lambda rt: abs(rt[1].value - (rt[1].target or 0)) / abs(rt[1].target or 1), default=None)


def _scoped(page: Page, readings: dict[str, Reading]) -> tuple[dict[str, pd.DataFrame], dict[str, Total | None]]:
    """Measured frames and totals of the communes in scope; without a filter the total is the province's own."""
    inside = page.inside.to_numpy()
    frames = {code: r.within(inside) for code, r in readings.items()}
    if page.view.area.is_empty:
        return frames, {code: r.province for code, r in readings.items()}
    return frames, {code: group_total(frames[code], r.indicator, r.period) for code, r in readings.items()}


def _trends(page: Page, readings: dict[str, Reading], values: pd.DataFrame, year: int) -> dict[str, Trend]:
    """What the five years up to `year` say of the province. values: VALUES that hold its figures in all of them.

    Nothing of a group of communes: its sums leave out what is hidden, not the same communes in each year.
    """
    if not page.view.area.is_empty:
        return {}
    past = {str(code): rows for code, rows in values[values["kind"] == "province"].groupby("indicator", sort=False)}
    found = {}
    for code, reading in readings.items():
        if code in past and reading.indicator.is_rate:
            periods = {p.code for y in _five_years(year) if (p := reading.indicator.annual(y))}
            rows = past[code][past[code]["period"].isin(periods)]
            found[code] = trend(
                rows,
                reading.indicator,
                breaks=series_breaks(rows["period"], reading.indicator, merged_on=settings.province().merged_on),
            )
    return found


def _five_years(year: int) -> range:
    return range(year - POINTS + 1, year + 1)


def overview(page: Page) -> Overview:
    """The overview of the year in view, against the year before; for the communes in the reader's scope. One query."""
    year = page.period.year
    (now, before), values = page.years_and_past(year, year - 1, past=_five_years(year))
    now, before = ({c: r for c, r in each.items() if r.indicator.headline} for each in (now, before))
    frames, totals = _scoped(page, now)
    frames_before, totals_before = _scoped(page, before)
    merged = {
        code
        for code, r in now.items()
        if r.indicator.yes_or_no and code in before and page.merged_between(before[code].period, r.period)
    }
    shown = [i for i in page.catalogue.headlines if i.code in now]
    trends = _trends(page, now, values, year)
    rows = overview_rows(shown, measured=frames, now=totals, before=totals_before, trends=trends, merged=merged)
    return Overview(
        year=year,
        rows=rows,
        worse=got_worse(rows, measured=frames, measured_before=frames_before, merged=merged),
        missed=missed_targets(frames),
        communes=page.scope.count,
        province={} if page.scope.whole else {code: r.province for code, r in now.items()},
        compared=is_compared(rows, measured=frames, measured_before=frames_before, merged=merged),
    )
