"""A hostile reader, written apart from the program: he keeps every publication, writes down how figures hang together by their
definitions (data-model, catalogue), and bounds each hidden count with SciPy's linear programming.

Nothing of disclosure control is imported. Of the truth he gets what the promise grants him: all denominators, and each sum
exactly even where reports do not add up (`true_*`); he is held against the rest of it.
"""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy.optimize import linprog, nnls
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components
from sqlalchemy import Engine, text

from data_access import queries
from data_access.engine import reading
from data_access.frames import read_frame

KEY = ["indicator", "period", "kind", "code", "stratum"]
FAR = 1e6

_TRUTH = text("""
SELECT i.code AS indicator, p.code AS period, a.code, s.key AS stratum, o.numerator AS true_n, o.denominator AS true_d,
       CASE WHEN a.kind = 'commune' AND a.valid_to IS NOT NULL THEN 'former' ELSE a.kind END AS kind,
       i.sensitivity, i.accumulates, p.starts_on, p.ends_on
  FROM observation_current o
  JOIN indicator i ON i.indicator_id = o.indicator_id
  JOIN period p ON p.period_id = o.period_id
  JOIN stratum s ON s.stratum_id = o.stratum_id
  JOIN area a ON a.area_id = o.area_id
 WHERE o.preferred AND o.blank = '' AND o.numerator IS NOT NULL
""")

_LINKS = text("""
SELECT t.code AS today, s.code AS former, l.weight
  FROM area_link l JOIN area t ON t.area_id = l.target_id JOIN area s ON s.area_id = l.source_id
 WHERE l.level = 'commune' AND l.target_id <> l.source_id
""")


def publication(engine: Engine, **asked: Iterable[str]) -> pd.DataFrame:
    """What `python -m cli export --strata` gives of all kinds of areas, beside the truth."""
    shown = queries.publication(engine, kinds=("commune", "former", "province", "country"), strata=True, **asked)
    with reading(engine) as connection:
        truth = read_frame(connection, _TRUTH, floats=("true_n", "true_d"), flags=("accumulates",))
    return shown[[*KEY, "numerator", "at_least", "blank", "origin"]].merge(truth, on=KEY)


def links(engine: Engine) -> pd.DataFrame:
    """Which former commune is part of which one of today, as Methods and the crosswalk say."""
    with reading(engine) as connection:
        return read_frame(connection, _LINKS, floats=("weight",))


def _months(day: object) -> int:
    return 12 * pd.Timestamp(day).year + pd.Timestamp(day).month


class Reader:
    """All publications of a database, oldest first. A count that stands unchanged in several is one unknown."""

    def __init__(self, publications: list[pd.DataFrame], links: pd.DataFrame) -> None:
        cells = pd.concat([each.assign(version=n) for n, each in enumerate(publications)], ignore_index=True)
        cells["var"] = cells.groupby([*KEY, "true_n", "true_d"], dropna=False, sort=False).ngroup()
        self.cells = cells.drop_duplicates("var").set_index("var")
        self.truth = self.cells["true_n"].to_numpy(float)
        self.most = self.cells["true_d"].fillna(FAR).clip(lower=self.truth).to_numpy(float)
        self.limit = np.where(self.cells["sensitivity"] >= 3, 9.0, 4.0)
        shown = cells["blank"] == ""
        latest = cells["version"] == cells["version"].max()
        self.known, self.now, could, before = (self._flags(cells[rows]) for rows in (
            shown, latest,
            latest & ~cells["origin"].isin(["published", "reference"])
            & ((cells["sensitivity"] >= 2) | ((cells["sensitivity"] == 1) & (cells["stratum"] != ""))),
            shown & ~latest,
        ))  # fmt: skip
        self.least = np.zeros(self.truth.size)
        ranged = cells.loc[~shown & cells["at_least"].notna(), "var"]
        self.least[ranged] = np.maximum(self.most[ranged] - self.limit[ranged], 0)
        self.could = ~self.known | (could & ~before)
        self.sums: set[frozenset[tuple[int, float]]] = set()
        self.pieces: list[tuple[np.ndarray, np.ndarray]] = []
        for _, version in cells.groupby("version"):
            self._groups(version)
            self._areas(version, links)
            self._periods(version)

    def _flags(self, rows: pd.DataFrame) -> np.ndarray:
        flags = np.zeros(self.truth.size, dtype=bool)
        flags[rows["var"]] = True
        return flags

    def _add(self, parts: Iterable[tuple[int, float]], total: int | None) -> None:
        self.sums.add(frozenset(parts) | (frozenset() if total is None else {(total, -1.0)}))

    def _groups(self, version: pd.DataFrame) -> None:
        """Groups of one dimension make up the wider group; all children are known at level 1 even where no row says so."""
        var = dict(zip(version[KEY].itertuples(index=False, name=None), version["var"], strict=True))
        parts = defaultdict(list)
        for (*place, stratum), cell in var.items():
            marks = stratum.split("|") if stratum else []
            for mark in marks:
                rest = "|".join(other for other in marks if other != mark)
                parts[(*place, rest), mark.split("=")[0]].append((cell, 1.0))
        for (wider, _), cells in parts.items():
            if wider in var or not wider[-1]:
                self._add(cells, var.get(wider))

    def _areas(self, version: pd.DataFrame, links: pd.DataFrame) -> None:
        slices = ["indicator", "period", "stratum"]
        by_kind = dict(iter(version.groupby("kind")))
        nothing = version.iloc[:0]
        former = by_kind.get("former", nothing).merge(links, left_on="code", right_on="former")
        todays = by_kind.get("commune", nothing).set_index([*slices, "code"])["var"]
        for key, rows in former.groupby([*slices, "today"]):
            if key in todays.index:
                self._add(zip(rows["var"], rows["weight"], strict=True), int(todays[key]))
        for below, above in (("commune", "province"), ("province", "country")):
            total = by_kind.get(above, nothing).set_index(slices)["var"]
            for key, rows in by_kind.get(below, nothing).groupby(slices):
                if key in total.index:
                    self._add(((cell, 1.0) for cell in rows["var"]), int(total[key]))

    def _periods(self, version: pd.DataFrame) -> None:
        """Counts that accumulate are sums of pieces of the year; states of the same day are the same state."""
        calendar = version[~version["period"].str.fullmatch(r"\d{4}-\d\d")]
        for (_, _, _, _, flow), rows in calendar.groupby(["indicator", "kind", "code", "stratum", "accumulates"]):
            if not flow:
                for _, same in rows.groupby(["ends_on", "true_n"]):
                    for one, other in zip(same["var"], same["var"].iloc[1:], strict=False):
                        self._add([(one, 1.0)], other)
                continue
            for _, year in rows.groupby(rows["period"].str[:4]):
                spans = [(_months(a) - 1, _months(b)) for a, b in zip(year["starts_on"], year["ends_on"], strict=True)]
                cuts = sorted({month for span in spans for month in span})
                inside = [[float(a <= x and y <= b) for x, y in zip(cuts, cuts[1:], strict=False)] for a, b in spans]
                if len(year) > 1:
                    self.pieces.append((year["var"].to_numpy(), np.array(inside)))

    def found(self, *, former_groups: bool = False) -> pd.DataFrame:
        """Hidden cells of the latest version with low, high, needed, and `broken`: closer than their level allows.

        needed: as docs/protection.md says, the limit of the level, or what is left when all is hidden that may be.
        former_groups: those of groups of children in former communes too, which are no figures that anybody decides on.
        """
        asked = self.now & ~self.known
        if not former_groups:
            asked &= ~((self.cells["kind"] == "former") & (self.cells["stratum"] != "")).to_numpy()
        low, high = self._bounds(~self.known, asked, self.least)
        close = asked & (_counts(low, high) < self.limit)
        widest = _counts(*self._bounds(self.could, close, np.zeros(low.size)))
        needed = np.where(close, np.minimum(self.limit, widest), self.limit)
        broken = close & (_counts(low, high) < needed)
        return self.cells.assign(low=low, high=high, needed=needed, broken=broken)[asked]

    def _bounds(self, unknown: np.ndarray, asked: np.ndarray, least: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        size = self.truth.size
        rows: list[tuple[list[tuple[int, float]], float]] = []
        for each in self.sums:
            free = [(cell, c) for cell, c in each if unknown[cell]]
            rows.append((free, sum(c * self.truth[cell] for cell, c in free)))
        following = size
        for cells, inside in self.pieces:
            if unknown[cells].any():
                true_pieces = inside @ nnls(inside, self.truth[cells])[0]
                for cell, made, covers in zip(cells, true_pieces, inside, strict=True):
                    pieces = [(following + k, -c) for k, c in enumerate(covers) if c]
                    own = [(int(cell), 1.0)] if unknown[cell] else []
                    rows.append((own + pieces, (self.truth[cell] if own else 0.0) - made))
                following += inside.shape[1]
        at = [(n, cell, c) for n, (terms, _) in enumerate(rows) for cell, c in terms]
        row, column, value = (np.array(each) for each in zip(*at, strict=True)) if at else (np.zeros(0, int),) * 3
        sums = csr_array((value, (row, column)), shape=(len(rows), following))
        right = np.array([total for _, total in rows])
        bottom = np.concatenate([least, np.zeros(following - size)])
        top = np.concatenate([self.most, np.full(following - size, FAR)])
        graph = coo_array((np.ones(row.size), (row, column + len(rows))), shape=(len(rows) + following,) * 2)
        label = connected_components(graph, directed=False)[1]
        low, high = self.truth.copy(), self.truth.copy()
        takes_part = np.concatenate([unknown, np.ones(following - size, dtype=bool)])
        for part in np.unique(label[len(rows) :][np.flatnonzero(asked & unknown)]):
            columns = np.flatnonzero((label[len(rows) :] == part) & takes_part)
            lines = np.flatnonzero(label[: len(rows)] == part)
            cells = columns[columns < size]
            equal = {"A_eq": sums[lines][:, columns], "b_eq": right[lines]} if lines.size else {}
            for place in np.flatnonzero(asked[cells]):
                for direction in (1.0, -1.0):
                    if high[cells[place]] - low[cells[place]] >= self.limit[cells[place]]:
                        break  # what was found for others shows that this one is free enough
                    cost = np.zeros(columns.size)
                    cost[place] = direction
                    solved = linprog(cost, bounds=np.column_stack([bottom[columns], top[columns]]), **equal)
                    assert solved.status == 0, solved.message
                    low[cells] = np.minimum(low[cells], solved.x[: cells.size])
                    high[cells] = np.maximum(high[cells], solved.x[: cells.size])
        return low, high


def _counts(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """How many whole counts beside the true one lie between."""
    return np.floor(high + 1e-6) - np.ceil(low - 1e-6)
