"""Disclosure control: which cells of communes are hidden, so that no child can be found in a figure.

By sensitivity of the indicator (design.md, "Honest numbers"): 0 nothing; 1 small cells of strata within a commune;
2 small cells of the commune too; 3 every cell of a commune. A cell is small if 1 to 4 are counted or 1 to 4 are not.
A hidden cell that could be had by subtraction takes a second one with it (complement). What one subtracts in:

- an area's strata of one dimension from its total,
- the old communes from the commune of today that they make up,
- the communes from the province, for the total and for each stratum.

In none of these sums exactly one cell may be hidden. The search goes on until that holds, since a complement may open
another sum. It never unhides, so it ends. Two hidden cells of a sum are still known together, and the same child is not
traced over several periods: that is left to the solver of a later release.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection, text

from data_access.frames import read_frame, records

SMALL = 5
"""Counts below this, but above 0, are small."""

_SLICE = """EXISTS (SELECT 1 FROM work_slice w
         WHERE w.indicator_id = observation_current.indicator_id AND w.period_id = observation_current.period_id)"""

_CELLS = """
SELECT o.indicator_id, o.period_id, o.stratum_id, o.area_id, o.collection_id, o.numerator, o.denominator,
       i.sensitivity, a.parent_id AS province_id,
       CASE WHEN o.origin IN ('published', 'reference') THEN 1 ELSE 0 END AS public,
       CASE WHEN a.kind = 'province' THEN 'province' WHEN a.valid_to IS NULL THEN 'commune' ELSE 'former' END AS level
  FROM work_slice w
  JOIN indicator i ON i.indicator_id = w.indicator_id
  JOIN observation_current o ON o.indicator_id = w.indicator_id AND o.period_id = w.period_id
  JOIN area a ON a.area_id = o.area_id
 WHERE o.preferred AND o.blank = '' AND a.kind IN ('commune', 'province')
   AND (i.sensitivity >= 2 OR (i.sensitivity = 1 AND o.stratum_id <> 0))
 ORDER BY o.indicator_id, o.period_id, o.stratum_id, o.area_id, o.collection_id
"""

_DIMENSIONS = "SELECT stratum_id, dimension FROM stratum_part ORDER BY stratum_id, dimension"

_MEMBERS = "SELECT target_id, source_id FROM area_link WHERE level = 'commune' AND target_id <> source_id"

_KEY = ["indicator_id", "period_id", "stratum_id", "area_id", "collection_id"]


def hide(connection: Connection) -> None:
    """Set `hidden` in the slices of `work_slice` (see `carry`), all of whose rows come in as shown."""
    cells = read_frame(connection, text(_CELLS))
    if cells.empty:
        return
    parts = read_frame(connection, text(_DIMENSIONS))
    dimensions = dict.fromkeys(cells["stratum_id"], "") | {
        stratum: "|".join(rows) for stratum, rows in parts.groupby("stratum_id")["dimension"]
    }
    cells["dimension"] = cells["stratum_id"].map(dimensions)
    hidden = cells.loc[hidden_cells(cells, members=read_frame(connection, text(_MEMBERS))), _KEY]
    if hidden.empty:
        return
    connection.execute(text("DROP TABLE IF EXISTS work_hidden"))
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE work_hidden (indicator_id INTEGER, period_id INTEGER, stratum_id INTEGER, "
            "area_id INTEGER, collection_id INTEGER, "
            "PRIMARY KEY (indicator_id, period_id, stratum_id, area_id, collection_id))"
        )
    )
    connection.execute(
        text("INSERT INTO work_hidden VALUES (:indicator_id, :period_id, :stratum_id, :area_id, :collection_id)"),
        records(hidden),
    )
    matches = " AND ".join(f"h.{name} = observation_current.{name}" for name in _KEY)
    connection.execute(
        text(
            f"UPDATE observation_current SET hidden = TRUE WHERE {_SLICE} "
            f"AND EXISTS (SELECT 1 FROM work_hidden h WHERE {matches})"
        )
    )
    connection.execute(text("DROP TABLE work_hidden"))


def is_small(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    """Whether 1 to 4 are counted, or 1 to 4 are not; False where there is nothing to count."""
    uncovered = denominator - numerator
    return ((numerator > 0) & (numerator < SMALL)) | ((uncovered > 0) & (uncovered < SMALL))


def hidden_cells(cells: pd.DataFrame, *, members: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Which cells may not be shown: small ones, and their complements. Boolean, one per row of `cells`.

    cells: indicator_id, period_id, stratum_id (0 = all), dimension ('' = all), area_id, level (commune|former|province),
    province_id (of a commune), numerator, denominator (float), sensitivity, public (1: printed by the authority, always
    shown). members: target_id (commune of today), source_id (old commune that is in it).
    """
    local = (cells["level"] != "province").to_numpy()
    sensitivity = cells["sensitivity"].to_numpy()
    small = is_small(cells["numerator"], cells["denominator"]).to_numpy(bool)
    total = (cells["stratum_id"] == 0).to_numpy()
    hidden: npt.NDArray[np.bool_] = local & ((sensitivity >= 3) | (small & ((sensitivity == 2) | ~total)))
    equation, cell = _equations(cells.reset_index(drop=True), members)
    order = _order_of_sacrifice(cells)
    never = order == _NEVER
    while True:
        count = np.bincount(equation, weights=hidden[cell])
        open_to = (count[equation] == 1) & ~hidden[cell] & ~never[cell]
        if not open_to.any():
            return hidden
        best = np.full(count.size, _NEVER)
        np.minimum.at(best, equation[open_to], order[cell[open_to]])
        hidden |= np.isin(order, best[best != _NEVER])


_NEVER = np.iinfo(np.int64).max


def _order_of_sacrifice(cells: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Which cell of a sum is hidden first as a complement: the smallest count above 0; the province last; public ones never."""
    numerator = cells["numerator"].fillna(np.inf).to_numpy()
    province = (cells["level"] == "province").to_numpy()
    keys = (cells["area_id"], cells["stratum_id"], cells["period_id"], cells["indicator_id"])
    ranked = np.lexsort((*(key.to_numpy() for key in keys), numerator, numerator == 0, province))
    order = np.empty(len(cells), dtype=np.int64)
    order[ranked] = np.arange(len(cells))
    order[(cells["public"] == 1).to_numpy()] = _NEVER
    return order


def _equations(cells: pd.DataFrame, members: pd.DataFrame) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The sums an outsider knows, as pairs (number of the sum, row of `cells`)."""
    cells = cells.assign(cell=np.arange(len(cells)))
    strata = cells[cells["dimension"] != ""]
    totals = cells[cells["dimension"] == ""]
    place = ["indicator_id", "period_id", "area_id"]
    asked = strata[[*place, "dimension"]].drop_duplicates()
    of_strata = pd.concat([strata, totals.drop(columns="dimension").merge(asked, on=place)])

    old = cells[cells["level"] == "former"].merge(members, left_on="area_id", right_on="source_id")
    today = cells[cells["level"] == "commune"]
    of_commune = pd.concat([old, today.assign(target_id=today["area_id"])])

    provinces = cells[cells["level"] == "province"]
    of_province = pd.concat([today, provinces.assign(province_id=provinces["area_id"])])

    slices = ["indicator_id", "period_id"]
    numbered = []
    first = 0
    for rows, keys in (
        (of_strata, [*slices, "area_id", "dimension"]),
        (of_commune, [*slices, "stratum_id", "target_id"]),
        (of_province, [*slices, "stratum_id", "province_id"]),
    ):
        number = rows.groupby(keys, sort=False).ngroup().to_numpy(np.int64) + first
        first = int(number.max(initial=first - 1)) + 1
        numbered.append((number, rows["cell"].to_numpy(np.int64)))
    return np.concatenate([n for n, _ in numbered]), np.concatenate([c for _, c in numbered])
