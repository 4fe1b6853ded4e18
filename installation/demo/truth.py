"""What the reports would say if all came in, on time and without a mistake: counts on the 129 former communes.

Counts of today's communes are sums of these, so that both geographies tell the same story.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from installation.demo.apportion import Counts, apportion
from installation.demo.recipes import Share, Within
from installation.demo.world import GROUPS, Reals, World

#: Columns of a truth frame: unit is the row number in World; stratum '' or 'ethnic=…'; whole counts.
TRUTH = ["period", "unit", "stratum", "numerator", "denominator"]

_QUARTERS = 4
_QUARTER_LAG = (0.35, 0.1, -0.15, -0.3)  # doses missed in the first months are caught up later in the year
_MEMORY = 0.6  # how much of this year's difference between communes was there in other years


@dataclass(frozen=True)
class Course:
    """The province over the years: period code, numerator and denominator, ascending."""

    codes: tuple[str, ...]
    numerators: tuple[int, ...]
    denominators: tuple[int, ...]


def share_truth(
    recipe: Share, *, world: World, course: Course, anchors: dict[tuple[str, str], float], rng: np.random.Generator
) -> pd.DataFrame:
    """TRUTH of an indicator with a denominator; province totals are exactly those of `course`.

    anchors: value in per cent by (period, code of today's commune), kept to the nearest whole child.
    """
    denominators = [apportion(total, recipe.base(world)) for total in course.denominators]
    lasting = _lasting(recipe, world=world, rng=rng)
    totals = [n if recipe.adverse else d - n for n, d in zip(course.numerators, course.denominators, strict=True)]
    for commune, share in _fixed(anchors, recipe=recipe, code=course.codes[-1], world=world).items():
        offset = np.log(share * course.denominators[-1] / totals[-1])
        lasting[commune] = _MEMORY * (offset - _expected(commune, recipe, world=world, people=denominators[-1]))
    missed: list[Counts] = []
    for code, total, denominator in zip(course.codes, totals, denominators, strict=True):
        odds = np.exp(lasting + rng.normal(0.0, 0.25 * recipe.spread, len(world.communes)))[world.member]
        weights = denominator * odds * _mix(recipe, world)
        fixed = _fixed(anchors, recipe=recipe, code=code, world=world)
        missed.append(_missed(total, weights, caps=denominator, world=world, fixed=fixed))
    if recipe.within is Within.NOTHING or recipe.within is Within.FLOW_QUARTERS:
        parts = [
            _cells(code, recipe, world=world, denominator=d, missed=m, rng=rng)
            for code, d, m in zip(course.codes, denominators, missed, strict=True)
        ]
    else:
        parts = list(_stocks(recipe, course=course, denominators=denominators, missed=missed))
    return pd.concat(parts, ignore_index=True)[TRUTH]


def _lasting(recipe: Share, *, world: World, rng: np.random.Generator) -> Reals:
    """What makes a commune of today better or worse year after year, as an exponent, by commune."""
    reach = recipe.highland * world.mong + recipe.remote * world.remote + recipe.border * world.border
    mean = np.bincount(world.member, reach * world.children) / np.bincount(world.member, world.children)
    return mean + rng.normal(0.0, recipe.spread, len(world.communes))


def _fixed(anchors: dict[tuple[str, str], float], *, recipe: Share, code: str, world: World) -> dict[int, float]:
    """The share missed (0 to 1) that anchors set for one period, by the commune's place in `world`."""
    return {
        world.communes.index(commune): (value if recipe.adverse else 100 - value) / 100
        for (period, commune), value in anchors.items()
        if period == code
    }


def _expected(commune: int, recipe: Share, *, world: World, people: Counts) -> float:
    """How the ethnic make-up alone sets a commune of today off from the province, as an exponent."""
    rows = world.rows_of(commune)
    mix = _mix(recipe, world)
    return float(np.log((people[rows] @ mix[rows] / people[rows].sum()) / (people @ mix / people.sum())))


def _mix(recipe: Share, world: World) -> Reals:
    """How the ethnic make-up of a former commune multiplies what is missed."""
    return world.shares @ np.exp(recipe.groups) if recipe.groups else np.ones(len(world.old))


def _missed(total: int, weights: Reals, *, caps: Counts, world: World, fixed: dict[int, float]) -> Counts:
    """Missed by former commune: first the anchored communes of today, then the rest of the province."""
    by_commune = np.bincount(world.member, weights)
    room = np.bincount(world.member, caps).astype(np.int64)
    counts = np.zeros(len(world.communes), dtype=np.int64)
    for commune, share in fixed.items():
        counts[commune] = round(room[commune] * share)
    free = np.array([c not in fixed for c in range(len(counts))])
    counts[free] = apportion(total - int(counts.sum()), by_commune[free], caps=room[free])
    result = np.zeros(len(caps), dtype=np.int64)
    for commune, count in enumerate(counts):
        rows = world.rows_of(commune)
        result[rows] = apportion(int(count), weights[rows], caps=caps[rows])
    return result


def _cells(
    code: str, recipe: Share, *, world: World, denominator: Counts, missed: Counts, rng: np.random.Generator
) -> pd.DataFrame:
    """One year by ethnic group and quarter where the recipe has them, with the sums of both."""
    groups = np.arange(len(GROUPS)) if recipe.groups else np.array([-1])
    quarters = _QUARTERS if recipe.within is Within.FLOW_QUARTERS else 1
    frames = []
    for unit, (people, left) in enumerate(zip(denominator, missed, strict=True)):
        shares = world.shares[unit] if recipe.groups else np.ones(1)
        size = shares[:, None] * rng.uniform(0.9, 1.1, (1, quarters))
        below = apportion(int(people), size.ravel())
        lag = np.exp(np.array(_QUARTER_LAG[:quarters]) if quarters > 1 else np.zeros(1))
        effect = np.exp(np.array(recipe.groups))[:, None] if recipe.groups else np.ones((1, 1))
        weights = below * (effect * lag * rng.gamma(6.0, 1 / 6.0, size.shape)).ravel()
        out = apportion(int(left), weights, caps=below)
        frames.append(np.column_stack([np.full(size.size, unit), *_grid(groups, quarters), below, out]))
    cells = pd.DataFrame(np.vstack(frames), columns=["unit", "group", "quarter", "denominator", "out"])
    cells["numerator"] = cells["out"] if recipe.adverse else cells["denominator"] - cells["out"]
    return pd.concat(_rolled_up(cells, code=code, grouped=bool(recipe.groups), quarterly=quarters > 1))


def _grid(groups: npt.NDArray[np.int64], quarters: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    return np.repeat(groups, quarters), np.tile(np.arange(quarters), len(groups))


def _rolled_up(cells: pd.DataFrame, *, code: str, grouped: bool, quarterly: bool) -> Iterator[pd.DataFrame]:
    """The year and its quarters, all children and each group that has any."""
    names = {n: f"ethnic={group}" for n, group in enumerate(GROUPS)}
    for by_quarter in (False, True) if quarterly else (False,):
        for by_group in (False, True) if grouped else (False,):
            keys = ["unit", *(["group"] if by_group else []), *(["quarter"] if by_quarter else [])]
            rows = cells.groupby(keys, as_index=False)[["numerator", "denominator"]].sum()
            if by_group:
                rows = rows[rows["denominator"] > 0]
            rows["stratum"] = rows["group"].map(names) if by_group else ""
            rows["period"] = code + "-Q" + (rows["quarter"] + 1).astype(str) if by_quarter else code
            yield rows[TRUTH]


def _stocks(
    recipe: Share, *, course: Course, denominators: list[Counts], missed: list[Counts]
) -> Iterator[pd.DataFrame]:
    """States at the end of quarters or halves on the way from one year's end to the next; the year is the last."""
    steps = _QUARTERS if recipe.within is Within.STOCK_QUARTERS else 2
    letter = "Q" if steps == _QUARTERS else "H"
    for n, code in enumerate(course.codes):
        before = missed[max(n - 1, 0)]
        for step in range(1, steps + 1):
            way = before + np.rint((missed[n] - before) * (step / steps)).astype(np.int64)
            out = np.minimum(way, denominators[n])
            frame = pd.DataFrame({"unit": np.arange(len(out)), "stratum": "", "denominator": denominators[n]})
            frame["numerator"] = out if recipe.adverse else denominators[n] - out
            yield frame.assign(period=f"{code}-{letter}{step}")
            if step == steps:
                yield frame.assign(period=code)


def case_truth(
    *, world: World, course: Course, quarters: bool, counted_of: bool, rng: np.random.Generator
) -> pd.DataFrame:
    """TRUTH of a small count: cases fall on communes by their children.

    counted_of: the numerator is a part of the cases (handled); otherwise it is the count and there is no denominator (−1).
    """
    frames = []
    slots = _QUARTERS if quarters else 1
    weights = np.repeat(world.children / world.children.sum() / slots, slots)
    for code, numerator, denominator in zip(course.codes, course.numerators, course.denominators, strict=True):
        total = denominator if counted_of else numerator
        cases = rng.multinomial(total, weights)
        part = apportion(numerator, cases * rng.random(len(cases)), caps=cases) if counted_of else cases
        frame = pd.DataFrame({
            "unit": np.repeat(np.arange(len(world.old)), slots),
            "stratum": "",
            "numerator": part,
            "denominator": cases if counted_of else -1,
        })  # fmt: skip
        year = frame.groupby(["unit", "stratum"], as_index=False).sum() if slots > 1 else frame
        frames.append(year.assign(period=code))
        if quarters:
            quarter = np.tile(np.arange(1, slots + 1), len(world.old)).astype(str)
            frames.append(frame.assign(period=f"{code}-Q" + pd.Series(quarter)))
    return pd.concat(frames, ignore_index=True)[TRUTH]
