"""What a row says of itself beside its area: indicator, period, group, source, status, day and reason of a blank."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np

from indicators.catalogue import Indicator
from indicators.findings import Rule
from indicators.periods import Kind, Period
from intake.claims import rules, stated, stated_rules
from intake.claims.distinct import Column
from intake.claims.figures import Array
from intake.claims.raw import Context, Raw
from intake.claims.sheet_findings import SheetFindings, always
from intake.words.days import day_of
from intake.words.period_text import period_of
from intake.words.words import ALL, BLANKS, STATUSES, plain

_AHEAD = timedelta(days=31)
"""Reports come some days before a period ends (TT 38/2019 closes on the 20th), but not earlier."""

_MOST_UNKNOWN = 500
"""After so many different texts that mean nothing, only codes are looked up: a file of nothing else is no report."""

_STRATUM = re.compile(r"[a-z_]+=[a-z0-9_]+(\|[a-z_]+=[a-z0-9_]+)*")
_LONGEST = 80


@dataclass(frozen=True)
class Coded:
    """distinct: the different values; codes: per row the place in them, -1 where there is none or it could not be understood."""

    distinct: list[Any]
    codes: Array


def patient(understand: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """`understand`, until it has given None too often: a damaged file may hold a million different texts."""
    failed = 0

    def limited(cell: Any) -> Any:
        nonlocal failed
        if failed > _MOST_UNKNOWN or (isinstance(cell, str) and len(cell) > _LONGEST):
            return None
        answer = understand(cell)
        failed += answer is None
        return answer

    return limited


def _coded(column: Column, understand: Callable[[Any], Any], *, absent: Any = None) -> Coded:
    """Each different cell understood once; absent: what holds where nothing stands, None for nothing."""
    answers = [understand(cell) for cell in column.distinct]
    values = list(dict.fromkeys(answer for answer in (*answers, absent) if answer is not None))
    place = {value: n for n, value in enumerate(values)}
    places = [-1 if answer is None else place[answer] for answer in answers]
    return Coded(values, column.taken(places, -1 if absent is None else place[absent], np.int64))


def indicators_of(raw: Raw, context: Context, findings: SheetFindings) -> Coded:
    """Codes of the catalogue. A cell that names none is an error."""
    column, named = raw.column("indicator"), raw.column("indicator_name")
    by_text = patient(context.names.indicator)
    every = {code.casefold(): code for code in context.names.indicators}

    def understand(cell: object) -> str | None:
        text = str(cell)
        known = every.get(text.strip().casefold())
        if known is None:
            answer = by_text(text) if len(text) <= _LONGEST * 3 else None
            known = answer.indicator if answer is not None else None
        return known

    if not column.given.all() and named.given.any():
        # A row without a code is known by the name beside it.
        both = np.where(column.given, column.codes, len(column.distinct) + named.codes)
        column = Column(np.where(column.given | named.given, both, -1), [*column.distinct, *named.distinct])
    coded = _coded(column, understand)
    example = next(iter(context.names.indicators), "")
    findings.at(
        rules.INDICATOR_UNKNOWN, coded.codes < 0, once=True, col=raw.letters.get("indicator", ""), value=column.cell,
        details=always(example=example),
    )  # fmt: skip
    return coded


def periods_of(raw: Raw, context: Context, findings: SheetFindings) -> tuple[Coded, bool]:
    """Periods, and whether some row has none and none was declared. Those that can't be or have not ended are errors."""
    column = raw.column("period")
    coded = _coded(column, patient(period_of), absent=raw.period)
    letters = raw.letters.get("period", "")
    findings.at(rules.PERIOD_UNKNOWN, column.given & (coded.codes < 0), once=True, col=letters, value=column.cell)
    missing = ~column.given & (coded.codes < 0)
    if missing.any():
        findings.add(rules.PERIOD_MISSING, n=int(missing.sum()))
    late = np.array([period.ends_on > context.today + _AHEAD for period in coded.distinct] or [False])
    future = (coded.codes >= 0) & late[coded.codes]

    def until(position: int) -> Mapping[str, str]:
        period: Period = coded.distinct[coded.codes[position]]
        return {"period": period.code, "until": f"{period.ends_on:%d/%m/%Y}"}

    findings.at(rules.PERIOD_FUTURE, future, once=True, col=letters, value=column.cell, details=until)
    return Coded(coded.distinct, np.where(future, -1, coded.codes)), bool(missing.any())


def fitting(
    raw: Raw, indicators: list[Indicator], which: Array, periods: list[Period], when: Array, findings: SheetFindings
) -> Array:
    """Rows whose period is of a kind in which their indicator is counted: school years and calendar years are different things."""
    good = np.ones(len(which), dtype=bool)
    known = (which >= 0) & (when >= 0)
    counts = np.bincount(which[known] * len(periods) + when[known])
    letters = raw.letters.get("period", "")
    unusual: dict[tuple[int, Kind], tuple[str, int]] = {}
    for pair in np.flatnonzero(counts).tolist():
        place, moment, n = *divmod(pair, len(periods)), int(counts[pair])
        indicator, period = indicators[place], periods[moment]
        if period.kind in indicator.periods:
            continue
        schools = Kind.SCHOOL_YEAR in indicator.periods and set(indicator.periods) == {Kind.SCHOOL_YEAR}
        if schools or period.kind is Kind.SCHOOL_YEAR:
            rule = rules.PERIOD_OF_SCHOOLS if schools else rules.PERIOD_NOT_OF_SCHOOLS
            rows = (which == place) & (when == moment)
            good &= ~rows
            told = always(indicator=indicator.code, period=period.code)
            findings.at(rule, rows, col=letters, value=raw.column("period").cell, details=told)
        elif period.kind not in (Kind.MONTH, Kind.NINE_MONTHS):
            first, before = unusual.get((place, period.kind), (period.code, 0))
            unusual[place, period.kind] = first, before + n
    for (place, _), (code, n) in unusual.items():
        findings.add(rules.PERIOD_KIND, indicator=indicators[place].code, period=code, n=n)
    return good


def collections_of(
    raw: Raw, context: Context, indicators: list[Indicator], which: Array, findings: SheetFindings
) -> tuple[Coded, bool]:
    """Codes of collections: declared, else in the file, else the indicator's own. And whether one must still be declared."""
    known = {}
    for row in context.register.collections.itertuples():
        for text in (row.name_vi, row.name_en, row.code):
            known[plain(str(text))] = str(row.code)
    declared = context.declared.collection
    if declared:
        code = known.get(plain(declared))
        if code is None:
            findings.add(rules.COLLECTION_UNKNOWN, value=declared)
            return Coded([], np.full(len(which), -1)), False
        return Coded([code], np.zeros(len(which), dtype=np.int64)), False
    column = raw.column("collection")
    coded = _coded(column, lambda cell: known.get(plain(str(cell))))
    wrong = column.given & (coded.codes < 0)
    findings.at(rules.COLLECTION_UNKNOWN, wrong, once=True, col=raw.letters.get("collection", ""), value=column.cell)
    own = [known.get(plain(each.collection)) if each.collection else None for each in indicators]
    values = list(dict.fromkeys([*coded.distinct, *(code for code in own if code)]))
    place = {value: n for n, value in enumerate(values)}
    of_indicator = np.array([-1 if code is None else place[code] for code in own] or [-1])
    codes = np.where(column.given, coded.codes, np.where(which >= 0, of_indicator[which], -1))
    homeless = ~column.given & (which >= 0) & (codes < 0)
    for n in np.unique(which[homeless]):
        findings.add(rules.COLLECTION_MISSING, indicator=indicators[n].code)
    return Coded(values, codes), bool(homeless.any())


def strata_of(raw: Raw, findings: SheetFindings) -> Coded:
    """Keys of groups; '' for all."""

    def understand(cell: object) -> str | None:
        text = str(cell).strip().casefold()
        return "" if plain(text) in ALL else text if _STRATUM.fullmatch(text) else None

    return _told(raw, "stratum", understand, "", rules.STRATUM_UNKNOWN, findings)


def statuses_of(raw: Raw, context: Context, findings: SheetFindings) -> Coded:
    """final or provisional: declared, else in the row, else in the title, else final.

    A row says it as a status or by yes and no under 'Provisional'; where the two differ it is provisional.
    """
    marks = stated.provisional(raw)
    marked = marks.taken(marks.distinct, None)
    declared = context.declared.status
    if declared:
        said = raw.column("status").mapped(lambda cell: STATUSES.get(plain(str(cell))), "")
        if declared == "final" and (n := int(((said == "provisional") | (marked == True)).sum())):  # noqa: E712
            findings.add(stated_rules.STATUS_DECLARED, n=n)
        return Coded([declared], np.zeros(len(raw.frame), dtype=np.int64))
    otherwise = "provisional" if raw.provisional else "final"
    coded = _told(raw, "status", lambda cell: STATUSES.get(plain(str(cell))), otherwise, rules.STATUS_UNKNOWN, findings)
    if not marks.given.any():
        return coded
    of_row = np.array([*coded.distinct, ""], dtype=object)[coded.codes]
    of_row = np.where(~raw.column("status").given & (marked == False), "final", of_row)  # noqa: E712
    of_row = np.where(marked == True, "provisional", of_row)  # noqa: E712
    both = ["final", "provisional"]
    return Coded(both, np.where(coded.codes < 0, -1, (of_row == "provisional").astype(np.int64)))


def days_of(raw: Raw, context: Context, findings: SheetFindings) -> Coded:
    """The day of the report: declared, else in the row, else unknown (-1)."""
    declared = context.declared.reported_on
    if declared is not None:
        return Coded([declared], np.zeros(len(raw.frame), dtype=np.int64))
    return _told(raw, "reported_on", day_of, None, rules.DAY_UNKNOWN, findings)


def blanks_of(raw: Raw, findings: SheetFindings) -> tuple[Array, Array]:
    """Reasons of blanks ('', not_applicable, removed), and where the word for one is not known."""
    column = raw.column("blank")
    reasons = column.mapped(lambda cell: BLANKS.get(plain(str(cell))), "")
    unknown = (
        np.array([reason is None for reason in reasons], dtype=bool)
        if column.distinct
        else np.zeros(len(reasons), dtype=bool)
    )
    findings.at(rules.BLANK_UNKNOWN, unknown, col=raw.letters.get("blank", ""), value=column.cell)
    return np.where(unknown, "", reasons), unknown


def _told(
    raw: Raw, name: str, understand: Callable[[Any], Any], otherwise: Any, rule: Rule, findings: SheetFindings
) -> Coded:
    """A column in which every cell that is not understood is an error."""
    column = raw.column(name)
    coded = _coded(column, understand, absent=otherwise)
    findings.at(rule, column.given & (coded.codes < 0), once=True, col=raw.letters.get(name, ""), value=column.cell)
    return coded


def unread(raw: Raw, name: str, coded: Coded) -> Array:
    """Rows in which `name` stands but was not understood."""
    return raw.column(name).given & (coded.codes < 0)
