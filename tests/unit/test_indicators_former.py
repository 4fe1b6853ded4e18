"""Former communes with their own figures: by hand."""

import math

import pandas as pd
import pytest

from indicators.former import FormerFigures, last_until
from indicators.periods import parse
from tests.browser.map_harness import VACCINATED

ROWS = pd.DataFrame(
    [("new", "old1", "Một", 1.0), ("new", "old2", "Hai", 0.4), ("new", "old3", "Ba", 1.0)],
    columns=["code", "former", "name", "weight"],
)


def values(*rows: tuple[str, str, float, float, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["period", "code", "numerator", "denominator", "blank"])
    return frame.assign(name="…", value=math.nan)


HISTORY = values(("2023", "old1", 1, 4, ""), ("2024", "old1", 3, 4, ""), ("2024", "old2", math.nan, math.nan, "hidden"))


def test_each_has_its_own_figure_or_why_there_is_none():
    told = FormerFigures(ROWS, HISTORY[HISTORY["period"] == "2024"], VACCINATED, parse("2024")).joined()
    assert told[["former", "name", "weight", "blank"]].to_numpy().tolist() == [
        ["old1", "Một", 1, ""], ["old2", "Hai", 0.4, "hidden"], ["old3", "Ba", 1, "missing"],
    ]  # fmt: skip
    assert told["value"].tolist() == pytest.approx([75, math.nan, math.nan], nan_ok=True)


@pytest.mark.parametrize(
    ("seen", "shown"), [("2025", "2024"), ("2024", "2024"), ("2024-Q3", "2023"), ("2023", "2023"), ("2021", "2023")]
)
def test_the_last_figures_are_those_until_the_period_in_view(seen: str, shown: str):
    found = last_until(ROWS, HISTORY, VACCINATED, parse(seen))
    assert found.period == parse(shown)
    assert set(found.figures["period"]) == {shown}


def test_without_any_figures_there_is_no_period():
    found = last_until(ROWS, HISTORY.iloc[:0], VACCINATED, parse("2025"))
    assert found.period is None
    assert found.joined()["blank"].tolist() == ["missing"] * 3
