"""What the gap map shows: the reading in view, the comparison beside it, the filtered group against the rest."""

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from exports.definition import with_definition
from indicators import periods, working_time
from indicators.catalogue import Indicator, Target
from indicators.classes import MEASURES
from indicators.comparable import kinds_of
from indicators.concentration import concentration
from indicators.funnel import why_none
from indicators.measure import ByPeriod, Total, group_total, province_total, target_of
from indicators.need import shares
from indicators.periods import Period
from indicators.readings import Reading
from indicators.scope_names import filter_parts
from indicators.smoothing import figures, smoothed
from ui.frame import maps
from ui.frame.page import Page
from ui.gap_map import having, having_words
from ui.gap_map.words import group
from ui.map.picture import shown_measure

# What a commune that has it or has it not has no figure of, and what is told of it instead.
_OF_SHARES = ("value", "low", "high", "target", "gap", "short", "clear", "safe", "need", "versus", "at_least")
_OF_PRESENCE = ("has", "children", "since")


@dataclass(frozen=True)
class GapMap:
    """reading: the indicator and period in view; other: what it is compared with; inside: boolean, index of MEASURED.

    measure: what the map colours; measures: those that have a meaning here. total: the figure of the communes in scope
    together; None without a filter, where it is the province's, and where none of them has one. people: of
    `indicators.working_time.by_commune`, of the communes in scope; empty where reports don't tell full time from part time.
    other_total: that of `other`.
    """

    reading: Reading
    other: Reading | None
    inside: pd.Series
    target: Target | None
    measure: str
    measures: tuple[str, ...]
    total: Total | None
    people: pd.DataFrame
    other_total: Total | None = None

    @property
    def ranked_by(self) -> str:
        """The measure in whose order the ranking stands: beside two maps it has nothing but their values."""
        return self.measure if self.other is None else "value"

    @property
    def scoped(self) -> pd.DataFrame:
        """MEASURED of the communes in scope."""
        return self.reading.measured[self.inside]

    @property
    def has_curve(self) -> bool:
        """Whether the curve of need stands beneath the map."""
        return self.measure == "need" and concentration(self.scoped) is not None

    def is_funnel(self, layout: str) -> bool:
        """Whether `layout` asks for a funnel plot and there is one."""
        reading = self.reading
        return layout == "funnel" and not why_none(reading.measured, reading.indicator, reading.province)


def exported(page: Page, shown: GapMap, columns: list[str]) -> pd.DataFrame:
    """`columns` of MEASURED of the communes in scope, and what is made of all communes together.

    smoothed: empirical Bayes estimate, beside the value; share: part of the need of the communes in scope; cluster, where
    the map shows clusters. Columns without any figure are left out.
    """
    reading = shown.reading
    measured = maps.clustered(page, reading, shown.measure).measured
    measured = with_definition(measured, reading.indicator, reading.period).assign(kind="commune")
    if reading.indicator.yes_or_no:
        table = measured[shown.inside]
        return table[[*(c for c in columns if c not in _OF_SHARES), *_OF_PRESENCE]]
    table = measured.assign(smoothed=smoothed(*figures(measured), reading.indicator))[shown.inside]
    table["share"] = shares(table)["share"]
    for name in working_time.COLUMNS:
        table[name] = table["code"].map(shown.people[name])
    made = [c for c in ("smoothed", "share", *working_time.COLUMNS) if table[c].notna().any()]
    return table[[*columns, *made, *(["cluster"] if "cluster" in table else [])]]


def gap_map(page: Page) -> GapMap:
    """Load and measure what the address asks for; one query, of posts another one for working time."""
    indicator, period, compare = page.indicator, page.period, page.view.compare
    second = page.catalogue[compare] if compare in {i.code for i in page.catalogue} else indicator
    candidates = _beside(second, period, compare)
    children = (each.children_from for each in (indicator, second) if each.children_from)
    codes = tuple(dict.fromkeys((indicator.code, second.code, *children)))
    whole_years = (
        p for each in (period, *candidates) if (p := indicator.annual(each.year)) and indicator.children_from
    )
    wanted = (period.code, *(c.code for c in candidates), *(p.code for p in whole_years))
    values = page.data.values(codes, tuple(dict.fromkeys(wanted)))
    parted = ByPeriod(values)
    reading = having.with_presence(page, page.reading(indicator, period, parted), parted)
    inside = page.inside.reset_index(drop=True)
    known = set(values.loc[values["indicator"] == second.code, "period"])
    there = next((c for c in candidates if c.code in known), None)
    other = having.with_presence(page, page.reading(second, there, parted), parted) if there else None
    is_filtered = not page.scope.whole
    return GapMap(
        reading=reading,
        other=other,
        inside=inside,
        target=target_of(indicator, period),
        measure=maps.settled(page, reading, shown_measure(indicator, page.view.measure, period)),
        measures=tuple(m for m in MEASURES if _has_meaning(page, reading, m)),
        total=_together(reading, inside) if is_filtered else None,
        people=_people(page, reading.measured[inside]),
        other_total=_together(other, inside) if is_filtered and other is not None else None,
    )


def _people(page: Page, scoped: pd.DataFrame) -> pd.DataFrame:
    """People in posts by working time, of the communes in scope (rows of MEASURED)."""
    if not (working_time.is_told(page.indicator) and page.period.is_annual):
        return pd.DataFrame(columns=working_time.COLUMNS, dtype=float)
    strata = page.data.strata_of_communes(page.indicator.code, page.view.period)
    return working_time.by_commune(strata, scoped.set_index("code")["numerator"])


def _has_meaning(page: Page, reading: Reading, measure: str) -> bool:
    shown = shown_measure(reading.indicator, measure, reading.period)
    return shown == measure and maps.settled(page, reading, measure) == measure


def _beside(second: Indicator, period: Period, compare: str) -> list[Period]:
    """The periods in which `second` may stand beside the map: the one asked for; else the same, else the annual one."""
    if not compare:
        return []
    if compare != second.code:
        return [periods.parse(compare)]
    annual = second.annual(period.year)
    return [period, annual] if annual else [period]


def within(page: Page, shown: GapMap) -> maps.Within | None:
    """Whom maps show in colour; None for all."""
    return None if page.scope.whole else maps.Within(shown.inside, page.scope.long)


def group_line(page: Page, shown: GapMap) -> Markup | None:
    """The filtered group against the rest; None without a filter."""
    area = page.view.area
    if area.is_empty:
        return None
    measured, inside = shown.reading.measured, shown.inside
    phrase = ", ".join(filter_parts(area, page.areas, page.say))
    if page.indicator.yes_or_no:
        return having_words.group(phrase[:1].upper() + phrase[1:], measured[inside], page.indicator, page.say)
    return group(
        phrase[:1].upper() + phrase[1:],
        shown.total,
        _together(shown.reading, ~inside),
        communes_inside=int(inside.sum()),
        indicator=page.indicator,
        say=page.say,
    )


def _together(reading: Reading, those: pd.Series) -> Total | None:
    """The figure of some communes together; None where none of them has one. those: boolean, index of MEASURED."""
    return group_total(reading.measured[those], reading.indicator, reading.period) if those.any() else None


def province_past(page: Page) -> list[tuple[Period, Total | None]]:
    """The province's figure in every period like the one in view, ascending; one query."""
    kinds = kinds_of(page.indicator, page.period.kind)
    values = page.data.history(page.indicator.code, tuple(str(k) for k in kinds))
    codes = values.loc[values["kind"] == "province", "period"].unique()
    return [(p, province_total(values, page.indicator, p)) for p in sorted(map(periods.parse, codes))]
