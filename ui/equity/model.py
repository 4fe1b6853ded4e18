"""What the equity page shows: the groups of one indicator over time, their gap, its measures, and who makes it up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from base import settings
from indicators import presence
from indicators.catalogue import Direction, Indicator
from indicators.comparable import kinds_of, series_breaks
from indicators.equity.explain import Explained, explained
from indicators.equity.gap import COURSE, Gap, course, gap_of
from indicators.equity.groups import (
    CHILDREN,
    GROUPINGS,
    GROUPS,
    comparable,
    groups_in_order,
    of_children,
    of_communes,
    placed,
)
from indicators.equity.labels import can_be_filtered, name_of
from indicators.equity.summary import summary
from indicators.measure import target_of
from indicators.scope import AreaFilter
from indicators.scope_names import ScopeName, scope_name
from indicators.standing import signed
from ui.frame.page import Page

_FIGURES = ["code", "name", "numerator", "denominator"]


@dataclass(frozen=True)
class Equity:
    """indicator: what is compared; of what communes have or have not, the children who live in one that has it.
    groups: GROUPS of the grouping in view, in periods like the one in view, up to it; names: of all groups of it, by code,
    in an order that does not hang on which of them are shown.

    offered: groupings that the indicator has figures for. gap, course: None and empty where nothing can be compared.
    summary: SUMMARY without its keys; empty without a figure in the period. explained: of the worse group; None where there is no gap
    or no commune of it is known. focus: the group chosen to be held against the best, '' for the worst. breaks: first periods of another
    definition. scope: whose groups they are. blank: why there is nothing to compare: '',
    'not_a_rate', 'province_only', 'no_strata', 'part_of_year', 'nothing', 'neutral', 'few', 'single' (the chosen group).
    """

    indicator: Indicator
    grouping: str
    offered: tuple[str, ...]
    groups: pd.DataFrame
    names: Mapping[str, str]
    gap: Gap | None
    course: pd.DataFrame
    summary: pd.DataFrame
    explained: Explained | None
    target: float | None
    breaks: tuple[str, ...]
    focus: str
    blank: str
    scope: ScopeName

    @property
    def now(self) -> pd.DataFrame:
        """The groups in the newest period shown."""
        return self.groups[self.groups["period"] == self.groups["period"].iloc[-1]] if len(self.groups) else self.groups


def equity(page: Page) -> Equity:
    """The equity of the indicator in view among the groups in view.

    A filter narrows the communes; one on the grouping itself chooses the group that is held against the best one instead of
    the worst.
    """
    indicator, period, grouping = compared(page.indicator), page.period, page.view.by
    strata = page.data.strata_history(indicator.code, settings.province().code) if indicator.is_rate else None
    offered = _offered(page, strata)
    breaks: tuple[str, ...] = ()
    groups = pd.DataFrame(columns=GROUPS)
    if indicator.is_rate and strata is not None:
        groups = _groups(page, strata)
        breaks = series_breaks(groups["period"].unique().tolist(), indicator, merged_on=settings.province().merged_on)
    order = groups_in_order(page.areas, grouping, map(str, groups["group"].unique()))
    names = {group: name_of(grouping, group, _commune_names(page), page.say) for group in order}
    now = groups[groups["period"] == page.view.period]
    gap = gap_of(groups, indicator, page.view.period, breaks=breaks, focus=_focus(page)) if len(now) else None
    target = target_of(indicator, period)
    shown = Equity(
        indicator=indicator,
        grouping=grouping,
        offered=offered,
        groups=groups,
        names=names,
        gap=gap,
        course=course(groups, indicator, gap.worst, gap.best) if gap else pd.DataFrame(columns=COURSE),
        summary=summary(now, indicator) if now["value"].notna().any() else pd.DataFrame(),
        explained=None,
        target=target.value if target else None,
        breaks=breaks,
        focus=_focus(page),
        blank="",
        scope=_scope(page),
    )
    return replace(shown, explained=_explained(page, shown), blank=_blank(page, shown))


def compared(indicator: Indicator) -> Indicator:
    """What groups are compared by: of what communes have or have not it is the children, since a group has no share of one commune."""
    return presence.of_children(indicator) if indicator.yes_or_no and indicator.children_from else indicator


def _weighed(page: Page, values: pd.DataFrame) -> pd.DataFrame:
    """VALUES of the indicator in view, counted in what groups are compared by."""
    indicator = page.indicator
    if compared(indicator) is indicator:
        return values
    return presence.weighed(values, page.data.history(indicator.children_from, _kinds(page)), indicator)


def _kinds(page: Page) -> tuple[str, ...]:
    return tuple(str(kind) for kind in kinds_of(page.indicator, page.period.kind))


def province_values(page: Page) -> pd.DataFrame:
    """VALUES of the indicator in view in periods like the one in view, the province's among them."""
    return page.data.history(page.indicator.code, _kinds(page))


def of_communes_now(page: Page) -> pd.DataFrame:
    """VALUES of the communes compared, of the indicator and the period in view."""
    values, inside = province_values(page), page.areas.loc[_inside(page), "code"]
    here = (values["kind"] == "commune") & (values["period"] == page.view.period) & (values["blank"] == "")
    return values[here & values["code"].isin(inside)]


def _offered(page: Page, strata: pd.DataFrame | None) -> tuple[str, ...]:
    """Groupings with figures; all of communes unless nothing is published by commune. The one in view is always among them."""
    known = (
        set()
        if strata is None
        else {g for g, start in CHILDREN.items() if strata["stratum"].str.startswith(start).any()}
    )
    if not page.indicator.province_only:
        known |= set(GROUPINGS) - set(CHILDREN)
    return tuple(g for g in GROUPINGS if g in known or g == page.view.by)


def _groups(page: Page, strata: pd.DataFrame) -> pd.DataFrame:
    """GROUPS of the view up to its period; groups of children are of the whole province, whatever is filtered."""
    indicator, grouping = compared(page.indicator), page.view.by
    if grouping in CHILDREN:
        groups = of_children(strata, grouping, indicator)
    else:
        values = _weighed(page, page.data.history(indicator.code, _kinds(page)))
        groups = of_communes(values, page.areas[_inside(page)].reset_index(drop=True), grouping, indicator)
    known = page.periods["period"].tolist()
    until = known[: known.index(page.view.period) + 1] if page.view.period in known else []
    return groups[groups["period"].isin(until)].reset_index(drop=True)


def _inside(page: Page) -> pd.Series:
    """Communes in scope."""
    return _area(page).mask(page.areas)


def _area(page: Page) -> AreaFilter:
    """What narrows the groups: the filter on the grouping itself chooses a group, and nothing narrows groups of children."""
    area, grouping = page.view.area, page.view.by
    if grouping in CHILDREN:
        return AreaFilter()
    return replace(area, **{grouping: ()}) if can_be_filtered(grouping) else area


def _scope(page: Page) -> ScopeName:
    """Whose groups are shown, by name. Where the page has a filter that does not narrow them it says so: 'whole' stands for no filter."""
    name = scope_name(_area(page), page.areas, page.say)
    return replace(name, whole=page.scope.whole)


def _focus(page: Page) -> str:
    if page.view.by == "commune":
        return page.view.commune[0] if page.view.commune else ""
    chosen: tuple[str, ...] = getattr(page.view.area, page.view.by) if can_be_filtered(page.view.by) else ()
    return chosen[0] if chosen else ""


def param_of(grouping: str) -> str:
    """The parameter of the address that chooses a group of `grouping`; '' where it has none."""
    return grouping if can_be_filtered(grouping) else "commune" if grouping == "commune" else ""


def _commune_names(page: Page) -> dict[str, str]:
    return dict(zip(page.areas["code"], page.areas["name"], strict=True))


def _explained(page: Page, shown: Equity) -> Explained | None:
    """Which communes make up the gap: of a group of communes their own figures, of children their strata as published."""
    gap, grouping = shown.gap, shown.grouping
    if gap is None or gap.gap <= 0 or grouping == "commune":
        return None
    whole = shown.now[shown.now["group"] == gap.worst].iloc[0]
    if grouping in CHILDREN:
        rows = page.data.strata_of_communes(page.indicator.code, page.view.period)
        figures = rows[rows["stratum"] == f"{CHILDREN[grouping]}={gap.worst}"]
    else:
        values = _weighed(page, page.data.values((page.indicator.code,), (page.view.period,)))
        inside = page.areas[_inside(page)]
        members = inside.loc[placed(inside, grouping) == gap.worst, "code"]
        figures = values[(values["kind"] == "commune") & values["code"].isin(members)]
    found = explained(
        figures.assign(name=signed(figures["name"], figures))[_FIGURES],
        shown.indicator,
        gap.best_value,
        numerator=whole["numerator"],
        denominator=whole["denominator"],
    )
    return found if len(found.parts) else None


def _blank(page: Page, shown: Equity) -> str:
    indicator = page.indicator
    if not indicator.is_rate:
        return "not_a_rate"
    if shown.grouping in CHILDREN:
        if not page.period.is_annual:
            return "part_of_year"
        if shown.groups.empty:
            return "no_strata"
    elif indicator.province_only:
        return "province_only"
    now = shown.groups[(shown.groups["period"] == page.view.period) & shown.groups["value"].notna()]
    if now.empty:
        return "nothing"
    if indicator.direction is Direction.NEUTRAL:
        return "neutral"
    if (now.loc[now["group"] == shown.focus, "members"] == 1).any():
        return "single"
    return "" if shown.gap is not None or len(comparable(now)) > 1 else "few"
