"""The history of the province, the groups and the communes in scope as a table; both charts as pictures."""

import numpy as np
import pandas as pd

from exports.definition import with_definition
from exports.totals import total_row, with_totals
from indicators.catalogue import Indicator
from indicators.comparable import pair_text
from indicators.intervals import limits_of
from indicators.labels import group_label
from indicators.measure import target_of, value_of
from indicators.periods import parse
from indicators.standing import legend
from ui.frame.file import File
from ui.frame.page import Page
from ui.frame.sourced import sources, with_sources
from ui.trends import words
from ui.trends.model import History

_COLUMNS = [
    "kind", "code", "name", "period", "numerator", "denominator", "value", "unit", "low", "high", "target", "comparable",
    "communes", "reported", "parts", "parts_expected", "provisional", "estimated", "origin", "source_kind", "geography",
    "definition_version", "blank", "collection", "source", "decimals",
]  # fmt: skip


def file(page: Page, shown: History) -> File:
    """One row an area or group and period."""
    say, title = page.say, page.indicator.wording(page.say.language).name
    groups = (("groups", say("By group")),) if len(shown.groups) and not page.indicator.yes_or_no else ()
    return File(
        f"{page.indicator.code}_trends",
        title,
        lambda: _table(page, shown),
        pictures=(("trend", title), *groups),
        signs=legend(shown.history, say),
        answer=str(words.said(page, shown).striptags()),
        comparable=tuple(pair_text(each, say) for each in shown.pairs),
    )


def _table(page: Page, shown: History) -> pd.DataFrame:
    indicator, say = page.indicator, page.say
    areas = page.areas[page.inside]
    groups = shown.groups.assign(kind="group", code=shown.groups["group"], indicator=indicator.code, blank="")
    groups["name"] = [group_label(page.view.by, str(group), say) for group in groups["group"]]
    members = {str(group): rows["code"].tolist() for group, rows in areas.groupby(page.view.by)}
    history = valued(shown.history, indicator)
    # As the page calls it.
    history["name"] = history["name"].mask(history["kind"] == "province", say("Province"))
    later = [groups] if len(groups) and not indicator.yes_or_no else []
    if shown.total is not None:
        scope = total_row(shown.total, kind="scope", code="scope", name=page.scope.long)
        later.append(scope.assign(indicator=indicator.code, period=page.period.code))
        members["scope"] = areas["code"].tolist()
    table = with_definition(with_totals(history, later), indicator)
    table["target"] = [_target(indicator, str(code)) for code in table["period"]]
    said = {each.earlier.code: pair_text(each, say) for each in shown.pairs}
    table["comparable"] = [
        said.get(code, "") if kind == "province" else ""
        for kind, code in zip(table["kind"], table["period"], strict=True)
    ]
    codes = sorted(set(table["period"]))
    return with_sources(table, sources(page, (indicator.code,), codes), members).reindex(columns=_COLUMNS)


def valued(history: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """VALUES with value, low and high as they are shown; what a commune has or has not has none of them."""
    top, bottom = (history[name].to_numpy(float) for name in ("numerator", "denominator"))
    low, high = limits_of(top, bottom, indicator)
    made = value_of(top, bottom, indicator)
    stated = history["value"].to_numpy(float)
    value = np.where(np.isnan(made), stated, made)
    if indicator.yes_or_no:
        value = np.where(history["kind"] == "commune", np.nan, value)
    return history.assign(value=value, low=low, high=high)


def _target(indicator: Indicator, code: str) -> float:
    target = target_of(indicator, parse(code))
    return target.value if target else np.nan
