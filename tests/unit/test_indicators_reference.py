"""The vectorised statistics against the slow reference, cell by cell, over whatever figures there may be."""

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness import reference_statistics as slow
from indicators.catalogue import Direction, Indicator, Target, Unit
from indicators.change import changes
from indicators.funnel import funnel, is_overdispersed
from indicators.measure import Basis, measured, target_of, total
from indicators.periods import year
from tests.unit.indicator_frames import RATE, SCREENED, STUNTING, an_indicator, areas, values

PERIOD = year(2025)
INDICATORS = [
    an_indicator(),
    STUNTING,
    RATE,
    SCREENED,
    an_indicator(code="NEU01", direction=Direction.NEUTRAL, targets=()),
    an_indicator(code="CNT01", unit=Unit.COUNT, multiplier=1, targets=(Target(2025, ">=", 5.0, "", False),)),
    an_indicator(code="DEC01", targets=(Target(2025, ">=", 98.5, "", False),)),
]


def figures(indicator: Indicator) -> st.SearchStrategy[tuple[float, float]]:
    """A commune's counts: ordinary ones, none at all, over 100 %, missing."""
    ordinary = st.integers(1, 900).flatmap(lambda n: st.tuples(st.integers(0, n).map(float), st.just(float(n))))
    if indicator.unit is Unit.COUNT:
        return st.one_of(st.tuples(st.integers(0, 50).map(float), st.just(math.nan)), st.just((math.nan, math.nan)))
    odd = st.sampled_from(
        [(0.0, 0.0), (3.0, 0.0), (12.0, 10.0), (math.nan, 10.0), (4.0, math.nan), (math.nan, math.nan)]
    )
    return st.one_of(ordinary, ordinary, ordinary, odd)


def frame(cells: list[tuple[float, float]], indicator: Indicator, province=None) -> pd.DataFrame:
    codes = [f"{i + 1:03d}" for i in range(len(cells))]
    rows = values([(code, *cell) for code, cell in zip(codes, cells, strict=True)], indicator=indicator.code)
    return measured(
        rows,
        areas(len(cells)),
        indicator=indicator,
        period=PERIOD,
        due_on=None,
        as_of=date(2026, 2, 1),
        province=province,
    )


def reason(x: float, n: float, indicator: Indicator) -> str:
    """Why a commune's counts make no figure; '' if they make one."""
    if indicator.is_rate and x == n == 0:
        return "not_applicable"
    return "missing" if math.isnan(x) or (indicator.is_rate and not n > 0) else ""


def province_of(x: float, n: float, indicator: Indicator):
    return total(x, n, indicator, PERIOD, Basis("reported", 1, 1))


def same(found: float, expected: float) -> bool:
    return (math.isnan(found) and math.isnan(expected)) or math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-6)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda i: i.code)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_cell_is_what_the_slow_reference_says(indicator: Indicator, data: st.DataObject):
    cells = data.draw(st.lists(figures(indicator), min_size=1, max_size=20))
    before = data.draw(st.lists(figures(indicator), min_size=len(cells), max_size=len(cells)))
    of_province = province_of(450.0, math.nan if indicator.unit is Unit.COUNT else 500.0, indicator)
    found, earlier = frame(cells, indicator, of_province), frame(before, indicator)
    moved = changes(found, earlier, indicator)
    for i, (now, then) in enumerate(zip(cells, before, strict=True)):
        row = found.iloc[i]
        # A rate without one of its counts, or of nobody, is blank, and so has neither.
        assert row["blank"] == reason(*now, indicator)
        figure = (math.nan, math.nan) if reason(*now, indicator) else now
        expected = slow.cell(*figure, indicator, target_of(indicator, PERIOD), of_province.value)
        for name in ("value", "low", "high", "gap", "need"):
            assert same(row[name], getattr(expected, name)), name
        assert (row["short"], row["clear"], row["safe"]) == (expected.short, expected.clear, expected.safe)
        assert (None if pd.isna(row["versus"]) else row["versus"]) == expected.versus
        wanted = slow.change(figure, (math.nan, math.nan) if reason(*then, indicator) else then, indicator)
        assert all(same(f, e) for f, e in zip(moved.iloc[i][["difference", "low", "high"]], wanted[:3], strict=True))
        assert moved["result"].iloc[i] == wanted[3]


@pytest.mark.parametrize("indicator", [an_indicator(), RATE], ids=lambda i: i.code)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_point_of_a_funnel_is_where_the_slow_reference_puts_it(indicator: Indicator, data: st.DataObject):
    share = data.draw(st.integers(1, 39)) / 40
    sizes = data.draw(st.lists(st.integers(1, 120), min_size=2, max_size=14))
    spread = data.draw(st.lists(st.floats(-0.2, 0.2), min_size=len(sizes), max_size=len(sizes)))
    cells = [(float(min(n, max(0, round(n * (share + s))))), float(n)) for n, s in zip(sizes, spread, strict=True)]
    of_province = province_of(1000 * share, 1000.0, indicator)
    found = funnel(frame(cells, indicator, of_province), indicator, of_province)
    assert found is not None
    phi = slow.dispersion(cells, of_province.value, indicator)
    assert same(found.dispersion, phi)
    wide = math.sqrt(phi) if phi > 1 and is_overdispersed(phi, len(cells)) else 1.0
    for (x, n), outside in zip(cells, found.points["outside"], strict=True):
        value, expected, close = indicator.multiplier * x / n, 0, False
        for level in (0.95, 0.998):
            ends = slow.funnel_limits(n, of_province.value, indicator, level)
            low, high = (of_province.value + wide * (end - of_province.value) for end in ends)
            expected += 1 if value > high else -1 if value < low else 0
            close |= min(abs(value - low), abs(value - high)) < 1e-6
        assert close or outside == expected
        limit = np.array(found.limits([n], 0.95)).ravel()
        plain = slow.funnel_limits(n, of_province.value, indicator, 0.95)
        most = indicator.multiplier if indicator.unit is Unit.PERCENT else math.inf
        wanted = [min(most, max(0.0, of_province.value + wide * (end - of_province.value))) for end in plain]
        assert limit == pytest.approx(wanted, abs=1e-6)
