"""Which periods of an indicator may be held against each other: those that stand on one axis, up to where its series breaks; and
in words whether two of them compare."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from base.formats import number
from base.texts import Texts
from indicators.catalogue import Indicator
from indicators.labels import period_short
from indicators.periods import ANNUAL, Kind, Period, parse
from indicators.sources import has_figure, way
from indicators.trend import merger_breaks
from indicators.versions import definition_breaks

_Row = Mapping[Hashable, Any]


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


_SOFT = frozenset({"completeness", "origin"})
"""What must be known of two figures that compare all the same."""


@dataclass(frozen=True)
class Pair:
    """A period against an earlier one, and in what the province's figures of the two differ besides their value.

    differs: of 'kind' (a year and a school year), 'definition', 'boundary' (communes are counted and were merged between), 'source'
    (a survey and others), 'origin' (one was published, the other is a sum of reports) and 'completeness'; empty where nothing
    does. lacking: of each of the two periods that lacks reports, the period, those in the sum, and those that should be.
    """

    earlier: Period
    later: Period
    differs: tuple[str, ...]
    lacking: tuple[tuple[Period, int, int], ...]

    @property
    def compares(self) -> bool:
        """Whether the two may be held against each other, if with care."""
        return _SOFT.issuperset(self.differs)


def pairs(province: pd.DataFrame, indicator: Indicator, *, later: Period, merged_on: date) -> tuple[Pair, ...]:
    """`later` against each earlier period in which the province has a figure, the newest first; none where `later` has no figure.

    province: VALUES of the province in periods that stand on one axis, one row a period.
    """
    known = {parse(str(row["period"])): row for row in province[has_figure(province)].to_dict("records")}
    if later not in known:
        return ()
    earlier = sorted((each for each in known if each.ends_on < later.ends_on), reverse=True)
    return tuple(_pair(each, later, known[each], known[later], indicator, merged_on) for each in earlier)


def _pair(earlier: Period, later: Period, before: _Row, now: _Row, indicator: Indicator, merged_on: date) -> Pair:
    parts = [
        (period, int(row["parts"]), int(row["parts_expected"])) for period, row in ((earlier, before), (later, now))
    ]
    lacking = tuple((period, got, of) for period, got, of in parts if got < of)
    found = {
        "kind": earlier.kind is not later.kind,
        "definition": bool(definition_breaks((earlier.code, later.code), indicator)),
        "boundary": indicator.yes_or_no and earlier.ends_on < merged_on <= later.ends_on,
        "source": way(str(before["source_kind"])) != way(str(now["source_kind"])),
        "origin": (before["origin"] == "published") is not (now["origin"] == "published"),
        "completeness": bool(lacking),
    }
    return Pair(earlier, later, tuple(name for name, differs in found.items() if differs), lacking)


def pair_text(pair: Pair, say: Texts) -> str:
    """One line: 'Toàn tỉnh, 2025 và 2023: so sánh được.', or in what they differ."""
    told = {"y1": period_short(pair.later, say), "y0": period_short(pair.earlier, say)}
    if not pair.differs:
        return say("Province, {y1} and {y0}: comparable.", **told)
    words = {
        "kind": say("a calendar year and a school year"),
        "definition": say("another definition"),
        "boundary": say("communes are what is counted, and they were merged in between"),
        "source": say("survey and other sources"),
        "origin": say("a published figure and a sum of reports"),
        "completeness": ", ".join(
            say("{y}: {r} of {n} reports", y=period_short(period, say), r=number(got, say.language), n=number(of, say.language))
            for period, got, of in pair.lacking
        ),
    }  # fmt: skip
    reasons = "; ".join(words[each] for each in pair.differs)
    if pair.compares:
        return say("Province, {y1} and {y0}: comparable, with care ({reasons}).", **told, reasons=reasons)
    return say("Province, {y1} and {y0}: not comparable ({reasons}).", **told, reasons=reasons)
