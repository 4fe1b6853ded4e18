"""What batches change: each of their rows beside the report that was in force for the same cell before."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection, text

from data_access.frames import read_frame
from data_access.kept import Kept, kept

WHAT = ("added", "changed", "removed", "same")

_SAME = " AND ".join(
    f"COALESCE(n.{name}, -1e300) = COALESCE(p.{name}, -1e300)" for name in ("numerator", "denominator", "value")
)

# The batches themselves don't count as 'before': neither the row's own nor another one of the same submission.
_COMPARE = """
SELECT n.indicator_id, n.period_id, n.stratum_id, n.area_id, n.collection_id, n.batch_id,
       n.numerator AS after_numerator, n.denominator AS after_denominator, n.value AS after_value,
       p.numerator AS before_numerator, p.denominator AS before_denominator, p.value AS before_value,
       CASE WHEN n.blank = 'removed' THEN CASE WHEN p.blank IS NULL OR p.blank = 'removed' THEN 'same' ELSE 'removed' END
            WHEN p.blank IS NULL OR p.blank = 'removed' THEN 'added'
            WHEN {same} AND n.blank = p.blank AND n.provisional = p.provisional THEN 'same'
            ELSE 'changed' END AS what
  FROM observation n
  LEFT JOIN observation p
    ON p.indicator_id = n.indicator_id AND p.period_id = n.period_id AND p.stratum_id = n.stratum_id
   AND p.area_id = n.area_id AND p.collection_id = n.collection_id
   AND p.batch_id = (SELECT o.batch_id FROM observation o JOIN batch b ON b.batch_id = o.batch_id
                      WHERE o.indicator_id = n.indicator_id AND o.period_id = n.period_id AND o.stratum_id = n.stratum_id
                        AND o.area_id = n.area_id AND o.collection_id = n.collection_id
                        AND b.withdrawn_version IS NULL AND o.batch_id NOT IN ({batches})
                      ORDER BY b.applied_version DESC, b.batch_id DESC LIMIT 1)
 WHERE n.batch_id IN ({batches})
"""

_COUNTS = "SELECT batch_id, what, COUNT(*) AS n FROM {changes} GROUP BY batch_id, what"

_MEANWHILE = """
SELECT DISTINCT b.name
  FROM observation n
  JOIN observation o ON o.indicator_id = n.indicator_id AND o.period_id = n.period_id AND o.stratum_id = n.stratum_id
   AND o.area_id = n.area_id AND o.collection_id = n.collection_id
  JOIN batch b ON b.batch_id = o.batch_id
 WHERE n.batch_id IN ({batches}) AND o.batch_id NOT IN ({batches}) AND NOT b.is_demo
   AND (b.applied_version > :base OR b.withdrawn_version > :base)
 ORDER BY b.name
"""

_TWICE = """
SELECT i.code AS indicator, p.code AS period, a.code, MIN(b.name) AS one, MAX(b.name) AS other
  FROM observation o
  JOIN batch b ON b.batch_id = o.batch_id
  JOIN indicator i ON i.indicator_id = o.indicator_id
  JOIN period p ON p.period_id = o.period_id
  JOIN area a ON a.area_id = o.area_id
 WHERE o.batch_id IN ({batches})
 GROUP BY o.indicator_id, o.period_id, o.stratum_id, o.area_id, o.collection_id, i.code, p.code, a.code
HAVING COUNT(*) > 1
 ORDER BY i.code, p.code, a.code
 LIMIT 5
"""

_BY_INDICATOR = """
SELECT i.code AS indicator, p.code AS period, w.what, COUNT(*) AS n
  FROM {changes} w JOIN indicator i ON i.indicator_id = w.indicator_id JOIN period p ON p.period_id = w.period_id
 GROUP BY i.code, p.code, i.position, p.ends_on, w.what
 ORDER BY i.position, p.ends_on, p.code, w.what
"""

# Where the change is seen: on today's communes, also of reports that came from old ones.
_BY_COMMUNE = """
SELECT t.code, SUM(CASE WHEN w.what = 'added' THEN 1 ELSE 0 END) AS added,
       SUM(CASE WHEN w.what = 'changed' THEN 1 ELSE 0 END) AS changed,
       SUM(CASE WHEN w.what = 'removed' THEN 1 ELSE 0 END) AS removed
  FROM {changes} w
  JOIN area_link l ON l.source_id = w.area_id AND l.level = 'commune'
  JOIN area t ON t.area_id = l.target_id
 WHERE w.what <> 'same'
 GROUP BY t.code ORDER BY t.code
"""

_EXAMPLES = """
SELECT i.code AS indicator, p.code AS period, a.code, a.name, s.key AS stratum, w.what,
       w.before_numerator, w.before_denominator, w.before_value, w.after_numerator, w.after_denominator, w.after_value
  FROM {changes} w
  JOIN indicator i ON i.indicator_id = w.indicator_id
  JOIN period p ON p.period_id = w.period_id
  JOIN area a ON a.area_id = w.area_id
  JOIN stratum s ON s.stratum_id = w.stratum_id
 WHERE w.what IN ('changed', 'removed')
 ORDER BY i.position, p.ends_on, a.code, s.stratum_id
 LIMIT :most
"""

_FIGURES = tuple(f"{when}_{name}" for when in ("before", "after") for name in ("numerator", "denominator", "value"))


@dataclass(frozen=True)
class Changes(Kept):
    """A row per row of some batches: indicator_id, period_id, stratum_id, area_id, collection_id, batch_id, before_ and after_
    numerator, denominator, value, what (of WHAT).
    """


def compare(connection: Connection, batches: Sequence[int]) -> AbstractContextManager[Changes]:
    """What `batches` change, while the block lasts: the same before they are carried and after."""
    return kept(connection, Changes("work_change"), _COMPARE.format(batches=_list(batches), same=_SAME))


def counts(connection: Connection, changes: Changes) -> dict[int, dict[str, int]]:
    """How many rows of each batch do what (WHAT)."""
    by_batch: dict[int, dict[str, int]] = {}
    for row in connection.execute(text(_COUNTS.format(changes=changes))):
        by_batch.setdefault(int(row.batch_id), dict.fromkeys(WHAT, 0))[row.what] = int(row.n)
    return by_batch


def meanwhile(connection: Connection, batches: Sequence[int], base_version: int) -> list[str]:
    """Names of the files that changed a cell of `batches` after `base_version`; the demo, which gives way, not counted."""
    names = connection.scalars(text(_MEANWHILE.format(batches=_list(batches))), {"base": base_version})
    return [str(name) for name in names]


def twice(connection: Connection, batches: Sequence[int]) -> list[str]:
    """The first few cells that more than one of `batches` reports: 'IMM01 2025 03158 (a.xlsx, b.xlsx)'."""
    cells = connection.execute(text(_TWICE.format(batches=_list(batches))))
    return [f"{row.indicator} {row.period} {row.code} ({row.one}, {row.other})" for row in cells]


def by_indicator(connection: Connection, changes: Changes) -> pd.DataFrame:
    """indicator, period, what, n: in the order of the catalogue."""
    return read_frame(connection, text(_BY_INDICATOR.format(changes=changes)))


def by_commune(connection: Connection, changes: Changes) -> pd.DataFrame:
    """code (commune of today), added, changed, removed: only where something changes."""
    frame = read_frame(connection, text(_BY_COMMUNE.format(changes=changes)))
    return frame.astype(dict.fromkeys(("added", "changed", "removed"), "int64"))


def examples(connection: Connection, changes: Changes, *, most: int) -> pd.DataFrame:
    """The first `most` cells that get another figure or lose theirs, as reported before and after.

    indicator, period, code, name (of the area of its day), stratum, what, before_ and after_ numerator, denominator, value.
    """
    return read_frame(connection, text(_EXAMPLES.format(changes=changes)), {"most": most}, floats=_FIGURES)


def _list(batches: Sequence[int]) -> str:
    """What stands in the brackets of IN; NULL, which nothing equals, for no batch at all."""
    return ", ".join(str(int(each)) for each in batches) or "NULL"
