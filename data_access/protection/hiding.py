"""Disclosure control in the database: what `indicators.disclosure` decides, stored as `hidden` where the view reads it.

Called by `carry` in the transaction that applies, so a version is visible only once it is solved. `scope_of` says what must be
solved anew, `earlier.remembered` keeps what was shown of it before; `hide` sets what the levels never show, solves the rest,
and writes down what changed, because whoever read the earlier version still knows it.

Solved together are all periods of a year of an indicator that is protected by commune (level 2 and 3), since they add up,
and the indicators whose denominators are its numerators; at level 1 each annual period by itself.
"""

from contextlib import AbstractContextManager

import pandas as pd
from sqlalchemy import Connection, text

from data_access.frames import records
from data_access.kept import Kept, Slices, kept, kept_rows
from data_access.protection import earlier
from data_access.protection.cells import ANNUAL_KINDS, KEY, Before, low_end, read_cells, read_known
from indicators.disclosure.solve import CELLS, solve

_SCOPE = """
WITH touched AS (
SELECT w.indicator_id, w.period_id FROM {slices} w
UNION
SELECT other.indicator_id, w.period_id
  FROM {slices} w
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

_SHOW = "UPDATE observation_current SET hidden = FALSE, at_least = NULL WHERE hidden AND {in_scope}"

# What no level shows: communes at level 3, groups of children in parts of a year and in former communes.
_NEVER = f"""
UPDATE observation_current SET hidden = TRUE
 WHERE {{in_scope}}
   AND blank = ''
   AND origin NOT IN ('published', 'reference')
   AND (area_id IN (SELECT a.area_id FROM area a WHERE a.kind = 'commune')
        AND indicator_id IN (SELECT i.indicator_id FROM indicator i WHERE i.sensitivity >= 3)
     OR stratum_id <> 0 AND period_id IN (SELECT p.period_id FROM period p WHERE p.kind NOT IN ({ANNUAL_KINDS}))
     OR stratum_id <> 0 AND area_id IN (SELECT a.area_id FROM area a WHERE a.kind = 'commune' AND a.valid_to IS NOT NULL))
"""

_SET = """
UPDATE observation_current SET hidden = TRUE,
       at_least = (SELECT h.at_least FROM {cells} h WHERE {matches})
 WHERE preferred AND EXISTS (SELECT 1 FROM {cells} h WHERE {matches})
"""

_MATCHES = " AND ".join(f"h.{name} = observation_current.{name}" for name in KEY)


def scope_of(connection: Connection, slices: Slices) -> AbstractContextManager[Slices]:
    """What must be solved anew where `slices` change: themselves and all that sums connect with them, as far as it is protected."""
    return kept(connection, Slices("work_scope"), _SCOPE.format(slices=slices))


def hide(connection: Connection, scope: Slices, before: Before) -> None:
    """Set `hidden` and `at_least` in `scope` (of `scope_of`), and write down what no longer stands as it did `before`."""
    in_scope = scope.hold("observation_current")
    connection.execute(text(_SHOW.format(in_scope=in_scope)))
    connection.execute(text(_NEVER.format(in_scope=in_scope)))
    cells = read_cells(connection, scope, before)
    if len(cells):
        solved = solve(cells[CELLS], read_known(connection, cells))
        rows = cells.loc[solved.index].assign(range=solved["range"])[
            solved["hidden"] & ~cells["never"].loc[solved.index]
        ]
        _store(connection, rows.assign(at_least=low_end(rows).where(rows["range"])))
    earlier.write_down(connection, before)


def _store(connection: Connection, rows: pd.DataFrame) -> None:
    if rows.empty:
        return
    columns = {**dict.fromkeys(KEY, "INTEGER"), "at_least": "DOUBLE PRECISION"}
    hidden = kept_rows(connection, Kept("work_hidden"), columns, records(rows[[*columns]]), key=", ".join(KEY))
    with hidden as cells:
        connection.execute(text(_SET.format(cells=cells, matches=_MATCHES)))
