"""Indicators that a commune has or has not: counted on the communes of the day, since 'one of its members' is no sum."""

import numpy as np
import pandas as pd

from installation.demo.recipes import YesNo
from installation.demo.truth import Course
from installation.demo.world import Reals, World

#: Columns: code is the area's code of the day; numerator 0 or 1, denominator 1.
YES_NO = ["period", "code", "numerator", "denominator"]


def yes_no_truth(recipe: YesNo, *, world: World, course: Course, rng: np.random.Generator) -> pd.DataFrame:
    """YES_NO: the communes that come first in a fixed order have it, as many as `course` says. Once there, it stays.

    A denominator of `course` equal to the number of today's communes means that geography.
    """
    today = -recipe.remote * _by_commune(world.remote, world=world) + rng.normal(0.0, 0.7, len(world.communes))
    former = today[world.member] + rng.normal(0.0, 0.7, len(world.old))
    if recipe.any_member:
        former = _one_member_first(former, today=today, world=world, have=course.numerators[-1])
    frames = []
    for code, having, count in zip(course.codes, course.numerators, course.denominators, strict=True):
        is_today = count == len(world.communes)
        order, names = (today, world.communes) if is_today else (former, world.old)
        if recipe.half_years:
            halves = _halves(code, having=having, before=course.numerators[max(course.codes.index(code) - 1, 0)])
        else:
            halves = []
        for period, number in [*halves, (code, having)]:
            if is_today and period.endswith("-H1"):
                frames.append(_frame(period, world.old, former, course.numerators[-2]))
            else:
                frames.append(_frame(period, names, order, number))
    return pd.concat(frames, ignore_index=True)[YES_NO]


def _by_commune(values: Reals, *, world: World) -> Reals:
    return np.bincount(world.member, values) / np.bincount(world.member)


def _one_member_first(former: Reals, *, today: Reals, world: World, have: int) -> Reals:
    """`former` so ordered that the `have` first communes of today hold all members that have it, each at least one."""
    chosen = np.argsort(-today, kind="stable")[:have]
    result = np.where(np.isin(world.member, chosen), former, former - 1000.0)
    for commune in chosen:
        rows = world.rows_of(int(commune))
        result[rows[np.argmax(former[rows])]] += 1.5
    return result


def _halves(code: str, *, having: int, before: int) -> list[tuple[str, int]]:
    return [(f"{code}-H1", (having + before) // 2), (f"{code}-H2", having)]


def _frame(period: str, names: tuple[str, ...], order: Reals, number: int) -> pd.DataFrame:
    has = np.zeros(len(names), dtype=np.int64)
    has[np.argsort(-order, kind="stable")[:number]] = 1
    return pd.DataFrame({"period": period, "code": names, "numerator": has, "denominator": 1})
