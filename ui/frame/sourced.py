"""What the rows of a file come from: the collection of each figure and its citation, as the page of sources names them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from indicators.derived import needed
from ui.frame.page import Page

_Named = tuple[str, str]


@dataclass(frozen=True)
class Sources:
    """parts: of an indicator, itself or what it is derived from. found: by indicator, period and kind of area, the collection and
    the source of each area (code).
    """

    parts: Mapping[str, tuple[str, ...]]
    found: Mapping[tuple[str, str, str], Mapping[str, _Named]]

    def of(self, indicator: str, period: str, kind: str, codes: Collection[str] | None = None) -> _Named:
        """Collection and source of the figures of areas of `kind`, of all of them without `codes`; several joined by '; '."""
        named = dict[_Named, None]()
        for part in self.parts[indicator]:
            known = self.found.get((part, period, kind), {})
            named |= dict.fromkeys(known.values() if codes is None else (known[c] for c in codes if c in known))
        collections, sources = (
            (dict.fromkeys(filter(None, texts)) for texts in zip(*named, strict=True)) if named else ({}, {})
        )
        return "; ".join(collections), "; ".join(sources)


def sources(page: Page, codes: Iterable[str], periods: Iterable[str], *, stratum: str = "") -> Sources:
    """`Sources` of indicators in periods. stratum: how the keys of groups of children begin, '' for all children."""
    codes = tuple(codes)
    rows = page.data.sources(codes, tuple(periods), page.say.language)
    rows = rows[rows["stratum"].str.startswith(stratum) if stratum else rows["stratum"] == ""]
    found = dict[tuple[str, str, str], dict[str, _Named]]()
    names = ("indicator", "period", "kind", "code", "collection", "source")
    for indicator, period, kind, code, *named in zip(*(rows[name] for name in names), strict=True):
        found.setdefault((indicator, period, kind), {}).setdefault(code, (named[0], named[1]))
    return Sources({code: needed([code], page.catalogue) for code in codes}, found)


def with_sources(
    table: pd.DataFrame, known: Sources, members: Mapping[str, Collection[str]] | None = None
) -> pd.DataFrame:
    """`table` (indicator, period, kind, code) with `collection` and `source` of each row that has a figure or hides one.

    members: of rows that are sums of communes ('scope', 'group'), the communes, by the code of the row.
    """
    named = [
        known.of(indicator, period, "commune", (members or {}).get(code, ()))
        if kind in ("scope", "group")
        else known.of(indicator, period, kind, (code,))
        for indicator, period, kind, code in zip(
            *(table[name] for name in ("indicator", "period", "kind", "code")), strict=True
        )
    ]
    return table.assign(collection=[each for each, _ in named], source=[each for _, each in named])
