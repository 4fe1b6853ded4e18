"""Which periods stand on one axis, and where their line is cut."""

from collections.abc import Iterable

from base import settings
from indicators.catalogue import Indicator
from indicators.periods import ANNUAL, Kind
from indicators.trend import merger_breaks
from indicators.versions import definition_breaks


def kinds_of(indicator: Indicator, kind: Kind) -> tuple[Kind, ...]:
    """The kinds of period that stand on one axis with `kind`: annual ones together, others alone."""
    return tuple(k for k in indicator.periods if k in ANNUAL) if kind in ANNUAL else (kind,)


def series_breaks(codes: Iterable[str], indicator: Indicator) -> tuple[str, ...]:
    """The first of the periods `codes` after each change of what is counted: a new definition, or merged communes."""
    known = list(codes)
    return (
        *merger_breaks(known, indicator, settings.province().merged_on),
        *definition_breaks(known, indicator),
    )
