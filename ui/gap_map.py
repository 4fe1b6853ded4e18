"""What the gap map shows: the reading in view, the comparison beside it, the filtered group against the rest."""

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from indicators import periods
from indicators.catalogue import Target
from indicators.labels import filter_parts, value_text
from indicators.measure import Total, group_total, target_of
from ui import answers
from ui.components.commune_map import shown_measure
from ui.page import Page, Reading


@dataclass(frozen=True)
class GapMap:
    """reading: the indicator and period in view; other: what it is compared with; inside: boolean, index of MEASURED."""

    reading: Reading
    other: Reading | None
    inside: pd.Series
    target: Target | None
    measure: str

    @property
    def scoped(self) -> pd.DataFrame:
        """MEASURED of the communes in scope."""
        return self.reading.measured[self.inside]


def gap_map(page: Page) -> GapMap:
    """Load and measure what the address asks for; one query, two when another indicator is beside it."""
    indicator, period, compare = page.indicator, page.period, page.view.compare
    other: Reading | None = None
    is_period = bool(compare) and compare not in {i.code for i in page.catalogue}
    wanted = (period.code, compare) if is_period else (period.code,)
    values = page.data.values((indicator.code,), wanted)
    reading = page.reading(indicator, period, values)
    if is_period:
        other = page.reading(indicator, periods.parse(compare), values)
    elif compare:
        second = page.catalogue[compare]
        code = nearest_period(page, compare)
        if code:
            other = page.reading(second, periods.parse(code), page.data.values((compare,), (code,)))
    return GapMap(
        reading=reading,
        other=other,
        inside=page.inside.reset_index(drop=True),
        target=target_of(indicator, period),
        measure=shown_measure(indicator, page.view.measure, period),
    )


def nearest_period(page: Page, code: str) -> str | None:
    """The period of indicator `code` that is compared with the one in view: the same, or the annual one of its year."""
    known = list(page.data.periods(code)["period"])
    if page.view.period in known:
        return page.view.period
    annual = page.catalogue[code].annual(page.period.year)
    return annual.code if annual and annual.code in known else None


def group_line(page: Page, shown: GapMap) -> Markup | None:
    """The filtered group against the rest; None without a filter."""
    area = page.view.area
    if area.is_empty:
        return None
    measured, inside = shown.reading.measured, shown.inside
    phrase = ", ".join(filter_parts(area, page.areas, page.say))
    totals: list[Total | None] = [
        group_total(rows, page.indicator, page.period) if len(rows) else None
        for rows in (measured[inside], measured[~inside])
    ]
    return answers.group(
        phrase[:1].upper() + phrase[1:],
        totals[0],
        totals[1],
        communes_inside=int(inside.sum()),
        indicator=page.indicator,
        say=page.say,
    )


def other_title(page: Page, shown: GapMap) -> Markup:
    """Over the second map: its indicator and period, and the province's value there."""
    other = shown.other or shown.reading
    name = other.indicator.wording(page.say.language).short
    value = value_text(other.province.value, other.indicator, page.say.language) if other.province else "–"
    return Markup("<h2>{}, {}</h2><p>{}</p>").format(
        name, page.period_text(other.period), page.say("Province {v}", v=value)
    )
