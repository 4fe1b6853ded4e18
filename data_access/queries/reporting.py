"""Who has reported, by when, and what is still to come: counts of the cells of `completeness`."""

from datetime import date, timedelta

import pandas as pd
from sqlalchemy import Date, Engine, Integer, Text, column, text

from base.settings import province
from data_access.engine import reading
from data_access.frames import read_frame
from data_access.queries.completeness import STATE, cells
from indicators import completeness
from indicators.completeness import FINAL, REPORTED
from indicators.periods import Kind

PERIODS = ["period", "kind", "starts_on", "ends_on", "due_on", "reported", "final", "expected"]


def _one_of(states: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{state}'" for state in states) + ")"


# `reported` counts communes of the province that is served: of others only boundaries are known.
_PERIODS = text(f"""
SELECT p.code AS period, p.kind, p.starts_on, p.ends_on, d.days_after, s.reported, s.final,
       c.communes - s.exempt AS expected
  FROM (SELECT u.period,
               COUNT(CASE WHEN u.state IN {_one_of(REPORTED)} THEN 1 END) AS reported,
               COUNT(CASE WHEN u.state IN {_one_of(FINAL)} THEN 1 END) AS final,
               COUNT(CASE WHEN u.state = 'not_applicable' THEN 1 END) AS exempt
          FROM (SELECT o.period, CASE WHEN o.kind = 'commune' THEN {STATE.format("o")} END AS state
                  FROM published o
                 WHERE o.indicator = :code AND o.stratum_id = 0 AND o.kind NOT IN ('former', 'country')
                   AND (o.kind <> 'commune'
                        OR o.parent_id = (SELECT area_id FROM area WHERE kind = 'province' AND code = :province))) AS u
         GROUP BY u.period) AS s
  JOIN period p ON p.code = s.period
  JOIN indicator i ON i.code = :code
  LEFT JOIN due d ON d.indicator_id = i.indicator_id AND d.period_kind = p.kind
  CROSS JOIN (SELECT COUNT(*) AS communes FROM area a JOIN area above ON above.area_id = a.parent_id
               WHERE a.kind = 'commune' AND a.valid_to IS NULL AND above.kind = 'province' AND above.code = :province) AS c
 ORDER BY p.ends_on, p.starts_on
""").columns(
    column("period", Text), column("kind", Text), column("starts_on", Date), column("ends_on", Date),
    column("days_after", Integer), column("reported", Integer), column("final", Integer), column("expected", Integer),
)  # fmt: skip


def periods(engine: Engine, code: str) -> pd.DataFrame:
    """PERIODS of one indicator, those with any figure of the province or its communes, ascending.

    period, kind, starts_on, ends_on, due_on (dates; due_on NaT for a kind that is not due), reported, final (not provisional),
    expected (int, communes of today that it applies to; before the merger one has reported when all its old ones have).
    """
    with reading(engine) as connection:
        frame = read_frame(connection, _PERIODS, {"code": code, "province": province().code})
    days = frame.pop("days_after")
    frame["due_on"] = [
        pd.NaT if pd.isna(after) else ends_on + timedelta(days=int(after))
        for ends_on, after in zip(frame["ends_on"], days, strict=True)
    ]
    return frame[PERIODS].astype({"reported": "int64", "final": "int64", "expected": "int64"})


def freshness(engine: Engine, *, today: date | None = None) -> pd.DataFrame:
    """FRESHNESS of the latest quarter that is due (see `indicators.completeness`): code, name, period, status.

    today: as for `completeness`. Empty if no quarter of any indicator is due.
    """
    # The quarter that runs and those before it whose reports may still be under way: a report is due within half a year.
    facts, as_of = cells(engine, kinds=[Kind.QUARTER], latest=4, today=today)
    return completeness.freshness(facts, as_of)
