"""Disclosure control in the database: what `indicators.disclosure` decides, stored as `hidden` where the view reads it.

Called by `carry` in the transaction that applies, so a version is visible only once it is solved. `remember` keeps what was
shown before; `hide` sets what the levels never show, solves the rest, and writes down what changed, because whoever read
the earlier version still knows it.

Solved together are all periods of a year of an indicator that is protected by commune (level 2 and 3), since they add up,
and the indicators whose denominators are its numerators; at level 1 each annual period by itself.
"""

import pandas as pd
from sqlalchemy import Connection, text

from data_access.frames import records
from data_access.protection import earlier
from data_access.protection.cells import ANNUAL_KINDS, KEY, low_end, read_cells, read_known
from indicators.disclosure.solve import CELLS, solve

_IN_SCOPE = """EXISTS (SELECT 1 FROM work_scope w
         WHERE w.indicator_id = observation_current.indicator_id AND w.period_id = observation_current.period_id)"""

_SCOPE = """
CREATE TEMPORARY TABLE work_scope AS
WITH touched AS (
SELECT w.indicator_id, w.period_id FROM work_slice w
UNION
SELECT other.indicator_id, w.period_id
  FROM work_slice w
  JOIN indicator mine ON mine.indicator_id = w.indicator_id
  JOIN indicator other ON other.denominator_from = mine.code OR mine.denominator_from = other.code
)
SELECT w.indicator_id, w.period_id
  FROM touched w JOIN indicator i ON i.indicator_id = w.indicator_id AND i.sensitivity >= 1
UNION
SELECT w.indicator_id, p.period_id
  FROM touched w
  JOIN indicator i ON i.indicator_id = w.indicator_id AND i.sensitivity >= 2
  JOIN period mine ON mine.period_id = w.period_id
  JOIN period y ON y.kind = 'year' AND mine.starts_on >= y.starts_on AND mine.ends_on <= y.ends_on
  JOIN period p ON p.starts_on >= y.starts_on AND p.ends_on <= y.ends_on
"""

_SHOW = f"UPDATE observation_current SET hidden = FALSE, at_least = NULL WHERE hidden AND {_IN_SCOPE}"

# What no level shows: communes at level 3, groups of children in parts of a year and in former communes.
_NEVER = f"""
UPDATE observation_current SET hidden = TRUE
 WHERE {_IN_SCOPE}
   AND blank = ''
   AND origin NOT IN ('published', 'reference')
   AND (area_id IN (SELECT a.area_id FROM area a WHERE a.kind = 'commune')
        AND indicator_id IN (SELECT i.indicator_id FROM indicator i WHERE i.sensitivity >= 3)
     OR stratum_id <> 0 AND period_id IN (SELECT p.period_id FROM period p WHERE p.kind NOT IN ({ANNUAL_KINDS}))
     OR stratum_id <> 0 AND area_id IN (SELECT a.area_id FROM area a WHERE a.kind = 'commune' AND a.valid_to IS NOT NULL))
"""

_SET = """
UPDATE observation_current SET hidden = TRUE,
       at_least = (SELECT h.at_least FROM work_hidden h WHERE {matches})
 WHERE preferred AND EXISTS (SELECT 1 FROM work_hidden h WHERE {matches})
"""


def remember(connection: Connection) -> None:
    """Before `carry` forgets: what is shown now of all that will be solved anew (see `work_slice` in `carry`)."""
    for table in ("work_scope", "work_hidden"):
        connection.execute(text(f"DROP TABLE IF EXISTS {table}"))
    connection.execute(text(_SCOPE))
    earlier.remember(connection)


def hide(connection: Connection) -> None:
    """Set `hidden` and `at_least` in the scope that `remember` fixed, and write down what no longer stands as it did."""
    connection.execute(text(_SHOW))
    connection.execute(text(_NEVER))
    cells = read_cells(connection)
    if len(cells):
        solved = solve(cells[CELLS], read_known(connection, cells))
        rows = cells.loc[solved.index].assign(range=solved["range"])[
            solved["hidden"] & ~cells["never"].loc[solved.index]
        ]
        _store(connection, rows.assign(at_least=low_end(rows).where(rows["range"])))
    earlier.write_down(connection)
    connection.execute(text("DROP TABLE work_scope"))


def _store(connection: Connection, rows: pd.DataFrame) -> None:
    if rows.empty:
        return
    columns = [*KEY, "at_least"]
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE work_hidden (indicator_id INTEGER, period_id INTEGER, stratum_id INTEGER, "
            "area_id INTEGER, at_least DOUBLE PRECISION, PRIMARY KEY (indicator_id, period_id, stratum_id, area_id))"
        )
    )
    connection.execute(
        text("INSERT INTO work_hidden VALUES (:indicator_id, :period_id, :stratum_id, :area_id, :at_least)"),
        records(rows[columns]),
    )
    matches = " AND ".join(f"h.{name} = observation_current.{name}" for name in KEY)
    connection.execute(text(_SET.format(matches=matches)))
    connection.execute(text("DROP TABLE work_hidden"))
