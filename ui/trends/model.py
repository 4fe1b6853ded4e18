"""What the trends page shows: the history of one indicator, of the province, its groups and the communes in scope."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from base import settings
from base.texts import Texts
from indicators import periods
from indicators.comparable import Pair, kinds_of, pairs, series_breaks
from indicators.course import Course, course
from indicators.groups import by_group
from indicators.labels import period_short
from indicators.measure import ByPeriod, Total, group_total, province_total, target_of
from indicators.periods import Kind
from indicators.presence import Having, counts
from indicators.trend import Trend, trend
from ui.frame.page import Page


@dataclass(frozen=True)
class History:
    """history: VALUES of communes in scope, province and country; groups: of `by_group`; kind: of the periods shown.

    latest: the province's figure; total: that of the communes in scope together, None without a filter or a figure.
    breaks: the first periods after what is counted changed, where every line is cut. course: of the province, from the first to
    the last year of the trend, or, where all there are were counted, since the last break. counts: of what communes have or have not, in how
    many of those in scope it was. pairs: the period in view against each earlier one of the province.
    """

    kind: Kind
    history: pd.DataFrame
    groups: pd.DataFrame
    trend: Trend
    latest: Total | None
    total: Total | None
    target: float | None
    breaks: tuple[str, ...]
    course: Course | None
    counts: tuple[Having, ...]
    pairs: tuple[Pair, ...]


def history(page: Page) -> History:
    """The history of the indicator in view, in periods like the one in view."""
    indicator, period = page.indicator, page.period
    kinds = kinds_of(indicator, period.kind)
    values = page.data.history(indicator.code, tuple(str(k) for k in kinds))
    inside = set(page.areas.loc[page.inside, "code"])
    scoped = values[(values["kind"] != "commune") | values["code"].isin(inside)]
    province = values[values["kind"] == "province"]
    target = target_of(indicator, period)
    breaks = series_breaks(province["period"], indicator, merged_on=settings.province().merged_on)
    # What came later is not known to who reads an earlier year.
    until = [periods.parse(code).ends_on <= period.ends_on for code in province["period"]]
    # As flags even where there is none: an empty list would choose columns.
    known = province[np.array(until, dtype=bool)]
    shown = trend(known, indicator, breaks=breaks)
    return History(
        kind=period.kind,
        history=scoped,
        groups=by_group(scoped, page.areas[page.inside], page.view.by, indicator),
        trend=replace(shown, y0=_year(shown.y0, page.say), y1=_year(shown.y1, page.say)),
        latest=province_total(province, indicator, period),
        total=None if page.scope.whole else _together(page, values),
        target=target.value if target else None,
        breaks=breaks,
        course=course(known, indicator, breaks=breaks, since=shown.y0, until=shown.y1 or period.code),
        counts=_counts(page, scoped) if indicator.yes_or_no else (),
        pairs=pairs(province, indicator, later=period, merged_on=settings.province().merged_on),
    )


def _counts(page: Page, scoped: pd.DataFrame) -> tuple[Having, ...]:
    kind = "province" if page.view.area.is_empty else "commune"
    return counts(scoped[scoped["kind"] == kind], until=page.period)


def _together(page: Page, values: pd.DataFrame) -> Total | None:
    """The figure of the communes in scope in the period in view."""
    scoped = page.reading(page.indicator, page.period, ByPeriod(values)).measured[page.inside.to_numpy()]
    return group_total(scoped, page.indicator, page.period) if len(scoped) else None


def _year(code: str, say: Texts) -> str:
    return period_short(periods.parse(code), say) if code else ""


def seam_in(shown: History) -> bool:
    """Whether the merger lies within the periods shown."""
    known = [periods.parse(c).ends_on for c in shown.history["period"].unique()]
    merged_on = settings.province().merged_on
    return bool(known) and min(known) < merged_on <= max(known)
