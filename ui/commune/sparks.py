"""A commune's indicators by year, each a picture the size of a word."""

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

from base import settings
from charts.sparkline import Sparkline
from indicators.comparable import series_breaks
from indicators.measure import value_of
from indicators.periods import Period, parse
from indicators.readings import Reading
from indicators.sources import source_breaks
from indicators.trend import trend
from ui.commune.model import Profile
from ui.frame import marks
from ui.frame.page import Page


def sparks(page: Page, shown: Profile) -> dict[str, Markup]:
    """The commune's line by year for each indicator, a picture the size of a word; an arrow where a trend is proven."""
    past = {str(code): rows for code, rows in shown.past.groupby("indicator", sort=False)}
    pictures = {}
    for reading in shown.readings:
        rows = past.get(reading.indicator.code)
        if rows is not None and reading.indicator.counts_communes:
            rows = _since(rows)
        if rows is not None and len(rows):
            pictures[reading.indicator.code] = _picture(page, reading, rows)
    return pictures


def _since(rows: pd.DataFrame) -> pd.DataFrame:
    """The VALUES `rows` of periods that end after communes merged."""
    merged_on = settings.province().merged_on
    return rows[[parse(code).ends_on >= merged_on for code in rows["period"]]]


def _picture(page: Page, reading: Reading, rows: pd.DataFrame) -> Markup:
    """rows: VALUES of the reading's indicator, by year, one at least."""
    indicator, year = reading.indicator, reading.period.year
    periods = {code: parse(code) for code in rows["period"]}
    values = value_of(rows["numerator"].to_numpy(float), rows["denominator"].to_numpy(float), indicator)
    by_year = dict(zip([period.year for period in periods.values()], values, strict=True))
    first = min(by_year)
    target = indicator.target(reading.period)
    merged_on = settings.province().merged_on
    breaks = series_breaks(periods, indicator, merged_on=merged_on)
    line = Sparkline(
        [by_year.get(y, float("nan")) for y in range(first, year + 1)],
        target=target.value if target else None,
        provisional_last=bool(rows["provisional"].iloc[-1]),
        estimated_last=bool(rows["estimated"].iloc[-1]),
        cuts=[periods[code].year - first for code in (*breaks, *source_breaks(rows))],
    ).svg(page.look)
    until = _until(rows, periods, year)
    proven = trend(until, indicator, breaks=series_breaks(until["period"], indicator, merged_on=merged_on))
    return Markup(line) + marks.trend_arrow(proven, indicator, page.say)


def _until(rows: pd.DataFrame, periods: Mapping[str, Period], year: int) -> pd.DataFrame:
    """The VALUES `rows` up to the year in view; what came later is not known to who reads that year."""
    if max(period.year for period in periods.values()) <= year:
        return rows
    return rows[[periods[code].year <= year for code in rows["period"]]]
