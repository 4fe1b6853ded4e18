"""What the browser is told of a map, as static/commune_map.js reads it: made by payload.py, worded by wording.py.

geometry: address of the published geometry (its keys: docs/boundaries.md), fetched once and kept.
lang, theme (light | dark | projector), title (spoken name of the map), bare (only the map: no legend, card, slider), legend_off.
measure (gap | value | need | versus | cluster | has | without | since), scale (gap | seq | status5: the palette), circles (need | value | absent).
unit, multiplier, decimals: how a value is made of numerator and denominator, and written.
classes: one character a commune, as `indicators.classes`. '0'-'4', '.' without colour, or why it is blank: m h d n b.
num, den: packed numerators and denominators; lack: den − num instead of num where that is shorter. value: packed value × 10^decimals, only where num/den does not give it.
steady: packed distance of the empirical Bayes estimate from the value, × 10^decimals, where it is written otherwise.
below, above: packed distances of the 95 % interval from the value, × 10^decimals. need: packed need.
status: one character a commune, FIRST + ((state × 6 + versus) × 2 + provisional); state 0 no target, 1 met, 2 missed,
    3 clearly missed, 4 clearly met; versus 0 (surely worse) to 4, 5 cannot be said. estimated: rows of estimates; surveyed: of survey figures.
tags, tag_texts: one digit a commune and what it stands for ('Khu vực III · biên giới').
remarks, remark_texts: the same, of what else is said of each commune.
legend, words: texts, see wording.py. selected: code or null. marked: codes with badges 1, 2, …
inside: null, or '1' and '0' a commune; the rest is grey, uncounted and without circle or name.
places: absent, or {kind, note, names, at: [[x, y]] on the grid, units: index of the commune of each}; points with their names.
home: absent, or x0, y0, x1, y1 on the grid: the province that a map of several opens on.
former: absent, or {legend, word, all, units, borders, names, sites}: by commune of today (its index in `units`) thin lines on the grid and
    [x, y, power] of each former commune, `geo.division.Division`; texts of the legend, of one former commune and of all of a commune.
slider: absent, or {token, periods: [{code, label}], current, seam, note, rules, frames?}; frames {id, classes, values,
    needs} of all periods come when the slider has been opened, {id} alone when the browser has them already.
download: absent, or {title, lines, file}: what stands in a downloaded picture.

The map answers by triggers: select {code}, open {code}, period {code}, slider {token}; each with held: id of its frames.
"""

from typing import NotRequired, TypedDict

from ui.map.packing import Packed


class Legend(TypedDict):
    """order: classes in reading order; labels: of each, in full and short for the one-line legend; rule: the target's.

    rule_before: its place in the order, or −1.
    """

    title: str
    order: list[str]
    labels: dict[str, str]
    short: dict[str, str]
    rule: str
    rule_before: int


class Words(TypedDict):
    """All other texts. Pairs are one and many; {braces} are filled by the browser. answers: without it and with it, in place of values; else empty."""

    value: list[str]
    answers: list[str]
    fraction: str
    interval: str
    needed: list[str]
    counted: list[str]
    units: list[str]
    blanks: dict[str, str]
    range: str
    reasons: dict[str, str]
    estimated: str
    provisional: str
    survey: str
    unjudged: str
    outside: str
    steady: str
    numbered: str
    target: str
    states: list[str]
    versus: list[str]
    open: str
    close: str
    tools: str
    zoom_in: str
    zoom_out: str
    zoom_whole: str
    png: str
    svg: str
    period: str
    play: str
    pause: str
    table: str
    columns: list[str]
    failed: str
    again: str


class Download(TypedDict):
    """What stands in a downloaded picture."""

    title: str
    lines: list[str]
    file: str


class SliderFrames(TypedDict):
    """All periods; {id} alone when the browser has them already."""

    id: str
    classes: NotRequired[list[str]]
    values: NotRequired[list[Packed | None]]
    needs: NotRequired[list[Packed | None]]


class PeriodLabel(TypedDict):
    """A step of the slider."""

    code: str
    label: str


class Slider(TypedDict):
    """The time slider."""

    token: str
    periods: list[PeriodLabel]
    current: int
    seam: int | None
    note: str
    rules: NotRequired[list[str]]
    frames: NotRequired[SliderFrames]


class Numbers(TypedDict, total=False):
    """Packed columns; those without any number are left out."""

    num: Packed
    lack: Packed
    den: Packed
    value: Packed
    below: Packed
    above: Packed
    need: Packed
    steady: Packed
    status: str
    at_least: dict[str, int]
    estimated: list[int]
    surveyed: list[int]


class Tags(TypedDict, total=False):
    """Region and border of every commune; empty where areas carry neither."""

    tags: str
    tag_texts: list[str]


class PlacesPart(TypedDict):
    """Points on the map; parallel lists."""

    kind: str
    note: str
    names: list[str]
    at: list[list[int]]
    units: list[int]


class FormerPart(TypedDict):
    """The communes that today's were made of; lists by commune of today."""

    legend: str
    word: str
    all: str
    units: list[int]
    borders: list[str]
    names: list[list[str]]
    sites: list[list[list[int]]]


class Remarks(TypedDict, total=False):
    """What else is said of each commune, as tags are; of what it has or has not, since when."""

    remarks: str
    remark_texts: list[str]


class Message(Numbers, Tags, Remarks, total=False):
    """All that the browser is told of a map."""

    geometry: str
    lang: str
    theme: str
    title: str
    measure: str
    scale: str
    unit: str
    multiplier: float
    decimals: int
    classes: str
    legend: Legend
    words: Words
    selected: str | None
    marked: list[str]
    inside: str | None
    circles: str
    download: Download
    places: PlacesPart
    former: FormerPart
    home: list[int]
    bare: bool
    legend_off: bool
    slider: Slider | None
