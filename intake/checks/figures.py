"""A figure by itself: is it one, can it be counted with, can it be true at all?"""

import numpy as np
import pandas as pd

from base.texts import marked
from indicators.catalogue import Unit
from indicators.findings import Level, Rule, joined
from indicators.intervals import Floats
from intake.checks.case import Case, Flags, Part

PARTS: dict[Part, str] = {
    "numerator": marked("numerator"),
    "denominator": marked("denominator"),
    "value": marked("value"),
}

NO_FIGURE = Rule(
    "no_figure",
    Level.ERROR,
    marked("The row has neither a figure nor a reason why there is none."),
    marked("Type the figure: 0 if nothing occurred. If it can't apply to this commune, write “not applicable”."),
)
FIGURE_AND_REASON = Rule(
    "figure_and_reason",
    Level.ERROR,
    marked("The row has the figure {figure} and also a reason why there is none."),
    marked("Keep the one that is right and delete the other."),
)
NEGATIVE = Rule(
    "negative",
    Level.ERROR,
    marked("The {part} is {figure}. It can't be less than zero."),
    marked("Type the figure again. A correction to an earlier period belongs to a report of that period."),
)
INFINITE = Rule(
    "infinite",
    Level.ERROR,
    marked("The {part} is not a number that can be counted with."),
    marked("Type the figure again."),
)
NOT_WHOLE = Rule(
    "not_whole",
    Level.ERROR,
    marked("The {part} is {figure}, but it counts and must be a whole number."),
    marked(
        "If the point or comma separates thousands (9.450), say in which language the file writes numbers. "
        "If a percentage was typed, type the count itself."
    ),
)
DENOMINATOR_MISSING = Rule(
    "denominator_missing",
    Level.ERROR,
    marked("The numerator is {figure}, but the denominator is missing."),
    marked("Type the denominator: how many there were in all."),
)
DENOMINATOR_ZERO = Rule(
    "denominator_zero",
    Level.ERROR,
    marked("{figure} of 0 is not possible."),
    marked("Type the right denominator. If there was nobody to count, the numerator is 0 too."),
)
NOBODY = Rule(
    "nobody",
    Level.NOTE,
    marked("0 of 0: there was nobody to count, so no rate is shown."),
    marked("Nothing to do if that is so. Otherwise type the denominator."),
)
VALUE_RANGE = Rule(
    "value_range",
    Level.ERROR,
    marked("The value is {figure} %. A percentage lies between 0 and 100."),
    marked("Type it again. If a count was typed, it belongs to the numerator or the denominator."),
)


def no_figure(case: Case) -> pd.DataFrame:
    """Neither numerator nor value, nor a reason; a denominator alone is no figure."""
    return case.findings(NO_FIGURE, ~case.blank & np.isnan(case.numerator) & np.isnan(case.value))


def figure_and_reason(case: Case) -> pd.DataFrame:
    """A figure beside the reason why there is none."""
    figure = np.where(np.isnan(case.numerator), case.value, case.numerator)
    figure = np.where(np.isnan(figure), case.denominator, figure)
    return case.findings(FIGURE_AND_REASON, case.blank & ~np.isnan(figure), value=figure, figure=figure)


def negative(case: Case) -> pd.DataFrame:
    """A count or value less than zero."""
    return joined(
        case.findings(
            NEGATIVE, np.isfinite(figures) & (figures < 0), of=name, part=PARTS[name], value=figures, figure=figures
        )
        for name, figures in _parts(case).items()
    )


def infinite(case: Case) -> pd.DataFrame:
    """A figure beyond all numbers."""
    return joined(
        case.findings(INFINITE, np.isinf(figures), of=name, part=PARTS[name], value=figures)
        for name, figures in _parts(case).items()
    )


def not_whole(case: Case) -> pd.DataFrame:
    """A count with decimals: what '9.450' becomes if it is read as a decimal number."""
    return joined(
        case.findings(
            NOT_WHOLE,
            np.isfinite(figures) & (figures != np.floor(figures)),
            of=name,
            part=PARTS[name],
            value=figures,
            figure=figures,
        )  # fmt: skip
        for name, figures in _parts(case).items()
        if name != "value"
    )


def denominator_missing(case: Case) -> pd.DataFrame:
    """A rate that counts, but not of how many."""
    rate = case.where(lambda indicator: indicator.is_rate)
    where = rate & ~case.blank & ~np.isnan(case.numerator) & np.isnan(case.denominator)
    return case.findings(DENOMINATOR_MISSING, where, figure=case.numerator)


def denominator_zero(case: Case) -> pd.DataFrame:
    """Some of none."""
    return case.findings(DENOMINATOR_ZERO, _of_nobody(case) & (case.numerator > 0), of="both", figure=case.numerator)


def nobody(case: Case) -> pd.DataFrame:
    """None of none: possible in a small commune."""
    return case.findings(NOBODY, _of_nobody(case) & (case.numerator == 0))


def value_range(case: Case) -> pd.DataFrame:
    """A percentage without its counts beyond 100; below 0 is `negative`."""
    percent = case.where(lambda indicator: indicator.unit is Unit.PERCENT and not indicator.may_exceed)
    where = percent & np.isnan(case.numerator) & np.isfinite(case.value) & (case.value > 100)
    return case.findings(VALUE_RANGE, where, figure=case.value)


def _parts(case: Case) -> dict[Part, Floats]:
    return {"numerator": case.numerator, "denominator": case.denominator, "value": case.value}


def _of_nobody(case: Case) -> Flags:
    rate = case.where(lambda indicator: indicator.is_rate)
    nobody_there: Flags = rate & ~case.blank & (case.denominator == 0)
    return nobody_there
