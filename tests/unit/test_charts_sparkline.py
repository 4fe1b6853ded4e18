import re
from math import nan
from xml.etree import ElementTree

from base.look import Look
from base.palette import palette
from charts.sparkline import Sparkline


def svg_of(values, *, theme="light", width=96, height=24, **more):
    return Sparkline(values, **more).svg(Look(theme), width=width, height=height)


def parts(svg):
    return [(e.tag, e.attrib) for e in ElementTree.fromstring(svg)]


def points(attributes):
    return [tuple(map(float, pair.split(","))) for pair in attributes["points"].split()]


def test_values_run_from_left_to_right_and_higher_is_higher():
    (line, dot) = parts(svg_of([1, 3, 2], width=100, height=20))
    assert line[0] == "polyline"
    places = points(line[1])
    assert [x for x, _ in places] == [3, 50, 97]
    assert [y for _, y in places] == [17, 3, 10]
    assert (dot[1]["cx"], dot[1]["cy"]) == ("97.0", "10.0")


def test_a_gap_is_not_bridged():
    tags = parts(svg_of([1, 2, nan, 4, 5]))
    assert [len(points(a)) for tag, a in tags if tag == "polyline"] == [2, 2]


def test_the_last_figure_is_the_dot_hollow_while_provisional():
    filled, hollow = svg_of([1, 2, nan]), svg_of([1, 2, nan], provisional_last=True)
    assert parts(filled)[-1][1]["fill"] == palette("light").text
    assert parts(hollow)[-1][1]["fill"] == palette("light").card


def test_the_target_is_in_the_picture():
    svg = svg_of([1, 2], target=4, height=20)
    (target,) = [a for tag, a in parts(svg) if tag == "line"]
    assert target["y1"] == "3.0"


def test_nothing_known_draws_nothing_and_one_value_a_dot():
    assert svg_of([]) == svg_of([nan, nan]) == ""
    assert [tag for tag, _ in parts(svg_of([5.0]))] == ["circle"]


def test_it_is_silent_for_screen_readers_and_themed():
    svg = svg_of([1, 2], theme="dark")
    assert 'aria-hidden="true"' in svg
    assert palette("dark").text in svg
    assert not re.search(r"https?:", svg)
