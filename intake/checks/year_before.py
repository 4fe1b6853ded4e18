"""The denominator against the one of the year before: how many children a commune has changes slowly."""

import numpy as np
import pandas as pd

from base.texts import marked
from indicators.findings import Level, Rule
from indicators.intervals import Floats
from intake.checks.case import Case, Flags

_SHARE, _PERSONS = 0.25, 20
"""A denominator may move by so much in a year: either of them is enough to let it pass."""
_NEAR = 0.05
_SMALLEST_THOUSAND, _SMALLEST_TEN = 1000, 100

DENOMINATOR_MOVED = Rule(
    "denominator_moved",
    Level.WARNING,
    marked("The denominator is {now}; a year before ({period}) it was {before}."),
    marked("Check that it counts the same people of the same commune. If it does, say what has changed."),
)
THOUSANDTH = Rule(
    "thousandth",
    Level.ERROR,
    marked("The figure {now} is a thousandth of the one of the year before ({period}: {before})."),
    marked(
        "“9.450” was probably read as a decimal number and cut to 9. Type it without a point (9450), or say in which "
        "language the file writes numbers, and import it again."
    ),
)
LOST_ZERO = Rule(
    "lost_zero",
    Level.WARNING,
    marked("The figure {now} is a tenth of the one of the year before ({period}: {before}): a last zero may be lost."),
    marked("“9.450” read as a decimal number and written again without its point becomes 945. Check the original."),
)


def denominator_moved(case: Case) -> pd.DataFrame:
    """By more than a quarter and more than 20 persons, and not by a lost point or zero."""
    now, before = case.denominator, case.before.denominator
    moved = (np.abs(now - before) > _PERSONS) & ((now < (1 - _SHARE) * before) | (now > (1 + _SHARE) * before))
    explained = _shrunk(case, 1000, _SMALLEST_THOUSAND) | _shrunk(case, 10, _SMALLEST_TEN)
    where = case.rate & ~case.blank & moved & (now > 0) & (before > 0) & ~explained
    return case.findings(
        DENOMINATOR_MOVED, where, of="denominator", now=now, before=before, period=case.before.period, value=now
    )


def thousandth(case: Case) -> pd.DataFrame:
    """What a count becomes whose point for thousands was read as a decimal point."""
    return _lost(case, THOUSANDTH, 1000, _SMALLEST_THOUSAND)


def lost_zero(case: Case) -> pd.DataFrame:
    """What it becomes if it was then written without the point (9.450, 9.45, 945)."""
    return _lost(case, LOST_ZERO, 10, _SMALLEST_TEN)


def _lost(case: Case, rule: Rule, times: int, smallest: int) -> pd.DataFrame:
    now, before = _size(case)
    where = ~case.blank & _shrunk(case, times, smallest)
    # Of a count without a denominator its own cell is meant.
    return case.findings(rule, where, of="denominator", now=now, before=before, period=case.before.period, value=now)


def _shrunk(case: Case, times: int, smallest: int) -> Flags:
    now, before = _size(case)
    return (before >= smallest) & (np.abs(now * times - before) <= _NEAR * before)


def _size(case: Case) -> tuple[Floats, Floats]:
    """What tells how large a commune is: the denominator, or the count itself where there is none."""
    counts = case.where(lambda indicator: not indicator.is_rate)
    return (
        np.where(counts, case.numerator, case.denominator),
        np.where(counts, case.before.numerator, case.before.denominator),
    )
