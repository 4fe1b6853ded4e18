"""What a row states of its own figure: a sum or an estimate made elsewhere, late, of a survey, under which definition.

Nothing of it may be lost on the way in: it is taken over, or held against what is known here, or the row stays out and is told.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from base.texts import LANGUAGES, Texts
from indicators.catalogue import Indicator
from indicators.findings import Finding
from indicators.periods import Period
from indicators.stated_words import STATED_WORDS
from indicators.versions import version_at
from intake.claims import stated_rules as rules
from intake.claims.distinct import Column
from intake.claims.figures import Array
from intake.claims.raw import FIGURES, Context, Raw
from intake.claims.sheet_findings import SheetFindings, always
from intake.words.words import plain, truth

_MADE = ("summed", "derived")


def _codes_of(column: str) -> dict[str, str]:
    """The codes of a column by its words in every language, and by themselves, as Parquet has them."""
    words = STATED_WORDS[column]
    said = {plain(Texts(language)(word)): code for language in LANGUAGES for code, word in words.items()}
    return said | {plain(code): code for code in words}


_ORIGINS = _codes_of("origin")
_SOURCE_KINDS = _codes_of("source_kind")


def _number(cell: object) -> int | None:
    """The number of a version; None if it is none."""
    text = str(cell).strip().removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


_READ: dict[str, Callable[[Any], Any]] = {
    "provisional": lambda cell: truth(str(cell)),
    "estimated": lambda cell: truth(str(cell)),
    "late": lambda cell: truth(str(cell)),
    "origin": lambda cell: _ORIGINS.get(plain(str(cell))),
    "source_kind": lambda cell: _SOURCE_KINDS.get(plain(str(cell))),
    "definition_version": _number,
}
"""How the cells of each column are understood; None for what is not."""


def told(raw: Raw, name: str) -> Array:
    """What each row says in the column `name`, None where it says nothing or nothing that is understood."""
    return raw.column(name).mapped(_READ[name], None)


def reports_alone(raw: Raw, *, day_declared: bool) -> tuple[Raw, list[Finding]]:
    """The rows that are somebody's report, and what must be said of the others.

    Sums and derived figures are made anew from their reports, so their rows stay out. An estimate can't be kept as one
    and is refused, as is a word that isn't understood. day_declared: the day of the reports is known.
    """
    if not any(raw.has(name) for name in _READ):
        return raw, []
    findings = SheetFindings(raw.sheet, raw.rows)
    estimated = told(raw, "estimated") == True  # noqa: E712 - an array of True, False and None
    made = np.isin(told(raw, "origin").astype(str), _MADE)
    if made.any():
        here = {"n": int(made.sum()), "estimated": int((made & estimated).sum())}
        findings.add(rules.MADE_ELSEWHERE, col=raw.letters.get("origin", ""), **here)
    keep = ~made
    figures = np.logical_or.reduce([raw.column(name).given for name in (*FIGURES, "blank")])
    for name, understand in _READ.items():
        column = raw.column(name)
        unread = [understand(cell) is None for cell in column.distinct]
        bad = keep & column.taken(unread, False, bool)
        findings.at(rules.STATED_UNKNOWN, bad, col=raw.letters.get(name, ""), value=column.cell)
        keep &= ~bad
    refused = keep & estimated
    findings.at(rules.ESTIMATE, refused, col=raw.letters.get("estimated", ""), value=raw.column("estimated").cell)
    keep &= ~refused
    late = keep & (told(raw, "late") == True) & ~raw.column("reported_on").given  # noqa: E712
    if late.any() and not day_declared:
        findings.add(rules.LATE_WITHOUT_DAY, col=raw.letters.get("late", ""), n=int(late.sum()))
    return replace(raw.at(keep), refused=(*raw.refused, *raw.rows[~made & ~keep & figures].tolist())), findings.told


def sources_agree(
    raw: Raw, context: Context, collections: Sequence[str], which: Array, findings: SheetFindings
) -> Array:
    """Rows whose figure would stand in a collection of the kind that they state. which: per row the place in `collections`."""
    said = told(raw, "source_kind")
    register = context.register.collections
    kinds = dict(zip(register["code"], register["kind"], strict=True))
    own = np.array([*(str(kinds[code]) for code in collections), ""], dtype=object)[which]
    wrong = raw.column("source_kind").given & (own != "") & (said != own)
    findings.at(
        rules.SOURCE_KIND_DIFFERS, wrong, col=raw.letters.get("source_kind", ""), value=raw.column("source_kind").cell,
        details=lambda place: {"kind": STATED_WORDS["source_kind"].get(own[place], own[place]), "collection": collections[which[place]]},
    )  # fmt: skip
    agree: Array = ~wrong
    return agree


def definitions_agree(
    raw: Raw, indicators: list[Indicator], which: Array, periods: list[Period], when: Array, findings: SheetFindings
) -> Array:
    """Rows counted under the definition that is in force here in their period."""
    agree = np.ones(len(which), dtype=bool)
    column = raw.column("definition_version")
    stated = column.given & (which >= 0) & (when >= 0)
    if not stated.any():
        return agree
    said = told(raw, "definition_version")
    for place, moment in {*zip(which[stated].tolist(), when[stated].tolist(), strict=True)}:
        indicator, period = indicators[place], periods[moment]
        version = version_at(indicator, period)
        number = version.number if version else None
        wrong = stated & (which == place) & (when == moment) & (said != number)
        agree &= ~wrong
        details = always(indicator=indicator.code, period=period.code, number="–" if number is None else str(number))
        rule = rules.DEFINITION_DIFFERS
        findings.at(rule, wrong, col=raw.letters.get("definition_version", ""), value=column.cell, details=details)
    return agree


def provisional(raw: Raw) -> Column:
    """What the rows say of being provisional: True or False, nothing where they say nothing."""
    column = raw.column("provisional")
    answers = [_READ["provisional"](cell) for cell in column.distinct]
    return Column(column.codes, answers)
