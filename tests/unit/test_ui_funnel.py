"""The sentences under a funnel plot, and those in its place."""

import pytest

from base.texts import NBSP, Texts
from indicators.catalogue import Direction
from indicators.funnel import REASONS
from tests.unit.indicator_frames import an_indicator
from tests.unit.test_charts_funnel import made
from ui.parts import funnel as parts

EN, VI = Texts("en"), Texts("vi")


def said(funnel, say=EN, **more) -> str:
    options = {"indicators": 50, "chosen": None, "partial": ""}
    return parts.notes(funnel, **options | more, say=say).striptags().replace(NBSP, " ")


def test_outliers_are_to_be_checked_before_they_are_explained():
    assert "2 communes outside the 99.8% limits: check the report first, then ask why." in said(made())
    assert "No commune lies outside the 99.8% limits." in said(made(figures=[(50, 100), (51, 100)]))


def test_false_alarms_of_many_indicators_are_counted():
    # 45 communes × 50 indicators × 0.002 = 4.5; with our six 0.6.
    assert "over 6 communes and 50 indicators: 0.6" in said(made())
    assert "over 45 communes and 50 indicators: 4.5" in said(made(figures=[(50, 100)] * 45))


def test_widened_limits_are_said_aloud_with_their_factor():
    wide = made(figures=[(share, 100) for share in (20, 30, 35, 40, 45, 50, 50, 55, 60, 65, 70, 80)])
    # φ of these twelve worked out in test_indicators_funnel: 92/12 = 7.67, root 2.77.
    assert "Communes differ 7.7 times as much as chance alone explains (over-dispersion φ)" in said(wide)
    assert "2.8 times as far from the province" in said(wide)
    assert "over-dispersion" not in said(made())


def test_the_chosen_commune_is_spoken_of_first():
    assert "Commune 3: Below the 99.8% limits." in said(made(), chosen="003")


def test_a_neutral_indicator_is_not_judged():
    text = said(made(an_indicator(direction=Direction.NEUTRAL)))
    assert "Neither up nor down is good or bad here" in text
    assert "worse" not in text


def test_what_is_not_drawn_and_what_is_not_in_yet_is_said():
    assert "Not drawn: 1 commune over 100%" in said(made(figures=[(50, 100), (51, 50), (40, 100)]))
    assert "so far" in said(
        made(), partial="The province's value is of 3 of 5 reports so far; the limits move with it."
    )


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_for_no_plot_is_a_sentence(reason: str):
    english, vietnamese = parts.none(reason, EN), parts.none(reason, VI)
    assert english.endswith(".")
    assert vietnamese != english
