"""A commune's indicators by year, each a picture the size of a word."""

import numpy as np
from markupsafe import Markup

from base import settings
from charts.sparkline import Sparkline
from indicators import periods
from indicators.comparable import series_breaks
from indicators.measure import value_of
from indicators.sources import source_breaks
from indicators.trend import trend
from ui.commune.model import Profile
from ui.frame import marks
from ui.frame.page import Page


def sparks(page: Page, shown: Profile) -> dict[str, Markup]:
    """The commune's line by year for each indicator, a picture the size of a word; an arrow where a trend is proven."""
    pictures = {}
    for reading in shown.readings:
        indicator = reading.indicator
        rows = shown.past[(shown.past["indicator"] == indicator.code) & (shown.past["kind"] == "commune")]
        if indicator.counts_communes:
            merged_on = settings.province().merged_on
            rows = rows[np.array([periods.parse(p).ends_on >= merged_on for p in rows["period"]], dtype=bool)]
        values = value_of(rows["numerator"].to_numpy(float), rows["denominator"].to_numpy(float), indicator)
        by_year = dict(zip([periods.parse(p).year for p in rows["period"]], values, strict=True))
        if not by_year:
            continue
        years = range(min(by_year), reading.period.year + 1)
        target = indicator.target(reading.period)
        broken = [
            periods.parse(p).year
            for p in (
                *series_breaks(rows["period"], indicator, merged_on=settings.province().merged_on),
                *source_breaks(rows),
            )
        ]
        line = Sparkline(
            [by_year.get(y, float("nan")) for y in years],
            target=target.value if target else None,
            provisional_last=bool(len(rows) and rows["provisional"].iloc[-1]),
            estimated_last=bool(len(rows) and rows["estimated"].iloc[-1]),
            cuts=[year - min(by_year) for year in broken],
        ).svg(page.look)
        # Up to the year in view; what came later is not known to who reads that year.
        until = rows[[periods.parse(p).year <= reading.period.year for p in rows["period"]]]
        proven = trend(
            until, indicator, breaks=series_breaks(until["period"], indicator, merged_on=settings.province().merged_on)
        )
        pictures[indicator.code] = Markup(line) + marks.trend_arrow(proven, indicator, page.say)
    return pictures
