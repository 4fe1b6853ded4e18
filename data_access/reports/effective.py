"""The reports in force, a row per cell: what the batch applied last says of it, or what follows from other reports.

Where a year and its first nine months were reported and the last quarter was not, the quarter is their difference
(TT 37/2019: both are cumulative), for indicators whose counts accumulate.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, text

from data_access.kept import Kept, Slices, kept


@dataclass(frozen=True)
class Reports(Kept):
    """The reports in force on the areas of their day: indicator_id, period_id, stratum_id, area_id, collection_id, numerator,
    denominator, value, provisional, late, blank, derived (1: the difference of a year and its nine months).
    """


_REPORTS = """
SELECT indicator_id, period_id, stratum_id, area_id, collection_id, numerator, denominator, value, provisional, late, blank,
       0 AS derived
  FROM (SELECT o.*, ROW_NUMBER() OVER (
               PARTITION BY o.indicator_id, o.period_id, o.stratum_id, o.area_id, o.collection_id
               ORDER BY b.applied_version DESC, b.batch_id DESC) AS nth
          FROM {slices} w
          JOIN observation o ON o.indicator_id = w.indicator_id AND o.period_id = w.period_id
          JOIN batch b ON b.batch_id = o.batch_id
         WHERE b.withdrawn_version IS NULL) AS ranked
 WHERE nth = 1
"""

# Which year less which nine months gives which last quarter: a few rows, so that the reports are reached by their keys.
_QUARTERS = """
SELECT w.indicator_id, w.period_id AS year_id, m.period_id AS nine_id, q.period_id AS quarter_id
  FROM {slices} w
  JOIN indicator i ON i.indicator_id = w.indicator_id AND i.accumulates
  JOIN period y ON y.period_id = w.period_id AND y.kind = 'year'
  JOIN period m ON m.kind = 'nine_months' AND m.starts_on = y.starts_on
  JOIN period q ON q.kind = 'quarter' AND q.ends_on = y.ends_on
"""

_LAST_QUARTERS = """
INSERT INTO {reports} (indicator_id, period_id, stratum_id, area_id, collection_id, numerator, denominator, value,
       provisional, late, blank, derived)
SELECT n.indicator_id, k.quarter_id, n.stratum_id, n.area_id, n.collection_id, r.numerator - n.numerator,
       r.denominator - n.denominator, NULL, r.provisional OR n.provisional, r.late, '', 1
  FROM {quarters} k
 CROSS JOIN {reports} n
 CROSS JOIN {reports} r
  JOIN collection c ON c.collection_id = n.collection_id
 WHERE n.indicator_id = k.indicator_id AND n.period_id = k.nine_id
   AND r.indicator_id = k.indicator_id AND r.period_id = k.year_id AND r.stratum_id = n.stratum_id
   AND r.area_id = n.area_id AND r.collection_id = n.collection_id
   AND c.kind NOT IN ('published', 'reference')
   AND r.blank = '' AND n.blank = '' AND r.numerator >= n.numerator
   AND ((r.denominator IS NULL AND n.denominator IS NULL) OR r.denominator >= n.denominator)
   AND NOT EXISTS (SELECT 1 FROM {reports} own
                    WHERE own.indicator_id = k.indicator_id AND own.period_id = k.quarter_id
                      AND own.stratum_id = n.stratum_id AND own.area_id = n.area_id
                      AND own.collection_id = n.collection_id AND own.blank <> 'removed')
"""

# A quarter that was taken back leaves its place to the derived one.
_NOT_TWICE = """
DELETE FROM {reports}
 WHERE derived = 0 AND blank = 'removed'
   AND EXISTS (SELECT 1 FROM {reports} d
                WHERE d.derived = 1 AND d.indicator_id = {reports}.indicator_id AND d.period_id = {reports}.period_id
                  AND d.stratum_id = {reports}.stratum_id AND d.area_id = {reports}.area_id
                  AND d.collection_id = {reports}.collection_id)
"""


@contextmanager
def effective(connection: Connection, slices: Slices) -> Iterator[Reports]:
    """The reports in force in `slices`."""
    key = "indicator_id, period_id, stratum_id, area_id, collection_id"
    with kept(connection, Reports("work_report"), _REPORTS.format(slices=slices), index=key) as reports:
        with kept(connection, Kept("work_quarter"), _QUARTERS.format(slices=slices)) as quarters:
            connection.execute(text(_LAST_QUARTERS.format(reports=reports, quarters=quarters)))
        connection.execute(text(_NOT_TWICE.format(reports=reports)))
        yield reports
