"""What happened from the first to the last figure of an area, and what the two ends hide."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.catalogue import Indicator
from indicators.intervals import Floats, limits_of
from indicators.measure import value_of
from indicators.periods import parse
from indicators.sources import source_breaks


@dataclass(frozen=True)
class Point:
    """A period's code and its value in the indicator's unit."""

    period: str
    value: float


@dataclass(frozen=True)
class Course:
    """between: the point farthest outside of the intervals of both ends together, so that who hears of the ends alone is misled;
    None where none is. below: it lies under them.
    """

    first: Point
    last: Point
    between: Point | None
    below: bool


def course(
    history: pd.DataFrame, indicator: Indicator, *, breaks: Collection[str] = (), since: str = "", until: str = ""
) -> Course | None:
    """From `since` (code; '': from the last break on) to `until` (code; '': the newest); None with fewer than two figures.

    history: VALUES of one area in periods of one kind. breaks: the first periods after what is counted changed.
    """
    known = history[~(history["numerator"].isna() & history["value"].isna())]
    rows = known.assign(ends=[parse(code).ends_on for code in known["period"]]).sort_values("ends")
    cut = {*breaks, *source_breaks(known)} if len(known) else set()
    begins = max((parse(code).ends_on for code in cut), default=None)
    if since:
        begins = parse(since).ends_on
    if begins is not None:
        rows = rows[rows["ends"] >= begins]
    if until:
        rows = rows[rows["ends"] <= parse(until).ends_on]
    if len(rows) < 2:
        return None
    top, bottom = rows["numerator"].to_numpy(float), rows["denominator"].to_numpy(float)
    counted = value_of(top, bottom, indicator)
    value = np.where(np.isnan(counted), rows["value"].to_numpy(float), counted)
    low, high = (np.where(np.isnan(end), value, end) for end in limits_of(top, bottom, indicator))
    points = [Point(str(code), float(v)) for code, v in zip(rows["period"], value, strict=True)]
    at = outside(value, low, high)
    return Course(
        points[0], points[-1], None if at is None else points[at], below=at is not None and value[at] < value[0]
    )


def outside(value: Floats, low: Floats, high: Floats) -> int | None:
    """The place of the value that lies farthest under or over the intervals of both the first and the last; None where none does.

    low, high: the value itself where it has no interval.
    """
    under, over = min(low[0], low[-1]) - value, value - max(high[0], high[-1])
    far = np.nan_to_num(np.maximum(under, over)[1:-1], nan=-np.inf)
    return int(far.argmax()) + 1 if len(far) and far.max() > 0 else None
