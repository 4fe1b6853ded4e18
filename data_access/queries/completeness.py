"""Which reports are in: every commune × indicator × period that is or was due."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pandas as pd
from sqlalchemy import Boolean, Date, Engine, Integer, Text, bindparam, column, text

from base.settings import province
from data_access.engine import reading
from data_access.frames import read_frame
from indicators.completeness import COMPLETENESS, status

# What a row of `observation_current` or of `published` about a commune says of its report; `periods` counts the same words.
STATE = """CASE WHEN {0}.blank = 'not_applicable' THEN 'not_applicable' WHEN {0}.blank NOT IN ('', 'hidden') THEN 'none'
                WHEN {0}.parts < {0}.parts_expected THEN 'partial' WHEN {0}.provisional THEN 'provisional'
                WHEN {0}.late THEN 'late' ELSE 'on_time' END"""

_EVERY = 100_000  # more periods of one kind than there will ever be
_LONGEST = timedelta(days=3 * 366)  # longer than any report may take

# Asked by keys of `observation_current` itself: whether a report is in is no figure, so nothing hidden is read; and through
# the view, which knows codes only, PostgreSQL takes minutes. MATERIALIZED keeps it from computing `first_on` once a row,
# LIMIT 1 instead of EXISTS from reading all reports of an indicator for it;
# CROSS JOIN keeps SQLite, which has no statistics, to the order from what is due to its reports. The days that a report
# may take are added outside: there the two differ.
_CELLS = text(f"""
WITH now AS (
  SELECT COALESCE((SELECT MAX(received_on) FROM batch WHERE is_demo AND withdrawn_version IS NULL), :today) AS as_of
), commune AS MATERIALIZED (
  SELECT a.area_id, a.code, a.name
    FROM area above JOIN area a ON a.parent_id = above.area_id AND a.kind = 'commune' AND a.valid_to IS NULL
   WHERE above.kind = 'province' AND above.code = :province
), asked AS MATERIALIZED (
  SELECT i.indicator_id, i.code AS indicator, i.position, d.period_kind, d.days_after,
         (SELECT f.ends_on FROM period f
           WHERE f.kind = d.period_kind
             AND (SELECT o.area_id FROM observation_current o
                   WHERE o.indicator_id = i.indicator_id AND o.period_id = f.period_id AND o.stratum_id = 0
                     AND o.blank = '' AND o.area_id IN (SELECT area_id FROM commune)
                   LIMIT 1) IS NOT NULL
           ORDER BY f.ends_on LIMIT 1) AS first_on
    FROM due d JOIN indicator i ON i.indicator_id = d.indicator_id
   WHERE (:every_indicator OR i.code IN :indicators) AND (:every_kind OR d.period_kind IN :kinds)
), cell AS MATERIALIZED (
  SELECT k.indicator_id, k.indicator, k.position, k.period_kind, k.days_after, p.period_id, p.code AS period, p.ends_on,
         w.as_of
    FROM now w CROSS JOIN asked k CROSS JOIN period p
   WHERE p.kind = k.period_kind AND p.ends_on >= k.first_on AND p.starts_on <= w.as_of
     AND (:every_period OR p.code IN :periods) AND p.ends_on >= :ended_since
     AND p.ends_on >= COALESCE((SELECT f.ends_on FROM period f
                                 WHERE f.kind = k.period_kind AND f.starts_on <= w.as_of
                                 ORDER BY f.ends_on DESC LIMIT 1 OFFSET :skip), k.first_on)
)
SELECT c.code, c.name, x.indicator, x.period, x.period_kind AS kind, x.ends_on, x.days_after, x.as_of,
       CASE WHEN o.area_id IS NULL THEN 'none' ELSE {STATE.format("o")} END AS state,
       COALESCE(o.late, FALSE) AS late,
       (SELECT MAX((SELECT r.reported_on FROM observation r JOIN batch b ON b.batch_id = r.batch_id
                     WHERE r.indicator_id = x.indicator_id AND r.period_id = x.period_id AND r.stratum_id = 0
                       AND r.area_id = l.source_id AND r.collection_id = o.collection_id
                       AND b.withdrawn_version IS NULL
                     ORDER BY b.applied_version DESC, b.batch_id DESC LIMIT 1))
          FROM area_link l
         WHERE l.target_id = o.area_id AND l.level = 'commune'
           AND (l.source_id = o.area_id) = (o.origin <> 'summed')) AS reported_on,
       COALESCE(o.parts, 0) AS parts,
       COALESCE(o.parts_expected,
                (SELECT COUNT(*) FROM area_link l JOIN area a ON a.area_id = l.source_id
                  WHERE l.target_id = c.area_id AND l.level = 'commune' AND a.valid_from <= x.ends_on
                    AND (a.valid_to IS NULL OR a.valid_to >= x.ends_on))) AS parts_expected
  FROM cell x CROSS JOIN commune c
  LEFT JOIN observation_current o
    ON o.area_id = c.area_id AND o.indicator_id = x.indicator_id AND o.stratum_id = 0 AND o.period_id = x.period_id
   AND o.preferred
 ORDER BY x.position, x.ends_on, x.period_kind, c.code
""").bindparams(
    bindparam("today", type_=Date), bindparam("ended_since", type_=Date), bindparam("skip", type_=Integer),
    *(bindparam(f"every_{name}", type_=Boolean) for name in ("indicator", "kind", "period")),
    *(bindparam(name, expanding=True, type_=Text) for name in ("indicators", "kinds", "periods")),
).columns(
    column("code", Text), column("name", Text), column("indicator", Text), column("period", Text), column("kind", Text),
    column("ends_on", Date), column("days_after", Integer), column("as_of", Date), column("state", Text),
    column("late", Boolean), column("reported_on", Date), column("parts", Integer), column("parts_expected", Integer),
)  # fmt: skip


def completeness(
    engine: Engine,
    *,
    periods: Iterable[str] | None = None,
    indicators: Iterable[str] | None = None,
    kinds: Iterable[str] | None = None,
    latest: int | None = None,
    due_since: date | None = None,
    today: date | None = None,
) -> pd.DataFrame:
    """COMPLETENESS (see `indicators.completeness`): one row per commune of today, indicator and period that is due, in the
    catalogue's order, then by time and code. Of all periods and indicators, or of those given.

    code, name, indicator, period, kind, due_on (date), status (STATUSES), late (bool), reported_on (date of the last report
    in it; NaT if none is in, or if a last quarter was derived from its year), parts, parts_expected (int: reports of the
    communes of its day, those that are in and all).
    Periods go from the first that any commune reported to the one that contains the day the data holds for: the demo's,
    else `today` (default: today in the province's zone). latest: of each kind, this many periods, counted back from the
    one that runs. due_since: only what was due on this day or later. An indicator is left out in a kind of period that no
    commune has ever reported: it is collected by the province itself, and no gap of the communes.
    """
    facts, _ = cells(
        engine, periods=periods, indicators=indicators, kinds=kinds, latest=latest, due_since=due_since, today=today
    )
    return facts


def cells(
    engine: Engine,
    *,
    periods: Iterable[str] | None = None,
    indicators: Iterable[str] | None = None,
    kinds: Iterable[str] | None = None,
    latest: int | None = None,
    due_since: date | None = None,
    today: date | None = None,
) -> tuple[pd.DataFrame, date]:
    """`completeness` with the day that it holds for."""
    today = today or datetime.now(province().zone).date()
    given = {"indicators": indicators, "kinds": kinds, "periods": periods}
    lists = {name: list(chosen or ()) for name, chosen in given.items()}
    every = {f"every_{name[:-1]}": chosen is None for name, chosen in given.items()}
    asked = {
        "today": today,
        "province": province().code,
        "skip": _EVERY if latest is None else latest - 1,
        "ended_since": date.min if due_since is None else due_since - _LONGEST,
        **lists,
        **every,
    }
    with reading(engine) as connection:
        frame = read_frame(connection, _CELLS, asked)
    as_of = frame["as_of"].iloc[0] if len(frame) else today
    due = [
        ends_on + timedelta(days=int(days)) for ends_on, days in zip(frame["ends_on"], frame["days_after"], strict=True)
    ]
    frame["due_on"] = pd.Series(due, index=frame.index, dtype="object")
    frame["status"] = status(frame["state"], frame["due_on"], as_of)
    frame["late"] &= frame["status"].isin(["on_time", "late", "provisional", "partial"])
    days_in = zip(frame["reported_on"], frame["state"], strict=True)
    received = [pd.NaT if day is None or state == "none" else day for day, state in days_in]
    frame["reported_on"] = pd.Series(received, index=frame.index, dtype="object")
    if due_since is not None:
        frame = frame[[day >= due_since for day in frame["due_on"]]].reset_index(drop=True)
    counts = {"parts": "int64", "parts_expected": "int64"}
    return frame[COMPLETENESS].astype(counts), as_of
