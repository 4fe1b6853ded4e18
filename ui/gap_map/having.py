"""Of what each commune has or has not: who lacks it, since when, how many children live there, where the nearest one is."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from base import settings
from charts.having import HavingChart
from charts.timeline import Timeline
from indicators import presence
from indicators.comparable import kinds_of
from indicators.measure import ByPeriod
from indicators.periods import Period
from indicators.readings import Reading
from ui.frame.page import Page


def with_presence(page: Page, reading: Reading, values: ByPeriod) -> Reading:
    """`reading` with PRESENCE in MEASURED where its indicator is one that communes have or have not; else as it is."""
    indicator = reading.indicator
    if not indicator.yes_or_no:
        return reading
    found = presence.presence(
        reading.measured,
        history(page, reading),
        indicator=indicator,
        period=reading.period,
        children=children(page, reading, values),
    )
    return replace(reading, measured=found)


def history(page: Page, reading: Reading) -> pd.DataFrame:
    """VALUES of the indicator in all periods that stand on one axis with the one shown."""
    kinds = kinds_of(reading.indicator, reading.period.kind)
    return page.data.history(reading.indicator.code, tuple(str(kind) for kind in kinds))


def children_period(page: Page, reading: Reading) -> Period | None:
    """The period in which the children concerned were counted: the one shown, else the whole year that it is of."""
    source = reading.indicator.children_from
    if not source:
        return None
    other = page.catalogue[source]
    return reading.period if reading.period.kind in other.periods else other.annual(reading.period.year)


def children(page: Page, reading: Reading, values: ByPeriod) -> Mapping[str, float]:
    """How many children live in each commune, by code; nothing where the indicator says of no other that it has them."""
    period = children_period(page, reading)
    if period is None:
        return {}
    rows = values.of(page.catalogue[reading.indicator.children_from], period)
    rows = rows[rows["kind"] == "commune"]
    return dict(zip(rows["code"], rows["denominator"], strict=True))


def nearest(page: Page, rows: pd.DataFrame) -> pd.DataFrame:
    """The nearest place of the indicator's kind to the middle of each commune of `rows`: as `presence.nearest`; empty without one."""
    shapes, kind = page.geometry, page.indicator.facility
    if shapes is None or not kind:
        return presence.nearest(rows, pd.DataFrame())
    places = page.data.facilities()
    there = rows[rows["code"].isin(shapes.position.keys())]
    middles = [shapes.lonlat[shapes.position[code]] for code in there["code"]]
    points = pd.DataFrame(middles, columns=["lon", "lat"], index=there.index)
    return presence.nearest(points, places[places["kind"] == kind])


def chart(page: Page, shown: Reading, scoped: pd.DataFrame) -> HavingChart:
    """In how many communes of the scope it was, period by period; of the whole province by its own figures.

    scoped: MEASURED of the communes in scope.
    """
    values = history(page, shown)
    of_province = values["kind"] == "province"
    in_scope = (values["kind"] == "commune") & values["code"].isin(scoped["code"])
    rows = values[of_province if page.view.area.is_empty else in_scope]
    timeline = Timeline(
        page.indicator, page.say, page.period.kind, seam=settings.province().merged_on, events=page.events
    )
    return HavingChart(presence.counts(rows, until=shown.period), timeline)
