"""Who has reported, by when, and what is still to come."""

from datetime import datetime, timedelta

import pandas as pd
from sqlalchemy import Date, Engine, Integer, Text, bindparam, column, text

from base.settings import province
from data_access.engine import reading
from data_access.frames import read_frame

PERIODS = ["period", "kind", "starts_on", "ends_on", "due_on", "reported", "final", "expected"]
FRESHNESS = ["code", "name", "period", "status"]

# `reported` counts communes of the province that is served: of others only boundaries are known.
_PERIODS = text("""
SELECT p.code AS period, p.kind, p.starts_on, p.ends_on, d.days_after, s.reported, s.final, c.expected
  FROM (SELECT u.period,
               COUNT(CASE WHEN u.kind = 'commune' AND u.blank IN ('', 'hidden') THEN 1 END) AS reported,
               COUNT(CASE WHEN u.kind = 'commune' AND u.blank IN ('', 'hidden') AND NOT u.provisional THEN 1 END) AS final,
               COUNT(CASE WHEN u.kind = 'commune' AND u.blank = 'not_applicable' THEN 1 END) AS exempt
          FROM published u
         WHERE u.indicator = :code AND u.stratum_id = 0 AND u.kind NOT IN ('former', 'country')
           AND (u.kind <> 'commune' OR u.parent_id = (SELECT area_id FROM area WHERE kind = 'province' AND code = :province))
         GROUP BY u.period) AS s
  JOIN period p ON p.code = s.period
  JOIN indicator i ON i.code = :code
  LEFT JOIN due d ON d.indicator_id = i.indicator_id AND d.period_kind = p.kind
  CROSS JOIN (SELECT COUNT(*) AS expected FROM area a JOIN area above ON above.area_id = a.parent_id
               WHERE a.kind = 'commune' AND a.valid_to IS NULL AND above.kind = 'province' AND above.code = :province) AS c
 ORDER BY p.ends_on, p.starts_on
""").columns(
    column("period", Text), column("kind", Text), column("starts_on", Date), column("ends_on", Date),
    column("days_after", Integer), column("reported", Integer), column("final", Integer), column("expected", Integer),
)  # fmt: skip

# The two latest quarters that have ended: reports are due within a quarter, so the one looked for is among them, and
# no arithmetic with days is needed in SQL, where SQLite and PostgreSQL differ. CROSS JOIN keeps SQLite, which has no
# statistics, to this order: from what is due to its reports, not from all reports to what is due.
_FRESHNESS = text("""
WITH now AS (
  SELECT COALESCE((SELECT MAX(received_on) FROM batch WHERE is_demo AND withdrawn_version IS NULL), :today) AS as_of,
         (SELECT MAX(days_after) FROM due WHERE period_kind = 'quarter') AS days_after
), quarter AS (
  SELECT period_id, code, ends_on FROM period
   WHERE kind = 'quarter' AND ends_on < (SELECT as_of FROM now) ORDER BY ends_on DESC LIMIT 2
), sent AS (
  SELECT o.area_id, o.period, COUNT(*) AS reports, SUM(CASE WHEN o.late THEN 1 ELSE 0 END) AS late_reports
    FROM due d
   CROSS JOIN quarter q
   CROSS JOIN indicator n
   CROSS JOIN published o
   WHERE d.period_kind = 'quarter' AND n.indicator_id = d.indicator_id
     AND o.indicator = n.code AND o.period = q.code AND o.stratum_id = 0 AND o.kind = 'commune'
     AND o.blank IN ('', 'hidden')
   GROUP BY o.area_id, o.period
)
SELECT a.code, a.name, q.code AS period, q.ends_on, w.as_of, w.days_after,
       COALESCE(s.reports, 0) AS reports, COALESCE(s.late_reports, 0) AS late_reports
  FROM now w
  JOIN quarter q ON TRUE
  JOIN area above ON above.kind = 'province' AND above.code = :province
  JOIN area a ON a.parent_id = above.area_id AND a.kind = 'commune' AND a.valid_to IS NULL
  LEFT JOIN sent s ON s.area_id = a.area_id AND s.period = q.code
 ORDER BY a.code, q.ends_on
""").bindparams(bindparam("today", type_=Date)).columns(
    column("code", Text), column("name", Text), column("period", Text), column("ends_on", Date),
    column("as_of", Date), column("days_after", Integer), column("reports", Integer), column("late_reports", Integer),
)  # fmt: skip


def periods(engine: Engine, code: str) -> pd.DataFrame:
    """PERIODS of one indicator, those with any figure of the province or its communes, ascending.

    period, kind, starts_on, ends_on, due_on (dates; due_on NaT for a kind that is not due), reported, final, expected
    (int, communes of today; before the merger one counts as reported as soon as one of its old communes is in).
    """
    with reading(engine) as connection:
        frame = read_frame(connection, _PERIODS, {"code": code, "province": province().code})
    days = frame.pop("days_after")
    frame["due_on"] = [
        pd.NaT if pd.isna(after) else ends_on + timedelta(days=int(after))
        for ends_on, after in zip(frame["ends_on"], days, strict=True)
    ]
    return frame[PERIODS].astype({"reported": "int64", "final": "int64", "expected": "int64"})


def freshness(engine: Engine) -> pd.DataFrame:
    """Per commune of today: code, name, period (the latest quarter that is due), status (on_time|late|missing).

    late: one report or more came after its day; missing: not all have come that others have sent. Empty if no indicator
    is due by quarter.
    """
    today = datetime.now(province().zone).date()
    with reading(engine) as connection:
        frame = read_frame(connection, _FRESHNESS, {"today": today, "province": province().code})
    frame = frame[frame["days_after"].notna()]
    due = [
        ends_on + timedelta(days=int(after)) < as_of
        for ends_on, after, as_of in zip(frame["ends_on"], frame["days_after"], frame["as_of"], strict=True)
    ]
    latest = frame[due].drop_duplicates("code", keep="last")
    # What communes must send is what the most diligent one has sent: some indicators are collected by the province itself.
    complete = latest["reports"].gt(0) & latest["reports"].eq(latest["reports"].max())
    status = latest["late_reports"].gt(0).map({True: "late", False: "on_time"}).where(complete, "missing")
    return latest.assign(status=status)[FRESHNESS].reset_index(drop=True)
