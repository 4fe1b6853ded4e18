"""The indicator catalogue, read back from its tables."""

import json
import re
from collections import defaultdict

from sqlalchemy import Boolean, Date, Double, Engine, Integer, Text, null, select, union_all

from base.texts import LANGUAGES
from data_access.engine import reading
from data_access.tables import due, indicator, indicator_text, indicator_version, observation_current, target
from indicators.catalogue import (
    Aggregation,
    Catalogue,
    Counts,
    Direction,
    Formula,
    Indicator,
    IntervalMethod,
    Level,
    Scope,
    Target,
    Unit,
    Version,
    Wording,
)
from indicators.periods import Kind

_WORDS = ("name", "short", "about", "numerator", "denominator", "unit_noun", "unit_noun_many", "action", "source",
          "law", "check", "yes", "no", "children")  # fmt: skip

_PARTS = re.compile(r"\w+")
_TEXTS = tuple(f"text_{language}" for language in LANGUAGES)

# Three short lists of an indicator in one statement: its targets, the days until its reports are due, its versions.
_GOALS = union_all(
    select(
        target.c.indicator_id, target.c.position, target.c.year, target.c.comparator, target.c.value, target.c.source,
        target.c.verified, target.c.scope, null().cast(Text).label("period_kind"), null().cast(Integer).label("days_after"),
        null().cast(Date).label("valid_from"), *(null().cast(Text).label(name) for name in _TEXTS),
    ),
    select(
        due.c.indicator_id, null().cast(Integer), null().cast(Integer), null().cast(Text), null().cast(Double),
        null().cast(Text), null().cast(Boolean), null().cast(Text), due.c.period_kind, due.c.days_after,
        null().cast(Date), *(null().cast(Text) for _ in _TEXTS),
    ),
    select(
        indicator_version.c.indicator_id, indicator_version.c.version, null().cast(Integer), null().cast(Text),
        null().cast(Double), null().cast(Text), indicator_version.c.breaks_series, null().cast(Text), null().cast(Text),
        null().cast(Integer), indicator_version.c.valid_from, *(indicator_version.c[name] for name in _TEXTS),
    ),
).order_by("indicator_id", "position")  # fmt: skip


def catalogue(engine: Engine) -> Catalogue:
    """All indicators, in their order, equal to what `seed.store_catalogue` was given, and which have figures. Two statements."""
    # In the order of the primary key, so that PostgreSQL takes the first by it and never reads all reports.
    first_area = (
        select(observation_current.c.area_id)
        .where(observation_current.c.indicator_id == indicator.c.indicator_id)
        .order_by(observation_current.c.period_id, observation_current.c.stratum_id, observation_current.c.area_id)
    )
    reported = first_area.limit(1).scalar_subquery().is_not(None)
    words = select(
        indicator,
        reported.label("reported"),
        indicator_text.c.lang,
        *(indicator_text.c[name].label(f"text_{name}") for name in _WORDS),
    ).select_from(indicator.outerjoin(indicator_text))
    with reading(engine) as connection:
        rows = connection.execute(
            words.where(indicator.c.retired.is_(False)).order_by(indicator.c.position, indicator.c.indicator_id)
        ).all()
        goals = connection.execute(_GOALS).all()

    targets: dict[int, list[Target]] = defaultdict(list)
    days: dict[int, dict[str, int]] = defaultdict(dict)
    versions: dict[int, list[Version]] = defaultdict(list)
    for goal in goals:
        if goal.period_kind is not None:
            days[goal.indicator_id][goal.period_kind] = goal.days_after
        elif goal.valid_from is not None:
            texts = {language: getattr(goal, f"text_{language}") for language in LANGUAGES}
            versions[goal.indicator_id].append(Version(goal.position, goal.valid_from, goal.verified, texts))
        else:
            targets[goal.indicator_id].append(
                Target(goal.year, goal.comparator, goal.value, goal.source, goal.verified, Scope(goal.scope))
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
                interval_method=IntervalMethod(row.interval_method),
                counts=Counts(row.counts),
                accumulates=row.accumulates,
                may_exceed=row.may_exceed,
                most=row.most,
                value_only=row.value_only,
                level=Level(row.level),
                aggregation=Aggregation(row.aggregation),
                denominator_from=row.denominator_from,
                children_from=row.children_from,
                facility=row.facility,
                formula=Formula(*_PARTS.findall(row.formula)[:2]) if row.formula else None,
                versions=tuple(versions[key]),
            )
            for key, row in reversed(first.items())
        ),
        reported=frozenset(row.code for row in first.values() if row.reported),
    )
