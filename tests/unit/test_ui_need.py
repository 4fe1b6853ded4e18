"""What stands beside the curve of need: who holds half, who could stand in, who is not counted."""

import numpy as np
import pandas as pd

from base.texts import Texts
from tests.unit.indicator_frames import an_indicator
from ui.gap_map.need import sentences

EN = Texts("en")


def said(needs, blank=None):
    names = [f"Commune {i}" for i in range(len(needs))]
    frame = pd.DataFrame({"code": [f"c{i}" for i in range(len(needs))], "name": names, "need": needs})
    return [text.replace("\xa0", " ") for text in sentences(frame.assign(blank=blank or ""), an_indicator(), EN)]


def test_half_is_told_with_its_communes_and_what_it_is_half_of():
    assert said([10.0, 1, 9, 0]) == ["1 commune holds half of it (10 of 20 children): Commune 0."]


def test_ties_at_the_edge_are_told():
    assert said([2.0, 4, 2, 2])[1] == "As much as Commune 0 is needed in: Commune 2, Commune 3."


def test_blanks_are_unknown_not_zero():
    told = said([3.0, np.nan, np.nan], ["", "hidden", "missing"])[-1]
    assert told == (
        "Not counted: 1 commune not reported, 1 commune hidden; what they need is not known, it is not zero."
    )


def test_a_long_list_of_names_ends_with_how_many_more():
    told = said([1.0] * 40)
    assert "Commune 11 and 8 more." in told[0]
    assert "Commune 31 and 8 more." in told[1]
