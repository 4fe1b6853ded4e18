"""Versions of a definition: which one holds in a period, and from where on figures can't be compared with those before."""

from collections.abc import Collection

from indicators.catalogue import Indicator, Version
from indicators.periods import Period, parse


def version_at(indicator: Indicator, period: Period) -> Version | None:
    """The version in force on the last day of `period`; None before the first one and where there are none."""
    begun = [each for each in indicator.versions if each.valid_from <= period.ends_on]
    return begun[-1] if begun else None


def definition_breaks(periods: Collection[str], indicator: Indicator) -> tuple[str, ...]:
    """The first of `periods` (codes) under each version that breaks the series, ascending; those of no earlier one are none.

    The first version breaks nothing, since there is nothing before it.
    """
    known = sorted(map(parse, periods))
    found = []
    for version in indicator.versions[1:]:
        after = [period for period in known if period.ends_on >= version.valid_from]
        if version.breaks_series and after and after[0] != known[0]:
            found.append(after[0].code)
    return tuple(dict.fromkeys(found))
