"""The indicator catalogue, read back from its tables."""

import json
from collections import defaultdict

from sqlalchemy import Boolean, Double, Engine, Integer, Text, null, select, union_all

from data_access.engine import reading
from data_access.tables import due, indicator, indicator_text, target
from indicators.catalogue import Catalogue, Direction, Indicator, Target, Unit, Wording
from indicators.periods import Kind

_WORDS = ("name", "short", "about", "numerator", "denominator", "unit_noun", "unit_noun_many", "action", "source",
          "law", "check")  # fmt: skip

# Two short lists of an indicator in one statement: its targets, then the days until its reports are due.
_GOALS = union_all(
    select(
        target.c.indicator_id, target.c.position, target.c.year, target.c.comparator, target.c.value, target.c.source,
        target.c.verified, null().cast(Text).label("period_kind"), null().cast(Integer).label("days_after"),
    ),
    select(
        due.c.indicator_id, null().cast(Integer), null().cast(Integer), null().cast(Text), null().cast(Double),
        null().cast(Text), null().cast(Boolean), due.c.period_kind, due.c.days_after,
    ),
).order_by("indicator_id", "position")  # fmt: skip


def catalogue(engine: Engine) -> Catalogue:
    """All indicators in use, in their order, equal to what `seed.store_catalogue` was given. Two statements."""
    words = select(
        indicator, indicator_text.c.lang, *(indicator_text.c[name].label(f"text_{name}") for name in _WORDS)
    ).select_from(indicator.outerjoin(indicator_text))
    with reading(engine) as connection:
        rows = connection.execute(
            words.where(indicator.c.retired.is_(False)).order_by(indicator.c.position, indicator.c.indicator_id)
        ).all()
        goals = connection.execute(_GOALS).all()

    targets: dict[int, list[Target]] = defaultdict(list)
    days: dict[int, dict[str, int]] = defaultdict(dict)
    for goal in goals:
        if goal.period_kind is not None:
            days[goal.indicator_id][goal.period_kind] = goal.days_after
        else:
            targets[goal.indicator_id].append(
                Target(goal.year, goal.comparator, goal.value, goal.source, goal.verified)
            )
    wordings: dict[int, dict[str, Wording]] = defaultdict(dict)
    for row in rows:
        if row.lang is not None:
            wordings[row.indicator_id][row.lang] = Wording(**{name: row._mapping[f"text_{name}"] for name in _WORDS})
    first = {row.indicator_id: row for row in reversed(rows)}
    return Catalogue(
        tuple(
            Indicator(
                code=row.code,
                order=row.position,
                theme=row.theme,
                direction=Direction(row.direction),
                unit=Unit(row.unit),
                multiplier=row.multiplier,
                decimals=row.decimals,
                sensitivity=row.sensitivity,
                headline=row.headline,
                periods=tuple(Kind(kind) for kind in json.loads(row.periods)),
                gap_breaks=tuple(json.loads(row.gap_breaks)),
                value_breaks=tuple(json.loads(row.value_breaks)),
                targets=tuple(targets[key]),
                words=wordings[key],
                collection=row.collection,
                due_days=days[key],
                counts_communes=row.counts_communes,
                accumulates=row.accumulates,
                may_exceed=row.may_exceed,
                value_only=row.value_only,
            )
            for key, row in reversed(first.items())
        )
    )
