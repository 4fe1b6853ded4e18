"""From reports to what is shown: `observation` carried onto today's areas, the province and the country.

Works on slices (one indicator in one period, all areas and strata), inside the transaction of the caller:
what was there is deleted, what follows from the batches in force is inserted. Plain SQL that SQLite and PostgreSQL
read alike; nothing leaves the database on the way. The steps, in order:

1. The report in force per cell, with the last quarters that follow from year and nine months (`effective`).
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

from data_access.kept import Kept, Slices, kept
from data_access.protection import earlier, hiding
from data_access.reports.effective import Reports, effective

_OF_BATCHES = "SELECT DISTINCT indicator_id, period_id FROM observation WHERE batch_id IN ({batches})"
_OF_ALL = "SELECT DISTINCT indicator_id, period_id FROM observation"

# A year, its nine months and its last quarter hang together: what touches one of them touches all.
_WHOLE_YEARS = """
WITH named AS ({named})
SELECT indicator_id, period_id FROM named
UNION
SELECT w.indicator_id, o.period_id
  FROM named w
  JOIN indicator i ON i.indicator_id = w.indicator_id AND i.accumulates
  JOIN period p ON p.period_id = w.period_id
  JOIN period y ON y.kind = 'year' AND p.starts_on >= y.starts_on AND p.ends_on <= y.ends_on
  JOIN period o ON (o.kind = 'year' AND o.starts_on = y.starts_on)
                OR (o.kind = 'nine_months' AND o.starts_on = y.starts_on)
                OR (o.kind = 'quarter' AND o.ends_on = y.ends_on)
 WHERE p.kind = 'year' OR p.kind = 'nine_months' OR (p.kind = 'quarter' AND p.ends_on = y.ends_on)
"""

_FORGET = "DELETE FROM observation_current WHERE {in_slices}"

_INTO = """
INSERT INTO observation_current (indicator_id, period_id, stratum_id, area_id, collection_id, numerator, denominator,
       value, origin, parts, parts_expected, estimated, provisional, late, blank, preferred, hidden)
"""

_DIRECT = """
SELECT r.indicator_id, r.period_id, r.stratum_id, r.area_id, r.collection_id, r.numerator, r.denominator, r.value,
       CASE WHEN c.kind IN ('published', 'reference') THEN c.kind WHEN r.derived = 1 THEN 'derived' ELSE 'reported' END,
       CASE WHEN r.blank = '' THEN 1 ELSE 0 END, CASE WHEN r.blank = 'not_applicable' THEN 0 ELSE 1 END,
       FALSE, r.provisional, r.late, r.blank, TRUE, FALSE
  FROM {reports} r JOIN collection c ON c.collection_id = r.collection_id
"""

_ADDS_UP = "NOT IN (SELECT indicator_id FROM indicator WHERE aggregation = 'none')"

# tier 0: the unit stood on the period's last day; 1: only on earlier ones.
_PARTS = f"""
SELECT r.*, l.target_id, l.weight,
       CASE WHEN s.valid_to IS NULL OR s.valid_to >= p.ends_on THEN 0 ELSE 1 END AS tier
  FROM {{reports}} r
  JOIN area_link l ON l.source_id = r.area_id AND l.level = 'commune' AND l.target_id <> l.source_id
  JOIN area s ON s.area_id = r.area_id
  JOIN period p ON p.period_id = r.period_id
  LEFT JOIN {{reports}} own
    ON own.indicator_id = r.indicator_id AND own.period_id = r.period_id AND own.stratum_id = r.stratum_id
   AND own.area_id = l.target_id AND own.collection_id = r.collection_id
 WHERE own.area_id IS NULL AND r.indicator_id {_ADDS_UP}
"""

# How many units should report for a commune of today: those standing on the last day and on the first day of the period.
_EXPECTED = """
SELECT l.target_id, p.period_id,
       SUM(CASE WHEN s.valid_from <= p.ends_on AND (s.valid_to IS NULL OR s.valid_to >= p.ends_on)
                THEN 1 ELSE 0 END) AS on_last_day,
       SUM(CASE WHEN s.valid_from <= p.starts_on AND (s.valid_to IS NULL OR s.valid_to >= p.starts_on)
                THEN 1 ELSE 0 END) AS on_first_day
  FROM (SELECT DISTINCT period_id FROM {slices}) w
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
                  FROM {parts} part) AS k
         WHERE k.tier = k.first_tier
         GROUP BY k.indicator_id, k.period_id, k.stratum_id, k.target_id, k.collection_id, k.tier
        HAVING SUM(CASE WHEN k.blank = '' AND k.numerator IS NULL THEN 1 ELSE 0 END) = 0
            OR SUM(CASE WHEN k.blank = '' AND k.numerator IS NOT NULL THEN 1 ELSE 0 END) > 0) AS g
  JOIN {expected} e ON e.target_id = g.target_id AND e.period_id = g.period_id
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
          FROM {{slices}} w
          JOIN observation_current o ON o.indicator_id = w.indicator_id AND o.period_id = w.period_id
          JOIN area a ON a.area_id = o.area_id AND a.kind = 'commune' AND a.valid_to IS NULL
          JOIN {{expected}} e ON e.target_id = o.area_id AND e.period_id = o.period_id
         WHERE (o.numerator IS NOT NULL OR o.blank <> '') AND w.indicator_id {_ADDS_UP}
         GROUP BY o.indicator_id, o.period_id, o.stratum_id, a.parent_id, o.collection_id) AS g
  JOIN (SELECT a.parent_id, x.period_id, SUM(x.on_last_day) AS units
          FROM {{expected}} x JOIN area a ON a.area_id = x.target_id
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
          JOIN {{slices}} w ON w.indicator_id = o.indicator_id AND w.period_id = o.period_id
         CROSS JOIN (SELECT c.parent_id, y.period_id, SUM(y.on_last_day) AS units
                  FROM {{expected}} y JOIN area c ON c.area_id = y.target_id
                 GROUP BY c.parent_id, y.period_id) AS x
         WHERE a.kind = 'province' AND o.area_id = a.area_id AND o.numerator IS NOT NULL
           AND x.parent_id = a.area_id AND x.period_id = o.period_id AND w.indicator_id {_ADDS_UP}
         GROUP BY o.indicator_id, o.period_id, o.stratum_id, a.parent_id, o.collection_id
        HAVING COUNT(*) > 1) AS g
  JOIN (SELECT period_id, SUM(on_last_day) AS units FROM {{expected}} GROUP BY period_id) AS e
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
 WHERE stratum_id <> 0 AND origin = 'summed' AND {in_slices}
"""

# Lower goes first. Ties go to the collection known longer.
_RANK = """
CASE o.origin WHEN 'summed' THEN 10 WHEN 'derived' THEN 5 ELSE 0 END
+ CASE c.kind WHEN 'published' THEN 0 WHEN 'survey' THEN 2 WHEN 'reference' THEN 3 ELSE 1 END
"""

_NOT_PREFERRED = f"""
UPDATE observation_current SET preferred = FALSE
 WHERE {{in_slices}}
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
    _carry(connection, _OF_BATCHES.format(batches=", ".join(str(int(b)) for b in batches)))


def recompute_all(connection: Connection) -> None:
    """Carry everything anew: after a change of areas, weights or sensitivity."""
    _carry(connection, _OF_ALL)


def _carry(connection: Connection, named: str) -> None:
    """Carry anew what the query `named` names (indicator_id, period_id), each with its whole year."""
    key = "indicator_id, period_id"
    with (
        kept(connection, Slices("work_slice"), _WHOLE_YEARS.format(named=named), index=key) as slices,
        hiding.scope_of(connection, slices) as scope,
        earlier.remembered(connection, scope) as before,
    ):
        _show(connection, slices)
        hiding.hide(connection, scope, before)
    if connection.dialect.name == "postgresql":
        # Its own collector comes minutes later; until then a large import would be asked by plans for a small table.
        connection.execute(text("ANALYZE observation_current"))


def _show(connection: Connection, slices: Slices) -> None:
    """Put into `observation_current` what follows of `slices` from the reports in force, in place of what was there."""
    in_slices = slices.hold("observation_current")
    connection.execute(text(_FORGET.format(in_slices=in_slices)))
    with effective(connection, slices) as reports:
        connection.execute(text(_INTO + _DIRECT.format(reports=reports)))
        _add_up(connection, slices, reports)
    connection.execute(text(_STRATA.format(in_slices=in_slices)))
    connection.execute(text(_NOT_PREFERRED.format(in_slices=in_slices)))


def _add_up(connection: Connection, slices: Slices, reports: Reports) -> None:
    """Communes of today from those before them, the province from its communes, the country from its provinces."""
    with (
        kept(connection, Kept("work_part"), _PARTS.format(reports=reports)) as parts,
        kept(
            connection, Kept("work_expected"), _EXPECTED.format(slices=slices), index="target_id, period_id"
        ) as expected,
    ):
        for figures in (_COMMUNES, _ABOVE, _COUNTRY):
            connection.execute(text(_INTO + figures.format(slices=slices, parts=parts, expected=expected)))
