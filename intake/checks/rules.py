"""The rules over figures: what each may find, and the function that finds it. A new rule is one more line here."""

from collections.abc import Callable

import pandas as pd

from indicators.findings import Rule
from intake.checks import (
    bounds,
    cumulative,
    duplicates,
    figures,
    history,
    people,
    rotation,
    steps,
    strata,
    totals,
    year_before,
)
from intake.checks.case import Case

LISTED: tuple[tuple[Rule, Callable[[Case], pd.DataFrame]], ...] = (
    (figures.NO_FIGURE, figures.no_figure),
    (figures.FIGURE_AND_REASON, figures.figure_and_reason),
    (figures.NEGATIVE, figures.negative),
    (figures.INFINITE, figures.infinite),
    (figures.NOT_WHOLE, figures.not_whole),
    (figures.DENOMINATOR_MISSING, figures.denominator_missing),
    (figures.DENOMINATOR_ZERO, figures.denominator_zero),
    (figures.NOBODY, figures.nobody),
    (figures.VALUE_RANGE, figures.value_range),
    (bounds.NUMERATOR_GREATER, bounds.numerator_greater),
    (bounds.COVERAGE_BEYOND, bounds.coverage_beyond),
    (bounds.COVERAGE_OVER_100, bounds.coverage_over_100),
    (bounds.VALUE_BEYOND, bounds.value_beyond),
    (bounds.VALUE_OVER_100, bounds.value_over_100),
    (bounds.NOT_YES_NO, bounds.not_yes_no),
    (bounds.SHARE_FOR_PERCENT, bounds.share_for_percent),
    (duplicates.REPEATED, duplicates.repeated),
    (duplicates.CONTRADICTED, duplicates.contradicted),
    (strata.PARTS_OVER_WHOLE, strata.parts_over_whole),
    (steps.MORE_AT_LATER_STEP, steps.more_at_later_step),
    (cumulative.LESS_THAN_PARTS, cumulative.less_than_parts),
    (cumulative.QUARTER_AS_NINE_MONTHS, cumulative.quarter_as_nine_months),
    (rotation.ROWS_ROTATED, rotation.rows_rotated),
    (people.MORE_THAN_PEOPLE, people.more_than_people),
    (people.UNUSUAL_SHARE, people.unusual_share),
    (year_before.THOUSANDTH, year_before.thousandth),
    (year_before.LOST_ZERO, year_before.lost_zero),
    (year_before.DENOMINATOR_MOVED, year_before.denominator_moved),
    (history.JUMP, history.jump),
    (totals.TOTAL_DIFFERS, totals.total_differs),
    (totals.TOTAL_OF_MORE, totals.total_of_more),
    (duplicates.UNCHANGED, duplicates.unchanged),
    (duplicates.REPLACED, duplicates.replaced),
    (duplicates.TAKEN_BACK, duplicates.taken_back),
)
"""In the order in which findings are told."""

CHECKS: tuple[Rule, ...] = tuple(rule for rule, _ in LISTED)
