"""Numerator against denominator: how many of how many can there be?"""

import numpy as np
import pandas as pd

from base.texts import marked
from indicators.catalogue import Unit
from indicators.findings import Level, Rule
from indicators.intervals import Floats
from intake.checks.case import Case, Flags

NUMERATOR_GREATER = Rule(
    "numerator_greater",
    Level.ERROR,
    marked("The numerator ({numerator}) is greater than the denominator ({denominator})."),
    marked("Check whether the two were exchanged, and whether both are of the same period and the same commune."),
)
COVERAGE_OVER_100 = Rule(
    "coverage_over_100",
    Level.WARNING,
    marked("Coverage over 100 %: {numerator} of {denominator} is {coverage} %."),
    marked(
        "It can be true where people moved in or the denominator is an estimate. Check the denominator first; "
        "if it is right, say why the figure is over 100 %."
    ),
)
COVERAGE_BEYOND = Rule(
    "coverage_beyond",
    Level.ERROR,
    marked("{numerator} of {denominator} is {coverage} %, more than the {most} % that can be true."),
    marked(
        "One of the two was mistyped, or they are not of the same period and commune. Correct it and upload the file again."
    ),
)
VALUE_BEYOND = Rule(
    "value_beyond",
    Level.ERROR,
    marked("The file says {coverage} %, more than the {most} % that can be true."),
    marked("Check whether it is a percentage, and of this indicator."),
)
VALUE_OVER_100 = Rule(
    "value_over_100",
    Level.WARNING,
    marked("Coverage over 100 %: the file says {coverage} % and gives no counts."),
    marked("Give numerator and denominator if you have them; otherwise say why the figure is over 100 %."),
)
NOT_YES_NO = Rule(
    "not_yes_no",
    Level.ERROR,
    marked("This indicator asks whether the commune has it: {numerator} of {denominator} is no answer."),
    marked("Write Yes or No, or 1 of 1 and 0 of 1."),
)


SHARE_FOR_PERCENT = Rule(
    "share_for_percent",
    Level.WARNING,
    marked(
        "All {n} percentages of {indicator} in this file lie between 0 and 1, as {figure} %. Are they shares, 0.23 for 23 %?"
    ),
    marked("Write 23 for 23 %, or format the cells as percentages. If they are so small, say why."),
)


def share_for_percent(case: Case) -> pd.DataFrame:
    """Percentages that are all below 1, told at the first of an indicator and period: one by itself may be so small."""
    percent = case.where(lambda indicator: indicator.unit is Unit.PERCENT and not indicator.yes_or_no)
    stated = percent & np.isfinite(case.value) & np.isnan(case.numerator)
    values = pd.Series(case.value[stated])
    slices = case.keys.slice[stated]
    table = values.groupby(slices).agg(["max", "size"])
    some = (values > 0).groupby(slices).any()
    small = table.index[(table["max"] <= 1) & (table["size"] > 1) & some]
    first = ~pd.Series(slices).duplicated().to_numpy() & np.isin(slices, small)
    where = np.zeros(len(case.claims), dtype=bool)
    where[np.flatnonzero(stated)[first]] = True
    count = pd.Series(case.keys.slice).map(table["size"]).fillna(0).to_numpy(np.int64)
    return case.findings(
        SHARE_FOR_PERCENT,
        where,
        of="value",
        n=count,
        figure=case.value,
        indicator=case.claims["indicator"].to_numpy(object),
    )


def numerator_greater(case: Case) -> pd.DataFrame:
    """A share of more than all."""
    where = _greater(case) & case.where(lambda indicator: not indicator.may_exceed) & ~_yes_no(case)
    return case.findings(NUMERATOR_GREATER, where, of="both", numerator=case.numerator, denominator=case.denominator)


def coverage_beyond(case: Case) -> pd.DataFrame:
    """A share of more than all, by more than moving and estimates explain."""
    where = _exceeding(case) & _beyond(case, case.coverage)
    return case.findings(
        COVERAGE_BEYOND, where, of="both", numerator=case.numerator, denominator=case.denominator,
        coverage=np.round(case.coverage, 1), most=_bounds(case),
    )  # fmt: skip


def coverage_over_100(case: Case) -> pd.DataFrame:
    """A share of more than all where the catalogue says that this happens: shown, never cut."""
    where = _exceeding(case) & ~_beyond(case, case.coverage)
    return case.findings(
        COVERAGE_OVER_100, where, of="both", numerator=case.numerator, denominator=case.denominator,
        coverage=np.round(case.coverage, 1),
    )  # fmt: skip


def value_beyond(case: Case) -> pd.DataFrame:
    """As `coverage_beyond`, stated without counts."""
    return case.findings(
        VALUE_BEYOND, _stated_over_100(case) & _beyond(case, case.value), coverage=case.value, most=_bounds(case)
    )


def value_over_100(case: Case) -> pd.DataFrame:
    """As `coverage_over_100`, stated without counts."""
    where = _stated_over_100(case) & ~_beyond(case, case.value)
    return case.findings(VALUE_OVER_100, where, coverage=case.value)


def not_yes_no(case: Case) -> pd.DataFrame:
    """A commune counts itself: 0 or 1 of 1."""
    given = ~np.isnan(case.numerator) & ~np.isnan(case.denominator)
    answer = np.isin(case.numerator, (0, 1)) & (case.denominator == 1)
    where = _yes_no(case) & ~case.blank & given & ~answer
    return case.findings(NOT_YES_NO, where, of="both", numerator=case.numerator, denominator=case.denominator)


def _exceeding(case: Case) -> Flags:
    return _greater(case) & case.where(lambda indicator: indicator.may_exceed)


def _stated_over_100(case: Case) -> Flags:
    exceeding = case.where(lambda indicator: indicator.unit is Unit.PERCENT and indicator.may_exceed)
    return exceeding & np.isnan(case.numerator) & np.isfinite(case.value) & (case.value > 100)


def _beyond(case: Case, value: Floats) -> Flags:
    return value > _bounds(case)


def _bounds(case: Case) -> Floats:
    """`Indicator.bound` of each claim."""
    return np.array([indicator.bound for indicator in case.indicators] or [np.inf])[case.keys.indicator]


def _greater(case: Case) -> Flags:
    # Per 1,000 is bound by nothing: there may be more collaborators than children in a hamlet.
    percent = case.where(lambda indicator: indicator.unit is Unit.PERCENT)
    greater = (case.denominator > 0) & (case.numerator > case.denominator) & np.isfinite(case.numerator)
    return percent & ~case.blank & greater


def _yes_no(case: Case) -> Flags:
    return case.where(lambda indicator: indicator.yes_or_no) & case.of_commune
