"""A report of more than all distorts the province, and with it what every other commune is held against."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from base.texts import Texts
from indicators.catalogue import Counts, IntervalMethod
from indicators.doubtful import doubtful, is_over
from indicators.funnel import funnel
from indicators.measure import benchmark_of, measured, province_total
from indicators.overview import overview_rows
from indicators.periods import year
from indicators.readings import Reading
from indicators.scope import AreaFilter
from indicators.scope_names import scope_name
from tests.unit.indicator_frames import RATE, an_indicator, areas, values
from ui.gap_map.ranking import Ranking, table
from ui.overview.model import Overview

SHARE = an_indicator(may_exceed=True)
POSTS = an_indicator(may_exceed=True, counts=Counts.POSTS, interval_method=IntervalMethod.NONE)
# Twenty communes at 97 of 100, and one that typed 1455 for 145: the sum is 3395 of 2144, 158.3 %.
SOUND = [(97, 100)] * 20
TYPED = [*SOUND, (1455, 144)]


def read(figures, indicator=SHARE, origin="summed"):
    rows = pd.concat(
        [
            values([(f"{n + 1:03d}", *each) for n, each in enumerate(figures)], indicator=indicator.code),
            values([("11", *map(sum, zip(*figures, strict=True)))], kind="province", indicator=indicator.code, origin=origin),
        ],
        ignore_index=True,
    )  # fmt: skip
    total = province_total(rows, indicator, year(2025))
    frame = measured(
        rows, areas(len(figures)), indicator=indicator, period=year(2025), due_on=None, as_of=date(2026, 2, 1),
        province=total,
    )  # fmt: skip
    return frame, total


def test_one_typing_mistake_makes_no_commune_worse_than_the_province():
    frame, total = read(TYPED)
    assert round(total.value, 1) == 158.3
    assert frame["versus"].iloc[:20].tolist() == read(SOUND)[0]["versus"].tolist() == [0] * 20
    assert frame["versus"].isna().tolist() == [False] * 20 + [True]
    found = funnel(frame, SHARE, total)
    assert (found.benchmark, found.without, found.left_out) == (97.0, 1, 1)
    assert found.outliers.empty


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 200)), min_size=1, max_size=12))
def test_the_benchmark_is_the_share_of_all_that_can_be(figures):
    kept = [(top, bottom) for top, bottom in figures if top <= bottom]
    frame, total = read(figures)
    found = benchmark_of(*(frame[part].to_numpy(float) for part in ("numerator", "denominator")), SHARE, total)
    assert found.left_out == len(figures) - len(kept)
    if kept:
        assert found.value == pytest.approx(100 * sum(t for t, _ in kept) / sum(b for _, b in kept), rel=1e-12)
    else:
        assert np.isnan(found.value)


def test_the_ranking_says_what_communes_are_held_against():
    frame, total = read(TYPED)
    say, inside = Texts("en"), pd.Series(True, index=frame.index)
    whole = scope_name(AreaFilter(), areas(len(TYPED)), say)

    def notes(frame, total):
        made = Ranking(
            Reading(SHARE, year(2025), frame, total, None), "gap", inside[: len(frame)], whole, None, None,
            is_demo=False, say=say,
        )  # fmt: skip
        return Markup(table(made, lambda _: "")).striptags().replace("\u00a0", " ")

    assert "Compared with the province without the reports over 100% of 1 commune: 97.0%." in notes(frame, total)
    assert "without the reports" not in notes(*read(SOUND))
    assert "No commune is compared with the province, which is over 100%." in notes(*read(TYPED, origin="reported"))


def test_a_surplus_of_posts_and_a_rate_are_no_doubt():
    assert not doubtful([7, 7], [5, np.nan], POSTS).any()
    assert not doubtful([900], [650], RATE).any()
    assert doubtful([522, 510, 3, np.nan], [510, 510, 0, 5], SHARE).tolist() == [True, False, False, False]
    assert not is_over(140.0, POSTS)
    assert not is_over(float("nan"), SHARE)


def test_a_province_that_was_reported_itself_is_no_sum_to_take_reports_out_of():
    frame, total = read([(97, 100), (110, 100)], origin="reported")
    figures = [frame[part].to_numpy(float) for part in ("numerator", "denominator")]
    assert np.isnan(benchmark_of(*figures, SHARE, total).value)
    assert frame["versus"].isna().all()


def test_a_province_over_100_is_not_folded_away_as_complete():
    def row(figures):
        frame, total = read(figures)
        [made] = overview_rows([SHARE], measured={SHARE.code: frame}, now={SHARE.code: total}, before={})
        return made.complete, made.doubtful

    assert row(TYPED) == (False, 1)
    assert row([(100, 100), (50, 50)]) == (True, 0)
    # One at 102 % in a province of 97.2 % is no reason to doubt its value.
    assert row([*SOUND, (102, 100)]) == (False, 0)


def test_a_figure_that_can_not_be_meets_no_target():
    def judged(figures):
        frame, total = read(figures)
        rows = overview_rows([SHARE], measured={SHARE.code: frame}, now={SHARE.code: total}, before={})
        made = Overview(2025, rows, pd.DataFrame(), pd.DataFrame(), len(frame), {}, compared=False)
        return [t.value for _, t in made.judged]

    assert judged(TYPED) == []
    assert judged(SOUND) == [97.0]
