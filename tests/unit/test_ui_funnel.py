"""The sentences under a funnel plot, and those in its place."""

import pandas as pd
import pytest
from markupsafe import Markup

from base.texts import NBSP, Texts
from indicators.catalogue import Direction
from indicators.funnel import REASONS
from indicators.scope import AreaFilter
from indicators.scope_names import scope_name
from tests.unit.indicator_frames import STUNTING, an_indicator, areas
from tests.unit.test_charts_funnel import made
from ui.frame.slide import TITLE_LENGTH
from ui.gap_map import funnel_words as parts

EN, VI = Texts("en"), Texts("vi")


def said(funnel, say=EN, **more) -> str:
    options = {
        "inside": frozenset(funnel.points["code"]), "scope": scope_name(AreaFilter(), areas(5), say),
        "indicators": 50, "chosen": None, "partial": "",
    }  # fmt: skip
    return parts.notes(funnel, **options | more, say=say).striptags().replace(NBSP, " ")


def test_outliers_are_to_be_checked_before_they_are_explained():
    assert "2 communes outside the 99.8% limits: check the report first, then ask why." in said(made())
    assert "No commune lies outside the 99.8% limits." in said(made(figures=[(50, 100), (51, 100)]))


def test_with_a_filter_its_communes_are_counted_and_chance_is_of_the_whole_province():
    outlier = made().outliers["code"].iloc[0]
    border = scope_name(AreaFilter(border=("yes",)), areas(5), EN)
    told = said(made(), inside=frozenset([outlier, "none"]), scope=border)
    assert "3 communes on the border: 1 commune outside the 99.8% limits: check the report first" in told
    assert "Whole province: chance alone puts up to" in told


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


@pytest.mark.parametrize(
    ("indicator", "figures", "title"),
    [
        # Of 100 children 34 and 66 lie beyond 99.8 % of 50 %; 38 does not.
        (an_indicator(), [(34, 100), (34, 100), (66, 100), (50, 100)], "3/4 communes outside the 99.8% limits: 2 worse, 1 better"),
        (STUNTING, [(34, 100), (34, 100), (66, 100), (50, 100)], "3/4 communes outside the 99.8% limits: 1 worse, 2 better"),
        (an_indicator(direction=Direction.NEUTRAL), [(34, 100), (50, 100)], "1/2 communes lie outside the 99.8% limits"),
        (an_indicator(), [(50, 100), (38, 100)], "None of 2 communes lies outside the 99.8% limits"),
    ],
)  # fmt: skip
def test_the_projector_s_title_counts_who_lies_outside_on_which_side(indicator, figures, title: str):
    found = made(indicator, figures)
    assert parts.title(found.points, indicator, EN) == title
    # A country's numbers are longer than a screen is wide.
    many = pd.concat([found.points] * 1000)
    assert len(parts.title(many, indicator, EN)) <= TITLE_LENGTH


def test_the_projector_says_what_marks_mean_and_what_to_make_of_them():
    def slide_of(funnel, **more) -> str:
        options = {"chosen": None, "partial": "", "say": EN}
        notes = parts.slide_notes(funnel, more.pop("points", funnel.points), **options | more)
        return Markup(" ").join((notes.signs, notes.beneath)).striptags().replace(NBSP, " ")

    slide = slide_of(made())
    assert slide.startswith("worse, outside the 99.8% limits")
    assert "hollow in colour: between the two limits" in slide
    assert slide.endswith("Check the report first, then ask why.")
    # In scope is the first commune alone, which lies within.
    assert "Check the report" not in slide_of(made(), points=made().points.head(1))
    wide = made(figures=[(share, 100) for share in (20, 30, 35, 40, 45, 50, 50, 55, 60, 65, 70, 80)])
    slide = slide_of(wide, chosen="003")
    assert "Commune 3: Within the limits of chance. Limits are 2.8 times as wide" in slide


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
