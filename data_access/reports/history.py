"""What was imported, by whom, what was found in it, and what lies between two data versions.

Figures here are as reported, not as published: for the officer who imports, never for a page that anybody reads.
"""

import pandas as pd
from sqlalchemy import Boolean, DateTime, Engine, Integer, Text, column, select, text

from data_access.engine import reading
from data_access.errors import UnknownBatchError
from data_access.frames import read_frame
from data_access.rights import RawFigures
from data_access.tables import batch, data_version, finding, stored_file

BATCHES = [
    "batch_id", "kind", "name", "actor", "received_at", "is_demo", "applied_version", "withdrawn_version", "withdrawn_by",
    "withdrawn_at", "rows", "added", "changed", "removed", "refused", "accepted", "sha256",
]  # fmt: skip

MOST_COMPARED = 5_000
"""So many cells of a comparison are shown; a file that replaced a million is compared by its counts."""

_BATCHES = text("""
SELECT b.batch_id, b.kind, b.name, b.actor, b.received_at, b.is_demo, b.applied_version, b.withdrawn_version,
       w.actor AS withdrawn_by, w.at AS withdrawn_at, COALESCE(o.n, 0) AS row_count, b.added, b.changed, b.removed, b.refused,
       COALESCE(f.n, 0) AS accepted, b.sha256
  FROM batch b
  LEFT JOIN data_version w ON w.version = b.withdrawn_version
  LEFT JOIN (SELECT batch_id, COUNT(*) AS n FROM observation GROUP BY batch_id) AS o ON o.batch_id = b.batch_id
  LEFT JOIN (SELECT batch_id, COUNT(*) AS n FROM finding WHERE accepted_by <> '' GROUP BY batch_id) AS f
    ON f.batch_id = b.batch_id
 ORDER BY b.applied_version DESC, b.batch_id DESC
""").columns(
    column("batch_id", Integer), column("kind", Text), column("name", Text), column("actor", Text),
    column("received_at", DateTime(timezone=True)), column("is_demo", Boolean), column("applied_version", Integer),
    column("withdrawn_version", Integer), column("withdrawn_by", Text), column("withdrawn_at", DateTime(timezone=True)),
    column("row_count", Integer), column("added", Integer), column("changed", Integer), column("removed", Integer),
    column("refused", Integer), column("accepted", Integer), column("sha256", Text),
)  # fmt: skip

# As of a version: per cell the report applied last and not withdrawn by then.
_AS_OF = """
SELECT o.*, ROW_NUMBER() OVER (
       PARTITION BY o.indicator_id, o.period_id, o.stratum_id, o.area_id, o.collection_id
       ORDER BY b.applied_version DESC, b.batch_id DESC) AS nth
  FROM touched t
  JOIN observation o ON o.indicator_id = t.indicator_id AND o.period_id = t.period_id AND o.stratum_id = t.stratum_id
   AND o.area_id = t.area_id AND o.collection_id = t.collection_id
  JOIN batch b ON b.batch_id = o.batch_id
 WHERE b.applied_version <= :{version} AND (b.withdrawn_version IS NULL OR b.withdrawn_version > :{version})
"""

_JOINED = " AND ".join(
    f"{{side}}.{name} = t.{name}" for name in ("indicator_id", "period_id", "stratum_id", "area_id", "collection_id")
)

_COMPARED = f"""
WITH touched AS (
  SELECT DISTINCT o.indicator_id, o.period_id, o.stratum_id, o.area_id, o.collection_id
    FROM batch b JOIN observation o ON o.batch_id = b.batch_id
   WHERE (b.applied_version > :earlier AND b.applied_version <= :later)
      OR (b.withdrawn_version > :earlier AND b.withdrawn_version <= :later)
), before AS ({_AS_OF.format(version="earlier")}), after AS ({_AS_OF.format(version="later")})
SELECT i.code AS indicator, p.code AS period, a.code, a.name, s.key AS stratum, c.code AS collection,
       e.numerator AS before_numerator, e.denominator AS before_denominator, e.value AS before_value,
       l.numerator AS after_numerator, l.denominator AS after_denominator, l.value AS after_value,
       CASE WHEN e.blank IS NULL OR e.blank = 'removed' THEN 'added'
            WHEN l.blank IS NULL OR l.blank = 'removed' THEN 'removed' ELSE 'changed' END AS what
  FROM touched t
  LEFT JOIN before e ON e.nth = 1 AND {_JOINED.format(side="e")}
  LEFT JOIN after l ON l.nth = 1 AND {_JOINED.format(side="l")}
  JOIN indicator i ON i.indicator_id = t.indicator_id
  JOIN period p ON p.period_id = t.period_id
  JOIN area a ON a.area_id = t.area_id
  JOIN stratum s ON s.stratum_id = t.stratum_id
  JOIN collection c ON c.collection_id = t.collection_id
 WHERE NOT ((e.blank IS NULL OR e.blank = 'removed') AND (l.blank IS NULL OR l.blank = 'removed'))
   AND NOT (e.blank IS NOT NULL AND l.blank IS NOT NULL AND e.blank = l.blank AND e.provisional = l.provisional
            AND COALESCE(e.numerator, -1e300) = COALESCE(l.numerator, -1e300)
            AND COALESCE(e.denominator, -1e300) = COALESCE(l.denominator, -1e300)
            AND COALESCE(e.value, -1e300) = COALESCE(l.value, -1e300))
"""  # noqa: S608 our own text

_COUNTED = f"""
SELECT d.indicator, d.period, d.what, COUNT(*) AS figures, COUNT(DISTINCT d.code) AS areas
  FROM ({_COMPARED}) AS d
 GROUP BY d.indicator, d.period, d.what
"""  # noqa: S608 our own text

_FIGURES = tuple(f"{when}_{name}" for when in ("before", "after") for name in ("numerator", "denominator", "value"))


def batches(engine: Engine) -> pd.DataFrame:
    """BATCHES: every file that was ever applied, newest first.

    received_at, withdrawn_at: UTC (NaT if in force); rows: figures in it; accepted: findings that somebody let pass.
    """
    with reading(engine) as connection:
        frame = read_frame(connection, _BATCHES).rename(columns={"row_count": "rows"})
    for name in ("received_at", "withdrawn_at"):
        frame[name] = pd.to_datetime(frame[name], utc=True)
    return frame.astype({"withdrawn_version": "Int64"})[BATCHES]


def brings_demo_back(known: pd.DataFrame, batch_id: int) -> bool:
    """Whether withdrawing this batch leaves no reports in force but the demo of before. known: BATCHES."""
    stands = known["withdrawn_version"].isna() & (known["rows"] > 0)
    return list(known.loc[stands, "batch_id"]) == [batch_id] and bool((known["is_demo"] & ~stands).any())


def batch_findings(engine: Engine, batch_id: int, _: RawFigures) -> pd.DataFrame:
    """What was found in the file of a batch: FINDINGS without claim, and accepted_by, reason ('' where nothing was asked)."""
    query = select(
        finding.c.level, finding.c.rule, finding.c.sheet, finding.c.sheet_row.label("row"),
        finding.c.sheet_col.label("col"), finding.c.value, finding.c.details, finding.c.accepted_by, finding.c.reason,
    ).where(finding.c.batch_id == batch_id).order_by(finding.c.n)  # fmt: skip
    with reading(engine) as connection:
        return read_frame(connection, query, floats=()).astype({"row": "Int64"})


def original(engine: Engine, batch_id: int, _: RawFigures) -> tuple[str, bytes]:
    """Name and bytes of the file of a batch, as it came. Raises UnknownBatchError."""
    query = (
        select(batch.c.name, stored_file.c.bytes)
        .join(stored_file, stored_file.c.sha256 == batch.c.sha256)
        .where(batch.c.batch_id == batch_id)
    )
    with reading(engine) as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise UnknownBatchError(batch=batch_id)
    return str(row.name), bytes(row.bytes)


def versions(engine: Engine) -> pd.DataFrame:
    """Every data version, newest first: version, at (UTC), actor, cause, batch_id (<NA> if no single file made it)."""
    query = select(
        data_version.c.version, data_version.c.at, data_version.c.actor, data_version.c.cause, data_version.c.batch_id
    ).order_by(data_version.c.version.desc())
    with reading(engine) as connection:
        frame = read_frame(connection, query, floats=())
    return frame.assign(at=pd.to_datetime(frame["at"], utc=True)).astype({"batch_id": "Int64"})


def compared(engine: Engine, earlier: int, later: int, _: RawFigures) -> pd.DataFrame:
    """The cells that stand otherwise at the data version `later` than at `earlier`, as reported.

    indicator, period, code, name (of the area of its day), stratum, collection, before_ and after_ numerator, denominator,
    value (NaN where there was none), what (added|changed|removed). At most MOST_COMPARED + 1 rows: more are not listed.
    """
    order = f"{_COMPARED} ORDER BY i.position, p.ends_on, p.code, a.code, s.stratum_id, c.collection_id LIMIT {MOST_COMPARED + 1}"
    with reading(engine) as connection:
        return read_frame(connection, text(order), {"earlier": earlier, "later": later}, floats=_FIGURES)


def compared_counts(engine: Engine, earlier: int, later: int) -> pd.DataFrame:
    """How many cells stand otherwise at `later` than at `earlier`, all of them: indicator, period, what, figures, areas (int).

    areas: with such a cell. Counts of cells alone, no figure.
    """
    with reading(engine) as connection:
        found = read_frame(connection, text(_COUNTED), {"earlier": earlier, "later": later}, floats=())
    return found.astype({"figures": "int64", "areas": "int64"})
