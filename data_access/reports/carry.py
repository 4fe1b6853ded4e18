"""From reports to what is shown: `observation` carried onto today's areas, the province and the country.

Works on slices (one indicator in one period, all areas and strata), inside the transaction of the caller:
what was there is deleted, what follows from the batches in force is inserted. Plain SQL that SQLite and PostgreSQL
read alike; nothing leaves the database on the way. The steps, in order:

1. `work_report`: the report in force per cell, from the batch applied last. Where a year and its first nine months were
   reported and the last quarter was not, the quarter is their difference (TT 37/2019: both are cumulative), for indicators
   whose counts accumulate; it is marked as derived.
2. Direct figures: every area, former communes and the province too, as it reported itself.
3. Communes that did not exist yet (or whose old units still reported): the sum over the old units times their weight.
   Of which geography? Of the units that stood on the period's last day; if none of them reported, on its first day.
4. The province: the sum over its communes of today. The country: the sum over provinces, if two or more have figures,
   since one province is not a country.
5. Strata: a commune that reports but has nobody of the group is complete, so only communes without any report are missing.
   Medians (`aggregation` = 'none') are never added: where nobody reported one for the whole there is none.
6. One collection per cell is preferred: figures of the area's own before sums, publications before registers before
   surveys before references.
7. `protection` hides.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from data_access.protection import hiding as protection

_WORK_TABLES = ("work_slice", "work_report", "work_quarter", "work_part", "work_expected")

_SLICES_OF_BATCHES = """
CREATE TEMPORARY TABLE work_slice AS
SELECT DISTINCT indicator_id, period_id FROM observation WHERE batch_id IN ({batches})
"""

_ALL_SLICES = "CREATE TEMPORARY TABLE work_slice AS SELECT DISTINCT indicator_id, period_id FROM observation"

# A year, its nine months and its last quarter hang together: what touches one of them touches all.
_WHOLE_YEARS = """
INSERT INTO work_slice
SELECT DISTINCT w.indicator_id, o.period_id
  FROM work_slice w
  JOIN indicator i ON i.indicator_id = w.indicator_id AND i.accumulates
  JOIN period p ON p.period_id = w.period_id
  JOIN period y ON y.kind = 'year' AND p.starts_on >= y.starts_on AND p.ends_on <= y.ends_on
  JOIN period o ON (o.kind = 'year' AND o.starts_on = y.starts_on)
                OR (o.kind = 'nine_months' AND o.starts_on = y.starts_on)
                OR (o.kind = 'quarter' AND o.ends_on = y.ends_on)
 WHERE (p.kind = 'year' OR p.kind = 'nine_months' OR (p.kind = 'quarter' AND p.ends_on = y.ends_on))
   AND NOT EXISTS (SELECT 1 FROM work_slice x WHERE x.indicator_id = w.indicator_id AND x.period_id = o.period_id)
"""

_FORGET = """
DELETE FROM observation_current
 WHERE EXISTS (SELECT 1 FROM work_slice w
                WHERE w.indicator_id = observation_current.indicator_id AND w.period_id = observation_current.period_id)
"""

_REPORTS = """
CREATE TEMPORARY TABLE work_report AS
SELECT indicator_id, period_id, stratum_id, area_id, collection_id, numerator, denominator, value, provisional, late, blank,
       0 AS derived
  FROM (SELECT o.*, ROW_NUMBER() OVER (
               PARTITION BY o.indicator_id, o.period_id, o.stratum_id, o.area_id, o.collection_id
               ORDER BY b.applied_version DESC, b.batch_id DESC) AS nth
          FROM work_slice w
          JOIN observation o ON o.indicator_id = w.indicator_id AND o.period_id = w.period_id
          JOIN batch b ON b.batch_id = o.batch_id
         WHERE b.withdrawn_version IS NULL) AS ranked
 WHERE nth = 1
"""

# Which year less which nine months gives which last quarter: a few rows, so that the reports are reached by their keys.
_QUARTERS = """
CREATE TEMPORARY TABLE work_quarter AS
SELECT w.indicator_id, w.period_id AS year_id, m.period_id AS nine_id, q.period_id AS quarter_id
  FROM work_slice w
  JOIN indicator i ON i.indicator_id = w.indicator_id AND i.accumulates
  JOIN period y ON y.period_id = w.period_id AND y.kind = 'year'
  JOIN period m ON m.kind = 'nine_months' AND m.starts_on = y.starts_on
  JOIN period q ON q.kind = 'quarter' AND q.ends_on = y.ends_on
"""

_LAST_QUARTERS = """
INSERT INTO work_report (indicator_id, period_id, stratum_id, area_id, collection_id, numerator, denominator, value,
       provisional, late, blank, derived)
SELECT n.indicator_id, k.quarter_id, n.stratum_id, n.area_id, n.collection_id, r.numerator - n.numerator,
       r.denominator - n.denominator, NULL, r.provisional OR n.provisional, r.late, '', 1
  FROM work_quarter k
 CROSS JOIN work_report n
 CROSS JOIN work_report r
  JOIN collection c ON c.collection_id = n.collection_id
 WHERE n.indicator_id = k.indicator_id AND n.period_id = k.nine_id
   AND r.indicator_id = k.indicator_id AND r.period_id = k.year_id AND r.stratum_id = n.stratum_id
   AND r.area_id = n.area_id AND r.collection_id = n.collection_id
   AND c.kind NOT IN ('published', 'reference')
   AND r.blank = '' AND n.blank = '' AND r.numerator >= n.numerator
   AND ((r.denominator IS NULL AND n.denominator IS NULL) OR r.denominator >= n.denominator)
   AND NOT EXISTS (SELECT 1 FROM work_report own
                    WHERE own.indicator_id = k.indicator_id AND own.period_id = k.quarter_id
                      AND own.stratum_id = n.stratum_id AND own.area_id = n.area_id
                      AND own.collection_id = n.collection_id AND own.blank <> 'removed')
"""

# A quarter that was taken back leaves its place to the derived one.
_NOT_TWICE = """
DELETE FROM work_report
 WHERE derived = 0 AND blank = 'removed'
   AND EXISTS (SELECT 1 FROM work_report d
                WHERE d.derived = 1 AND d.indicator_id = work_report.indicator_id AND d.period_id = work_report.period_id
                  AND d.stratum_id = work_report.stratum_id AND d.area_id = work_report.area_id
                  AND d.collection_id = work_report.collection_id)
"""

_INTO = """
INSERT INTO observation_current (indicator_id, period_id, stratum_id, area_id, collection_id, numerator, denominator,
       value, origin, parts, parts_expected, estimated, provisional, late, blank, preferred, hidden)
"""

_DIRECT = """
SELECT r.indicator_id, r.period_id, r.stratum_id, r.area_id, r.collection_id, r.numerator, r.denominator, r.value,
       CASE WHEN c.kind IN ('published', 'reference') THEN c.kind WHEN r.derived = 1 THEN 'derived' ELSE 'reported' END,
       CASE WHEN r.blank = '' THEN 1 ELSE 0 END, CASE WHEN r.blank = 'not_applicable' THEN 0 ELSE 1 END,
       FALSE, r.provisional, r.late, r.blank, TRUE, FALSE
  FROM work_report r JOIN collection c ON c.collection_id = r.collection_id
"""

_ADDS_UP = "NOT IN (SELECT indicator_id FROM indicator WHERE aggregation = 'none')"

# tier 0: the unit stood on the period's last day; 1: only on earlier ones.
_PARTS = f"""
CREATE TEMPORARY TABLE work_part AS
SELECT r.*, l.target_id, l.weight,
       CASE WHEN s.valid_to IS NULL OR s.valid_to >= p.ends_on THEN 0 ELSE 1 END AS tier
  FROM work_report r
  JOIN area_link l ON l.source_id = r.area_id AND l.level = 'commune' AND l.target_id <> l.source_id
  JOIN area s ON s.area_id = r.area_id
  JOIN period p ON p.period_id = r.period_id
  LEFT JOIN work_report own
    ON own.indicator_id = r.indicator_id AND own.period_id = r.period_id AND own.stratum_id = r.stratum_id
   AND own.area_id = l.target_id AND own.collection_id = r.collection_id
 WHERE own.area_id IS NULL AND r.indicator_id {_ADDS_UP}
"""

# How many units should report for a commune of today: those standing on the last day and on the first day of the period.
_EXPECTED = """
CREATE TEMPORARY TABLE work_expected AS
SELECT l.target_id, p.period_id,
       SUM(CASE WHEN s.valid_from <= p.ends_on AND (s.valid_to IS NULL OR s.valid_to >= p.ends_on)
                THEN 1 ELSE 0 END) AS on_last_day,
       SUM(CASE WHEN s.valid_from <= p.starts_on AND (s.valid_to IS NULL OR s.valid_to >= p.starts_on)
                THEN 1 ELSE 0 END) AS on_first_day
  FROM (SELECT DISTINCT period_id FROM work_slice) w
  JOIN period p ON p.period_id = w.period_id
  JOIN area_link l ON l.level = 'commune'
  JOIN area s ON s.area_id = l.source_id
 GROUP BY l.target_id, p.period_id
"""

_COMMUNES = """
SELECT g.indicator_id, g.period_id, g.stratum_id, g.target_id, g.collection_id, g.numerator, g.denominator,
       NULL, 'summed', g.parts,
       CASE WHEN g.tier = 0 THEN e.on_last_day ELSE e.on_first_day END - g.exempt,
       g.divided = 1, g.provisional = 1, g.late = 1,
       CASE WHEN g.parts > 0 THEN '' WHEN g.exempt > 0 THEN 'not_applicable' ELSE 'removed' END, TRUE, FALSE
  FROM (SELECT k.indicator_id, k.period_id, k.stratum_id, k.target_id, k.collection_id, k.tier,
               SUM(CASE WHEN k.blank = '' THEN k.numerator * k.weight END) AS numerator,
               SUM(CASE WHEN k.blank = '' AND k.numerator IS NOT NULL THEN k.denominator * k.weight END) AS denominator,
               SUM(CASE WHEN k.blank = '' AND k.numerator IS NOT NULL THEN 1 ELSE 0 END) AS parts,
               SUM(CASE WHEN k.blank = 'not_applicable' THEN 1 ELSE 0 END) AS exempt,
               MAX(CASE WHEN k.weight < 0.999999 THEN 1 ELSE 0 END) AS divided,
               MAX(CASE WHEN k.provisional THEN 1 ELSE 0 END) AS provisional,
               MAX(CASE WHEN k.late THEN 1 ELSE 0 END) AS late
          FROM (SELECT part.*, MIN(tier) OVER (
                       PARTITION BY indicator_id, period_id, stratum_id, target_id, collection_id) AS first_tier
                  FROM work_part part) AS k
         WHERE k.tier = k.first_tier
         GROUP BY k.indicator_id, k.period_id, k.stratum_id, k.target_id, k.collection_id, k.tier
        HAVING SUM(CASE WHEN k.blank = '' AND k.numerator IS NULL THEN 1 ELSE 0 END) = 0
            OR SUM(CASE WHEN k.blank = '' AND k.numerator IS NOT NULL THEN 1 ELSE 0 END) > 0) AS g
  JOIN work_expected e ON e.target_id = g.target_id AND e.period_id = g.period_id
"""

# Expected of an area above: what its communes with a figure expect, and what those without would have to send.
_ABOVE = f"""
SELECT g.indicator_id, g.period_id, g.stratum_id, g.parent_id, g.collection_id, g.numerator, g.denominator,
       NULL, 'summed', g.parts, g.expected + e.units - g.units, g.estimated = 1, g.provisional = 1, g.late = 1, '',
       TRUE, FALSE
  FROM (SELECT o.indicator_id, o.period_id, o.stratum_id, a.parent_id, o.collection_id,
               SUM(o.numerator) AS numerator,
               SUM(CASE WHEN o.numerator IS NOT NULL THEN o.denominator END) AS denominator,
               SUM(o.parts) AS parts, SUM(o.parts_expected) AS expected, SUM(e.on_last_day) AS units,
               MAX(CASE WHEN o.estimated THEN 1 ELSE 0 END) AS estimated,
               MAX(CASE WHEN o.provisional THEN 1 ELSE 0 END) AS provisional,
               MAX(CASE WHEN o.late THEN 1 ELSE 0 END) AS late
          FROM work_slice w
          JOIN observation_current o ON o.indicator_id = w.indicator_id AND o.period_id = w.period_id
          JOIN area a ON a.area_id = o.area_id AND a.kind = 'commune' AND a.valid_to IS NULL
          JOIN work_expected e ON e.target_id = o.area_id AND e.period_id = o.period_id
         WHERE (o.numerator IS NOT NULL OR o.blank <> '') AND w.indicator_id {_ADDS_UP}
         GROUP BY o.indicator_id, o.period_id, o.stratum_id, a.parent_id, o.collection_id) AS g
  JOIN (SELECT a.parent_id, x.period_id, SUM(x.on_last_day) AS units
          FROM work_expected x JOIN area a ON a.area_id = x.target_id
         GROUP BY a.parent_id, x.period_id) AS e ON e.parent_id = g.parent_id AND e.period_id = g.period_id
 WHERE g.numerator IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM observation_current own
                    WHERE own.indicator_id = g.indicator_id AND own.period_id = g.period_id
                      AND own.stratum_id = g.stratum_id AND own.area_id = g.parent_id
                      AND own.collection_id = g.collection_id)
"""

_COUNTRY = f"""
SELECT g.indicator_id, g.period_id, g.stratum_id, g.parent_id, g.collection_id, g.numerator, g.denominator,
       NULL, 'summed', g.parts, g.expected + e.units - g.units, g.estimated = 1, g.provisional = 1, g.late = 1, '',
       TRUE, FALSE
  FROM (SELECT o.indicator_id, o.period_id, o.stratum_id, a.parent_id, o.collection_id,
               SUM(o.numerator) AS numerator, SUM(o.denominator) AS denominator,
               SUM(o.parts) AS parts, SUM(o.parts_expected) AS expected, SUM(x.units) AS units,
               MAX(CASE WHEN o.estimated THEN 1 ELSE 0 END) AS estimated,
               MAX(CASE WHEN o.provisional THEN 1 ELSE 0 END) AS provisional,
               MAX(CASE WHEN o.late THEN 1 ELSE 0 END) AS late
          FROM area a
         CROSS JOIN observation_current o
          JOIN work_slice w ON w.indicator_id = o.indicator_id AND w.period_id = o.period_id
         CROSS JOIN (SELECT c.parent_id, y.period_id, SUM(y.on_last_day) AS units
                  FROM work_expected y JOIN area c ON c.area_id = y.target_id
                 GROUP BY c.parent_id, y.period_id) AS x
         WHERE a.kind = 'province' AND o.area_id = a.area_id AND o.numerator IS NOT NULL
           AND x.parent_id = a.area_id AND x.period_id = o.period_id AND w.indicator_id {_ADDS_UP}
         GROUP BY o.indicator_id, o.period_id, o.stratum_id, a.parent_id, o.collection_id
        HAVING COUNT(*) > 1) AS g
  JOIN (SELECT period_id, SUM(on_last_day) AS units FROM work_expected GROUP BY period_id) AS e
    ON e.period_id = g.period_id
 WHERE NOT EXISTS (SELECT 1 FROM observation_current own
                    WHERE own.indicator_id = g.indicator_id AND own.period_id = g.period_id
                      AND own.stratum_id = g.stratum_id AND own.area_id = g.parent_id
                      AND own.collection_id = g.collection_id)
"""

_STRATA = """
UPDATE observation_current
   SET parts_expected = parts + COALESCE(
       (SELECT t.parts_expected - t.parts FROM observation_current t
         WHERE t.indicator_id = observation_current.indicator_id AND t.period_id = observation_current.period_id
           AND t.stratum_id = 0 AND t.area_id = observation_current.area_id
           AND t.collection_id = observation_current.collection_id), 0)
 WHERE stratum_id <> 0 AND origin = 'summed'
   AND EXISTS (SELECT 1 FROM work_slice w
                WHERE w.indicator_id = observation_current.indicator_id AND w.period_id = observation_current.period_id)
"""

# Lower goes first. Ties go to the collection known longer.
_RANK = """
CASE o.origin WHEN 'summed' THEN 10 WHEN 'derived' THEN 5 ELSE 0 END
+ CASE c.kind WHEN 'published' THEN 0 WHEN 'survey' THEN 2 WHEN 'reference' THEN 3 ELSE 1 END
"""

_NOT_PREFERRED = f"""
UPDATE observation_current SET preferred = FALSE
 WHERE EXISTS (
       SELECT 1 FROM work_slice w
        WHERE w.indicator_id = observation_current.indicator_id AND w.period_id = observation_current.period_id)
   AND EXISTS (
       SELECT 1
         FROM observation_current o
         JOIN collection c ON c.collection_id = o.collection_id
         JOIN collection mine ON mine.collection_id = observation_current.collection_id
        WHERE o.indicator_id = observation_current.indicator_id AND o.period_id = observation_current.period_id
          AND o.stratum_id = observation_current.stratum_id AND o.area_id = observation_current.area_id
          AND o.collection_id <> observation_current.collection_id
          AND ({_RANK}) * 1000000 + o.collection_id
            < ({_RANK.replace("o.origin", "observation_current.origin").replace("c.kind", "mine.kind")}) * 1000000
              + observation_current.collection_id)
"""


def recompute(connection: Connection, batches: Sequence[int]) -> None:
    """Carry anew every indicator and period that the `batches` speak of, and decide what is hidden of it."""
    _drop_work(connection)
    connection.execute(text(_SLICES_OF_BATCHES.format(batches=", ".join(str(int(b)) for b in batches))))
    _carry(connection)


def recompute_all(connection: Connection) -> None:
    """Carry everything anew: after a change of areas, weights or sensitivity."""
    _drop_work(connection)
    connection.execute(text(_ALL_SLICES))
    _carry(connection)


def _carry(connection: Connection) -> None:
    connection.execute(text(_WHOLE_YEARS))
    _index(connection, "work_slice", "indicator_id, period_id")
    protection.remember(connection)
    connection.execute(text(_FORGET))
    connection.execute(text(_REPORTS))
    _index(connection, "work_report", "indicator_id, period_id, stratum_id, area_id, collection_id")
    connection.execute(text(_QUARTERS))
    connection.execute(text(_LAST_QUARTERS))
    connection.execute(text(_NOT_TWICE))
    connection.execute(text(_INTO + _DIRECT))
    connection.execute(text(_PARTS))
    connection.execute(text(_EXPECTED))
    _index(connection, "work_expected", "target_id, period_id")
    for figures in (_COMMUNES, _ABOVE, _COUNTRY):
        connection.execute(text(_INTO + figures))
    connection.execute(text(_STRATA))
    connection.execute(text(_NOT_PREFERRED))
    protection.hide(connection)
    _drop_work(connection)
    if connection.dialect.name == "postgresql":
        # Its own collector comes minutes later; until then a large import would be asked by plans for a small table.
        connection.execute(text("ANALYZE observation_current"))


def _index(connection: Connection, table: str, columns: str) -> None:
    connection.execute(text(f"CREATE INDEX ix_{table} ON {table} ({columns})"))
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ANALYZE {table}"))


def _drop_work(connection: Connection) -> None:
    for table in _WORK_TABLES:
        connection.execute(text(f"DROP TABLE IF EXISTS {table}"))
