"""At which period and year a view stands, where its address names none or one that its indicator does not have."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from base.texts import Texts
from indicators import periods
from indicators.labels import period_label
from ui.frame.view import Misread, View


def settle_period(view: View, known: pd.DataFrame, *, otherwise: str, say: Texts) -> View:
    """`view` at a period that its indicator has.

    known: PERIODS of the indicator, ascending. A period asked for and there is kept; of another kind but with an annual
    value of the same year, that one is taken (choosing another indicator does this); otherwise the default period.
    otherwise: the period of an indicator that nobody has reported yet.
    """
    codes = list(known["period"])
    if not codes:
        return view if view.period else view.with_period(otherwise)
    if view.period in codes:
        return view
    default = default_period(known)
    if view.period:
        asked = periods.parse(view.period)
        same_year = [c for c in codes if (p := periods.parse(c)).is_annual and p.year == asked.year]
        if same_year:
            return view.with_period(same_year[-1])
        noted = (*view.misread, Misread("period", view.period, period_label(periods.parse(default), say)))
        return replace(view, period=default, misread=noted)
    return view.with_period(default)


def settle_year(view: View, as_of: date) -> View:
    """`view` with a year: that of the last quarter that has ended, where none was asked for."""
    if view.year:
        return view
    first = as_of.replace(month=3 * ((as_of.month - 1) // 3) + 1, day=1)
    return replace(view, year=str((first - timedelta(days=1)).year))


def default_period(known: pd.DataFrame, *, share: float = 0.8) -> str:
    """The newest annual period that is final for `share` of the communes due; else the newest annual one; else the newest.

    known: PERIODS, ascending, not empty.
    """
    annual = known[known["kind"].isin([str(k) for k in periods.ANNUAL])]
    final = annual[annual["final"] >= share * annual["expected"]]
    for candidates in (final, annual, known):
        if len(candidates):
            return str(candidates["period"].iloc[-1])
    raise ValueError("no periods")
