from dataclasses import asdict
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.stats.contingency_tables import Table

from harness.kinds import YES_OR_NO
from indicators.trend import THRESHOLD, chi_square_for_trend, merger_breaks, trend, trends
from tests.unit.indicator_frames import RATE, SCREENED, an_indicator, values

IMM = an_indicator()
RISING = [(700, 1000), (730, 1000), (760, 1000), (790, 1000), (820, 1000)]


def history(cells, first=2021, code="11", **more):
    return pd.concat([values([(code, *cell)], period=str(first + i), **more) for i, cell in enumerate(cells)])


def test_the_statistic_is_rs_for_the_published_example():
    # R, example of ?prop.trend.test (smokers among patients of four studies), printed in R-help of 8 September 2023:
    # X-squared = 8.2249, df = 1, p-value = 0.004132.
    statistic = chi_square_for_trend(
        np.array([83.0, 90, 129, 70]), np.array([86.0, 93, 136, 82]), np.arange(1.0, 5), proportion=True
    )
    assert round(float(statistic), 4) == 8.2249
    assert round(float(chi2.sf(statistic, 1)), 6) == 0.004132


def test_the_statistic_is_that_of_the_encyclopedia_of_biostatistics():
    # Lung tumours of mice by dose (Armitage and Colton 1998, p. 4578, table 2), printed by R package coin in R-help of
    # 28 July 2005: T = 10.6381, given both margins, which divides the variance by n − 1 where ours divides by n.
    tumours, mice = np.array([2.0, 7, 15]), np.array([40.0, 50, 48])
    statistic = chi_square_for_trend(tumours, mice, np.arange(3.0), proportion=True)
    assert round(float(statistic) * 137 / 138, 4) == 10.6381


def test_the_statistic_is_the_one_of_fingertips():
    """Its formula for proportions, as R package PHEindicatormethods 2.1 has it (calculate_trend_logistic_regression)."""
    c, d, t = (np.array(column, float) for column in (*zip(*RISING, strict=True), range(2021, 2026)))
    n, events = d.sum(), c.sum()
    top = n * (n * (c * t).sum() - events * (d * t).sum()) ** 2
    bottom = events * (n - events) * (n * (d * t**2).sum() - (d * t).sum() ** 2)
    assert chi_square_for_trend(c, d, t, proportion=True) == pytest.approx(top / bottom, rel=1e-6)


def test_the_threshold_is_998_per_thousand():
    assert round(float(chi2.ppf(0.998, 1)), 4) == THRESHOLD


@settings(max_examples=50)
@given(
    st.lists(
        st.integers(5, 400).flatmap(lambda n: st.tuples(st.integers(1, n - 1), st.just(n))), min_size=5, max_size=5
    )
)
def test_the_statistic_agrees_with_statsmodels(cells):
    top, bottom = (np.array(column, float) for column in zip(*cells, strict=True))
    ours = chi_square_for_trend(top, bottom, np.arange(5.0), proportion=True)
    table = Table(np.column_stack([top, bottom - top]), shift_zeros=False)
    theirs = table.test_ordinal_association(row_scores=np.arange(5.0), col_scores=np.array([1.0, 0.0]))
    # statsmodels conditions on both margins, which divides the variance by n − 1 instead of n.
    n = bottom.sum()
    assert np.isclose(ours, theirs.zscore**2 * n / (n - 1))


def test_the_statistic_of_a_rate_is_the_score_test_of_a_poisson_model():
    """No printed example of it was found: the score test is put together from statsmodels' fit of no trend."""
    top, bottom, years = np.array([30.0, 42, 35, 60, 71]), np.array([900.0, 1000, 950, 1100, 1050]), np.arange(5.0)
    null = GLM(top, np.ones((5, 1)), family=Poisson(), offset=np.log(bottom)).fit()
    mean = null.fittedvalues
    score = ((top - mean) * years).sum()
    information = (mean * years**2).sum() - (mean * years).sum() ** 2 / mean.sum()
    assert np.isclose(chi_square_for_trend(top, bottom, years, proportion=False), score**2 / information)


def test_a_steady_rise_is_proven_and_gives_its_ends():
    found = trend(history(RISING), IMM)
    assert (found.result, found.v0, found.y0, found.v1, found.y1) == ("up", 70.0, "2021", 82.0, "2025")
    assert trend(history(RISING[::-1]), IMM).result == "down"


def test_small_numbers_prove_nothing():
    assert trend(history([(7, 10), (7, 10), (8, 10), (8, 10), (8, 10)]), IMM).result == "none"


def test_a_trend_made_by_a_single_year_is_none():
    # Flat at 50 %, then one jump: significant, but without the last year the slope is not positive.
    cells = [(505, 1000), (503, 1000), (502, 1000), (500, 1000), (700, 1000)]
    top, bottom = np.array(cells, dtype=float).T
    assert chi_square_for_trend(top, bottom, np.arange(5.0), proportion=True) > THRESHOLD
    assert trend(history(cells), IMM).result == "none"


def test_only_the_last_five_years_count():
    longer = [(990, 1000), (980, 1000), *RISING]
    assert trend(history(longer, first=2019), IMM).y0 == "2021"
    assert trend(history(longer, first=2019), IMM).result == "up"


@pytest.mark.parametrize("drop", range(5))
def test_a_year_missing_among_the_five_makes_it_impossible(drop):
    cells = [(680, 1000), *RISING]
    whole = history(cells, first=2020)
    left = whole[whole["period"] != str(2021 + drop)]
    # Without the newest year the five before it are whole again.
    assert trend(left, IMM).result == ("up" if drop == 4 else "cannot")


def test_what_makes_it_impossible():
    assert trend(history(RISING[:4]), IMM).result == "cannot"
    assert trend(history(RISING).iloc[:0], IMM).result == "cannot"
    assert trend(history([*RISING[:4], (np.nan, np.nan)]), IMM).result == "cannot"
    assert trend(history([*RISING[:4], (1010, 1000)]), IMM).result == "cannot"
    assert trend(history([*RISING[:4], (0, 0)]), IMM).result == "cannot"
    assert trend(history(RISING), SCREENED).result == "cannot"
    found = trend(history(RISING[:4]), IMM)
    assert (found.y0, found.y1) == ("", "")
    assert np.isnan(found.v0)


def test_a_new_definition_within_the_five_years_makes_it_impossible():
    assert trend(history(RISING), IMM, breaks=("2023",)).result == "cannot"
    assert trend(history(RISING), IMM, breaks=("2021",)).result == "up"


def test_parts_of_years_are_ignored_and_kinds_of_years_not_mixed():
    quarters = pd.concat([history(RISING), values([("11", 1, 1000)], period="2025-Q4")])
    assert trend(quarters, IMM).result == "up"
    school = pd.concat([values([("11", *cell)], period=f"{2021 + i}-{22 + i}") for i, cell in enumerate(RISING)])
    assert trend(school, IMM).result == "up"
    assert trend(pd.concat([history(RISING), school.iloc[-1:]]), IMM).result == "cannot"


def test_all_alike_is_no_trend():
    assert trend(history([(1000, 1000)] * 5), IMM).result == "none"
    assert trend(history([(0, 1000)] * 5), RATE).result == "none"


def test_many_areas_at_once_are_what_each_is_alone():
    cells = {"001": RISING, "002": RISING[::-1], "003": [*RISING[:4], (np.nan, np.nan)]}
    whole = pd.concat([history(c, code=code) for code, c in cells.items()])
    found = trends(whole, IMM)
    assert found.index.tolist() == list(cells)
    assert found["result"].tolist() == ["up", "down", "cannot"]
    for code, c in cells.items():
        assert found.loc[code].to_dict() == pytest.approx(asdict(trend(history(c), IMM)), nan_ok=True)


def test_merging_communes_breaks_the_series_of_what_counts_them():
    counting = an_indicator(**YES_OR_NO)
    cells = history(RISING)
    merged_on = date(2025, 7, 1)
    assert merger_breaks(cells["period"], counting, merged_on) == ("2025",)
    assert merger_breaks(cells["period"], IMM, merged_on) == ()
    assert merger_breaks(["2023", "2024"], counting, merged_on) == ()
    assert merger_breaks(["2025-Q2", "2025-Q4", "2025-Q3"], counting, merged_on) == ("2025-Q3",)
    assert trend(cells, counting, breaks=merger_breaks(cells["period"], counting, merged_on)).result == "cannot"
