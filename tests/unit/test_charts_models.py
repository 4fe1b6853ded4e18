"""What holds for every chart: it knows no reader, and its figure and its words tell the same."""

from dataclasses import fields, is_dataclass, replace
from datetime import date

import pandas as pd
import pytest

from base.look import Look
from base.palette import THEMES
from base.texts import NBSP, Texts
from charts.chart import Chart
from charts.commune import CommuneChart
from charts.contributions import Contributions
from charts.equidots import Marked
from charts.equiplot import Equiplot
from charts.funnel import FunnelChart
from charts.gap_line import GapLine
from charts.groups import GroupChart
from charts.having import HavingChart
from charts.lorenz import LorenzChart
from charts.sparkline import Sparkline
from charts.theme import Style
from charts.timeline import Timeline
from charts.trend import TrendChart
from harness.figures import checked
from indicators.concentration import concentration
from indicators.equity.gap import course
from indicators.equity.groups import of_communes
from indicators.events import Event
from indicators.groups import by_group
from indicators.periods import year as annual
from indicators.presence import Having
from tests.unit.indicator_frames import an_indicator, areas, values
from tests.unit.test_charts_funnel import made

IMM, EN = an_indicator(), Texts("en")
YEARS = ("2022", "2023", "2024", "2025")
TIMELINE = Timeline(IMM, EN, target=97.0, seam=date(2025, 7, 1))
LOOKS = [Look(theme, narrow) for theme in THEMES for narrow in (False, True)]


def history():
    """VALUES of four communes, the province and the country, 2022-2025; 002 and 004 have figures of the first two years only."""
    frames = []
    for n, year in enumerate(YEARS):
        known = range(1, 5) if n < 2 else (1, 3)
        frames.append(values([(f"{c:03d}", (92, 70)[c % 2] + n, 100) for c in known], period=year))
        frames.append(values([("11", 320 + n, 400)], period=year, kind="province"))
        frames.append(values([("VN", float("nan"), float("nan"))], period=year, kind="country", value=90.0 + n))
    return pd.concat(frames, ignore_index=True)


def trend():
    return TrendChart(history(), TIMELINE, ["003", "002"])


def groups():
    return GroupChart(by_group(history(), areas(4), "ethnic", IMM), history(), TIMELINE, "ethnic")


def commune():
    former = [values([("901", 8, 10), ("902", 9, 10)], period=year, kind="former") for year in YEARS[:3]]
    return CommuneChart(history(), pd.concat(former, ignore_index=True), TIMELINE, "001")


def funnel():
    return FunnelChart(made(), EN, ["001"])


def lorenz():
    frame = pd.DataFrame({"code": ["a", "b"], "need": [30.0, 10.0], "denominator": [100.0, 300.0]})
    return LorenzChart(concentration(frame), {"a": "Alpha", "b": "Beta"}, IMM, EN)


def compared():
    return of_communes(history(), areas(4), "border", IMM)


def equiplot():
    return Equiplot(compared(), {"yes": "Border", "no": "Others"}, IMM, EN, Marked("yes", "no"), 97.0, date(2025, 7, 1))


def gap():
    return GapLine(course(compared(), IMM, "yes", "no"), IMM, EN, "Border", "Others", date(2025, 7, 1))


def contributions():
    parts = pd.DataFrame(
        {"code": ["1", "2", "3"], "name": ["One", "Two", "Three"], "excess": [20.0, 5.0, -3.0], "share": [91.0, 23.0, -14.0]}
    )  # fmt: skip
    return Contributions(parts, IMM, EN)


def having():
    counts = ((58, 129), (62, 129), (70, 129), (36, 45))
    return HavingChart([Having(annual(int(code)), *each) for code, each in zip(YEARS, counts, strict=True)], TIMELINE)


MAKERS = [trend, groups, commune, funnel, lorenz, equiplot, gap, contributions, having]
EACH = pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)


def notes(figure):
    return [note.text.replace(NBSP, " ").replace("<br>", " ") for note in figure.layout.annotations]


def sentences(chart, start):
    """The sentences of a chart that begin with one of the names."""
    return [part for part in chart.words().replace(NBSP, " ").split(". ") if part.startswith(start)]


def held(value):
    """`value` and all that it holds, through frozen values and sequences."""
    yield value
    if is_dataclass(value):
        for field in fields(value):
            yield from held(getattr(value, field.name))
    elif isinstance(value, list | tuple | set):
        for each in value:
            yield from held(each)


def test_every_kind_of_chart_is_tried_here():
    assert {type(make()) for make in MAKERS} == set(Chart.__subclasses__())


@pytest.mark.parametrize("make", [*MAKERS, lambda: Sparkline([1.0, 2.0])])
def test_no_chart_holds_a_theme_or_a_screen(make):
    chart = make()
    for look in LOOKS:
        _ = chart.svg(look) if isinstance(chart, Sparkline) else checked(chart.figure(look))
    assert not {field.name for field in fields(chart)} & {"look", "theme", "narrow", "width", "height", "style"}
    kept = [each for value in (chart, *vars(chart).values()) for each in held(value)]
    assert not [each for each in kept if isinstance(each, Look | Style)]
    assert not [each for each in kept if isinstance(each, str) and each in THEMES]


@EACH
def test_every_look_draws_the_same_chart_and_leaves_it_and_its_words_alone(make):
    chart, words = make(), make().words()
    # A phone's may be the same as a desk's, as with few panels.
    assert len({checked(chart.figure(look)).to_json() for look in LOOKS}) >= len(THEMES)
    assert checked(chart.figure(LOOKS[0])).to_json() == checked(make().figure(LOOKS[0])).to_json()
    assert chart.words() == words
    for field in fields(chart):
        if isinstance(frame := getattr(chart, field.name), pd.DataFrame):
            pd.testing.assert_frame_equal(frame, getattr(make(), field.name))


@EACH
def test_a_figure_is_as_high_as_it_is_asked_to_be(make):
    assert checked(make().figure(Look("light"), height=640)).layout.height == 640


def test_no_look_of_an_unknown_theme():
    with pytest.raises(KeyError, match="sepia"):
        checked(trend().figure(Look("sepia")))


@pytest.mark.parametrize(
    ("make", "names"),
    [
        (trend, ("Province", "Country", "Name 003", "Name 002")),
        (commune, ("Name 001", "Province", "former Name 901", "former Name 902")),
    ],
)
def test_lines_named_at_their_ends_are_those_that_words_follow(make, names):
    said = [part.partition(":")[0] for part in sentences(make(), names)]
    drawn = [
        text.partition(" <b>")[0] for text in notes(checked(make().figure(Look("light")))) if text.startswith(names)
    ]
    assert said == list(names)
    assert sorted(drawn) == sorted(names)
    # A line that ended early says when, for the eye and for the ear: 002 in 2023, former communes in 2024.
    ended = {
        text.partition(" <b>")[0]
        for text in notes(checked(make().figure(Look("light"))))
        if text.endswith(("(2023)", "(2024)"))
    }
    assert ended == {part.partition(":")[0] for part in sentences(make(), names) if part.endswith(("(2023)", "(2024)"))}


@pytest.mark.parametrize("make", [trend, commune])
def test_target_and_merger_are_in_the_picture_and_in_the_words(make):
    drawn, words = notes(checked(make().figure(Look("light")))), make().words()
    assert {"target 97%", "communes merged 1 Jul 2025"} <= set(drawn)
    assert "Target: 97%." in words
    assert "merged on 1 Jul 2025" in words


def test_every_panel_is_a_sentence():
    chart = groups()
    heads = [text.partition("<b>")[2].partition("</b>")[0] for text in notes(checked(chart.figure(Look("light"))))]
    assert heads == ["Hmong 73.0%", "Thái 93.0%", "Mixed 73.0%"]
    for line, head in zip(chart.lines, heads, strict=True):
        (said,) = sentences(chart, line.name)
        assert head.removeprefix(line.name).strip() in said


def test_outliers_that_are_named_are_those_that_are_told():
    chart = funnel()
    drawn = [text for text in notes(checked(chart.figure(Look("light")))) if text.startswith("Commune")]
    # Then those between the two limits, of which the words say nothing.
    assert drawn[:2] == chart.outliers["name"].tolist() == ["Commune 3", "Commune 5"]
    drawn = drawn[:2]
    assert all(f"{name} {value}" in chart.words() for name, value in zip(drawn, ("34.0%", "66.0%"), strict=True))


def test_the_half_that_is_led_down_is_the_half_that_is_told():
    chart = lorenz()
    (told,) = [text for text in notes(checked(chart.figure(Look("light")))) if text.startswith("Half")]
    # 30 of 40 lie with 100 of 400, so half of the need with two thirds of a quarter.
    assert "17%" in told
    assert "17%" in chart.half_in_words()
    assert chart.half_in_words() in chart.words()


@pytest.mark.parametrize("narrow", [False, True])
def test_the_dots_of_the_newest_year_are_those_that_are_told(narrow):
    figure = checked(equiplot().figure(Look("light", narrow)))
    names = [
        text.replace("<b>", "").replace("</b>", "") for text in notes(figure) if text.startswith(("Border", "Others"))
    ]
    (said,) = sentences(equiplot(), "Dots of")
    assert said == f"Dots of Vaccination, 2025: {', '.join(names)}"


def test_every_earlier_year_that_is_drawn_is_told():
    years = checked(equiplot().figure(Look("light"))).layout.yaxis.ticktext
    assert years == tuple(reversed(YEARS))
    assert [part.partition(":")[0] for part in sentences(equiplot(), YEARS)] == list(years[1:])


def test_every_gap_that_is_drawn_is_told():
    chart = gap()
    (_, marks) = checked(chart.figure(Look("light"))).data
    told = chart.words().partition(": ")[2].split("; ")
    assert (
        [text.partition(":")[0] for text in told] == [x[:4] for x in marks.x] == [p.period.code for p in chart.points]
    )
    assert all(f"{number} points" in text.replace(NBSP, " ") for number, text in zip(marks.text, told, strict=True))


def test_every_bar_is_told():
    chart = contributions()
    (bars,) = checked(chart.figure(Look("light"))).data
    told = ", ".join(f"{name} {children:.0f}" for name, children in zip(bars.y, bars.x, strict=True))
    assert chart.words().endswith(f": {told}.")


def test_what_communes_have_is_told_apart_by_the_merger_and_each_bar_is_a_share_of_the_communes_of_its_day():
    chart = having()
    figure = checked(chart.figure(LOOKS[0]))
    filled = figure.data[1]
    assert list(filled.y) == pytest.approx([100 * 58 / 129, 100 * 62 / 129, 100 * 70 / 129, 80.0])
    assert [text.strip("<b>/") for text in filled.text] == ["58", "62", "70", "36"]
    # The bars of the last panel stand further off than those within one.
    assert filled.x[3] - filled.x[2] > filled.x[2] - filled.x[1]
    assert filled.x[2] < figure.layout.shapes[0].x0 < filled.x[3]
    assert {"of 129 communes", "of 45 communes", "merger 1 Jul 2025"} <= set(notes(figure))
    assert chart.words() == (
        "2022 58 of 129; 2023 62 of 129; 2024 70 of 129. After the merger of 1 Jul 2025, not comparable: 2025 36 of 45."
    )


def test_what_happened_stands_on_every_line_over_time_and_in_its_words():
    flood = Event(date(2023, 7, 1), "a flood")
    early = Event(date(2001, 1, 1), "long ago")
    timeline = replace(TIMELINE, events=(flood, early))
    for chart in (
        replace(trend(), timeline=timeline),
        replace(commune(), timeline=timeline),
        replace(having(), timeline=timeline),
    ):
        drawn = notes(checked(chart.figure(LOOKS[0])))
        assert "a flood" in drawn
        assert "long ago" not in drawn
        assert "1 Jul 2023: a flood." in chart.words()
    line = replace(gap(), events=(flood, early))
    assert "a flood" in notes(checked(line.figure(LOOKS[0])))
    assert line.words().endswith("1 Jul 2023: a flood.")
    panels = checked(replace(groups(), timeline=timeline).figure(LOOKS[0]))
    assert sum(shape.x0 == "2023-07-01" for shape in panels.layout.shapes) == len(set(groups().groups["group"]))


def test_on_a_phone_what_happened_stands_in_short_lines_at_the_foot():
    """At the upper edge it stood over the target's words and the labels of the axis."""
    shortage = Event(date(2023, 7, 1), "vaccine shortage in all districts")
    timeline = replace(TIMELINE, events=(shortage,))
    for chart in (
        replace(trend(), timeline=timeline),
        replace(commune(), timeline=timeline),
        replace(gap(), events=(shortage,)),
    ):
        figure = checked(chart.figure(Look("light", narrow=True)))
        (note,) = [each for each in figure.layout.annotations if "shortage" in (each.text or "")]
        assert note.text == "vaccine<br>shortage in<br>all districts"
        assert (note.y, note.yanchor) == (0, "bottom")
