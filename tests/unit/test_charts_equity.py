"""Equiplot, gap line and bars: what is drawn where, and that the words say the same."""

from collections.abc import Iterable
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.look import Look
from base.texts import Texts
from charts.contributions import Contributions
from charts.equidots import Marked
from charts.equiplot import Equiplot
from charts.gap_line import GapLine
from charts.theme import style_of
from harness.figures import checked
from indicators.equity.gap import course
from indicators.equity.groups import of_children
from tests.unit.indicator_frames import an_indicator, values

IMM = an_indicator()
SAY = Texts("en")
NAMES = {"a": "Alpha", "b": "Beta", "c": "Gamma"}
SEAM = date(2025, 7, 1)


def years(*codes, provisional=False):
    figures = {"ethnic=a": (90, 100), "ethnic=b": (120, 200), "ethnic=c": (225, 300)}
    rows = []
    for code in codes:
        some = values(
            [("11", n, d) for n, d in figures.values()], kind="province", period=code, provisional=provisional
        )
        rows.append(some.assign(stratum=list(figures)))
    return of_children(pd.concat(rows), "child_ethnic", IMM)


def chart(groups, *, names=NAMES, **more):
    return Equiplot(groups, names, IMM, SAY, **more)


def draw(groups, **more):
    return checked(chart(groups, **more).figure(Look("light")))


def dots(figure):
    return {trace.name: trace for trace in figure.data if trace.name}


def test_a_row_a_year_newest_on_top_and_a_dot_a_group():
    figure = draw(years("2024", "2025"), marked=Marked("b", "a"), target=80.0)
    assert figure.layout.yaxis.ticktext == ("2025", "2024")
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert dots(figure)["Alpha"].x == (90, 90)
    assert set(dots(figure)["Alpha"].customdata) == {"a"}
    # Of three groups each has a colour and a shape of its own.
    assert len({trace.marker.color for trace in dots(figure).values()}) == 3
    assert len({trace.marker.symbol for trace in dots(figure).values()}) == 3
    texts = [note.text for note in figure.layout.annotations]
    assert texts == ["Beta <b>60.0%</b>", "Gamma <b>75.0%</b>", "Alpha <b>90.0%</b>", "target 80%"]


def test_the_seam_lies_between_the_years_that_it_parts_and_only_there():
    def lines(*codes):
        figure = draw(years(*codes), seam=SEAM)
        return [shape.y0 for shape in figure.layout.shapes]

    assert lines("2023", "2024", "2025") == [0.5]
    assert lines("2023", "2024") == []
    newly = draw(years("2023", "2024", "2025"), seam=SEAM, breaks=["2024"])
    assert [shape.y0 for shape in newly.layout.shapes] == [1.5, 0.5]
    assert "other definition before 2024" in [note.text for note in newly.layout.annotations]


def test_a_provisional_dot_is_hollow_and_says_so():
    trace = dots(draw(years("2025", provisional=True)))["Alpha"]
    assert trace.marker.symbol[0].endswith("-open")
    assert trace.hovertext[0] == (
        "<b>Alpha</b><br>2025: 90.0%<br>90/100 children<br>95% interval 82.6–94.5%<br>Provisional"
    )


def test_a_phone_gets_the_newest_year_with_a_row_a_group_lowest_on_top():
    figure = checked(chart(years("2024", "2025")).figure(Look("light", narrow=True)))
    assert [trace.name for trace in figure.data] == ["Beta", "Gamma", "Alpha"]
    assert [trace.y[0] for trace in figure.data] == [0, 1, 2]


def test_on_a_phone_the_ring_of_a_dot_leaves_its_name_alone():
    figure = checked(chart(years("2025"), marked=Marked("b", "a")).figure(Look("light", narrow=True)))
    rings = [trace for trace in figure.data if trace.name == ""]
    assert len(rings) == 2
    shifts = {note.text.split()[0]: note.yshift for note in figure.layout.annotations if note.y is not None}
    for name in ("Alpha", "Beta"):
        assert shifts[name] > max(ring.marker.size + ring.marker.line.width for ring in rings) / 2
    assert shifts["Gamma"] < shifts["Alpha"]


def test_above_seven_groups_only_the_two_ends_are_named():
    figures = {f"ethnic=g{n}": (50 + n, 100) for n in range(9)}
    rows = values([("11", n, d) for n, d in figures.values()], kind="province").assign(stratum=list(figures))
    groups = of_children(rows, "child_ethnic", IMM)
    names = {f"g{n}": f"G{n}" for n in range(9)}
    figure = draw(groups, names=names, marked=Marked("g0", "g8"))
    assert [note.text.split()[0] for note in figure.layout.annotations] == ["G0", "G8"]
    # The large ones are those that stand out.
    assert [name for name, trace in dots(figure).items() if trace.marker.size > 7] == ["G8", "G0"]


@pytest.mark.parametrize("groups", [5, 9, 14, 45])
@given(data=st.data())
def test_a_group_keeps_its_colour_and_shape_whatever_else_is_shown(groups: int, data: st.DataObject):
    names = {f"g{n}": f"G{n}" for n in range(groups)}
    some = data.draw(st.lists(st.sampled_from(list(names)), unique=True, min_size=1))
    worst, best = data.draw(st.sampled_from(["", *some])), data.draw(st.sampled_from(["", *some]))

    def looks(codes: Iterable[str], marked: Marked) -> dict[str, tuple[str, str]]:
        rows = values([("11", 50, 100) for _ in codes], kind="province").assign(stratum=[f"ethnic={c}" for c in codes])
        strokes = chart(of_children(rows, "child_ethnic", IMM), names=names, marked=marked).strokes(
            style_of(Look("light"))
        )
        return {code: (stroke.colour, stroke.symbol) for code, stroke in strokes.items()}

    alone, all_of_them = looks(some, Marked(worst, best)), looks(list(names), Marked())
    assert alone == {code: all_of_them[code] for code in some}
    if groups <= 14:
        assert len(set(all_of_them.values())) == groups


def test_no_leader_of_a_name_crosses_another_name():
    figure = draw(years("2025"), names=dict.fromkeys("abc", "A long name of a group"))
    notes = sorted(figure.layout.annotations, key=lambda note: note.x)
    for left, right in zip(notes, notes[1:], strict=False):
        assert right.xanchor == "right"
        # The name of the right dot reaches over the left dot only if it stands higher (pixels upwards are negative).
        reach = right.ax - (len("A long name of a group 60.0%") * 14 * 0.59) * 32 / 950
        assert right.ay < left.ay or reach > left.x


def test_the_words_of_the_picture():
    said = chart(years("2024", "2025"), target=80.0).words()
    assert said == (
        "Dots of Vaccination, 2025: Beta 60.0%, Gamma 75.0%, Alpha 90.0%. 2024: from Beta 60.0% to Alpha 90.0%. Target: 80%."
    )


def test_the_newest_period_alone_says_nothing_of_earlier_ones():
    newest = chart(years("2024", "2025")).newest
    assert newest.words() == "Dots of Vaccination, 2025: Beta 60.0%, Gamma 75.0%, Alpha 90.0%."
    phone = Look("light", narrow=True)
    assert checked(newest.figure(phone)).to_json() == checked(chart(years("2024", "2025")).figure(phone)).to_json()


def test_nothing_to_compare_says_so():
    nothing = years("2025").iloc[:0]
    assert chart(nothing).words() == chart(nothing).newest.words() == "No figures to draw."


def test_a_phone_writes_the_first_the_greatest_and_the_last_gap():
    line = course(years("2022", "2023", "2024", "2025"), IMM, "b", "a").assign(gap=[30.0, 31.0, 29.0, 28.0])
    (_, marks) = checked(GapLine(line, IMM, SAY, "Beta", "Alpha").figure(Look("light", narrow=True))).data
    assert marks.text == ("30.0", "31.0", "", "28.0")


def test_the_gap_line_runs_through_the_years_with_its_interval_and_is_cut_at_a_new_definition():
    line = course(years("2023", "2024", "2025"), IMM, "b", "a")
    gap = GapLine(line, IMM, SAY, "Beta", "Alpha", seam=SEAM, breaks=["2024"])
    figure = checked(gap.figure(Look("light")))
    stroke, marks = figure.data
    assert stroke.y == (30, None, 30, 30)
    assert marks.y == (30, 30, 30)
    # Wilson 90/100: 82.56 to 94.48; 120/200: 53.09 to 66.54 (scipy); Newcombe: 30 ∓ √(7.44² + 6.54²) … = 20.1 to 38.2.
    assert 30 - marks.error_y.arrayminus[0] == pytest.approx(20.1, abs=0.05)
    assert 30 + marks.error_y.array[0] == pytest.approx(38.2, abs=0.05)
    # The merger, and halfway between the ends of 2023 and 2024 the new definition.
    assert [shape.x0 for shape in figure.layout.shapes] == ["2024-07-01", "2025-07-01"]
    assert [note.text for note in figure.layout.annotations] == ["other definition before 2024", "merger 1 Jul 2025"]
    said = gap.words().replace("\N{NO-BREAK SPACE}", " ")
    assert said.startswith("Gap between Beta and Alpha: 2023: 30.0 points (20.1 to 38.2); ")


def test_the_bars_are_the_communes_that_add_to_the_gap():
    parts = pd.DataFrame(
        {
            "code": ["1", "2", "3"],
            "name": ["One", "Two", "Three"],
            "excess": [20.0, 5.0, -3.0],
            "share": [91.0, 23.0, -14.0],
        }
    )
    bars = Contributions(parts, IMM, SAY)
    figure = checked(bars.figure(Look("light")))
    assert figure.data[0].x == (20, 5)
    assert figure.data[0].y == ("One", "Two")
    assert bars.words() == "Communes that add most to the gap, in children: One 20, Two 5."
