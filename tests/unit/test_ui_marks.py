"""Small pictures inside tables: never colour alone, numbers where they belong."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from base.texts import Texts
from indicators.measure import Basis, total
from indicators.periods import parse
from indicators.trend import Trend
from tests.unit.indicator_frames import an_indicator
from ui.frame import marks
from ui.frame.marks import strip

VI = Texts("vi")


@pytest.mark.parametrize(
    "kind", ["better", "similar", "worse", "neutral", "met", "short", "apart", "across", "up", "down"]
)
def test_each_mark_has_a_shape_of_its_own(kind: str):
    others = {
        str(marks.mark(other))
        for other in ("better", "similar", "worse", "neutral", "met", "short", "apart", "across", "up", "down")
        if other != kind
    }
    assert str(marks.mark(kind)) not in others
    assert re.search(r"d=|<circle|<rect", marks.mark(kind))


def test_a_mark_is_either_named_or_hidden_from_who_listens():
    assert 'aria-hidden="true"' in marks.mark("worse")
    named = marks.mark("worse", 'kém "hơn"')
    assert 'role="img"' in named
    assert 'aria-label="kém &#34;hơn&#34;"' in named
    assert "aria-hidden" not in named


@pytest.mark.parametrize(
    ("short", "sure", "words"),
    [(True, True, "Chưa đạt, rõ rệt"), (True, False, "Chưa đạt"), (False, False, "Đạt"), (False, True, "Đạt, rõ rệt")],
)
def test_whether_a_target_is_met_and_how_surely_are_two_marks_and_their_words(short: bool, sure: bool, words: str):
    state = marks.target_state(short=short, sure=sure, say=VI)
    assert re.findall('aria-label="([^"]+)"', state) == [
        "chưa đạt" if short else "đạt",
        "khoảng tin cậy không chứa chỉ tiêu" if sure else "khoảng tin cậy còn chứa chỉ tiêu",
    ]
    assert state.striptags() == words


def test_without_an_interval_only_the_value_is_marked():
    assert marks.target_marks(short=True, sure=False, interval=False, say=VI).count("<svg") == 1


@pytest.mark.parametrize(("result", "drawn"), [("up", True), ("down", True), ("none", False), ("cannot", False)])
def test_an_arrow_stands_only_where_a_trend_is_proven(result: str, drawn: bool):
    arrow = marks.trend_arrow(Trend(result, 70.0, "2021", 82.5, "2025"), an_indicator(), VI)
    assert bool(arrow) == drawn
    assert ("title=" in arrow) == drawn
    if drawn:
        way = "tăng" if result == "up" else "giảm"
        # Who can't see the arrow hears what a mouse over it reads.
        words = f"{way} rõ rệt trong 5 năm: 70,0% (2021) → 82,5% (2025)"
        assert re.findall('(?:title|aria-label)="([^"]+)"', arrow) == [words, words]


@pytest.mark.parametrize(
    ("step", "label"),
    [(-2, "kém hơn toàn tỉnh"), (-1, "kém hơn toàn tỉnh"), (0, "chưa khác biệt rõ với toàn tỉnh"), (1, "tốt hơn toàn tỉnh"),
     (2, "tốt hơn toàn tỉnh")],
)  # fmt: skip
def test_the_comparison_with_the_province_is_spoken(step: int, label: str):
    assert f'aria-label="{label}"' in marks.versus_mark(step, VI)


@pytest.mark.parametrize("unknown", [None, pd.NA, float("nan")])
def test_no_comparison_no_mark(unknown: object):
    assert marks.versus_mark(unknown, VI) == ""


def test_a_bar_ends_at_its_value_and_the_target_stands_where_it_is():
    drawn = marks.bullet(25.0, 17.0, met=False, top=50.0)
    assert 'width="50.00%"' in drawn
    assert "calc(34.00% - 1px)" in drawn
    assert "--atlas-worse" in drawn


@pytest.mark.parametrize(("value", "width"), [(120.0, "100.00%"), (-3.0, "0.00%")])
def test_a_bar_stays_in_its_frame(value: float, width: str):
    assert f'width="{width}"' in marks.bullet(value, None, met=None)


def test_a_strip_joins_neighbours_of_one_class_and_names_blanks():
    drawn = strip("00013mm", label="7 xã, từ kém nhất đến tốt nhất")
    cells = re.findall(r'<i class="([^"]+)" style="flex:(\d+)"></i>', drawn)
    assert cells == [("g0", "3"), ("g1", "1"), ("g3", "1"), ("b-m", "2")]
    assert 'aria-label="7 xã, từ kém nhất đến tốt nhất" style="--cells:7"' in drawn


def test_an_interval_lies_on_its_scale():
    drawn = marks.interval(90.0, 85.0, 95.0, scale=(80.0, 100.0), target=97.0, shade="1")
    assert re.findall(r'cx="([\d.]+)%"', drawn) == ["50.0"]
    assert re.findall(r'x1="([\d.]+)%" x2="([\d.]+)%"', drawn) == [("25.0", "75.0")]
    assert "calc(85.0% - 1px)" in drawn
    assert 'class="f1"' in drawn


def test_without_a_value_only_the_target_is_drawn():
    nan = float("nan")
    drawn = marks.interval(nan, nan, nan, scale=(80.0, 100.0), target=97.0, shade="m")
    assert "<circle" not in drawn
    assert "calc(85.0% - 1px)" in drawn


def test_an_interval_beyond_the_scale_and_a_scale_without_width_stay_in_the_frame():
    nan = float("nan")
    assert re.findall(
        r'x1="([\d.]+)%" x2="([\d.]+)%"', marks.interval(90.0, 70.0, 110.0, scale=(80.0, 100.0), target=None, shade="1")
    ) == [("0.0", "100.0")]
    assert 'cx="0.0%"' in marks.interval(5.0, nan, nan, scale=(5.0, 5.0), target=None, shade="1")


def test_under_a_province_value_stands_where_it_comes_from_and_how_firm_it_is():
    made = total(1, 2, an_indicator(), parse("2025"), Basis("summed", 1, 1))
    loose = replace(made, provisional=True, source_kind="survey")
    assert marks.origin_word(made, VI, is_demo=True) == "Minh họa"
    assert marks.origin_word(loose, VI, is_demo=True) == "Minh họa, số sơ bộ, số điều tra"
    assert marks.origin_word(loose, VI, is_demo=False) == "Sơ bộ, Số điều tra"
    assert marks.origin_word(made, VI, is_demo=False) == ""
