"""Local Moran against PySAL's esda (tests/golden), against all permutations counted out, and on planted clusters."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.spatial import Delaunay

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


def test_probabilities_agree_with_esda_within_the_noise_of_its_permutations(sids):
    # A share of 99,999 draws has this standard deviation; esda counts the observed one in.
    noise = 2 * np.sqrt(SIDS["p"] / 2 * (1 - SIDS["p"] / 2) / 99_999)
    assert (np.abs(sids["p"] - SIDS["p"]) < 5 * noise + 2 / 100_000).all()


def counted_out(rates, i, those):
    """The two-sided probability by listing every choice of as many from the others."""
    sums = np.array([sum(each) for each in combinations(np.delete(rates, i).tolist(), len(those))])
    observed = rates[those].sum()
    return min(1.0, 2 * min((sums >= observed - 1e-9).mean(), (sums <= observed + 1e-9).mean()))


def test_of_whole_numbers_probabilities_are_those_of_all_permutations_counted_out():
    # One and seven have more than half of the others, or all of them, around them.
    rates = np.array([3.0, 1, 4, 1, 5, 9, 2, 6])
    around = [[1, 2], [0, 2, 3, 4, 5], [0, 1, 3], [2, 4], [3, 5], [4, 6, 7], [5, 7], [0, 1, 2, 3, 4, 5, 6]]
    expected = [counted_out(rates, i, those) for i, those in enumerate(around)]
    assert local_moran(rates, around)["p"].tolist() == pytest.approx(expected, abs=1e-12)


def of_45_communes(seed):
    """A made-up map: standardised coverage of 45 communes, and those around each by the triangles between their seats."""
    random = np.random.default_rng(seed)
    around = [set() for _ in range(45)]
    for corners in Delaunay(random.random((45, 2))).simplices.tolist():
        for each in corners:
            around[each] |= {*corners} - {each}
    people = np.rint(random.lognormal(5.5, 0.6, 45)) + 30
    logit = random.normal(1.5, 0.6, 45)
    first = random.integers(45)
    logit[[first, *around[first]]] -= 1.5 * (seed % 2)
    reached = random.binomial(people.astype(int), 1 / (1 + np.exp(-logit))).astype(float)
    return standardised(reached, people, IMM), [sorted(each) for each in around]


def test_of_45_communes_probabilities_are_those_counted_out_and_never_below():
    ratios = []
    for seed in (1, 2):
        rates, around = of_45_communes(seed)
        found = local_moran(rates, around)["p"]
        ratios += [found[i] / counted_out(rates, i, those) for i, those in enumerate(around) if len(those) <= 4]
    assert len(ratios) > 12
    assert min(ratios) > 1 - 1e-9
    assert max(ratios) < 1.01


def test_of_many_neighbours_probabilities_are_those_of_many_permutations():
    rates, around = of_45_communes(3)
    found = local_moran(rates, around)
    random = np.random.default_rng(5)
    many = sorted(range(45), key=lambda i: -len(around[i]))[:5]
    assert len(around[many[-1]]) >= 7
    for i in many:
        others = np.delete(found["own"].to_numpy(), i)
        sums = random.permuted(np.tile(others, (40_000, 1)), axis=1)[:, : len(around[i])].sum(axis=1)
        observed = len(around[i]) * found.loc[i, "around"]
        p = min(1.0, 2 * min((sums >= observed).mean(), (sums <= observed).mean()))
        noise = 2 * np.sqrt(found.loc[i, "p"] / 2 / 40_000)
        assert found.loc[i, "p"] == pytest.approx(p, abs=5 * noise, rel=0.01)


def test_what_is_marked_depends_on_nothing_but_the_figures():
    # Draws would fall otherwise for communes that stand in another order.
    codes = [f"{i:03d}" for i in range(45)]
    marked = 0
    for seed in range(6):
        rates, around = of_45_communes(seed)
        table = pd.DataFrame(
            {"code": codes, "numerator": 1000 + 100 * np.round(rates, 3), "denominator": 2000.0, "blank": ""}
        )
        near = {code: tuple(codes[j] for j in those) for code, those in zip(codes, around, strict=True)}
        first = clusters(table, IMM, near).set_axis(codes)
        marked += (first != "none").any()
        for other in range(4):
            turned = table.sample(frac=1, random_state=other)
            again = clusters(turned, IMM, near).set_axis(turned["code"]).reindex(codes)
            pd.testing.assert_series_equal(first, again, check_names=False)
    assert marked >= 2


def test_what_is_not_known_is_nobodys_neighbour():
    rates = np.array([1.0, 2, 3, 4, np.nan, 9])
    around = [[1, 4], [0, 2], [1, 3], [2, 4], [3, 5], [4]]
    found = local_moran(rates, around)
    without = local_moran(rates[[0, 1, 2, 3, 5]], [[1], [0, 2], [1, 3], [2], []])
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
        int((local_moran(random.normal(size=49), places(CODES, GRID))["p"] <= 0.05).sum()) for _ in range(20)
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
