"""Which periods of an indicator may be held against each other: those that stand on one axis, up to where its series breaks."""

from collections.abc import Iterable
from datetime import date

from indicators.catalogue import Indicator
from indicators.periods import ANNUAL, Kind
from indicators.trend import merger_breaks
from indicators.versions import definition_breaks


def kinds_of(indicator: Indicator, kind: Kind) -> tuple[Kind, ...]:
    """The kinds of period that stand on one axis with `kind`: annual ones together, others alone."""
    return tuple(k for k in indicator.periods if k in ANNUAL) if kind in ANNUAL else (kind,)


def series_breaks(periods: Iterable[str], indicator: Indicator, *, merged_on: date | None) -> tuple[str, ...]:
    """The first of `periods` (codes) after each change of what is counted: merged communes, or a new definition.

    merged_on: the first day of the communes that others were merged into; None where that breaks nothing. Another source of the figures breaks a series too,
    but each area's by itself: `indicators.sources.source_breaks`.
    """
    known = list(periods)
    merger = () if merged_on is None else merger_breaks(known, indicator, merged_on)
    return (*merger, *definition_breaks(known, indicator))
