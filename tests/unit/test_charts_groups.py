from datetime import date

import numpy as np
import pandas as pd

from base.look import Look
from base.palette import palette
from base.texts import NBSP, Texts
from charts.groups import GroupChart
from charts.timeline import Timeline
from harness.figures import checked
from indicators.groups import by_group
from tests.unit.indicator_frames import an_indicator, areas, values

IMM = an_indicator()
EN = Texts("en")


def frames(skip=()):
    rows = []
    for i, year in enumerate(("2023", "2024", "2025")):
        cells = [c for c in [("001", 80 + i, 100), ("002", 190, 200), ("003", 40, 100)] if (c[0], year) not in skip]
        rows.append(values(cells, period=year))
        rows.append(values([("11", 340, 400)], period=year, kind="province"))
    history = pd.concat(rows, ignore_index=True)
    return by_group(history, areas(3), "ethnic", IMM), history


def chart(groups, history, **timeline):
    return GroupChart(groups, history, Timeline(IMM, EN, **timeline), "ethnic")


def draw(skip=(), **timeline):
    return checked(chart(*frames(skip), **timeline).figure(Look("light")))


def lines(figure, axis):
    """The strong line and the grey one of a panel."""
    own = [t for t in figure.data if (t.xaxis or "x") == axis and t.mode and t.mode.startswith("lines")]
    return {t.line.color: t for t in own}


def test_every_group_has_a_panel_headed_by_name_value_and_size():
    heads = [a.text for a in draw().layout.annotations]
    assert heads == [
        f"<b>Hmong 82.0%</b><br>1{NBSP}commune",
        f"<b>Thái 95.0%</b><br>1{NBSP}commune",
        f"<b>Mixed 40.0%</b><br>1{NBSP}commune",
    ]


def test_all_panels_share_one_scale_that_holds_the_target():
    figure = draw(target=97.0)
    ranges = {figure.layout[name].range for name in ("yaxis", "yaxis2", "yaxis3")}
    assert len(ranges) == 1
    low, high = ranges.pop()
    assert low < 40
    assert high > 97


def test_the_province_runs_grey_behind_each_group():
    figure = draw()
    for axis, top in (("x", 82), ("x2", 95), ("x3", 40)):
        panel = lines(figure, axis)
        assert list(panel[palette("light").similar].y)[-1] == 85
        assert list(panel[palette("light").text].y)[-1] == top


def test_bars_are_the_intervals():
    figure = draw()
    bars = [t for t in figure.data if t.error_y.array is not None]
    # Wilson 80/100 by scipy: 71.1-86.7, so 6.7 up and 8.9 down.
    assert round(bars[0].error_y.array[0], 1) == 6.7
    assert round(bars[0].error_y.arrayminus[0], 1) == 8.9


def test_a_group_that_did_not_report_has_a_gap():
    line = lines(draw(skip={("001", "2024")}), "x")[palette("light").text]
    assert [v for v in line.y if v is not None] == [80, 82]
    assert None in list(line.y)[list(line.y).index(80) :]


def four_groups():
    groups, history = frames()
    return pd.concat([groups, groups[groups["group"] == "thai"].assign(group="dao")]), history


def test_panels_do_not_overlap():
    layout = checked(chart(*four_groups()).figure(Look("light"))).layout
    assert layout.xaxis.domain[1] < layout.xaxis2.domain[0]
    assert layout.yaxis3.domain[1] < layout.yaxis.domain[0]
    assert layout.yaxis3.domain[0] > 0
    assert layout.yaxis2.showticklabels is False


def test_few_panels_and_those_of_a_phone_stand_under_each_other():
    for figure in (draw(), checked(chart(*four_groups()).figure(Look("light", narrow=True)))):
        assert figure.layout.xaxis.domain == figure.layout.xaxis2.domain == (0, 1)
        assert figure.layout.yaxis2.domain[1] < figure.layout.yaxis.domain[0]


def test_panels_fill_the_height_that_they_are_given():
    few, many = frames(), four_groups()
    assert checked(chart(*few).figure(Look("light"), height=800)).layout.height == 800
    low, high = checked(chart(*many).figure(Look("projector"), height=800)).layout.yaxis.domain
    assert 0.3 < high - low < 0.5


def test_target_and_seam_are_drawn_in_every_panel():
    shapes = draw(target=97.0, seam=date(2025, 7, 1)).layout.shapes
    assert len(shapes) == 6


def test_no_groups_is_an_empty_picture():
    groups, history = frames()
    figure = checked(chart(groups.iloc[:0], history).figure(Look("light")))
    assert len(figure.data) == 0


def test_a_group_without_any_figure_keeps_its_empty_panel():
    groups, history = frames()
    groups.loc[groups["group"] == "thai", ["numerator", "denominator", "value", "low", "high"]] = np.nan
    heads = [a.text for a in checked(chart(groups, history).figure(Look("light"))).layout.annotations]
    assert heads[1].startswith("<b>Thái –</b>")
