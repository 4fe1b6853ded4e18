"""Statistics of a whole country: every commune × every indicator, by the functions that pages use, and by the slow reference."""

import time
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from harness import reference_statistics as slow
from harness.values import made_up
from indicators.catalogue import Indicator
from indicators.change import changes
from indicators.equity.groups import of_communes
from indicators.equity.summary import summaries
from indicators.funnel import funnel
from indicators.measure import Basis, Total, measured, target_of, total
from indicators.periods import Period

LIMIT_S = 2.0
GROUPING = "ethnic"
_SEED = 20250701


@dataclass(frozen=True)
class Task:
    """One indicator with made-up figures of two years. now, before: VALUES."""

    indicator: Indicator
    period: Period
    now: pd.DataFrame
    before: pd.DataFrame
    province: Total


def communes(count: int, rng: np.random.Generator) -> pd.DataFrame:
    """AREAS of so many communes, in groups like those of a mountain province."""
    codes = [f"{i:05d}" for i in range(count)]
    return pd.DataFrame(
        {
            "code": codes, "name": codes, "full_name": codes, "ethnic": rng.choice(["kinh", "thai", "mong", "mixed"], count),
            "region": rng.choice(["I", "II", "III"], count), "border": rng.choice(["yes", "no"], count),
            "travel": rng.choice(["near", "remote"], count), "travel_minutes": rng.uniform(5, 240, count),
            "population": rng.integers(2_000, 60_000, count).astype(float),
        }
    )  # fmt: skip


def tasks(indicators: list[Indicator], areas: pd.DataFrame, rng: np.random.Generator) -> list[Task]:
    """Counts of each indicator in 2024 and 2025: coverage near its target, one report in fifty missing."""
    made = []
    for indicator in indicators:
        period, earlier = indicator.annual(2025), indicator.annual(2024)
        if period is None or earlier is None:
            continue
        rate = rng.uniform(0.5, 0.98) if indicator.multiplier == 100 else rng.uniform(1, 10) / indicator.multiplier
        frames = [_values(indicator, at, areas, rng, rate) for at in (period, earlier)]
        top, bottom = frames[0]["numerator"].sum(), frames[0]["denominator"].sum()
        basis = Basis("summed", parts=1, parts_expected=1)
        province = total(top, bottom if indicator.is_rate else np.nan, indicator, period, basis)
        made.append(Task(indicator, period, frames[0], frames[1], province))
    return made


def _values(
    indicator: Indicator, period: Period, areas: pd.DataFrame, rng: np.random.Generator, rate: float
) -> pd.DataFrame:
    count = len(areas)
    size = rng.integers(20, 2000, count)
    top = (
        rng.binomial(size, np.clip(rng.normal(rate, 0.02, count), 0, 1))
        if indicator.multiplier == 100
        else rng.poisson(size * rate)
    )
    missing = rng.random(count) < 0.02
    return made_up(
        {
            "indicator": indicator.code, "period": period.code, "code": areas["code"], "name": areas["name"],
            "numerator": np.where(missing, np.nan, top), "denominator": np.where(missing | (not indicator.is_rate), np.nan, size),
        }
    )  # fmt: skip


def fast(work: list[Task], areas: pd.DataFrame) -> dict[str, float]:
    """Seconds of the processor for value, interval, status and need; change; funnels; all equity measures: over all of `work`."""
    spent = dict.fromkeys(("interval and status", "change", "funnel", "equity"), 0.0)
    groups = []
    for task in work:
        start = time.process_time()
        now = _measured(task, task.now, task.period, areas)
        spent["interval and status"] += time.process_time() - start
        before_period = task.indicator.annual(2024) or task.period
        before = _measured(task, task.before, before_period, areas)
        start = time.process_time()
        changes(now, before, task.indicator)
        spent["change"] += time.process_time() - start
        start = time.process_time()
        funnel(now, task.indicator, task.province)
        spent["funnel"] += time.process_time() - start
        start = time.process_time()
        groups.append(of_communes(task.now, areas, GROUPING, task.indicator))
        spent["equity"] += time.process_time() - start
    start = time.process_time()
    summaries(pd.concat(groups, ignore_index=True), {task.indicator.code: task.indicator for task in work})
    spent["equity"] += time.process_time() - start
    return spent


def _measured(task: Task, values: pd.DataFrame, period: Period, areas: pd.DataFrame) -> pd.DataFrame:
    return measured(
        values,
        areas,
        indicator=task.indicator,
        period=period,
        due_on=None,
        as_of=date(2026, 2, 1),
        province=task.province,
    )


def by_loops(work: list[Task], sampled: int) -> float:
    """Seconds that the slow reference would take for the same cells (without equity).

    It is timed on `sampled` communes of each indicator and scaled up: all of them would take minutes.
    """
    start = time.process_time()
    for task in work:
        target = target_of(task.indicator, task.period)
        rows = zip(*(task.now[c].head(sampled) for c in ("numerator", "denominator")), strict=True)
        earlier = zip(*(task.before[c].head(sampled) for c in ("numerator", "denominator")), strict=True)
        for (x, n), then in zip(rows, earlier, strict=True):
            slow.cell(x, n, task.indicator, target, task.province.value)
            slow.change((x, n), then, task.indicator)
    return (time.process_time() - start) * len(work[0].now) / sampled


def report(indicators: list[Indicator], count: int, sampled: int) -> list[str]:
    """Seconds of each part for `count` communes, and how many times as long plain loops take, from so many of them."""
    rng = np.random.default_rng(_SEED)
    areas = communes(count, rng)
    work = tasks(indicators, areas, rng)
    fast(work[:1], areas)  # what is only done once is not counted
    spent = fast(work, areas)
    lines = [f"{name:>20}: {seconds:6.2f} s" for name, seconds in spent.items()]
    both = spent["interval and status"] + spent["equity"]
    slow_s = by_loops(work, sampled)
    alike = spent["interval and status"] + spent["change"]
    return [
        f"{count:,} communes × {len(work)} indicators, seconds of the processor; equity by main ethnic group",
        *lines,
        f"interval, status and equity together {both:.2f} s (at most {LIMIT_S:.0f} s); with change and funnel {sum(spent.values()):.2f} s",
        f"plain loops for interval, status and change: {slow_s:.0f} s from a sample, {slow_s / alike:.0f} times as long",
    ]
