"""The rows of the overview as a table."""

import pandas as pd

from indicators.catalogue import Indicator
from indicators.change import RESULTS
from indicators.measure import Total
from indicators.overview import OverviewRow
from indicators.periods import Period
from indicators.versions import version_at
from ui.frame.file import File, yes_no
from ui.frame.page import Page
from ui.overview.model import Overview


def file(page: Page, shown: Overview) -> File:
    """One row an indicator."""
    title = page.say("Overview")
    return File(f"overview_{shown.year}", title, lambda: _table(page, shown), whole=True)


def _table(page: Page, shown: Overview) -> pd.DataFrame:
    return pd.DataFrame([_row(page, shown, row, row.indicator.annual(shown.year) or page.period) for row in shown.rows])


def _row(page: Page, shown: Overview, row: OverviewRow, period: Period) -> dict[str, object]:
    say, total = page.say, row.total
    return {
        "indicator": row.indicator.wording(say.language).name,
        "period": period.code,
        "numerator": total.numerator if total else None,
        "denominator": total.denominator if total else None,
        "value": total.value if total else None,
        "low": total.low if total else None,
        "high": total.high if total else None,
        **_beside(page, shown, row.indicator),
        "target": total.target if total else None,
        "difference": row.change.difference,
        "result": say(RESULTS[row.change.result]),
        say("Trend over five years"): _trends(page)[row.trend.result],
        "need": row.need,
        **_firmness(page, total, row.indicator, period),
    }


def _beside(page: Page, shown: Overview, indicator: Indicator) -> dict[str, float | None]:
    """The province's own value beside that of a filter; nothing without one."""
    if page.scope.whole:
        return {}
    total = shown.province.get(indicator.code)
    return {page.say("Province"): total.value if total else None}


def _trends(page: Page) -> dict[str, str]:
    say = page.say
    return {"up": say("rising"), "down": say("falling"), "none": say("not proven"), "cannot": say("cannot say")}


def _firmness(page: Page, total: Total | None, indicator: Indicator, period: Period) -> dict[str, object]:
    """What a figure of the province is; '' without one."""
    if total is None:
        return dict.fromkeys(("origin", "source_kind", "provisional", "estimated"), "")
    version = version_at(indicator, period)
    return {
        "origin": total.origin,
        "source_kind": total.source_kind,
        "provisional": yes_no(total.provisional, page.say),
        "estimated": yes_no(total.estimated, page.say),
        "definition_version": version.number if version else None,
    }
