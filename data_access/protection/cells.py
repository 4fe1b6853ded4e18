"""The cells that disclosure control must know, as CELLS of `indicators.disclosure.solve`."""

from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection, text

from data_access.frames import read_frame
from data_access.kept import Kept, Slices
from indicators.disclosure.beforehand import beforehand
from indicators.disclosure.sums import Known, parents
from indicators.disclosure.unpublished import bundles
from indicators.periods import ANNUAL, parse
from indicators.sensitivity import threshold

KEY = ["indicator_id", "period_id", "stratum_id", "area_id"]

ANNUAL_KINDS = ", ".join(f"'{kind}'" for kind in sorted(ANNUAL))

# Level 1 shows all children of an area without asking; groups that no level shows stand in no total that one does.
_CELLS = f"""
SELECT o.indicator_id, o.period_id, o.stratum_id, o.area_id, o.numerator, o.denominator, o.hidden, o.at_least, {{figures}},
       i.sensitivity, i.accumulates, i.unit, i.direction, a.parent_id,
       CASE WHEN a.kind = 'commune' AND a.valid_to IS NOT NULL THEN 'former' ELSE a.kind END AS level
  FROM {{scope}} w
  JOIN indicator i ON i.indicator_id = w.indicator_id
  JOIN {{source}} o ON o.indicator_id = w.indicator_id AND o.period_id = w.period_id
  JOIN area a ON a.area_id = o.area_id
  JOIN period p ON p.period_id = o.period_id
 WHERE NOT (i.sensitivity = 1 AND o.stratum_id = 0)
   AND NOT (o.stratum_id <> 0 AND (p.kind NOT IN ({ANNUAL_KINDS}) OR (a.kind = 'commune' AND a.valid_to IS NOT NULL)))
   {{condition}}
 ORDER BY o.indicator_id, o.period_id, o.stratum_id, o.area_id
"""

_PUBLIC = "CASE WHEN o.origin IN ('published', 'reference') THEN 1 ELSE 0 END AS public"

_COUNTED = """
SELECT y.indicator_id, x.indicator_id AS source_id FROM indicator y JOIN indicator x ON x.code = y.denominator_from
 ORDER BY y.indicator_id
"""

# Groups of former communes, of one dimension, beside the total there, which level 1 shows.
_FORMER_GROUPS = f"""
SELECT o.indicator_id, o.period_id, o.stratum_id, part.dimension, o.area_id, o.denominator, t.numerator
  FROM {{scope}} w
  JOIN indicator i ON i.indicator_id = w.indicator_id AND i.sensitivity = 1
  JOIN period p ON p.period_id = w.period_id AND p.kind IN ({ANNUAL_KINDS})
  JOIN observation_current o ON o.indicator_id = w.indicator_id AND o.period_id = w.period_id AND o.stratum_id <> 0
  JOIN area a ON a.area_id = o.area_id AND a.kind = 'commune' AND a.valid_to IS NOT NULL
  JOIN stratum_part part ON part.stratum_id = o.stratum_id
  JOIN observation_current t ON t.indicator_id = o.indicator_id AND t.period_id = o.period_id AND t.stratum_id = 0
   AND t.area_id = o.area_id AND t.preferred AND t.blank = '' AND t.numerator IS NOT NULL
 WHERE o.preferred AND o.blank = '' AND o.denominator IS NOT NULL
   AND 1 = (SELECT COUNT(*) FROM stratum_part s WHERE s.stratum_id = o.stratum_id)
"""

_MEMBERS = "SELECT target_id, source_id, weight FROM area_link WHERE level = 'commune' AND target_id <> source_id"

_TARGETS = "SELECT indicator_id, year, value FROM target WHERE comparator = '>=' ORDER BY indicator_id, year, position"

# Later than any version.
_STILL = 2**31 - 1

_NEXT = "SELECT COALESCE(MAX(version), 0) + 1 FROM data_version"


@dataclass(frozen=True)
class Before(Kept):
    """What was shown until now of all that is about to change: KEY, numerator, denominator, hidden, at_least."""


def read_cells(connection: Connection, scope: Slices, before: Before | None) -> pd.DataFrame:
    """CELLS of `scope`, with all earlier versions, and unit, direction, at_least; RangeIndex.

    Reports of communes that no level shows come as bundles (`indicators.disclosure.unpublished`), with negative area_id.
    hidden and range of state 0 are as they stand. before: None where nothing is about to change.
    """
    now = _read(
        connection, scope, "observation_current", figures=_PUBLIC, condition="AND o.preferred AND o.blank = ''"
    ).assign(state=0)
    cells = pd.concat([now, *_versions(connection, scope, before, now)], ignore_index=True)[now.columns]
    cells["range"] = cells["at_least"].notna()
    cells["worth"] = low_end(cells) >= _targets(connection, cells)
    cells["never"] = (cells["sensitivity"] >= 3) & cells["level"].isin(["commune", "former"])
    cells = _with_bounds(connection, scope, cells)
    if not cells["never"].any():
        return cells
    members = read_frame(connection, text(_MEMBERS), floats=("weight",))
    return pd.concat([cells[~cells["never"]], bundles(cells[cells["never"]], members)], ignore_index=True)


def read_known(connection: Connection, cells: pd.DataFrame) -> Known:
    """How the figures of CELLS hang together."""
    parts = read_frame(
        connection,
        text("SELECT stratum_id, dimension, value FROM stratum_part ORDER BY stratum_id, dimension"),
        floats=(),
    )
    members = read_frame(connection, text(_MEMBERS), floats=("weight",))
    wanted = set(cells["period_id"])
    periods = {key: parse(code) for key, code in _period_codes(connection).items() if key in wanted}
    counted = read_frame(connection, text(_COUNTED))
    return Known(strata=parents(parts), members=members, periods=periods, counted=counted)


def _with_bounds(connection: Connection, scope: Slices, cells: pd.DataFrame) -> pd.DataFrame:
    """CELLS with least and most."""
    groups = read_frame(connection, text(_FORMER_GROUPS.format(scope=scope)))
    members = read_frame(connection, text(_MEMBERS), floats=("weight",))
    place = ["indicator_id", "period_id", "area_id"]
    totals = groups[[*place, "numerator"]].drop_duplicates(place)
    return cells.merge(beforehand(groups.drop(columns="numerator"), totals, members), on=KEY, how="left")


def low_end(cells: pd.DataFrame) -> pd.Series:
    """The lower end of 'fewer than the limit are left out', in whole units, rounded down; NaN where that says nothing."""
    shares = (cells["unit"] == "percent") & (cells["direction"] == "up")
    people = cells["denominator"].astype(float)
    left = people - (threshold(cells["sensitivity"]) - 1)
    share = 100 * left / people.where(people > 0)
    return (share // 1).where(shares & (left > 0))


def _read(
    connection: Connection, scope: Slices, source: Kept | str, *, figures: str, condition: str = ""
) -> pd.DataFrame:
    """The cells of `scope` in `source` (a table). figures: more columns of it."""
    query = _CELLS.format(scope=scope, source=source, figures=figures, condition=condition)
    return read_frame(connection, text(query), flags=("hidden", "accumulates", "public"))


def _versions(connection: Connection, scope: Slices, before: Before | None, now: pd.DataFrame) -> list[pd.DataFrame]:
    """The cells of each earlier version that somebody may have seen, as state its number."""
    logged = _read(connection, scope, "published_cell", figures="0 AS public, o.to_version")
    if before is None:
        # What never changed stands now as it stood then.
        latest = now.assign(to_version=_STILL)
        if logged.empty:
            return []
    else:
        version = int(connection.execute(text(_NEXT)).scalar_one())
        latest = _read(connection, scope, before, figures="0 AS public").assign(to_version=version)
        if logged.empty and latest.empty:
            return []
    seen = pd.concat([rows for rows in (logged, latest) if len(rows)], ignore_index=True)
    states = []
    for version in sorted(set(seen["to_version"]) - {_STILL}):
        then = seen[seen["to_version"] >= version].sort_values("to_version", kind="stable")
        rows = then.drop_duplicates(KEY, keep="first")
        states.append(rows[rows["numerator"].notna()].drop(columns="to_version").assign(state=version))
    return states


def _targets(connection: Connection, cells: pd.DataFrame) -> pd.Series:
    """The target in force for each of CELLS (see Indicator.target); inf where none is to be reached."""
    codes = _period_codes(connection)
    rows = connection.execute(text(_TARGETS)).all()
    targets = {}
    for indicator_id, period_id in (
        cells[["indicator_id", "period_id"]].drop_duplicates().itertuples(index=False, name=None)
    ):
        period = parse(codes[period_id])
        later = [row.value for row in rows if row.indicator_id == indicator_id and row.year >= period.year]
        targets[indicator_id, period_id] = float(later[0]) if later and period.is_annual else float("inf")
    keys = zip(cells["indicator_id"], cells["period_id"], strict=True)
    return pd.Series([targets[key] for key in keys], index=cells.index, dtype=float)


def _period_codes(connection: Connection) -> dict[int, str]:
    return {row.period_id: row.code for row in connection.execute(text("SELECT period_id, code FROM period"))}
