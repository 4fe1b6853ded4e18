"""Which measures hold for which groups, and that the vectorised ones equal a slow, obvious implementation."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue import Direction
from indicators.equity.groups import GROUPS
from indicators.equity.measures import CODES, MEASURES, REASONS
from indicators.equity.summary import summaries, summary
from indicators.intervals import wilson
from tests.unit import equity_slow
from tests.unit.indicator_frames import STUNTING, an_indicator

IMM = an_indicator()
NEUTRAL = an_indicator(code="NEU", direction=Direction.NEUTRAL, targets=())


def groups(figures, *, order=None, members=9.0, hidden=0, indicator="IMM01", period="2025"):
    """GROUPS from (numerator, denominator) of each group; None is a group without a figure."""
    known = [f if f is not None else (np.nan, np.nan) for f in figures]
    top, bottom = (np.array([f[n] for f in known], float) for n in (0, 1))
    low, high = wilson(top, bottom)
    return pd.DataFrame(
        {
            "indicator": indicator, "period": period, "group": [f"g{n:04d}" for n in range(len(known))], "numerator": top,
            "denominator": bottom, "value": 100 * top / bottom, "low": 100 * low, "high": 100 * high, "members": members,
            "reported": members, "hidden": hidden, "order": np.nan if order is None else order, "provisional": False,
            "estimated": False, "source_kind": "register",
        }
    )[GROUPS]  # fmt: skip


def reasons(frame, indicator=IMM):
    return summary(frame, indicator).set_index("measure")["reason"]


def withheld_for(frame, reason, indicator=IMM):
    found = reasons(frame, indicator)
    return set(found.index[found == reason])


THREE = [(80, 100), (180, 200), (95, 100)]
ORDERED_ONLY = {"SII", "RII", "ACI", "RCI"}
MANY_ONLY = {"P80−P20", "P80/P20", "Q5−Q1", "Q5/Q1"}
RATES = st.tuples(st.integers(1, 200), st.integers(0, 200)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@settings(deadline=None, max_examples=80)
@given(
    figures=st.one_of(st.lists(RATES, min_size=3, max_size=8), st.lists(RATES, min_size=31, max_size=34)),
    sign=st.sampled_from([1, -1, 0]),
    in_order=st.booleans(),
)
def test_measures_equal_a_slow_implementation_from_the_text_of_who(figures, sign, in_order):
    rates = [n / d for n, d in figures]
    if max(rates) - min(rates) < 1e-3 or max(rates) > 0.999 or len({d for _, d in figures}) < len(figures):
        return  # no slope, or several largest groups: held by hand below
    indicator = {1: IMM, -1: replace(STUNTING, code="IMM01"), 0: replace(NEUTRAL, code="IMM01")}[sign]
    order = list(range(1, len(figures) + 1)) if in_order else None
    found = summary(groups(figures, order=order), indicator).set_index("measure")
    slow = equity_slow.measures([100 * r for r in rates], [d for _, d in figures], sign=sign, order=order)
    if sign == 0:
        slow = {code: value for code, value in slow.items() if code not in ("PAR", "PAF")}
    shown = set(found.index[found["reason"] == ""])
    assert shown == set(slow) - withheld_for(groups(figures, order=order), "no_fit", indicator)
    for code in shown:
        assert found.loc[code, "value"] == pytest.approx(slow[code], rel=1e-6, abs=1e-6), code


def test_many_units_at_once_are_what_each_is_alone():
    first = groups([(80, 100), (180, 200), (95, 100), (3, 50)])
    second = groups([(8, 20), None, (9, 10), (50, 60)], period="2024")
    third = groups([(8, 20), (20, 30), (9, 10)], order=[1, 2, 3], indicator="NUT01")
    together = summaries(pd.concat([first, second, third]), {"IMM01": IMM, "NUT01": STUNTING})
    alone = [summary(first, IMM), summary(second, IMM), summary(third, STUNTING)]
    columns = ["measure", "value", "reason"]
    pd.testing.assert_frame_equal(together[columns], pd.concat(alone, ignore_index=True)[columns])


def test_intervals_hold_the_value_and_are_the_same_at_every_call():
    found = summary(groups([(80, 100), (180, 200), (95, 100), (30, 50)]), IMM)
    shown = found[found["reason"] == ""]
    assert ((shown["low"] <= shown["value"]) & (shown["value"] <= shown["high"])).all()
    pd.testing.assert_frame_equal(found, summary(groups([(80, 100), (180, 200), (95, 100), (30, 50)]), IMM))


def test_the_simulated_interval_of_a_distance_follows_from_the_normal_distribution():
    # Two groups of one size at 40 and 60 % and a third at the mean, all of 10,000: the mean distance from the best group,
    # (20 + 10) / 3 = 10, is then a mean of normal values: best − mean of the three = (2 z1 − z2 − z3) / 3 with the standard
    # errors 100 · √(0.24/10000) = 0.490 and 0.5; its own is √(4·0.490² + 0.5² + 0.490²) / 3 = 0.401; 10 ± 1.96 · 0.401.
    found = summary(groups([(6000, 10_000), (5000, 10_000), (4000, 10_001)]), IMM).set_index("measure").loc["MDBU"]
    assert found["value"] == pytest.approx(10, abs=0.01)
    assert (found["low"], found["high"]) == (pytest.approx(9.21, abs=0.05), pytest.approx(10.79, abs=0.05))


def test_a_group_at_a_hundred_per_cent_is_not_taken_for_certain():
    found = summary(groups([(100, 100), (180, 200), (95, 100)]), IMM).set_index("measure")
    assert found.loc["D", "high"] > 10 > found.loc["D", "low"]


def test_groups_without_an_order_have_no_slope_and_those_with_one_no_mere_spread():
    assert withheld_for(groups(THREE), "unordered") == ORDERED_ONLY
    ordered = groups(THREE, order=[1, 2, 3])
    assert withheld_for(ordered, "") == {"D", "R", "PAR", "PAF", *ORDERED_ONLY}
    assert withheld_for(ordered, "ordered") == set(CODES) - {"D", "R", "PAR", "PAF", *ORDERED_ONLY}


def test_two_groups_have_a_difference_and_a_ratio_only():
    frame = groups(THREE[:2])
    assert withheld_for(frame, "") == {"D", "R"}
    assert {"PAR", "BGV", "TI"} <= withheld_for(frame, "two_groups")
    assert set(reasons(groups([(8, 10), None]))) == {"too_few"}


def test_above_thirty_groups_percentiles_take_the_place_of_the_ends():
    frame = groups([(50 + n, 100 + n) for n in range(31)])
    assert withheld_for(frame, "many_groups") == {"D", "R"}
    assert withheld_for(frame, "") >= MANY_ONLY
    assert withheld_for(groups(THREE), "few_groups") == MANY_ONLY
    # By hand: values 1 … 31 per cent. Percentile 20 at the 7th value, 80 at the 25th; fifths of 7, 6, 6, 6, 6.
    found = summary(groups([(n, 100) for n in range(1, 32)]), IMM).set_index("measure")["value"]
    assert found[["P80−P20", "P80/P20", "Q5−Q1", "Q5/Q1"]].tolist() == pytest.approx([18, 25 / 7, 28.5 - 4, 28.5 / 4])


def test_a_neutral_indicator_has_no_best_group():
    frame = groups(THREE).assign(indicator="NEU")
    assert withheld_for(frame, "neutral", NEUTRAL) == {"PAR", "PAF", "MDBU", "MDBW"}
    assert {"D", "R", "BGV", "TI"} <= withheld_for(frame, "", NEUTRAL)


def test_less_is_better_turns_the_best_group_and_the_sign_of_what_could_be_gained():
    found = summary(groups([(30, 100), (20, 100), (10, 100)]).assign(indicator="NUT01"), STUNTING).set_index("measure")
    # Average 20, best 10: stunting would fall by 10 points, half of it; mean distance from the best (20 + 10 + 0) / 3.
    assert found.loc[["PAR", "PAF", "MDBU", "D", "R"], "value"].tolist() == pytest.approx([-10, -50, 10, 20, 3])


def test_an_order_that_the_values_do_not_follow_gives_a_negative_difference_and_nothing_to_gain():
    found = summary(groups([(95, 100), (90, 100), (80, 100)], order=[1, 2, 3]), IMM).set_index("measure")
    assert found.loc["D", "value"] == pytest.approx(-15)
    assert found.loc[["PAR", "PAF"], "value"].tolist() == [0, 0]
    assert found.loc["SII", "value"] < 0 > found.loc["ACI", "value"]


def test_zero_has_no_ratio_and_no_logarithm():
    frame = groups([(0, 100), (180, 200), (95, 100)])
    assert withheld_for(frame, "zero") == {"R", "TI", "MLD"}
    every_zero = withheld_for(groups([(0, 100), (0, 200), (0, 100)]), "zero")
    assert every_zero == {"R", "PAF", "COV", "IDISU", "IDISW", "TI", "MLD"}


def test_equal_groups_have_no_slope_but_a_difference_of_nothing():
    frame = groups([(50, 100), (100, 200), (150, 300)], order=[1, 2, 3])
    assert withheld_for(frame, "all_equal") == {"SII", "RII"}
    found = summary(frame, IMM).set_index("measure")["value"]
    assert found[["D", "R", "PAR", "ACI"]].tolist() == pytest.approx([0, 1, 0, 0])


def test_more_counted_than_there_are_withholds_every_measure():
    assert set(reasons(groups([(120, 100), (180, 200), (95, 100)]))) == {"over"}


def test_a_plain_count_is_no_measure_of_groups_of_different_size():
    count = replace(IMM, unit="count", multiplier=1)
    assert set(reasons(groups(THREE), count)) == {"no_denominator"}


def test_a_single_commune_is_no_group():
    frame = groups([*THREE, (1, 2)], members=[9, 9, 9, 1])
    alone = groups(THREE)
    columns = ["measure", "value", "reason"]
    pd.testing.assert_frame_equal(summary(frame, IMM)[columns], summary(alone, IMM)[columns])
    assert "one_member" in set(reasons(groups(THREE, order=[1, 2, 3], members=[9, 1, 9])))


def test_hidden_groups_withhold_what_needs_all_of_them():
    frame = groups([*THREE, None], hidden=[0, 0, 0, 2])
    assert withheld_for(frame, "hidden") >= {"PAR", "BGV", "TI"}
    assert withheld_for(frame, "") == {"D", "R"}
    assert withheld_for(groups([*THREE, None]), "missing") >= {"PAR", "BGV", "TI"}
    # One of seven is 14 %, which healthequal lets pass.
    assert withheld_for(groups([*THREE, *THREE, None]), "missing") == set()
    # With an order, a missing end leaves no difference either.
    assert {"D", "R", "SII"} <= withheld_for(groups([*THREE, None], order=[1, 2, 3, 4], hidden=[0, 0, 0, 1]), "hidden")


def test_every_reason_has_a_sentence_and_a_withheld_measure_no_figure():
    frames = [groups(THREE), groups(THREE, order=[1, 2, 3]), groups([(0, 9), (1, 9), None]), groups([(9, 8), (1, 9)])]
    for frame in frames:
        found = summary(frame, IMM)
        withheld = found[found["reason"] != ""]
        assert set(withheld["reason"]) <= set(REASONS)
        assert withheld[["value", "low", "high"]].isna().all(axis=None)
        assert found.loc[found["reason"] == "", "value"].notna().all()
    assert summaries(groups([]), {"IMM01": IMM}).empty
    assert [m.code for m in MEASURES if m.needs_best] == ["PAR", "PAF", "MDBU", "MDBW"]


def test_all_indicators_at_once_say_of_each_what_it_says_alone():
    """How long it takes is measured by `python -m bench statistics`."""
    rng = np.random.default_rng(7)
    frames = []
    for n in range(53):
        people = rng.integers(500, 5000, 12)
        counted = rng.binomial(people, 0.8)
        frames.append(groups(list(zip(counted, people, strict=True)), indicator=f"I{n}"))
    frame = pd.concat(frames)
    known = {f"I{n}": replace(IMM, code=f"I{n}") for n in range(53)}
    found = summaries(frame, known)
    assert len(found) == 53 * len(CODES)
    for code in ("I0", "I31", "I52"):
        alone = summaries(frame[frame["indicator"] == code], {code: known[code]})
        of_all = found[found["indicator"] == code].reset_index(drop=True)
        pd.testing.assert_frame_equal(of_all[["measure", "value"]], alone[["measure", "value"]].reset_index(drop=True))
