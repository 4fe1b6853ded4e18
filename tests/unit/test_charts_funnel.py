"""The funnel plot: who is named, in which shape, and the same in words."""

import re
from dataclasses import replace
from datetime import date
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from base.look import Look
from base.palette import palette
from base.texts import NBSP, Texts
from charts.beside import Spot, place_beside
from charts.funnel import FunnelChart
from harness.figures import checked
from indicators.catalogue import Direction
from indicators.funnel import Funnel, funnel
from indicators.measure import measured, province_total
from indicators.periods import year
from tests.unit.indicator_frames import STUNTING, an_indicator, areas, values

EN, VI = Texts("en"), Texts("vi")
# Around 50 %: of 100 children 34 and 66 lie beyond 99.8 %, 38 and 62 beyond 95 % (tables of the binomial).
FIGURES = [(50, 100), (38, 100), (34, 100), (62, 100), (66, 100), (100, 200)]


def made(indicator=None, figures=FIGURES) -> Funnel:
    indicator = indicator or an_indicator()
    rows = pd.concat(
        [
            values([(f"{i + 1:03d}", *cell) for i, cell in enumerate(figures)], indicator=indicator.code),
            values([("11", 350, 700)], kind="province", indicator=indicator.code),
        ]
    )
    total = province_total(rows, indicator, year(2025))
    frame = measured(
        rows, areas(len(figures)), indicator=indicator, period=year(2025), due_on=None, as_of=date(2026, 2, 1),
        province=total,
    )  # fmt: skip
    found = funnel(frame, indicator, total)
    assert found is not None
    return found


def markers(figure) -> dict[str, tuple[str, str]]:
    """Shape and colour of each commune."""
    return {
        code: (trace.marker.symbol, trace.marker.color)
        for trace in figure.data
        if trace.customdata is not None
        for code in trace.customdata
    }


def draw(found, say=EN, **more):
    return checked(FunnelChart(found, say, **more).figure(Look("light")))


def names(figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def test_who_lies_outside_the_limits_and_the_chosen_commune_are_named():
    said = names(draw(made(), chosen=["001"]))
    assert {"Commune 2", "Commune 3", "Commune 4", "Commune 5", "<b>Commune 1</b>"} <= set(said)
    assert "Commune 6" not in said


def test_all_outliers_of_the_words_are_named_and_of_those_between_the_limits_so_many_as_make_twelve():
    far = [(20 + at % 5 * 6 + at, 100 + 12 * at) for at in range(14)]
    found = made(figures=[*far, *((50 * size // 100, size) for size in range(100, 220, 3)), (38, 100)])
    for outliers, said in ((14, 14), (3, 12)):
        outside = [-2] * outliers + [-1] * (14 - outliers) + [0] * (len(found.points) - 14)
        chart = FunnelChart(replace(found, points=found.points.assign(outside=outside)), EN)
        told = set(re.findall(r"Commune \d+", chart.words().split("Between")[0]))
        named = {each for each in names(checked(chart.figure(Look("light"), width=650))) if each.startswith("Commune")}
        assert len(told) == outliers
        assert told <= named
        assert len(named) == said


def test_on_the_projector_names_have_their_values_and_nothing_is_thin():
    figure = checked(FunnelChart(made(), EN, chosen=["001"]).figure(Look("projector"), width=1800, height=720))
    said = [text.replace(NBSP, " ") for text in names(figure)]
    assert {"Commune 3 34.0%", "Commune 5 66.0%", "<b>Commune 1</b> 50.0%"} <= set(said)
    sizes = {note.font.size for note in figure.layout.annotations} | {figure.layout.xaxis.tickfont.size or 24}
    # Legible from the last row: 1/50 of 1,080 pixels; no line under 3.
    assert min(sizes) >= 1080 / 50
    assert all(t.line.width >= 3 for t in figure.data if t.mode == "lines")
    assert all(t.marker.line.width >= 3 for t in figure.data if t.mode == "markers" and "open" in str(t.marker.symbol))


def test_a_size_that_takes_too_many_words_is_named_in_short():
    long = replace(an_indicator().words["en"], denominator="Children " + "of the whole province " * 9)
    titles = [
        draw(made(replace(an_indicator(), words={"en": words}))).layout.xaxis.title.text
        for words in (an_indicator().words["en"], long)
    ]
    assert titles[0].startswith("Size of the commune: ")
    assert titles[1] == "Size of the commune"


def test_limits_and_the_province_are_named_where_they_end():
    said = names(draw(made(), VI))
    assert sorted(said)[:4] == ["95%", "95%", "99,8%", "99,8%"]
    assert f"Toàn tỉnh{NBSP}<b>50,0%</b>" in said


def test_worse_and_better_differ_in_shape_and_colour_whichever_way_is_better():
    light = palette("light")
    rising, falling = markers(draw(made())), markers(draw(made(STUNTING)))
    assert rising["003"] == falling["005"] == ("diamond", light.worse)
    assert rising["005"] == falling["003"] == ("circle", light.better)
    assert rising["002"] == ("diamond-open", light.worse)
    assert rising["001"] == ("circle-open", light.similar)


def test_a_neutral_indicator_has_no_colour_of_judgement():
    drawn = markers(draw(made(an_indicator(direction=Direction.NEUTRAL))))
    light = palette("light")
    assert not {light.worse, light.better} & {colour for _, colour in drawn.values()}
    assert drawn["003"] == drawn["005"] == ("square", light.neutral)


def test_communes_outside_the_filter_are_grey_and_in_no_words():
    figure = draw(made(), inside=["005", "001"])
    outside = palette("light").outside
    grey = {c for t in figure.data if t.customdata is not None and t.marker.color == outside for c in t.customdata}
    assert grey == {"002", "003", "004", "006"}
    assert "Commune 3" not in names(figure)


def test_no_number_of_the_figure_is_missing():
    for trace in draw(made()).data:
        assert not np.isnan(np.asarray(trace.y, float)).any()
        assert all("nan" not in text.lower() for text in trace.hovertext or ())


def test_hovering_says_value_counts_and_where_it_lies():
    hover = {c: h for t in draw(made()).data for c, h in zip(t.customdata or (), t.hovertext or (), strict=True)}  # fmt: skip
    assert hover["003"] == f"<b>Commune 3</b><br>34.0%<br>34/100{NBSP}children<br>Below the 99.8% limits"


def test_the_plot_in_words():
    text = FunnelChart(made(), EN).words().replace(NBSP, " ")
    assert text == (
        "Funnel plot of Vaccination: 6 communes by size around the province, 50.0%. "
        "Below the 99.8% limits: Commune 3 34.0%. Above the 99.8% limits: Commune 5 66.0%. "
        "Between the 95% and the 99.8% limits: 2 communes."
    )
    within = FunnelChart(made(figures=[(50, 100), (51, 100)]), EN).words()
    assert within.endswith("None lies outside the 99.8% limits.")


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_all_themes_draw(theme: str):
    assert checked(FunnelChart(made(), VI).figure(Look(theme, narrow=True), width=360)).layout.height == 560


def test_a_name_goes_where_there_is_room_or_nowhere():
    room = {"rooms": [(200.0, 100.0)], "font_px": 10.0, "clear_px": 5.0}
    free, at_the_edge = place_beside([Spot(0.25, 0.5, "Name"), Spot(0.98, 0.8, "Name")], [], **room)
    assert (free.xanchor, at_the_edge.xanchor) == ("left", "right")
    assert not free.line
    assert not at_the_edge.line
    near = [Spot(x / 200, y / 100) for x in range(70, 131, 6) for y in range(35, 66, 6) if x != 100]
    (away,) = place_beside([Spot(0.5, 0.47, "Name")], [], light=near, **room)
    assert away.line
    everywhere = [Spot(x / 200, y / 100) for x in range(0, 200, 6) for y in range(0, 100, 6)]
    assert place_beside([Spot(0.5, 0.5, "Name")], everywhere, **room) == [None]
    # Points that a name may cover where it has to.
    assert place_beside([Spot(0.5, 0.5, "Name")], [], light=everywhere, **room) != [None]


def test_names_that_stand_apart_on_the_smallest_screen_do_so_on_the_largest():
    points = [Spot(0.10, 0.5, "Na Sang"), Spot(0.16, 0.5, "Na Son"), Spot(0.13, 0.47, "Nà Hỳ")]
    sizes = [(400.0, 300.0), (900.0, 300.0)]
    places = place_beside(points, [], rooms=sizes, font_px=14, clear_px=10)
    for width, height in sizes:
        boxes = []
        for spot, place in zip(points, places, strict=True):
            # Letters are at least a third of their height wide; plotly puts the side of the text that is named on the place.
            wide, high = len(spot.text) * 14 / 3, 14
            left = spot.x * width + place.right - {"left": 0, "center": wide / 2, "right": wide}[place.xanchor]
            top = spot.y * height - place.up - {"top": 0, "middle": high / 2, "bottom": high}[place.yanchor]
            boxes.append((left, top, left + wide, top + high))
        for one, other in combinations(boxes, 2):
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
