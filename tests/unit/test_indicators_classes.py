import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.classes import classes
from tests.unit.indicator_frames import SCREENED, STUNTING, an_indicator

IMM = an_indicator()  # breaks −6, −3, 0, 1.5


def frame(values, *, target=97.0, blank=None, versus=None):
    value = np.array(values, float)
    return pd.DataFrame(
        {
            "value": value,
            "gap": value - target,
            "blank": blank or [""] * len(value),
            "versus": pd.array(versus or [pd.NA] * len(value), dtype="Int8"),
        }
    )


def test_a_value_on_a_break_belongs_above_it_so_the_target_is_met():
    assert classes(frame([90.9, 91, 93.9, 94, 96.9, 97, 98.4, 98.5, 100]), IMM, "gap") == "011223344"


def test_noise_of_floating_point_does_not_move_a_value_off_its_break():
    # 98.3 − 97 is 1.2999999999999972 in floating point; the break is 1.3.
    indicator = an_indicator(gap_breaks=(-2.0, -1.0, 0.0, 1.3))
    assert 98.3 - 97 < 1.3
    assert classes(frame([98.3]), indicator, "gap") == "4"


def test_where_less_is_better_class_0_is_still_the_worst():
    # breaks as measured −1.5, 0, 3, 6; target 17.
    assert (
        classes(frame([30, 23.1, 23, 20.1, 20, 17.1, 17, 15.6, 15.5, 10], target=17), STUNTING, "gap") == "0011223344"
    )


def test_value_classes_run_from_low_to_high_in_any_direction():
    down = an_indicator(direction=STUNTING.direction)
    for indicator in (IMM, down):
        assert classes(frame([84.9, 85, 90, 95, 97]), indicator, "value") == "01234"


def test_versus_and_need():
    table = frame([90] * 6, versus=[-2, -1, 0, 1, 2, pd.NA])
    assert classes(table, IMM, "versus") == "01234."
    assert classes(table, IMM, "need") == "......"


KINDS = ["low_low", "low_high", "none", "high_low", "high_high", ""]


def test_a_cluster_of_bad_values_is_class_0_whichever_way_is_bad():
    table = frame([90] * 6).assign(cluster=KINDS)
    assert classes(table, IMM, "cluster") == "01234."
    assert classes(table, STUNTING, "cluster") == "43210."


def test_clusters_of_a_neutral_figure_are_low_or_high_and_the_rest_has_no_colour():
    table = frame([90] * 6).assign(cluster=KINDS)
    assert classes(table, an_indicator(direction=SCREENED.direction), "cluster") == "01.34."


def test_blanks_have_their_letters_in_every_measure():
    blanks = ["missing", "hidden", "not_due", "not_applicable", "merged", ""]
    table = frame([np.nan] * 5 + [97], blank=blanks, versus=[pd.NA] * 5 + [0])
    assert classes(table, IMM, "gap") == "mhdnb3"
    assert classes(table, IMM, "value") == "mhdnb4"
    assert classes(table, IMM, "versus") == "mhdnb2"
    assert classes(table, IMM, "need") == "mhdnb."
    assert classes(table.assign(cluster=[""] * 5 + ["none"]), IMM, "cluster") == "mhdnb2"


def test_without_a_target_a_figure_has_no_gap_colour():
    table = frame([90, 97]).assign(gap=np.nan)
    assert classes(table, IMM, "gap") == ".."


def test_an_unknown_measure_is_named():
    with pytest.raises(ValueError, match="speed"):
        classes(frame([1]), IMM, "speed")


@given(st.lists(st.floats(0, 120), min_size=2, max_size=40))
def test_classes_rise_with_the_value_and_fall_where_less_is_better(values):
    table = frame(sorted(values))
    for indicator, rising in ((IMM, True), (STUNTING, False)):
        found = list(classes(table, indicator, "gap"))
        assert found == sorted(found, reverse=not rising)
