"""What is said beneath a map of clusters, and why there is none."""

import pandas as pd
import pytest

from base.texts import Texts
from indicators.scope import AreaFilter
from indicators.scope_names import scope_name
from tests.unit.indicator_frames import STUNTING, an_indicator, areas
from ui.gap_map.clusters import caveat, refused, standing_out, title

EN = Texts("en")


def found(kinds, blank=None):
    return pd.DataFrame({"cluster": kinds, "blank": blank or [""] * len(kinds)})


WHOLE = scope_name(AreaFilter(), areas(5), EN)
BORDER = scope_name(AreaFilter(border=("yes",)), areas(5), EN)


def of_all(frame, *, schematic):
    return caveat(frame, pd.Series(True, index=frame.index), scope=WHOLE, schematic=schematic, say=EN)


def test_with_a_filter_its_communes_are_counted_and_chance_is_of_the_whole_province():
    frame = found(["none"] * 37 + ["low_low"] * 3)
    inside = pd.Series([False] * 30 + [True] * 8 + [False] * 2)
    said = caveat(frame, inside, scope=BORDER, schematic=False, say=EN).replace("\xa0", " ")
    assert said.startswith("1 of 8 communes stands out, together with its neighbours or against them.")
    assert "over the whole province; without that, chance alone would mark about 2 communes in it." in said


def test_the_caveat_counts_what_stands_out_and_what_chance_would_mark():
    # 5 % of 40 are 2.
    said = of_all(found(["none"] * 37 + ["low_low"] * 3), schematic=False).replace("\xa0", " ")
    assert said.startswith("3 of 40 communes stand out, together with their neighbours or against them.")
    assert "“no cluster seen” does not mean that there is none" in said
    assert "held at 5%; without that, chance alone would mark about 2 communes." in said
    assert "schematic" not in said


def test_communes_that_could_not_be_tested_and_shapes_that_are_rough_are_told():
    said = of_all(found(["none"] * 25 + ["", ""], [""] * 26 + ["hidden"]), schematic=True).replace("\xa0", " ")
    assert said.startswith("None of 25 communes stands out")
    assert "Not tested for lack of neighbours with figures: 1 commune." in said
    assert "schematic map, so it is approximate" in said


@pytest.mark.parametrize(
    ("indicator", "order"),
    [
        (an_indicator(), ["low_low", "low_low", "low_high", "high_low", "high_high"]),
        (STUNTING, ["high_high", "high_low", "low_high", "low_low", "low_low"]),
    ],
)
def test_what_stands_out_is_listed_as_in_the_legend_the_worst_first(indicator, order):
    kinds = ["none", "high_low", "low_low", "", "high_high", "low_high", "low_low"]
    frame = found(kinds).assign(value=[50.0, 80.0, 20.0, 50.0, 90.0, 30.0, 10.0])
    listed = standing_out(frame, indicator)
    assert listed["cluster"].tolist() == order
    # Of two of a kind the worse one: the lower coverage, the higher burden.
    worse = 10.0 if order[0] == "low_low" else 20.0
    assert listed.loc[listed["cluster"] == "low_low", "value"].iloc[0] == worse


def test_the_projector_s_title_counts_those_of_the_tested():
    assert (
        title(found(["none"] * 37 + ["low_low"] * 3 + [""]), EN) == "3/40 communes stand out with or against neighbours"
    )
    assert title(found(["none"] * 40), EN) == "No cluster seen among 40 communes"


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("no_denominator", "plain number without a denominator"),
        ("yes_or_no", "each commune counts as one"),
        ("few", "2 communes with figures; with fewer than 20"),
        ("equal", "all communes have the same value"),
        ("no_boundaries", "without boundaries"),
        ("province_only", "to protect children"),
    ],
)
def test_where_there_are_no_clusters_it_is_said_why(reason, words):
    assert words in refused(reason, found(["", "", ""], ["", "", "hidden"]), EN).replace("\xa0", " ")
