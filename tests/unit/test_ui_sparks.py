"""The small lines of a commune's page end with the year in view, and their last dot says how firm that figure is."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from base.look import Look
from base.texts import Texts
from indicators import periods
from indicators.readings import Reading
from tests.unit.indicator_frames import an_indicator
from ui.commune.sparks import sparks

IMM = an_indicator()
HOLLOW = f'fill="{Look("light").palette.card}"'


def picture(year: int, *, provisional: set[str], without: frozenset[str] = frozenset()) -> str:
    rows = [
        (str(y), float("nan") if str(y) in without else 80.0 + y - 2019, 100.0, str(y) in provisional)
        for y in range(2019, 2026)
    ]
    past = pd.DataFrame(rows, columns=["period", "numerator", "denominator", "provisional"])
    past = past.assign(indicator=IMM.code, estimated=False, source_kind="register", value=float("nan"))
    reading = Reading(IMM, periods.parse(str(year)), pd.DataFrame(), None, None)
    page: Any = SimpleNamespace(look=Look("light"), say=Texts("en"))
    shown: Any = SimpleNamespace(past=past, readings=[reading])
    return str(sparks(page, shown).get(IMM.code, ""))


@pytest.mark.parametrize(("year", "hollow"), [(2025, True), (2024, False)])
def test_a_later_provisional_figure_makes_no_earlier_one_provisional(year: int, hollow: bool):
    assert (HOLLOW in picture(year, provisional={"2025"})) == hollow


def test_the_dot_is_as_firm_as_the_last_figure_that_there_is():
    assert HOLLOW in picture(2025, provisional={"2024"}, without=frozenset({"2025"}))


def test_before_the_first_year_there_is_no_line():
    assert picture(2018, provisional=set()) == ""
