"""The communes in scope with everything the ranking is made of as a table, the figures of all together below; funnel and curve as
pictures."""

import pandas as pd

from base import settings
from exports.definition import with_definition
from exports.totals import total_row, with_totals
from indicators.labels import inside_text
from indicators.measure import Total
from indicators.need import shares, total_need
from indicators.periods import Period, parse
from indicators.standing import legend
from ui.frame.file import MEASURED_COLUMNS, File
from ui.frame.page import Page
from ui.frame.sourced import sources, with_sources
from ui.gap_map import having, need
from ui.gap_map.blocks import answer
from ui.gap_map.model import GapMap, exported, province_past
from ui.gap_map.ranking import ordered

# Added when the rows of all together stand below.
_LATER = ("communes_need", "collection", "source")
_OF_TOTALS = ("value", "low", "high", "target", "gap", "short")


def file(page: Page, shown: GapMap) -> File:
    """One row a commune, then the communes in scope together where there is a filter, then the province."""
    say = page.say
    pictures = [("funnel", say("Funnel plot"))] if shown.is_funnel(page.view.layout) else []
    if shown.has_curve:
        pictures.append(("lorenz", say("How the gap is spread")))
    return File(
        f"{page.indicator.code}_{page.view.period}",
        page.indicator.wording(say.language).name,
        lambda: _table(page, shown),
        pictures=tuple(pictures),
        signs=legend(shown.reading.measured, say),
        answer=str(answer(page, shown).striptags()),
        words=_words(page, shown),
    )


def _words(page: Page, shown: GapMap) -> tuple[str, ...]:
    if page.indicator.yes_or_no and shown.other is None:
        return (having.chart(page, shown.reading, shown.scoped).words(),)
    return need.told(page, shown)


def _table(page: Page, shown: GapMap) -> pd.DataFrame:
    indicator, period = page.indicator, page.period
    communes = exported(page, shown, [each for each in MEASURED_COLUMNS if each not in _LATER])
    columns = [*communes.columns, *_LATER]
    if indicator.yes_or_no:
        near = having.nearest(page, shown.scoped[shown.scoped["lacks"]])
        names = page.areas.set_index("code")["name"]
        communes = communes.assign(near=near["code"].map(names), km=near["km"])
        columns += [*_OF_TOTALS, "near", "km"]
    if "share" in communes:
        ranked = ordered(shown.scoped, indicator, "need")
        communes = communes.assign(running=shares(ranked)["running"])
        columns.append("running")
    if shown.other is not None:
        other = shown.other
        name = f"{other.indicator.wording(page.say.language).short}, {inside_text(other.period, page.say)}"
        communes = communes.assign(**{name: other.measured.loc[communes.index, "value"]})
        columns.append(name)
    totals = [each.assign(period=period.code) for each in _totals(page, shown)]
    if indicator.province_only:
        columns = ["period", *columns]
        totals = [_province(page, total, each) for each, total in province_past(page)]
    table = with_totals(communes.assign(period=period.code), [_definition(page, each) for each in totals])
    table = table.assign(indicator=indicator.code)
    inside = page.areas.loc[page.inside, "code"].tolist()
    known = sources(page, (indicator.code,), sorted(set(table["period"])))
    return with_sources(table, known, {"scope": inside}).reindex(columns=columns)


def _totals(page: Page, shown: GapMap) -> list[pd.DataFrame]:
    """The communes in scope together where there is a filter, and the province."""
    lacking = float(total_need(shown.scoped)) if shown.scoped["need"].notna().any() else float("nan")
    province = settings.province()
    of_all = total_row(
        shown.reading.province,
        kind="province",
        code=province.code,
        name=page.say("Province"),
        communes_need=lacking if page.scope.whole else float("nan"),
    )
    if page.scope.whole:
        return [of_all]
    return [
        total_row(shown.total, kind="scope", code="scope", name=page.scope.long, communes_need=lacking),
        of_all,
    ]


def _definition(page: Page, total: pd.DataFrame) -> pd.DataFrame:
    return with_definition(total, page.indicator, parse(str(total["period"].iloc[0])))


def _province(page: Page, total: Total | None, period: Period) -> pd.DataFrame:
    """The province's figure of a period, where it is published of the province alone."""
    row = total_row(total, kind="province", code=settings.province().code, name=page.say("Province"))
    return row.assign(period=period.code)
