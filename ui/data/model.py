"""Which reports are in: COMPLETENESS of the year in view and who has reported the latest quarter due."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from indicators import periods
from indicators.completeness import freshness as latest_due
from ui.frame.page import Page

_PARTS = ("Q1", "Q2", "Q3", "Q4", "H1", "H2", "9M", *(f"M{month:02d}" for month in range(1, 13)))


@dataclass(frozen=True)
class Reports:
    """facts: COMPLETENESS of the year in view, for the communes in scope. latest: FRESHNESS of the latest quarter
    that is due, for the same.

    spans: codes of the periods of the year in view and of the indicator in view that have reports, newest first.
    """

    facts: pd.DataFrame
    latest: pd.DataFrame
    spans: tuple[str, ...]


def reports(page: Page) -> Reports:
    """The year in view and the latest quarters, in one question."""
    year, today = int(page.view.year), page.state.as_of
    of_year = (str(year), periods.school_year(year).code, *(f"{year}-{part}" for part in _PARTS))
    recent = {f"{each}-Q{nth}" for each in (today.year - 1, today.year) for nth in range(1, 5)}
    asked = page.data.completeness(periods=(*of_year, *sorted(recent - set(of_year))))
    if not page.view.area.is_empty:
        asked = asked[asked["code"].isin(page.areas.loc[page.inside, "code"])]
    facts = asked[asked["period"].isin(of_year)].reset_index(drop=True)
    known = {*facts["period"], *page.periods["period"]}
    return Reports(
        facts=facts,
        latest=latest_due(asked, today),
        spans=tuple(sorted(known, key=lambda code: periods.parse(code), reverse=True)),
    )


def years(page: Page) -> Sequence[str]:
    """The years whose reports can be looked at, newest first."""
    first = min([*(periods.parse(code).year for code in page.periods["period"]), int(page.view.year)])
    last = max(page.state.as_of.year, int(page.view.year))
    return [str(year) for year in range(last, first - 1, -1)]
