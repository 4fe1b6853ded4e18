"""A commune's indicators by year, each a picture the size of a word."""

import numpy as np
import pandas as pd
from markupsafe import Markup

from base import settings
from charts.sparkline import Sparkline
from indicators.comparable import series_breaks
from indicators.measure import target_of_commune, value_of
from indicators.periods import parse
from indicators.readings import Reading
from indicators.sources import source_breaks
from indicators.trend import trend
from ui.commune.model import Profile
from ui.frame import marks
from ui.frame.page import Page


def sparks(page: Page, shown: Profile) -> dict[str, Markup]:
    """The commune's line by year for each indicator up to the year in view, since what came later is not known to who reads that
    year; a picture the size of a word, with an arrow where a trend is proven."""
    past = {str(code): rows for code, rows in shown.past.groupby("indicator", sort=False)}
    pictures = {}
    for reading in shown.readings:
        rows = past.get(reading.indicator.code)
        if rows is not None and reading.indicator.yes_or_no:
            rows = _since(rows)
        if rows is not None:
            rows = rows[[parse(code).year <= reading.period.year for code in rows["period"]]]
        if rows is not None and len(rows):
            pictures[reading.indicator.code] = _picture(page, reading, rows)
    return pictures


def _since(rows: pd.DataFrame) -> pd.DataFrame:
    """The VALUES `rows` of periods that end after communes merged."""
    merged_on = settings.province().merged_on
    return rows[[parse(code).ends_on >= merged_on for code in rows["period"]]]


def _picture(page: Page, reading: Reading, rows: pd.DataFrame) -> Markup:
    """rows: VALUES of the reading's indicator, by year, one at least, none after the year in view."""
    indicator, periods = reading.indicator, [parse(code) for code in rows["period"]]
    values = value_of(rows["numerator"].to_numpy(float), rows["denominator"].to_numpy(float), indicator)
    by_year = dict(zip([period.year for period in periods], values, strict=True))
    first = min(by_year)
    target = target_of_commune(indicator, reading.period)
    breaks = series_breaks(rows["period"], indicator, merged_on=settings.province().merged_on)
    # The dot at the end is the last figure, and says how firm that one is.
    known = np.flatnonzero(~np.isnan(values))
    last = rows.iloc[known[-1] if len(known) else -1]
    line = Sparkline(
        [by_year.get(year, float("nan")) for year in range(first, reading.period.year + 1)],
        target=target.value if target else None,
        provisional_last=bool(last["provisional"]),
        estimated_last=bool(last["estimated"]),
        cuts=[parse(code).year - first for code in (*breaks, *source_breaks(rows))],
    ).svg(page.look)
    return Markup(line) + marks.trend_arrow(trend(rows, indicator, breaks=breaks), indicator, page.say)
