"""Local Moran against PySAL's esda (tests/golden), against all permutations counted out, and on planted clusters."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from harness.kinds import YES_OR_NO
from indicators.hotspots import LEAST, clusters, local_moran, places, refusal
from indicators.smoothing import standardised
from tests.unit.indicator_frames import RATE, SCREENED, an_indicator

IMM = an_indicator()
SIDS = pd.read_csv(Path(__file__).parent.parent / "golden" / "sids_1979.csv")
AROUND = [[int(j) for j in each.split(";")] for each in SIDS["neighbours"]]


@pytest.fixture(scope="module")
def sids():
    return local_moran(standardised(SIDS["deaths"].to_numpy(float), SIDS["births"].to_numpy(float), RATE), AROUND)


def test_statistics_agree_with_esda(sids):
    np.testing.assert_allclose(sids["moran"], SIDS["moran"], rtol=0, atol=1e-9)
    letters = np.where(sids["own"] > 0, "H", "L").astype(object) + np.where(sids["around"] > 0, "H", "L")
    assert list(letters) == list(SIDS["quadrant"])


def test_probabilities_agree_with_esda_within_the_noise_of_permutations(sids):
    # esda drew 99,999 times, we 9,999: the difference of two such shares has this standard deviation.
    noise = 2 * np.sqrt(SIDS["p"] / 2 * (1 - SIDS["p"] / 2) * (1 / 9_999 + 1 / 99_999))
    assert (np.abs(sids["p"] - SIDS["p"]) < 5 * noise + 2 / 10_000).all()


def test_probabilities_are_those_of_all_permutations_counted_out():
    rates = np.array([3.0, 1, 4, 1, 5, 9, 2, 6])
    around = [[1, 2], [0, 2], [0, 1, 3], [2, 4], [3, 5], [4, 6, 7], [5, 7], [5, 6]]
    found = local_moran(rates, around, permutations=40_000)["p"]
    for i, those in enumerate(around):
        means = [np.mean(each) for each in combinations(np.delete(rates, i), len(those))]
        mean = rates[those].mean()
        tails = np.mean(np.array(means) >= mean - 1e-9), np.mean(np.array(means) <= mean + 1e-9)
        assert found[i] == pytest.approx(min(1, 2 * min(tails)), abs=0.015)


def test_what_is_not_known_is_nobodys_neighbour():
    rates = np.array([1.0, 2, 3, 4, np.nan, 9])
    around = [[1, 4], [0, 2], [1, 3], [2, 4], [3, 5], [4]]
    found = local_moran(rates, around, permutations=99)
    without = local_moran(rates[[0, 1, 2, 3, 5]], [[1], [0, 2], [1, 3], [2], []], permutations=99)
    np.testing.assert_array_equal(found.drop(index=4), without)
    assert found.loc[4].isna().all()
    assert found.loc[5].isna().all()


@pytest.mark.parametrize("rates", [[], [np.nan, np.nan], [2.0, 2.0, 2.0], [5.0]])
def test_rates_that_do_not_differ_have_no_clusters(rates):
    with pytest.raises(ValueError, match="differ"):
        local_moran(np.array(rates), [[] for _ in rates])


SIDE = 7
CODES = [f"{i:03d}" for i in range(SIDE * SIDE)]


def beside(code):
    x, y = divmod(int(code), SIDE)
    near = [(x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)]
    return tuple(f"{a * SIDE + b:03d}" for a, b in near if 0 <= a < SIDE and 0 <= b < SIDE)


GRID = {code: beside(code) for code in CODES}


def frame(numerator, denominator=200.0, blank=""):
    return pd.DataFrame({"code": CODES, "numerator": numerator, "denominator": denominator, "blank": blank})


def planted():
    """95 % of 200 reached, give or take two; in a block of nine 70 %; in one commune within it 95 % as elsewhere."""
    reached = 190.0 + np.random.default_rng(4).integers(-2, 3, SIDE * SIDE)
    block = [x * SIDE + y for x in range(3) for y in range(3)]
    reached[block] = 140
    reached[8] = 192
    return reached


def test_a_planted_cluster_is_found_and_so_is_the_one_that_differs_from_it():
    found = clusters(frame(planted()), IMM, GRID)
    assert found[8] == "high_low"
    assert set(found[[1, 7]]) == {"low_low"}
    assert (found.iloc[28:] == "none").all()


def test_the_same_figures_give_the_same_clusters():
    first, again = (clusters(frame(planted()), IMM, GRID) for _ in range(2))
    pd.testing.assert_series_equal(first, again)


def test_communes_without_figure_or_alone_among_blanks_are_not_tested():
    table = frame(planted())
    table.loc[[0, 8, 30], "blank"] = ["hidden", "missing", "not_due"]
    table.loc[31, "denominator"] = 0
    alone = GRID | {"048": ()}
    found = clusters(table, IMM, alone)
    assert (found[[0, 8, 30, 31, 48]] == "").all()
    assert (found.drop([0, 8, 30, 31, 48]) != "").all()


def test_a_figure_that_came_for_a_hidden_commune_is_not_used():
    table = frame(planted())
    table["blank"] = ["hidden"] + [""] * 48
    other = table.assign(numerator=table["numerator"].mask(table["blank"] == "hidden", 1.0))
    pd.testing.assert_series_equal(clusters(table, IMM, GRID), clusters(other, IMM, GRID))


def test_on_random_figures_false_discoveries_are_held():
    # Without control two communes of 49 are expected beyond 5 %; with it, at most one map in twenty shows any.
    random = np.random.default_rng(11)
    maps = [clusters(frame(random.binomial(200, 0.9, 49).astype(float)), IMM, GRID) for _ in range(20)]
    marked = [int((~each.isin(["none", ""])).sum()) for each in maps]
    assert sum(count > 0 for count in marked) <= 3
    uncontrolled = [
        int((local_moran(random.normal(size=49), places(CODES, GRID), permutations=199)["p"] <= 0.05).sum())
        for _ in range(20)
    ]
    assert sum(uncontrolled) > 10


@pytest.mark.parametrize(
    ("table", "indicator", "reason"),
    [
        (frame(planted()), an_indicator(sensitivity=3), "province_only"),
        (frame(planted(), np.nan), SCREENED, "no_denominator"),
        (frame(planted()), an_indicator(**YES_OR_NO), "yes_or_no"),
        (frame(planted()).iloc[: LEAST - 1], IMM, "few"),
        (frame(planted()).iloc[:1], IMM, "few"),
        (frame(np.nan, np.nan, "missing"), IMM, "few"),
        (frame(planted(), 0.0), IMM, "few"),
        (frame(200.0), IMM, "equal"),
        (frame(planted()).iloc[:LEAST], IMM, ""),
    ],
)
def test_where_clusters_would_mean_nothing_there_are_none_and_a_reason(table, indicator, reason):
    assert refusal(table, indicator) == reason
    if reason:
        assert (clusters(table, indicator, GRID) == "").all()


def test_on_a_map_of_islands_nothing_is_tested():
    assert (clusters(frame(planted()), IMM, dict.fromkeys(CODES, ())) == "").all()
