"""The rows of the overview as a table, below them the communes that got worse and those that miss targets."""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from base import settings
from exports.definition import with_definition
from exports.totals import total_row, with_totals
from indicators.overview import OverviewRow
from indicators.periods import Period
from ui.frame.file import File
from ui.frame.freshness import counted, freshness_period
from ui.frame.page import Page
from ui.frame.sourced import Sources, sources, with_sources
from ui.overview.blocks import reports_of
from ui.overview.model import Overview
from ui.overview.words import answer_of

_COLUMNS = [
    "kind", "full_name", "indicator", "period", "numerator", "denominator", "value", "unit", "low", "high", "province", "target",
    "difference", "result", "trend", "own_need", "communes_need", "judged", "missed", "clearly", "origin", "source_kind",
    "provisional", "estimated", "parts", "parts_expected", "definition_version", "collection", "source", "blank", "decimals",
]  # fmt: skip


def file(page: Page, shown: Overview) -> File:
    """One row an indicator, then one a commune and indicator that got worse, then one a commune that misses a target."""
    title, reports = page.say("Overview"), reports_of(page)
    return File(
        f"overview_{shown.year}",
        title,
        lambda: _table(page, shown),
        whole=True,
        answer=str(answer_of(page, shown).striptags()),
        words=counted(reports, period=freshness_period(reports, page.say), say=page.say),
    )


def _table(page: Page, shown: Overview) -> pd.DataFrame:
    found = {row.indicator.code: (row, row.indicator.annual(shown.year) or page.period) for row in shown.rows}
    known = sources(page, found, {period.code for _, period in found.values()})
    rows = [_row(page, shown, row, period, known) for row, period in found.values()]
    worse = shown.worse[shown.worse["code"] != ""].to_dict("records")
    single = [_worse(page, each, *found[str(each["indicator"])], known) for each in worse]
    missed = shown.missed[shown.missed["missed"] > 0]
    counts = missed.rename(columns={"name": "full_name", "clear": "clearly"}).assign(kind="commune", blank="")
    table = with_totals(rows[0], [*rows[1:], *single, counts]) if rows else counts
    absent = [] if not page.scope.whole else ["province"]
    return table.reindex(columns=[each for each in _COLUMNS if each not in absent])


def _row(page: Page, shown: Overview, row: OverviewRow, period: Period, known: Sources) -> pd.DataFrame:
    """What stands in one row of the page. Of a figure that is not there only that it is missing."""
    indicator, whole = row.indicator, page.scope.whole
    kind, code = ("province", settings.province().code) if whole else ("scope", "scope")
    total = total_row(row.total, kind=kind, code=code, name=page.scope.long, communes_need=row.need)
    total = total.rename(columns={"need": "own_need"})
    beside = shown.province.get(indicator.code)
    table = total.assign(
        indicator=indicator.code,
        period=period.code,
        province=beside.value if beside else np.nan,
        difference=row.change.difference,
        result=row.change.result,
        trend=row.trend.result,
    )
    inside = page.areas.loc[page.inside, "code"].tolist()
    return _named(page, with_definition(with_sources(table, known, {"scope": inside}), indicator, period), row)


def _worse(
    page: Page, commune: Mapping[Hashable, Any], row: OverviewRow, period: Period, known: Sources
) -> pd.DataFrame:
    """A commune that is worse than the year before beyond its interval."""
    table = pd.DataFrame([{
        "kind": "commune", "code": commune["code"], "full_name": commune["name"], "indicator": row.indicator.code,
        "period": period.code, "difference": commune["difference"], "result": "worse", "blank": "",
    }])  # fmt: skip
    return _named(page, with_definition(with_sources(table, known), row.indicator, period), row)


def _named(page: Page, table: pd.DataFrame, row: OverviewRow) -> pd.DataFrame:
    return table.assign(indicator=row.indicator.wording(page.say.language).name)
