"""Where a number comes from: the way back from a figure to the reports, their files and cells."""

import pandas as pd
from sqlalchemy import Boolean, Date, DateTime, Double, Engine, Integer, Text, column, text

from data_access.engine import reading
from data_access.frames import read_frame

PROVENANCE = [
    "period", "kind", "code", "name", "numerator", "denominator", "value", "status", "blank", "late", "reported_on",
    "collection", "collection_vi", "collection_en", "citation", "batch_id", "batch", "received_at", "is_demo",
    "sheet", "row", "col",
]  # fmt: skip

# Figures through `published`, so that a hidden cell stays hidden here too; the report in force is the latest applied.
# A last quarter that was derived has two reports behind it: its year and the nine months before (n).
_PROVENANCE = text("""
SELECT n.code AS period, u.kind, u.code, u.name, u.numerator, u.denominator, u.value, u.provisional, u.blank, u.late,
       l.target_id, l.source_id, a.valid_to, p.ends_on, today.target_id AS commune_id,
       o.reported_on, c.code AS collection, c.name_vi AS collection_vi, c.name_en AS collection_en, c.citation,
       b.batch_id, b.name AS batch, b.received_at, b.is_demo, b.applied_version,
       o.sheet, o.sheet_row AS row_no, o.sheet_col AS col_no
  FROM area t
  JOIN area_link l ON l.target_id = t.area_id AND l.level = t.kind
  JOIN period p ON p.code = :period
  JOIN indicator i ON i.code = :code
  JOIN published d ON d.area_id = l.source_id AND d.indicator = :code AND d.period = :period AND d.stratum_id = 0
   AND d.origin <> 'summed'
  JOIN period n ON (d.origin <> 'derived' AND n.period_id = p.period_id)
    OR (d.origin = 'derived' AND n.kind = 'year' AND n.ends_on = p.ends_on)
    OR (d.origin = 'derived' AND n.kind = 'nine_months' AND n.starts_on < p.starts_on AND n.ends_on < p.starts_on
        AND n.starts_on = (SELECT y.starts_on FROM period y WHERE y.kind = 'year' AND y.ends_on = p.ends_on))
  JOIN published u ON u.area_id = d.area_id AND u.indicator = :code AND u.period = n.code AND u.stratum_id = 0
   AND u.collection_id = d.collection_id AND u.origin <> 'summed'
  JOIN area a ON a.area_id = l.source_id
  JOIN observation o ON o.indicator_id = i.indicator_id AND o.period_id = n.period_id AND o.stratum_id = 0
   AND o.area_id = l.source_id AND o.collection_id = u.collection_id
  JOIN collection c ON c.collection_id = o.collection_id
  JOIN batch b ON b.batch_id = o.batch_id AND b.withdrawn_version IS NULL
  LEFT JOIN area_link today ON today.source_id = l.source_id AND today.level = 'commune'
 WHERE t.code = :area AND t.valid_to IS NULL
 ORDER BY u.code, a.valid_from, n.ends_on, b.applied_version, b.batch_id
""").columns(
    column("period", Text),
    column("kind", Text), column("code", Text), column("name", Text), column("numerator", Double),
    column("denominator", Double), column("value", Double), column("provisional", Boolean), column("blank", Text),
    column("late", Boolean), column("target_id", Integer), column("source_id", Integer), column("valid_to", Date),
    column("ends_on", Date), column("commune_id", Integer), column("reported_on", Date), column("collection", Text),
    column("collection_vi", Text), column("collection_en", Text), column("citation", Text),
    column("batch_id", Integer), column("batch", Text), column("received_at", DateTime(timezone=True)),
    column("is_demo", Boolean), column("applied_version", Integer), column("sheet", Text), column("row_no", Integer),
    column("col_no", Text),
)  # fmt: skip


def provenance(engine: Engine, code: str, period: str, area_code: str) -> pd.DataFrame:
    """The reports behind one figure: of an indicator, in a period, for a commune of today, the province or the country.

    period: the one that was reported, another one than asked for where the figure is derived (Q4: the year and its nine
    months); kind (commune|former|province|country), code, name: the area of its day that reported; numerator, denominator, value
    (NaN where hidden), status, blank, late, reported_on (date); collection (code), its names and citation; batch_id,
    batch (name of the file), received_at (UTC), is_demo; sheet, row, col in it. A figure that the area reported or that
    was published for it has one row; a sum has one per part.
    """
    with reading(engine) as connection:
        reports = read_frame(connection, _PROVENANCE, {"code": code, "period": period, "area": area_code})
    reports = reports.drop_duplicates(["source_id", "commune_id", "period"], keep="last")
    own = reports["target_id"] == reports["source_id"]
    if own.any():
        reports = reports[own]
    # As `carry` does: of units that followed each other within the period, those standing on its last day.
    ended = pd.Series(
        [a is not None and a < b for a, b in zip(reports["valid_to"], reports["ends_on"], strict=True)],
        reports.index,
        dtype=bool,
    )
    first = ended.groupby(reports["commune_id"], dropna=False).transform("min")
    reports = reports[ended == first].drop_duplicates(["source_id", "period"])
    status = reports["provisional"].map({True: "provisional", False: "final"})
    received = pd.to_datetime(reports["received_at"], utc=True)
    return reports.assign(status=status, received_at=received, row=reports["row_no"], col=reports["col_no"])[
        PROVENANCE
    ].reset_index(drop=True)
