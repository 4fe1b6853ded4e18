"""Sums over time: what the periods of a year tell of each other, also where one of them was not reported.

Counts that accumulate are cut into pieces of the year, as fine as the periods that a place has reported. A period is the
sum of its pieces; a piece that no period covers by itself is a rest, which nobody published and which cannot be negative:
of 7 in the year and 5 in the fourth quarter at most 2 were in the third. States are equal on the same last day.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.disclosure.reach import EPSILON
from indicators.intervals import Floats
from indicators.periods import Kind, Period

RESTS = ["value", "most"]
"""A row per rest, numbered from the number of cells on: its count, and the most that it can be (its denominator, or inf)."""

_PLACE = ["indicator_id", "stratum_id", "area_id", "state"]
_TERMS = {"key": "int64", "cell": "int64", "coefficient": "float64"}


@dataclass(frozen=True)
class _Pieces:
    """How periods overlap. sums: (whole, its parts that are periods, its rests), places in the list of periods.

    rests: one row per rest, its count as a sum of those of the periods; None where they do not tell it.
    """

    sums: tuple[tuple[int, tuple[int, ...], tuple[int, ...]], ...]
    rests: Floats | None


def over_time(cells: pd.DataFrame, periods: dict[int, Period]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Terms (key, cell, coefficient; a key per sum) and RESTS of cells: the keys of a cell and period_id, numerator, denominator,
    accumulates, cell (0 … n − 1).
    """
    school = [key for key, period in periods.items() if period.kind is Kind.SCHOOL_YEAR]
    there = cells[~cells["period_id"].isin(school)]
    flows = there[there["accumulates"].to_numpy(bool)]
    counted, rests = _of_flows(flows, periods, len(cells))
    same = _of_states(there[~there["accumulates"].to_numpy(bool)], periods)
    same["key"] += int(counted["key"].max()) + 1 if len(counted) else 0
    return pd.concat([counted, same], ignore_index=True), rests


def _of_states(states: pd.DataFrame, periods: dict[int, Period]) -> pd.DataFrame:
    """The same state at the same day, stated twice; where reports disagree nobody knows the one from the other."""
    day = states["period_id"].map({key: period.ends_on for key, period in periods.items()})
    same = states.assign(day=day).groupby([*_PLACE, "day", "numerator"], sort=False)["cell"]
    after = same.shift(-1)
    both = after.notna().to_numpy()
    first, second = states["cell"].to_numpy()[both], after[both].to_numpy(np.int64)
    return pd.DataFrame(
        {
            "key": np.tile(np.arange(first.size), 2),
            "cell": np.concatenate([first, second]),
            "coefficient": np.repeat([1.0, -1.0], first.size),
        }
    ).astype(_TERMS)


def _of_flows(flows: pd.DataFrame, periods: dict[int, Period], first_rest: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    keys: list[npt.NDArray[np.int64]] = []
    columns: list[npt.NDArray[np.int64]] = []
    signs: list[Floats] = []
    rests: list[pd.DataFrame] = []
    following, sums = first_rest, 0

    def put(key: npt.NDArray[np.int64], column: npt.NDArray[np.int64], sign: float) -> None:
        keys.append(key)
        columns.append(column)
        signs.append(np.full(key.size, sign))

    for pattern, group in _by_pattern(flows, periods):
        pieces = _pieces([periods[key] for key in pattern])
        cell, count, people = (
            group[name].to_numpy().reshape(-1, len(pattern)) for name in ("cell", "numerator", "denominator")
        )
        value, most, agrees = _rests(pieces, count.astype(float), people.astype(float))
        number = following + np.arange(value.size).reshape(value.shape)
        for whole, parts, left in pieces.sums:
            sure = agrees if left else np.ones(len(cell), dtype=bool)
            key = sums + np.arange(int(sure.sum()))
            put(key, cell[sure, whole], -1.0)
            for part in parts:
                put(key, cell[sure, part], 1.0)
            for rest in left:
                put(key, number[sure, rest], 1.0)
            sums += key.size
        following += value.size
        rests.append(pd.DataFrame({"value": value.ravel(), "most": most.ravel()}))
    if not rests:
        return pd.DataFrame(columns=list(_TERMS)).astype(_TERMS), pd.DataFrame(columns=RESTS, dtype=float)
    terms = pd.DataFrame(
        {"key": np.concatenate(keys), "cell": np.concatenate(columns), "coefficient": np.concatenate(signs)}
    ) if keys else pd.DataFrame(columns=list(_TERMS))  # fmt: skip
    return terms.astype(_TERMS), pd.concat(rests, ignore_index=True)


def _by_pattern(flows: pd.DataFrame, periods: dict[int, Period]) -> Iterator[tuple[tuple[int, ...], pd.DataFrame]]:
    """Places and years that have the same periods, at least two, together; rows by place, then period."""
    year = flows["period_id"].map({key: period.year for key, period in periods.items()})
    ordered = flows.assign(year=year).sort_values([*_PLACE, "year", "period_id"], kind="stable")
    place = ordered.groupby([*_PLACE, "year"], sort=False).ngroup()
    pattern = place.map(ordered.groupby(place)["period_id"].agg(tuple))
    for which, rows in ordered.groupby(pattern, sort=False):
        if len(which) > 1:
            yield which, rows


def _pieces(periods: list[Period]) -> _Pieces:
    spans = [(period.starts_on.month - 1, period.ends_on.month) for period in periods]
    covering = [frozenset(n for n, (a, b) in enumerate(spans) if a <= month < b) for month in range(12)]
    pieces = [each for each in dict.fromkeys(covering) if each]
    by_piece: dict[frozenset[int], int] = {}
    for number in range(len(periods)):
        inside = [each for each in pieces if number in each]
        if len(inside) == 1:
            by_piece.setdefault(inside[0], number)
    left = [each for each in pieces if each not in by_piece]
    sums = []
    for number in range(len(periods)):
        parts = tuple(by_piece[each] for each in pieces if number in each and each in by_piece)
        if parts != (number,):
            rests = tuple(place for place, each in enumerate(left) if number in each)
            sums.append((number, parts, rests))
    return _told(tuple(sums), len(left), len(periods))


def _told(sums: tuple[tuple[int, tuple[int, ...], tuple[int, ...]], ...], rests: int, periods: int) -> _Pieces:
    """The rests from the sums that hold them; without them where they stay open, as no bound follows then."""
    holding = np.zeros((len(sums), rests))
    told = np.zeros((len(sums), periods))
    for row, (whole, parts, left) in enumerate(sums):
        holding[row, list(left)] = 1.0
        told[row, whole] += 1.0
        told[row, list(parts)] -= 1.0
    if np.linalg.matrix_rank(holding) < rests:
        return _Pieces(tuple(each for each in sums if not each[2]), None)
    return _Pieces(sums, np.linalg.pinv(holding) @ told if rests else np.zeros((0, periods)))


def _rests(pieces: _Pieces, count: Floats, people: Floats) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
    """Count and most of each rest (columns) by place (rows), and where they agree with the reports."""
    if pieces.rests is None or not pieces.rests.size:
        nothing = np.zeros((len(count), 0))
        return nothing, nothing, np.ones(len(count), dtype=bool)
    value, whole = count @ pieces.rests.T, people @ pieces.rests.T
    most = np.where(np.isnan(whole), np.inf, whole)
    agrees = ((value >= -EPSILON) & (value <= most + EPSILON)).all(axis=1)
    for number, parts, left in pieces.sums:
        if left:
            missing = count[:, number] - count[:, list(parts)].sum(axis=1) - value[:, list(left)].sum(axis=1)
            agrees &= np.abs(missing) < EPSILON
    value = np.clip(value, 0.0, most.clip(0.0))
    return value, np.asarray(most.clip(0.0)), np.asarray(agrees, dtype=bool)
