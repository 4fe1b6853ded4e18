"""The groups in all periods, the province beside them, and below them the gap, the measures and the communes that make it up."""

import numpy as np
import pandas as pd

from base import settings
from exports.definition import with_definition
from exports.totals import with_totals
from indicators.catalogue import Unit
from indicators.equity.groups import CHILDREN, placed
from indicators.equity.labels import grouping_label, measure_decimals, spoken
from indicators.equity.measures import MEASURES, NO_INTERVAL, REASONS, Measure, Scale
from indicators.measure import province_total
from indicators.periods import parse
from indicators.standing import legend
from ui.equity import words
from ui.equity.model import Equity, compared, province_values
from ui.frame.file import File
from ui.frame.page import Page
from ui.frame.sourced import sources, with_sources

# Columns of GROUPS that a reader needs, and what the rows below them have.
_COLUMNS = [
    "kind", "period", "group", "measure", "numerator", "denominator", "value", "unit", "low", "high", "corrected", "no_interval",
    "reason", "excess", "gap_share", "communes", "reported", "hidden", "provisional", "estimated", "source_kind", "definition_version",
    "collection", "source", "decimals",
]  # fmt: skip
_TOTAL = ("numerator", "denominator", "value", "low", "high", "provisional", "estimated", "source_kind")


def file(page: Page, shown: Equity) -> File:
    """One row a group and period, one a period of the province, one a period of the gap, one a measure, one a commune of the gap."""
    say = page.say
    title = f"{shown.indicator.wording(say.language).name}: {grouping_label(shown.grouping, say)}"
    pictures = [("equiplot", title)] if len(shown.groups) else []
    if shown.gap and shown.gap.change:
        pictures.append(("gap", say("Gap over time")))
    if shown.explained is not None:
        pictures.append(("parts", say("Where the gap lies")))
    of = "" if shown.scope.whole else shown.scope.long
    name = f"{shown.indicator.code}_equity_{shown.grouping}"
    answer = str(words.answer(page, shown).striptags())
    return File(
        name,
        title,
        lambda: _table(page, shown),
        pictures=tuple(pictures),
        signs=legend(shown.groups, say),
        of=of,
        answer=answer,
        words=_words(page, shown),
    )


def _words(page: Page, shown: Equity) -> tuple[str, ...]:
    """How sure the gap is, how it has moved, and where it lies, as the page says it."""
    said = (words.doubts(page, shown), words.moved(page, shown), words.explained(page, shown))
    return tuple(str(each.striptags()) for each in said if each)


def _table(page: Page, shown: Equity) -> pd.DataFrame:
    indicator, codes = page.indicator, shown.groups["period"].unique().tolist()
    groups = shown.groups.assign(
        kind="group",
        code=shown.groups["group"].astype(str),
        group=shown.groups["group"].astype(str).map(dict(shown.names)),
        communes=shown.groups["members"],
        indicator=indicator.code,
    )
    later = [*_province(page, codes), *_gaps(page, shown), *_parts(page, shown)]
    flagged = groups.astype({"provisional": bool, "estimated": bool})
    table = with_definition(with_totals(flagged, later), shown.indicator) if len(groups) or later else groups
    in_children = shown.grouping in CHILDREN
    stratum = f"{CHILDREN[shown.grouping]}=" if in_children else ""
    known = sources(page, (indicator.code,), codes, stratum=stratum)
    if in_children:
        # Of children the strata of the province; the row of the province itself is of the same reports.
        code = settings.province().code
        table["code"], of_rows = code, table["kind"]
        named = with_sources(table.assign(kind="province"), known).assign(kind=of_rows)
    else:
        inside = page.areas
        groups_of = placed(inside, shown.grouping).astype(str)
        members = {group: rows["code"].tolist() for group, rows in inside.groupby(groups_of)}
        named = with_sources(table, known, members)
    return pd.concat([named, *_measures(page, shown)], ignore_index=True).reindex(columns=_COLUMNS)


def _province(page: Page, codes: list[str]) -> list[pd.DataFrame]:
    """The province's own figure in the periods of the groups; none where groups are compared by who lives there."""
    if compared(page.indicator) is not page.indicator or not codes:
        return []
    values, rows = province_values(page), []
    for code in codes:
        total = province_total(values, page.indicator, parse(code))
        if total is not None:
            named = {
                "kind": "province",
                "code": settings.province().code,
                "group": page.say("Province"),
                "period": code,
            }
            rows.append(named | {name: getattr(total, name) for name in _TOTAL} | {"indicator": page.indicator.code})
    return [pd.DataFrame(rows)] if rows else []


def _gaps(page: Page, shown: Equity) -> list[pd.DataFrame]:
    """The gap between the two groups in each period in which both have a figure."""
    if shown.gap is None:
        return []
    worst, best = (spoken(shown.grouping, group, shown.names, page.say) for group in (shown.gap.worst, shown.gap.best))
    title = page.say("Gap between {worst} and {best}", worst=worst, best=best)
    course = shown.course.rename(columns={"gap": "value"})[
        ["period", "value", "low", "high", "provisional", "estimated", "source_kind"]
    ]
    named = {"kind": "gap", "code": "", "group": title, "indicator": page.indicator.code}
    return [course.assign(**named)] if len(course) else []


def _parts(page: Page, shown: Equity) -> list[pd.DataFrame]:
    """The communes that make up the gap."""
    if shown.explained is None:
        return []
    parts = shown.explained.parts
    parts = parts.assign(group=parts["code"].map(page.areas.set_index("code")["name"]))
    own = {"kind": "commune", "indicator": page.indicator.code, "period": page.view.period}
    return [parts.assign(gap_share=parts["share"] / 100, **own)]


def _measures(page: Page, shown: Equity) -> list[pd.DataFrame]:
    """SUMMARY of the period in view, in words where something is withheld."""
    if shown.summary.empty:
        return []
    say = page.say
    decimals = {each.code: measure_decimals(each, shown.indicator) for each in MEASURES}
    named = shown.summary.assign(kind="measure", period=page.view.period)
    named["reason"] = [say(REASONS[reason]) if reason else "" for reason in named["reason"]]
    named["no_interval"] = [say(NO_INTERVAL) if each else "" for each in named["no_interval"]]
    named["decimals"] = named["measure"].map(decimals).astype(float)
    named["unit"] = named["measure"].map({each.code: _unit(each, shown) for each in MEASURES})
    return [named.assign(definition_version=np.nan)]


def _unit(measure: Measure, shown: Equity) -> str:
    """In what a value of `measure` counts; of a percentage in points."""
    if measure.scale is Scale.POINTS and shown.indicator.unit is not Unit.PERCENT:
        return str(shown.indicator.unit)
    return str(measure.scale)
