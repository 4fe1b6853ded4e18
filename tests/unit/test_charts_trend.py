from datetime import date

import numpy as np
import pandas as pd
import pytest

from base.look import Look
from base.palette import palette
from base.texts import NBSP, Texts
from charts.axes import scale_of
from charts.theme import style_of
from charts.timeline import Timeline
from charts.trend import MOST_LINES, TrendChart
from harness.figures import checked
from harness.kinds import YES_OR_NO
from indicators.periods import Kind
from tests.unit.indicator_frames import SCREENED, an_indicator, values

IMM = an_indicator()
EN, VI = Texts("en"), Texts("vi")
LIGHT = Look("light")
SEAM = date(2025, 7, 1)


def history(skip=(), **provisional):
    """Commune 001 rises from 80 to 83, 002 falls, province in between; 2022-2025."""
    frames = []
    for i, year in enumerate(("2022", "2023", "2024", "2025")):
        flags = {"provisional": year == provisional.get("provisional")}
        cells = [c for c in [("001", 80 + i, 100), ("002", 95 - i, 100)] if (c[0], year) not in skip]
        frames.append(values(cells, period=year, **flags))
        frames.append(values([("11", 175, 200)], period=year, kind="province", **flags))
    return pd.concat(frames, ignore_index=True)


def draw(frame, *, look=LIGHT, height=460, chosen=(), indicator=IMM, say=EN, **timeline):
    return checked(TrendChart(frame, Timeline(indicator, say, **timeline), chosen).figure(look, height=height))


def strokes(figure, code):
    return [t for t in figure.data if t.customdata is not None and set(t.customdata) == {code}]


def notes(figure):
    return [a.text for a in figure.layout.annotations]


def test_the_input_is_left_alone():
    frame = history()
    before = frame.copy()
    draw(frame, chosen=["001"], target=97, seam=SEAM)
    pd.testing.assert_frame_equal(frame, before)


def test_province_is_strong_chosen_are_coloured_and_the_rest_is_one_grey_trace():
    figure = draw(history(), chosen=["001"])
    style = style_of(LIGHT)
    grey = figure.data[0]
    assert grey.line.color == palette("light").similar
    assert set(grey.customdata) == {"002"}
    (province,) = strokes(figure, "11")
    assert (province.line.width, province.line.color) == (3, palette("light").text)
    (chosen,) = strokes(figure, "001")
    assert chosen.line.color == style.chosen[0]
    assert list(chosen.y)[1:] == [80, 81, 82, 83]


def test_points_stand_on_the_last_day_so_that_the_seam_lies_before_the_year_in_which_it_falls():
    figure = draw(history(), seam=SEAM)
    (province,) = strokes(figure, "11")
    assert list(province.x)[1:] == ["2022-12-31", "2023-12-31", "2024-12-31", "2025-12-31"]
    (seam,) = [s for s in figure.layout.shapes if s.line.dash == "dot"]
    assert seam.x0 == "2025-07-01"
    assert "communes merged 1 Jul 2025" in notes(figure)


def test_a_seam_outside_the_axis_is_not_drawn():
    early = history()
    assert not draw(early[early["period"] < "2025"], seam=SEAM).layout.shapes


def test_a_missing_report_is_a_gap_never_a_zero_and_never_bridged():
    figure = draw(history(skip={("001", "2023")}), chosen=["001"])
    (line,) = strokes(figure, "001")
    drawn = [v for v in line.y if v is not None]
    assert drawn == [80, 82, 83]
    assert line.connectgaps is False
    places = list(line.y)
    assert None in places[places.index(80) : places.index(82)]


def test_a_year_in_which_nobody_reported_keeps_its_place_on_the_axis():
    frame = history()
    figure = draw(frame[frame["period"] != "2023"])
    assert list(figure.layout.xaxis.ticktext) == ["2025", "2024", "2023", "2022"]


def test_a_provisional_point_is_hollow_and_its_stroke_dashed():
    figure = draw(history(provisional="2025"))
    solid, dashed = strokes(figure, "11")
    assert [v for v in solid.x if v] == ["2022-12-31", "2023-12-31", "2024-12-31"]
    assert dashed.line.dash == "dash"
    assert [v for v in dashed.x if v] == ["2024-12-31", "2025-12-31"]
    assert dashed.marker.color[-1] == palette("light").card
    assert list(dashed.marker.size)[-2:] == [0, style_of(LIGHT).marker]
    assert "Provisional" in dashed.hovertext[-1]


def test_a_new_definition_cuts_every_line():
    figure = draw(history(), breaks=("2024",))
    for trace in (t for t in figure.data if t.fill is None):
        xs = list(trace.x)
        for i, x in enumerate(xs):
            if x == "2024-12-31":
                assert xs[i - 1] is None


def test_the_merger_cuts_an_indicator_that_counts_communes_and_no_other():
    def joined(indicator):
        (province,) = strokes(draw(history(), indicator=indicator, seam=SEAM), "11")
        xs = list(province.x)
        return xs[xs.index("2025-12-31") - 1] is not None

    assert joined(IMM)
    assert not joined(an_indicator(**YES_OR_NO))


def test_lines_are_named_at_their_ends_without_a_legend():
    figure = draw(history(), chosen=["001"])
    assert figure.layout.showlegend is not True
    assert figure.layout.template.layout.showlegend is False
    assert f"Province{NBSP}<b>87.5%</b>" in notes(figure)
    assert f"Name 001{NBSP}<b>83.0%</b>" in notes(figure)
    assert not any("Name 002" in n for n in notes(figure))


def test_a_line_that_ended_early_says_when():
    figure = draw(history(skip={("001", "2025")}), chosen=["001"])
    assert f"Name 001{NBSP}<b>82.0%</b>{NBSP}(2024)" in notes(figure)


def test_names_do_not_cover_each_other():
    cells = [(f"{i:03d}", 90 + i / 100, 100) for i in range(4)]
    frame = pd.concat([values(cells, period=y) for y in ("2024", "2025")])
    figure = draw(frame, chosen=[c for c, *_ in cells], height=460)
    labels = sorted(a.y for a in figure.layout.annotations if a.xanchor == "left")
    low, high = figure.layout.yaxis.range
    inner = 460 - figure.layout.margin.t - figure.layout.margin.b
    pixels = np.diff(labels) / (high - low) * inner
    assert (pixels >= 14).all()
    assert low <= labels[0]
    assert labels[-1] <= high


def test_the_target_is_a_named_line_in_sight():
    figure = draw(history(), target=97.0, say=VI)
    (line,) = figure.layout.shapes
    assert line.y0 == line.y1 == 97
    assert figure.layout.yaxis.range[1] > 97
    assert "chỉ tiêu 97%" in notes(figure)


def test_the_country_is_dotted_and_does_not_lengthen_the_axis():
    country = pd.concat(
        [
            values([("VN", np.nan, np.nan)], period=y, kind="country", value=v)
            for y, v in (("2015", 97.2), ("2023", 94.0), ("2024", 95.0))
        ]
    )
    figure = draw(pd.concat([history(), country]))
    (line,) = strokes(figure, "VN")
    assert line.line.dash == "dot"
    assert [v for v in line.y if v is not None] == [94.0, 95.0]
    assert "2015" not in figure.layout.xaxis.ticktext


def test_hovering_says_name_value_counts_and_interval():
    figure = draw(history(), chosen=["001"], say=VI)
    text = strokes(figure, "001")[0].hovertext[-1]
    # Wilson 83/100 by scipy: 74.5-89.1.
    assert text == "<b>Name 001</b><br>Năm 2025: 83,0%<br>83/100 trẻ<br>Khoảng tin cậy 95%: 74,5–89,1%"


def test_the_province_has_its_interval_as_a_band_that_breaks_and_gaps_cut():
    (band,) = [t for t in draw(history(skip={("002", "2022")}), breaks=("2024",)).data if t.fill == "toself"]
    # Wilson 175/200 by scipy: 82.2-91.4; there and back over two years, then over the other two.
    assert list(band.x) == [
        "2022-12-31", "2023-12-31", "2023-12-31", "2022-12-31", None, "2024-12-31", "2025-12-31", "2025-12-31", "2024-12-31", None,
    ]  # fmt: skip
    assert [round(v, 1) for v in list(band.y)[:4]] == [82.2, 82.2, 91.4, 91.4]


def test_chosen_communes_have_whiskers_in_their_colour_and_counts_have_none():
    figure = draw(history(), chosen=["001"])
    (whiskers,) = [t for t in figure.data if t.line.color == style_of(LIGHT).chosen[0] and t.customdata is None]
    assert [round(v, 1) for v in list(whiskers.y)[-3:-1]] == [74.5, 89.1]
    assert figure.layout.yaxis.range[0] < 71  # the lower end of 80/100 in 2022, 71.1, is in sight
    counts = draw(history().assign(indicator="DIS01", denominator=np.nan), indicator=SCREENED, chosen=["001"])
    assert not [t for t in counts.data if t.fill == "toself" or (t.customdata is None and t.mode == "lines")]


def test_hovering_a_quiet_line_says_its_interval_too():
    grey = draw(history(), say=VI).data[0]
    assert "Name 001<br>Năm 2025: 83,0% (74,5–89,1%), 83/100" in grey.hovertext


def test_at_most_four_are_chosen():
    cells = [(f"{i:03d}", 90 - i, 100) for i in range(6)]
    figure = draw(values(cells), chosen=[c for c, *_ in cells])
    assert len([n for n in notes(figure) if n.startswith("Name")]) == 4


def test_a_country_of_communes_is_thinned_but_keeps_its_extremes_and_the_chosen():
    cells = [(f"{i:05d}", float(i % 1000), 1000.0) for i in range(3321)]
    figure = draw(values(cells), chosen=["01234"])
    quiet = set(figure.data[0].customdata)
    assert len(quiet) <= MOST_LINES
    shown = {float(v) for v in figure.data[1].y}
    assert {0.0, 99.9} <= shown
    assert len(strokes(figure, "01234")) == 1


def test_a_point_between_gaps_is_a_dot():
    figure = draw(history(skip={("002", "2022"), ("002", "2024"), ("002", "2025")}))
    dots = [t for t in figure.data if t.mode == "markers"]
    assert [list(t.y) for t in dots] == [[94]]


def test_a_province_only_indicator_draws_the_province_alone():
    frame = pd.concat(
        [
            values([("11", n, np.nan)], period=y, indicator="DIS01", kind="province")
            for y, n in (("2024", 551), ("2025", 592))
        ]
    )
    figure = draw(frame, indicator=SCREENED)
    assert len(figure.data) == 1
    assert f"Province{NBSP}<b>592</b>" in notes(figure)
    assert figure.layout.yaxis.ticksuffix is None


def test_nothing_reported_is_an_empty_picture_not_an_error():
    figure = draw(history().iloc[:0], target=97.0)
    assert len(figure.data) == 0


def test_only_periods_of_the_kind_asked_for():
    mixed = pd.concat([history(), values([("11", 1, 100)], period="2025-Q3", kind="province")])
    assert min(v for t in draw(mixed).data for v in t.y if v is not None) >= 80
    quarters = draw(mixed, kind=Kind.QUARTER)
    assert list(quarters.layout.xaxis.ticktext) == ["Q3 2025"]


@pytest.mark.parametrize(("language", "marks"), [("vi", ",."), ("en", ".,")])
def test_axis_numbers_are_written_in_the_language(language, marks):
    assert draw(history(), say=Texts(language)).layout.separators == marks


@pytest.mark.parametrize("shares", [[100.0], [98.6, 100.0], [99.9, 99.95], [40.0, 99.0]])
def test_an_axis_of_shares_has_no_tick_over_100(shares):
    low, high = scale_of(shares, IMM).range
    assert low < min(shares)
    # Plotly makes at most `nticks` of them, so two are at least an eighth of the axis apart.
    assert max(shares) < high < 100 + (high - low) / 8
    assert scale_of([*shares, 103.0], IMM).top > 103


def test_a_figure_for_the_projector_is_legible_from_the_last_row():
    figure = draw(history(), look=Look("projector"), target=97.0, height=800)
    # 1/50 of 1,080 px is 21.6 px.
    assert all(a.font.size >= 22 for a in figure.layout.annotations)
    assert figure.layout.template.layout.xaxis.tickfont.size >= 22
    assert strokes(figure, "11")[0].line.width >= 3


def test_an_ordinary_figure_is_small_enough_for_a_village_connection():
    frame = pd.concat(
        [values([(f"{i:05d}", 450 + i, 510) for i in range(45)], period=str(y)) for y in range(2019, 2026)]
    )
    assert len(draw(frame, chosen=["00001"]).to_json()) < 60_000
