"""Provisional, estimated, survey, another definition, the merger: each is told apart in every picture where it occurs."""

from datetime import date
from xml.etree import ElementTree

import pandas as pd
import pytest

from base.look import Look
from base.palette import palette
from base.texts import Texts
from charts.commune import CommuneChart
from charts.equiplot import Equiplot
from charts.funnel import FunnelChart
from charts.gap_line import GapLine
from charts.groups import GroupChart
from charts.sparkline import Sparkline
from charts.timeline import Timeline
from charts.trend import TrendChart
from harness.figures import checked
from indicators.catalogue import Version
from indicators.equity.gap import course, gap_of
from indicators.equity.groups import of_communes
from indicators.funnel import funnel
from indicators.groups import by_group
from indicators.measure import measured, province_total
from indicators.periods import parse
from tests.unit.indicator_frames import an_indicator, areas, values

EN = Texts("en")
LIGHT = Look("light")
CARD = palette("light").card
SEAM = date(2025, 7, 1)
REVISED = an_indicator(
    versions=(Version(1, date(2010, 1, 1), False, {"en": "8 types"}), Version(2, date(2024, 1, 1), True, {"en": "12 types"}))
)  # fmt: skip
YEARS = ("2022", "2023", "2024", "2025")


def history(**of_year):
    """VALUES of communes 001 and 002 and the province, 2022-2025: 80, 81, 82, 83 %. of_year: year -> columns of its rows."""
    frames = []
    for n, year in enumerate(YEARS):
        changes = of_year.get(f"y{year}", {})
        frames.append(values([("001", 80 + n, 100), ("002", 80 + n, 100)], period=year, **changes))
        frames.append(values([("11", 160 + 2 * n, 200)], period=year, kind="province", **changes))
    return pd.concat(frames, ignore_index=True)


def trend(frame, indicator):
    return checked(TrendChart(frame, Timeline(indicator, EN, seam=SEAM)).figure(LIGHT))


def commune(frame, indicator):
    former = values([("901", 8, 10)], period="2022", kind="former")
    return checked(CommuneChart(frame, former, Timeline(indicator, EN, seam=SEAM), "001").figure(LIGHT))


def groups(frame, indicator):
    table = by_group(frame, areas(2), "border", indicator)
    return checked(GroupChart(table, frame, Timeline(indicator, EN, seam=SEAM), "border").figure(LIGHT))


CHARTS = pytest.mark.parametrize("draw", [trend, commune, groups])


def hovers(figure):
    return [text for trace in figure.data if trace.hovertext is not None for text in trace.hovertext if text]


def drawn(figure):
    """x, y, symbol and fill of every point of traces that carry hovering text, and dash of their line."""
    points = []
    for trace in figure.data:
        if trace.hovertext is None or "markers" not in trace.mode:
            continue
        many = range(len(trace.x))
        symbols = [trace.marker.symbol] * len(many) if isinstance(trace.marker.symbol, str) else trace.marker.symbol
        fills = [trace.marker.color] * len(many) if isinstance(trace.marker.color, str) else trace.marker.color
        points += [(str(trace.x[i])[:4], symbols[i], fills[i], trace.line.dash) for i in many if trace.y[i] is not None]
    return points


def joined(figure):
    """The pairs of years between which a pen of any line runs."""
    pairs = set()
    for trace in figure.data:
        if trace.hovertext is None or "lines" not in trace.mode:
            continue
        for i in range(1, len(trace.x)):
            if trace.y[i] is not None and trace.y[i - 1] is not None:
                pairs.add((str(trace.x[i - 1])[:4], str(trace.x[i])[:4]))
    return pairs


@CHARTS
def test_final_figures_of_a_register_are_plain_and_joined(draw):
    figure = draw(history(), an_indicator())
    assert {(symbol.endswith("dot"), dash) for _, symbol, _, dash in drawn(figure)} == {(False, "solid")}
    assert joined(figure) == {("2022", "2023"), ("2023", "2024"), ("2024", "2025")}
    assert not any(word in text for text in hovers(figure) for word in ("rovisional", "stimated", "urvey"))
    assert len({shape.x0 for shape in figure.layout.shapes}) == 1  # the seam alone


@CHARTS
def test_a_provisional_figure_is_hollow_and_dashed_and_says_so(draw):
    figure = draw(history(y2025={"provisional": True}), an_indicator())
    assert ("2025", "circle", CARD, "dash") in drawn(figure)
    assert any("rovisional" in text for text in hovers(figure))


@CHARTS
def test_an_estimated_figure_has_a_dot_within_and_says_so(draw):
    figure = draw(history(y2022={"estimated": True}), an_indicator())
    assert ("2022", "circle-dot", CARD, "solid") in drawn(figure)
    assert {year for year, symbol, _, _ in drawn(figure) if symbol.endswith("dot")} == {"2022"}
    assert any("stimated" in text for text in hovers(figure))


@CHARTS
def test_a_survey_stands_alone_between_registers_and_says_so(draw):
    figure = draw(history(y2023={"source_kind": "survey"}), an_indicator())
    assert joined(figure) == {("2024", "2025")}
    assert any("urvey" in text for text in hovers(figure))
    # Lines halfway: 31 Dec 2022 to 31 Dec 2023 and on to 31 Dec 2024 (182.5 and 183 days before their ends), and the seam.
    assert {"2023-07-02", "2024-07-01", "2025-07-01"} <= {str(shape.x0) for shape in figure.layout.shapes}


@CHARTS
def test_a_figure_printed_for_the_province_is_joined_with_those_of_registers(draw):
    figure = draw(history(y2023={"source_kind": "published"}), an_indicator())
    assert ("2022", "2023") in joined(figure)


@CHARTS
def test_another_definition_cuts_every_line_and_is_marked(draw):
    figure = draw(history(), REVISED)
    assert joined(figure) == {("2022", "2023"), ("2024", "2025")}
    assert "2024-07-01" in {str(shape.x0) for shape in figure.layout.shapes}


def test_breaks_are_said_in_the_picture():
    noted = {a.text for a in trend(history(y2022={"source_kind": "survey"}), REVISED).layout.annotations}
    assert {"other definition before 2024", "survey figures before 2023", "communes merged 1 Jul 2025"} <= noted


def test_a_quiet_line_keeps_its_marks():
    frame = history()
    frame.loc[(frame["code"] == "002") & (frame["period"] == "2025"), ["provisional", "estimated"]] = True
    marks = [trace for trace in trend(frame, an_indicator()).data if trace.mode == "markers"]
    assert [(list(t.customdata), list(t.marker.symbol)) for t in marks] == [(["002"], ["circle-open-dot"])]


def test_in_words_for_who_cannot_see():
    frame = history(y2022={"source_kind": "survey"}, y2025={"provisional": True, "estimated": True})
    said = TrendChart(frame, Timeline(an_indicator(), EN)).words()
    assert "Province: 80.0% (2022, survey) to 83.0% (2025, provisional, estimated)." in said
    table = compared(y2025={"provisional": True}, y2022={"source_kind": "survey"})
    said = equiplot(table).words()
    assert "Border 73.0% [provisional]" in said
    assert "Border 70.0% [survey]" in said
    assert gap_line(table).words().endswith("[provisional].")


def test_a_sparkline_is_cut_and_its_estimate_is_dashed():
    svg = ElementTree.fromstring(Sparkline([1.0, 2.0, 3.0, 4.0], cuts=[2], estimated_last=True).svg(LIGHT))
    assert [len(line.attrib["points"].split()) for line in svg if line.tag == "polyline"] == [2, 2]
    (dot,) = [shape for shape in svg if shape.tag == "circle"]
    assert dot.attrib["fill"] == CARD
    assert dot.attrib["stroke-dasharray"]


def compared(**of_year):
    """GROUPS: two border communes (001, 003) at 70, 71, 72, 73 % of 100, two others (002, 004) at 90, 91, 92, 93 %."""
    frames = [
        values(
            [(f"{c:03d}", (90, 70)[c % 2] + n, 100) for c in range(1, 5)], period=year, **of_year.get(f"y{year}", {})
        )
        for n, year in enumerate(YEARS)
    ]
    return of_communes(pd.concat(frames, ignore_index=True), areas(4), "border", an_indicator())


def equiplot(table):
    return Equiplot(table, {"yes": "Border", "no": "Others"}, an_indicator(), EN)


def gap_line(table):
    return GapLine(course(table, an_indicator(), "yes", "no"), an_indicator(), EN, "Border", "Others")


def dots(table):
    figure = checked(equiplot(table).figure(LIGHT))
    symbols = {trace.name: list(trace.marker.symbol) for trace in figure.data if trace.name}
    return figure, [[("open" in mark, "dot" in mark) for mark in each] for each in symbols.values()]


def test_dots_of_groups_are_told_apart():
    table = compared(y2022={"estimated": True}, y2023={"source_kind": "survey"}, y2025={"provisional": True})
    figure, marks = dots(table)
    assert marks == [[(True, True), (False, False), (False, False), (True, False)]] * 2
    assert any("Survey figure" in text for text in hovers(figure))
    noted = [a.text for a in figure.layout.annotations]
    assert "survey figures from 2023" in noted
    assert "survey figures before 2024" in noted
    newest = checked(equiplot(table).figure(Look("light", narrow=True)))
    assert [trace.marker.symbol.endswith("-open") for trace in newest.data] == [True, True]


def test_the_gap_between_groups_is_told_apart_and_not_compared_across_sources():
    table = compared(y2022={"source_kind": "survey"}, y2024={"estimated": True}, y2025={"provisional": True})
    indicator = an_indicator()
    figure = checked(gap_line(table).figure(LIGHT))
    line, points = figure.data
    assert [v is None for v in line.y] == [False, True, False, False, False]
    assert list(points.marker.symbol) == ["circle", "circle", "circle-dot", "circle"]
    assert [colour == CARD for colour in points.marker.color] == [False, False, True, True]
    assert ["urvey" in text for text in points.hovertext] == [True, False, False, False]
    assert [note.text for note in figure.layout.annotations] == ["survey figures before 2023"]
    # Since the first year of registers, not since the survey.
    assert gap_of(table, indicator, "2025").since == "2023"
    assert gap_of(compared(), indicator, "2025").since == "2022"


def test_points_of_a_funnel_are_told_apart():
    figures = values([(f"{n:03d}", 80, 100) for n in range(1, 21)])
    figures.loc[figures["code"] == "003", "estimated"] = True
    figures.loc[figures["code"] == "004", "source_kind"] = "survey"
    rows = pd.concat([figures, values([("11", 1600, 2000)], kind="province")])
    period, indicator = parse("2025"), an_indicator()
    province = province_total(rows, indicator, period)
    table = measured(
        rows, areas(20), indicator=indicator, period=period, due_on=None, as_of=date(2026, 1, 1), province=province
    )
    figure = checked(FunnelChart(funnel(table, indicator, province), EN).figure(LIGHT))
    (points,) = [trace for trace in figure.data if trace.hovertext is not None]
    marked = dict(zip(points.customdata, points.marker.symbol, strict=True))
    assert [code for code, symbol in marked.items() if symbol.endswith("dot")] == ["003"]
    said = dict(zip(points.customdata, points.hovertext, strict=True))
    assert said["003"].endswith("≈ Estimated")
    assert said["004"].endswith("Survey figure")
    assert said["005"].endswith("limits of chance")
