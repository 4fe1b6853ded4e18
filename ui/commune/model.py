"""What the commune page shows, for one commune or for all of them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from markupsafe import Markup

from base import settings
from base.formats import sort_key
from charts.sparkline import sparkline_svg
from indicators import periods
from indicators.catalogue import Indicator
from indicators.comparable import series_breaks
from indicators.intervals import interval_of
from indicators.measure import value_of
from indicators.overview import missed_targets
from indicators.sources import source_breaks
from indicators.trend import trend
from ui.commune import blocks as parts
from ui.frame import marks, shell
from ui.frame.page import Page, Reading


@dataclass(frozen=True)
class Profile:
    """readings: the headline indicators published by commune; row: the commune in AREAS.

    past: VALUES of its years; history: of the indicator in view, with the province; former: of the communes it was made
    of; strata: with stratum, of the period in view. here: the reading of the indicator in view.
    """

    code: str
    row: pd.Series
    readings: list[Reading]
    past: pd.DataFrame
    history: pd.DataFrame
    former: pd.DataFrame
    strata: pd.DataFrame
    here: Reading

    @property
    def judged(self) -> list[tuple[Reading, pd.Series]]:
        """Its readings that have a figure and a target, each with the commune's row of MEASURED."""
        rows = [(r, r.measured[r.measured["code"] == self.code].iloc[0]) for r in self.readings]
        return [(r, row) for r, row in rows if row["gap"] == row["gap"]]

    @property
    def missed(self) -> list[tuple[Reading, pd.Series]]:
        """Those of `judged` that miss the target."""
        return [(r, row) for r, row in self.judged if row["short"]]

    @property
    def worse(self) -> list[Indicator]:
        """Indicators on which it is surely worse than the province."""
        rows = [(r, r.measured[r.measured["code"] == self.code].iloc[0]) for r in self.readings]
        return [r.indicator for r, row in rows if not pd.isna(row["versus"]) and row["versus"] < 0]


def _of_communes(page: Page, year: int) -> dict[str, Reading]:
    """The headline indicators of `year` that are published by commune."""
    readings = page.years(year)[0]
    return {c: r for c, r in readings.items() if r.indicator.headline and not r.indicator.province_only}


def profile(page: Page, code: str) -> Profile:
    """Everything about the commune `code` in the year in view; two queries."""
    readings = page.years(page.period.year)[0]
    listed = [r for r in readings.values() if r.indicator.headline and not r.indicator.province_only]
    focus = page.view.indicator
    codes = tuple(dict.fromkeys([*(r.indicator.code for r in listed), focus]))
    values = page.data.profile(code, codes, focus, page.view.period)
    whole = values["stratum"] == ""
    of_focus = values["indicator"] == focus
    return Profile(
        code=code,
        row=page.areas[page.areas["code"] == code].iloc[0],
        readings=listed,
        past=values[whole & (values["kind"] == "commune")],
        history=values[whole & of_focus & (values["kind"] != "former")],
        former=values[whole & of_focus & (values["kind"] == "former")],
        strata=values[~whole],
        here=readings[focus],
    )


def sparks(page: Page, shown: Profile) -> dict[str, Markup]:
    """The commune's line by year for each indicator, a picture the size of a word; an arrow where a trend is proven."""
    pictures, merged_on = {}, settings.province().merged_on
    for reading in shown.readings:
        indicator = reading.indicator
        rows = shown.past[(shown.past["indicator"] == indicator.code) & (shown.past["kind"] == "commune")]
        if indicator.counts_communes:
            rows = rows[np.array([periods.parse(p).ends_on >= merged_on for p in rows["period"]], dtype=bool)]
        values = value_of(rows["numerator"].to_numpy(float), rows["denominator"].to_numpy(float), indicator)
        by_year = dict(zip([periods.parse(p).year for p in rows["period"]], values, strict=True))
        if not by_year:
            continue
        years = range(min(by_year), reading.period.year + 1)
        target = indicator.target(reading.period)
        breaks = series_breaks(rows["period"], indicator, merged_on=merged_on)
        broken = [periods.parse(p).year for p in (*breaks, *source_breaks(rows))]
        line = sparkline_svg(
            [by_year.get(y, float("nan")) for y in years],
            theme=shell.theme(),
            target=target.value if target else None,
            provisional_last=bool(len(rows) and rows["provisional"].iloc[-1]),
            estimated_last=bool(len(rows) and rows["estimated"].iloc[-1]),
            cuts=[year - min(by_year) for year in broken],
        )
        # Up to the year in view; what came later is not known to who reads that year.
        until = rows[[periods.parse(p).year <= reading.period.year for p in rows["period"]]]
        proven = trend(until, indicator, breaks=series_breaks(until["period"], indicator, merged_on=merged_on))
        pictures[indicator.code] = Markup(line) + marks.trend_arrow(proven, indicator, page.say)
    return pictures


def strata(shown: Profile) -> pd.DataFrame:
    """The indicator in view by the child's ethnic group within the commune: VALUES with group, value, low, high."""
    indicator = shown.here.indicator
    rows = shown.strata[shown.strata["stratum"].str.startswith("ethnic=")].reset_index(drop=True)
    top, bottom = rows["numerator"].to_numpy(float), rows["denominator"].to_numpy(float)
    interval = interval_of(indicator)
    rows["group"] = rows["stratum"].str.removeprefix("ethnic=")
    rows["value"] = value_of(top, bottom, indicator)
    rows["low"] = rows["high"] = float("nan")
    if interval is not None:
        rows["low"], rows["high"] = (indicator.multiplier * limit for limit in interval(top, bottom, 0.95))
    return rows


@dataclass(frozen=True)
class Matrix:
    """All communes in scope by all headline indicators. missed: of `missed_targets`, most clearly missed first."""

    readings: dict[str, Reading]
    missed: pd.DataFrame


def matrix(page: Page, year: int) -> Matrix:
    """The table of communes by indicators in `year`; one query."""
    readings = _of_communes(page, year)
    inside = page.inside.to_numpy()
    frames = {code: r.measured[inside].reset_index(drop=True) for code, r in readings.items()}
    return Matrix(readings, missed_targets(frames))


def chart_title(page: Page) -> Markup:
    """Over the chart: which indicator it is, and a link to where its figures come from."""
    words = page.indicator.wording(page.say.language)
    return Markup('<h2>{}</h2><p><a class="strong" data-go href="{}">{} ›</a></p>').format(
        words.short, page.link("commune", source="1"), page.say("Where the figures come from")
    )


def place(page: Page, shown: Profile) -> Markup:
    """The card of the commune: groups with what is only illustrative, former communes, neighbours."""
    names = dict(zip(page.areas["code"], page.areas["name"], strict=True))
    known = page.geometry is not None and shown.code in page.geometry.position
    codes = page.geometry.neighbours_of(shown.code) if known and page.geometry else ()
    return parts.place(
        shown.row,
        demo_schemes=frozenset(shown.row["illustrative"].split(".")),
        members=sorted(shown.former["name"].unique(), key=sort_key),
        next_to=parts.neighbours(sorted(codes, key=lambda c: sort_key(names.get(c, c))), names, page.view, page.say),
        say=page.say,
    )
