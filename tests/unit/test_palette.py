"""The grey of what lies outside the filter is no colour of the data, whoever looks at it.

Colour blindness as in Machado, Oliveira and Fernandes (2009, IEEE TVCG 15(6)), severity 1; differences are CIEDE2000.
"""

import math
from collections.abc import Iterator

import numpy as np
import pytest

from base.palette import THEMES, Palette, palette

VISIONS = {
    "normal": np.eye(3),
    "protan": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deutan": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "tritan": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}  # fmt: skip
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
Lab = tuple[float, float, float]


def lab(colour: str, vision: str = "normal") -> Lab:
    """CIE L*a*b* of '#RRGGBB' under D65 as `vision` sees it."""
    coded = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    ratio = TO_XYZ @ np.clip(VISIONS[vision] @ linear, 0, 1) / np.array([0.95047, 1, 1.08883])
    x, y, z = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(first: Lab, second: Lab) -> float:
    """CIEDE2000 (Sharma, Wu and Dalal 2005, Color Res Appl 30(1))."""
    (l1, a1, b1), (l2, a2, b2) = first, second
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    lightness, chroma, hue = l2 - l1, c2 - c1, 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    c, h = (c1 + c2) / 2, (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    middle = ((l1 + l2) / 2 - 50) ** 2
    weight = 1 - 0.17 * math.cos(math.radians(h - 30)) + 0.24 * math.cos(math.radians(2 * h))
    weight += 0.32 * math.cos(math.radians(3 * h + 6)) - 0.2 * math.cos(math.radians(4 * h - 63))
    parts = (
        lightness / (1 + 0.015 * middle / math.sqrt(20 + middle)),
        chroma / (1 + 0.045 * c),
        hue / (1 + 0.015 * c * weight),
    )
    rotation = -2 * math.sqrt(c**7 / (c**7 + 25**7)) * math.sin(math.radians(60 * math.exp(-(((h - 275) / 25) ** 2))))
    return math.sqrt(sum(part**2 for part in parts) + rotation * parts[1] * parts[2])


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    # Pairs 1, 7 and 25 of the published test data of Sharma, Wu and Dalal.
    [((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425), ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
     ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644)],
)  # fmt: skip
def test_the_measure_of_difference_is_the_published_one(first: Lab, second: Lab, expected: float):
    assert difference(first, second) == pytest.approx(expected, abs=5e-5)


def grounds(colours: Palette) -> Iterator[str]:
    """All that lies beside the grey: classes, what has no figure, and the paper."""
    yield from (*colours.seq, *colours.gap, *colours.status5, colours.blank, colours.card, colours.page)


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("theme", THEMES)
def test_what_lies_outside_the_filter_has_no_colour_of_the_data(theme: str, vision: str):
    """A print has the colours of the light theme. 10 is three times what side by side is seen as another colour."""
    colours = palette(theme)
    grey = lab(colours.outside, vision)
    assert math.hypot(*lab(colours.outside)[1:]) < 0.5
    near = {each: difference(grey, lab(each, vision)) for each in grounds(colours)}
    assert min(near.values()) >= 10, near
