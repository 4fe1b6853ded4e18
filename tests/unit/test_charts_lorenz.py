import pandas as pd

from base.look import Look
from base.palette import palette
from base.texts import Texts
from charts.lorenz import LorenzChart
from harness.figures import checked
from indicators.concentration import concentration
from tests.unit.indicator_frames import an_indicator

IMM, EN, VI = an_indicator(), Texts("en"), Texts("vi")


def curve(needs=(10, 30, 20, 0), children=(100, 100, 200, 100)):
    codes = [f"c{i}" for i in range(len(needs))]
    return concentration(pd.DataFrame({"code": codes, "need": needs, "denominator": children}).astype({"need": float}))


def chart(made=None, say=EN):
    return LorenzChart(made or curve(), {"c1": "Mường Nhé"}, IMM, say)


def draw(theme="light", *, narrow=False):
    return checked(chart().figure(Look(theme, narrow)))


def test_the_curve_runs_in_per_cent_from_nothing_to_all():
    # By hand: c1 30/100, then c0 10/100 and c2 20/200, then c3 without need; 60 needed, 500 children.
    line = draw().data[2]
    assert [round(x) for x in line.x] == [0, 20, 40, 80, 100]
    assert [round(y, 1) for y in line.y] == [0, 50, 66.7, 100, 100]
    assert line.customdata == ("", "c1", "c0", "c2", "c3")
    assert line.hovertext[1] == "Mường Nhé<br>20.0% of all children, 50.0% of the gap; so far 50.0% of it"


def test_half_of_the_gap_is_led_down_to_its_share_of_children():
    assert draw().data[1].x == (0, 20, 20)
    assert draw().data[1].y == (50, 50, 0)
    assert "Half of the gap: 20% of all children" in [a.text for a in draw().layout.annotations]


def test_words_say_how_closely_the_gap_is_packed():
    assert chart().half_in_words() == "Half of the gap lies in communes with 20% of all children."
    assert "gần đều" in chart(curve((5, 5, 5), (100, 100, 100)), VI).half_in_words()
    assert chart(curve((5,), (100,))).half_in_words() == "The whole gap lies in one commune."


def test_who_cannot_see_it_hears_the_same():
    # Gini by hand: tests/unit/test_indicators_concentration.py.
    alt = chart(say=VI).words()
    assert "4 xã" in alt
    assert "20%" in alt
    assert "Hệ số Gini 0,40" in alt


def test_colours_are_the_themes():
    for theme in ("light", "dark", "projector"):
        assert draw(theme).data[2].line.color == palette(theme).worse


def test_a_phone_gets_fewer_words():
    figure = draw(narrow=True)
    assert figure.layout.xaxis.title.text == "Share of all children"
    assert "Half: 20%" in [a.text for a in figure.layout.annotations]
