"""What the officer says about a file, because the file does not: the fields that are asked for, and any other on demand."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from base.texts import Texts, marked
from indicators import periods
from intake.checked import CheckedReports
from intake.drafts import Status
from ui.data import actions, stepper
from ui.data.choice import OPEN, choose
from ui.frame import shell
from ui.frame.page import Page

_LABELS = {
    "language": marked("How numbers are written"),
    "period": marked("Period of the report"),
    "collection": marked("Data collection"),
    "status": marked("Status of the figures"),
    "dash": marked("What “-” stands for"),
}
FIRST_YEAR = 2015


def declare(page: Page, now: Status, found: CheckedReports) -> None:
    """Widgets for what is asked, the rest in a popover; a change is checked again when the officer says so."""
    say = page.say
    asked = [name for name in _LABELS if name in found.mapped.asked]
    given: dict[str, str] = {}
    if asked:
        shell.sheet(stepper.asked(say), key="asked")
        given |= {name: _field(page, now, name, asked=True) for name in asked}
    with st.popover(say("Declare something else"), key="declare_more"):
        given |= {name: _field(page, now, name) for name in _LABELS if name not in asked}
    wanted = replace(now.declared, **given)  # type: ignore[arg-type]
    changed = wanted != now.declared
    complete = all(given[name] for name in asked)
    if (asked or changed) and st.button(
        say("Check again"), key="declare", type="primary" if asked else "secondary", disabled=not (changed and complete)
    ):
        actions.check_again(now.token, wanted)
        st.rerun()


def _field(page: Page, now: Status, name: str, *, asked: bool = False) -> str:
    """The select box of one field of Declared; '' is 'as the file says', which is no answer where it was asked."""
    say = page.say
    if name == "period":
        return _period(page, now)
    options = _options(page, name)
    if asked:
        options = {code: text for code, text in options.items() if code}
    current = getattr(now.declared, name) or ("" if not asked else OPEN)
    chosen = choose(say(_LABELS[name]), options, key=f"declare_{name}_{now.token}", say=say, current=current)
    return "" if chosen == OPEN else chosen


def _options(page: Page, name: str) -> Mapping[str, str]:
    say = page.say
    as_is = {"": say("As the file says")}
    match name:
        case "language":
            return as_is | {"vi": say("9.450 and 95,5 (Vietnamese)"), "en": say("9,450 and 95.5 (English)")}
        case "status":
            return as_is | {"final": say("final"), "provisional": say("provisional")}
        case "dash":
            return {"zero": say("zero: nothing occurred"), "missing": say("missing: not known")}
        case _:
            return as_is | _collections(page)


def _collections(page: Page) -> dict[str, str]:
    """Data collections by code, in the reader's language."""
    frame = page.data.collections()
    return dict(zip(frame["code"], frame[f"name_{page.say.language}"], strict=True))


def _period(page: Page, now: Status) -> str:
    """Which part of which year; '' as long as one of the two is open."""
    say = page.say
    known = periods.parse(now.declared.period) if now.declared.period else None
    part, year = st.columns([3, 2])
    names = {_part(code): _part_label(_part(code), say) for code in _PARTS}
    years = {str(number): str(number) for number in range(page.state.as_of.year, FIRST_YEAR - 1, -1)}
    with part:
        current = _part(known.code) if known else OPEN
        chosen = choose(say(_LABELS["period"]), names, key=f"declare_part_{now.token}", say=say, current=current)
    with year:
        current = str(known.year) if known else OPEN
        number = choose(say("Year"), years, key=f"declare_year_{now.token}", say=say, current=current)
    return "" if OPEN in (chosen, number) else _code(chosen, int(number))


# The parts of a year by what stands behind it in a code; '26' of a school year depends on the year.
_PARTS = (
    "2000", "2000-01", "2000-Q1", "2000-Q2", "2000-Q3", "2000-Q4", "2000-H1", "2000-H2", "2000-9M",
    *(f"2000-M{month:02d}" for month in range(1, 13)),
)  # fmt: skip


def _part(code: str) -> str:
    """Which part of its year a period is: 'year', 'school_year', 'Q1', 'M07' …"""
    period = periods.parse(code)
    return str(period.kind) if period.is_annual else code.partition("-")[2]


def _code(part: str, year: int) -> str:
    if part == str(periods.Kind.SCHOOL_YEAR):
        return periods.school_year(year).code
    return str(year) if part == str(periods.Kind.YEAR) else f"{year}-{part}"


_PART_NAMES = {
    "year": marked("Whole year"),
    "school_year": marked("School year (begins in this year)"),
    "H1": marked("First half-year"),
    "H2": marked("Second half-year"),
    "9M": marked("First nine months"),
}


def _part_label(part: str, say: Texts) -> str:
    """The part of a year by name."""
    if part in _PART_NAMES:
        return say(_PART_NAMES[part])
    return say("Quarter {n}", n=part[1:]) if part[0] == "Q" else say("Month {n}", n=int(part[1:]))
