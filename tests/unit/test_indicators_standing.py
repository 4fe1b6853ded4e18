"""How firm a figure is, in words and signs, and only where it is less than firm."""

import pandas as pd
import pytest

from base.texts import Texts
from indicators.standing import geography, legend, remarks, sign
from tests.unit.indicator_frames import values

EN = Texts("en")


def test_a_final_reported_figure_of_a_register_needs_no_words():
    assert remarks(provisional=False, estimated=False, source_kind="register", say=EN) == []
    assert remarks(provisional=False, estimated=False, source_kind="published", say=EN) == []
    assert sign(provisional=False, estimated=False) == ""
    assert legend(values([("001", 1, 2)]), EN) == []


def test_each_lack_has_its_words_and_sign():
    said = remarks(provisional=True, estimated=True, source_kind="survey", say=EN)
    assert said == ["Provisional", "≈ Estimated", "Survey figure"]
    assert sign(provisional=True, estimated=True) == "≈*"


def test_a_legend_names_what_occurs_among_figures_only():
    hidden = values([("001", float("nan"), float("nan"))], provisional=True, blank="hidden")
    surveys = [values([("001", 1, 2)], period=year, source_kind="survey") for year in ("2020", "2014")]
    firm = values([("001", 1, 2)], period="2021")
    assert legend(pd.concat([hidden, firm]), EN) == []
    assert legend(pd.concat([*surveys, firm]), EN) == ["Survey figures: 2014, 2020; not compared with registers."]
    assert len(legend(values([("001", 1, 2)], provisional=True, estimated=True), EN)) == 2


@pytest.mark.parametrize(
    ("kind", "origin", "expected"),
    [
        ("former", "reported", "former"),
        ("commune", "summed", "carried"),
        ("commune", "derived", "today"),
        ("commune", "reported", "today"),
        ("province", "summed", ""),
        ("country", "reference", ""),
    ],
)
def test_of_which_communes_a_figure_is(kind, origin, expected):
    assert geography(kind, origin) == expected
