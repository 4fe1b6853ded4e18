"""From cells of the database to what is hidden of them."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from indicators.disclosure import ranges, rules
from indicators.disclosure.protect import protect
from indicators.disclosure.rules import Flags
from indicators.disclosure.sums import Known, sums
from indicators.disclosure.system import System
from indicators.sensitivity import threshold

CELLS = [
    "indicator_id", "period_id", "stratum_id", "area_id", "state", "level", "parent_id", "numerator", "denominator",
    "sensitivity", "public", "accumulates", "hidden", "range", "worth", "never", "least", "most",
]  # fmt: skip
"""A row per cell and version in which it was shown: state 0 is what will be shown, others are numbers of earlier versions.

level: commune|former|province|country; parent_id: the area above; numerator, denominator: float, the true counts;
public: printed by the authority; accumulates: counts of the year are the sum of its parts; hidden, range: how it was shown
(state 0: not yet known); worth: a range would stay on one side of the target; never: no level shows it (`unpublished`);
least, most: what shown totals leave possible anyway (`beforehand`), NaN where nothing is known.
"""

_CELL = ["indicator_id", "period_id", "stratum_id", "area_id"]
# Provinces are hidden as complements only where nothing else helps.
_ABOVE = 10.0


@dataclass(frozen=True)
class Problem:
    """CELLS as unknowns: cells of one place with the same counts in several versions are one unknown.

    unknown: of each row its place in `system`; −1 where everybody knows the count, or nobody has one.
    """

    cells: pd.DataFrame
    unknown: npt.NDArray[np.int64]
    system: System

    @classmethod
    def of(cls, cells: pd.DataFrame, known: Known, *, told: Flags, also: Flags) -> Self:
        """The unknowns of CELLS (RangeIndex) and the sums between them.

        told: cells whose counts stand elsewhere (`told`). also: cells that must be hidden beside small ones.
        """
        now = (cells["state"] == 0).to_numpy()
        counted = cells["numerator"].notna().to_numpy()
        never = cells["never"].to_numpy(bool)
        shown = np.where(now, ~rules.controlled(cells) & ~never, ~cells["hidden"].to_numpy(bool))
        shown |= told
        number = cells.groupby([*_CELL, "numerator", "denominator"], dropna=False, sort=False).ngroup().to_numpy()
        known_to_all = np.zeros(number.max(initial=-1) + 1, dtype=bool)
        known_to_all[number[shown]] = True
        free = counted & ~known_to_all[number]
        place = np.full(known_to_all.size, -1)
        kept, first = np.unique(number[free], return_index=True)
        place[kept] = np.arange(kept.size)
        unknown = np.where(free, place[number], -1)
        rows = cells.loc[np.flatnonzero(free)[first]]
        must = now & (rules.primary(cells) | (also & rules.controlled(cells)) | never)
        return cls(cells, unknown, _system(cells, rows, unknown, now=now, must=must, known=known))

    def by_row(self, flags: Flags) -> Flags:
        """Flags of the unknowns by row of CELLS; False where there is none."""
        found = np.zeros(self.unknown.size, dtype=bool)
        inside = self.unknown >= 0
        found[inside] = flags[self.unknown[inside]]
        return found


def _system(
    cells: pd.DataFrame, rows: pd.DataFrame, unknown: npt.NDArray[np.int64], *, now: Flags, must: Flags, known: Known
) -> System:
    count = len(rows)
    matrix, rests = _matrix(cells, unknown, known, count)
    nothing, unsaid = np.zeros(len(rests)), np.ones(len(rests), dtype=bool)
    value = rows["numerator"].to_numpy(float)
    bottom = rows["denominator"].to_numpy(float)
    limit = np.maximum(threshold(rows["sensitivity"]) - 1, 0.0)
    high = np.where(np.isnan(bottom), np.inf, np.fmax(bottom, value))
    weight = np.log1p(np.where(np.isnan(bottom), value, bottom)) * np.where(
        rows["level"].isin(["province", "country"]), _ABOVE, 1.0
    )

    def any_of(flag: Flags) -> Flags:
        found = np.zeros(count, dtype=bool)
        found[unknown[flag & (unknown >= 0)]] = True
        return found

    ranged = any_of(cells["range"].to_numpy(bool) & ~now)
    low = np.where(ranged, np.maximum(high - limit, 0.0), 0.0)
    low = np.fmin(np.fmax(low, rows["least"].to_numpy(float)), value)
    high = np.fmax(np.fmin(high, rows["most"].to_numpy(float)), value)
    # Nobody decides on rests: no figure of them is published, and what becomes known of them is no cell's.
    return System(
        value=np.concatenate([value, rests["value"]]),
        low=np.concatenate([low, nothing]),
        high=np.concatenate([high, rests["most"]]),
        limit=np.concatenate([limit, nothing]),
        weight=np.concatenate([weight, nothing]),
        must=np.concatenate([any_of(must), ~unsaid]),
        fixed=np.concatenate([~any_of(now), unsaid]),
        sums=matrix,
    )


def _matrix(
    cells: pd.DataFrame, unknown: npt.NDArray[np.int64], known: Known, count: int
) -> tuple[csr_array, pd.DataFrame]:
    """The sums of unknowns and, as further columns, of the rests that stand in them; the same sum of several versions once."""
    counted = cells["numerator"].notna().to_numpy()
    terms, rests = sums(cells[counted].reset_index(drop=True), known)
    here = np.concatenate([unknown[counted], np.full(len(rests), -1)])
    term, number = terms["cell"].to_numpy(), terms["sum"].to_numpy()
    a_rest = term >= counted.sum()
    # A rest alone tells nothing: its sum must hold an unknown cell.
    asked = np.isin(number, number[~a_rest & (here[term] >= 0)])
    used = np.unique(term[a_rest & asked])
    here[used] = count + np.arange(used.size)
    column = here[term]
    inside = (column >= 0) & asked
    number, row = np.unique(number[inside], return_inverse=True)
    shape = (number.size, count + used.size)
    matrix = csr_array((terms["coefficient"].to_numpy(float)[inside], (row, column[inside])), shape=shape)
    matrix.sum_duplicates()
    kept = rests.iloc[used - int(counted.sum())]
    return matrix if cells["state"].nunique() < 2 else _distinct(matrix), kept


def _distinct(matrix: csr_array) -> csr_array:
    bounds = zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True)
    seen = {(tuple(matrix.indices[a:b]), tuple(matrix.data[a:b])): row for row, (a, b) in enumerate(bounds)}
    return matrix[sorted(seen.values())]


def solve(cells: pd.DataFrame, known: Known) -> pd.DataFrame:
    """What is hidden of CELLS of state 0, and what of it may be a range: columns hidden, range (bool); their index.

    Where a numerator is hidden, the indicator that has it for a denominator is hidden too, without a range.
    """
    before = told(cells, known, (cells["state"] != 0).to_numpy())
    depends = cells["indicator_id"].isin(known.counted["indicator_id"]).to_numpy()
    first = _solved(cells[~depends], known, told=before[~depends], also=np.zeros((~depends).sum(), dtype=bool))
    if not depends.any():
        return first
    hidden = cells.loc[first.index[first["hidden"]], _CELL].rename(columns={"indicator_id": "source_id"})
    rest = cells[depends].merge(known.counted, on="indicator_id", how="left")
    also = rest.merge(hidden.assign(also=True), on=["source_id", *_CELL[1:]], how="left")["also"].eq(True)
    second = _solved(cells[depends], known, told=before[depends], also=also.to_numpy(bool))
    return pd.concat([first, second])


def _solved(cells: pd.DataFrame, known: Known, *, told: Flags, also: Flags) -> pd.DataFrame:
    index = cells.index
    problem = Problem.of(cells.reset_index(drop=True), known, told=told, also=also)
    hidden, needed = protect(problem.system)
    now = (problem.cells["state"] == 0).to_numpy()
    small = rules.primary(problem.cells)
    candidates = np.zeros(len(problem.system), dtype=bool)
    fit = now & small & ~also & (problem.unknown >= 0) & _for_its_complement(problem.cells)
    candidates[problem.unknown[fit]] = True
    offered = problem.by_row(ranges.offered(problem.system, hidden, needed, candidates))
    always = small | (also & rules.controlled(problem.cells)) | problem.cells["never"].to_numpy(bool)
    found = pd.DataFrame({"hidden": always | problem.by_row(hidden), "range": offered & fit})[now]
    return found.set_axis(index[now])


def told(cells: pd.DataFrame, known: Known, among: Flags) -> Flags:
    """Numerators that stand, or nearly so, as denominators of another indicator's shown cells of the same version, of `among`."""
    found = np.zeros(len(cells), dtype=bool)
    place = [*_CELL[1:], "state"]
    shown = among & ~cells["hidden"].to_numpy(bool)
    dependents = cells[shown & cells["indicator_id"].isin(known.counted["indicator_id"]).to_numpy()]
    if dependents.empty:
        return found
    stated = dependents.merge(known.counted, on="indicator_id")[["source_id", *place, "denominator"]]
    rows = cells.assign(row=np.arange(len(cells)))[["indicator_id", *place, "numerator", "sensitivity", "row"]]
    both = rows.merge(stated, left_on=["indicator_id", *place], right_on=["source_id", *place])
    near = (both["numerator"] - both["denominator"]).abs() < threshold(both["sensitivity"])
    found[both.loc[near, "row"]] = True
    return found


def _for_its_complement(cells: pd.DataFrame) -> Flags:
    """Hidden only because too few are left out, where saying so stays on one side of the target and nothing narrower is known."""
    limit = threshold(cells["sensitivity"])
    enough = (cells["numerator"] >= limit) | (cells["numerator"] == 0)
    left_out = cells["denominator"] - cells["numerator"]
    narrower = cells["most"] < cells["denominator"]
    return np.asarray(enough & (left_out > 0) & (left_out <= limit - 1) & cells["worth"].astype(bool) & ~narrower)
