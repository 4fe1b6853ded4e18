"""What each key sets: the neighbour in period, indicator and ranking, and nothing past the ends."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from indicators import periods
from indicators.catalogue import Catalogue
from tests.unit.indicator_frames import RATE, STUNTING, an_indicator
from ui.frame.keys import shortcuts
from ui.frame.view import View

CATALOGUE = Catalogue((an_indicator(), STUNTING, an_indicator(code="QUIET", headline=False), RATE))
CODES = ["2023", "2023-Q4", "2024", "2024-Q1", "2025"]


def keys(
    *, indicator: str = "NUT01", period: str = "2024", commune: tuple[str, ...] = (), projector: bool = False,
    ranking: tuple[str, ...] = (), measures: tuple[str, ...] = (), **others: Any,
) -> dict[str, dict[str, str | None]]:  # fmt: skip
    page = SimpleNamespace(
        view=View(indicator=indicator, period=period, commune=commune, projector=projector, year="2024"),
        period=periods.parse(period), periods=pd.DataFrame({"period": CODES}), catalogue=CATALOGUE,
    )  # fmt: skip
    return shortcuts(page, ranking=ranking, measures=measures, **others)


def test_arrows_step_through_periods_of_one_kind():
    years, quarters = keys(period="2024"), keys(period="2023-Q4")
    assert (years["ArrowLeft"], years["ArrowRight"]) == ({"period": "2023"}, {"period": "2025"})
    assert quarters["ArrowRight"] == {"period": "2024-Q1"}
    assert "ArrowLeft" not in quarters


def test_arrows_step_through_years_where_a_page_is_of_years():
    set_ = keys(years=("2023", "2024", "2025"))
    assert (set_["ArrowLeft"], set_["ArrowRight"]) == ({"year": "2023"}, {"year": "2025"})
    assert "ArrowRight" not in keys(years=("2023", "2024"))
    assert not {"ArrowLeft", "ArrowRight"} & keys(years=()).keys()


def test_what_is_of_no_indicator_has_no_key_for_another_one():
    assert {"PageUp", "PageDown"} <= keys(indicator="NUT01").keys()
    assert not {"PageUp", "PageDown"} & keys(indicator="NUT01", indicators=False).keys()


def test_there_is_nothing_past_the_ends():
    assert "ArrowRight" not in keys(period="2025")
    assert "ArrowLeft" not in keys(period="2023")
    assert "PageUp" not in keys(indicator="IMM01")
    assert "PageDown" not in keys(indicator="STF02")


def test_a_clicker_pages_through_the_headline_indicators_only():
    assert (keys()["PageUp"], keys()["PageDown"]) == ({"indicator": "IMM01"}, {"indicator": "STF02"})


def test_from_an_indicator_outside_the_headlines_paging_begins_at_the_first():
    assert keys(indicator="QUIET")["PageDown"] == {"indicator": "IMM01"}


@pytest.mark.parametrize(
    ("commune", "up", "down"),
    [
        ((), {"commune": "b"}, {"commune": "b"}),
        (("b",), None, {"commune": "a"}),
        (("a",), {"commune": "b"}, {"commune": "c"}),
        (("c",), {"commune": "a"}, None),
        (("zz",), {"commune": "b"}, {"commune": "b"}),
    ],
)
def test_up_and_down_follow_the_ranking(commune: tuple[str, ...], up: object, down: object):
    found = keys(commune=commune, ranking=("b", "a", "c"))
    assert (found.get("ArrowUp"), found.get("ArrowDown")) == (up, down)


def test_digits_choose_the_measures_that_are_offered():
    assert keys(measures=("gap", "value"))["Digit2"] == {"measure": "value"}
    assert not [key for key in keys() if key.startswith("Digit")]


def test_p_enters_and_leaves_the_projector_view():
    assert keys()["KeyP"] == {"view": "projector"}
    assert keys(projector=True)["KeyP"] == {"view": None}


def test_escape_first_lets_the_commune_go_then_leaves_the_projector_view():
    assert keys(commune=("a",), projector=True)["Escape"] == {"commune": None}
    assert keys(projector=True)["Escape"] == {"view": None}
    assert "Escape" not in keys()
