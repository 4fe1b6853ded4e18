"""200 random databases, as cells: the protector's answer is attacked with all periods, geographies, groups and versions."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.disclosure import rules
from indicators.disclosure.audit import attacked
from indicators.disclosure.solve import solve
from tests.unit.disclosure_cells import KNOWN, MEMBERS, PROVINCE, cell, cells

_STOCK, _FLOW = (2, 3, 1), (4, 5, 6, 7, 1)  # halves or quarters of the year, and the year
_GROUPS = (1, 2, 3)


def database(rng: np.random.Generator, *, sensitivity: int, versions: int) -> pd.DataFrame:
    """CELLS of one indicator: four communes made of five, by period and group; later versions correct some of them."""
    flow = sensitivity == 2 and rng.random() < 0.5
    periods = _FLOW if flow else _STOCK if sensitivity == 2 else (1,)
    scale = rng.choice([8, 30, 120])
    former = MEMBERS["source_id"].unique()
    counts = {
        (area, period): rng.poisson(scale * rng.random(3)[:, None] * np.array([rng.choice([0.9, 0.5]), 0.06]))
        for area in former
        for period in periods[:-1] or (1,)
    }
    rows = []
    for state in range(versions):
        if state:
            changed = list(counts)[rng.integers(len(counts))]
            counts[changed] = np.maximum(counts[changed] + rng.integers(-3, 4, (3, 2)), 0)
        rows += _rows(counts, periods, flow=flow, state=versions - 1 - state, sensitivity=sensitivity)
    return cells(*rows)


def _rows(counts: dict, periods: tuple[int, ...], *, flow: bool, state: int, sensitivity: int) -> list[dict]:
    whole = dict(counts)
    for area in MEMBERS["source_id"].unique():
        parts = [counts[area, period] for period in periods[:-1] or (1,)]
        whole[area, 1] = np.sum(parts, axis=0) if flow else parts[-1]
    rows = []
    for period in periods:
        today = {t: np.zeros((3, 2)) for t in MEMBERS["target_id"].unique()}
        for source, target, weight in zip(MEMBERS["source_id"], MEMBERS["target_id"], MEMBERS["weight"], strict=True):
            today[target] = today[target] + weight * whole[source, period]
        for area, table in [*today.items(), (PROVINCE, sum(today.values()))]:
            for stratum in (0, *_GROUPS) if period == 1 else (0,):
                counted, left_out = table.sum(axis=0) if stratum == 0 else table[stratum - 1]
                if stratum == 0 and sensitivity == 1:
                    continue
                rows.append(
                    cell(area, counted, counted + left_out, stratum=stratum, period=period, state=state,
                         sensitivity=sensitivity, accumulates=flow, worth=bool(counted > 60))
                )  # fmt: skip
        if sensitivity == 2:
            rows += [
                cell(area, *(np.array([1, 1]) * 0 + [whole[area, period][:, 0].sum(), whole[area, period].sum()]),
                     period=period, state=state, accumulates=flow)
                for area in MEMBERS["source_id"].unique()
            ]  # fmt: skip
    return rows


def protected(frame: pd.DataFrame, protector) -> pd.DataFrame:
    """`frame` as published: version after version, each solved with all before it known."""
    shown = frame.iloc[:0]
    for state in sorted(frame["state"].unique(), reverse=True):
        now = frame[frame["state"] == state].assign(state=0)
        both = pd.concat([now, shown], ignore_index=True)
        solved = protector(both)
        now = both.loc[solved.index].assign(hidden=solved["hidden"], range=solved["range"])
        shown = pd.concat([now.assign(state=state), shown], ignore_index=True)
    return shown


def small_only(frame: pd.DataFrame) -> pd.DataFrame:
    """A deliberately weak protector: small cells and nothing else."""
    now = frame[frame["state"] == 0]
    return pd.DataFrame({"hidden": rules.primary(now), "range": False}, index=now.index)


# Twenty databases at a time: nothing hangs together across indicators, and a frame costs the same for one or twenty.
_AT_ONCE, _EXAMPLES = 20, 10


@settings(max_examples=_EXAMPLES)
@given(
    kinds=st.lists(
        st.tuples(st.integers(0, 2**32 - 1), st.sampled_from([1, 2, 3]), st.integers(1, 3)),
        min_size=_AT_ONCE, max_size=_AT_ONCE,
    )
)  # fmt: skip
def test_no_hidden_cell_of_a_random_database_is_broken(kinds):
    frame = pd.concat(
        [
            database(np.random.default_rng(seed), sensitivity=sensitivity, versions=versions).assign(
                indicator_id=number
            )
            for number, (seed, sensitivity, versions) in enumerate(kinds)
        ],
        ignore_index=True,
    )
    shown = protected(frame, lambda each: solve(each, KNOWN))
    small = rules.primary(shown) & (shown["state"] == 0)
    assert shown.loc[small, "hidden"].all()
    found = attacked(shown, KNOWN)
    # What an earlier version showed with the same count is lost; the solver says so by asking for nothing.
    fresh = found[found["needed"] > 0]
    assert not fresh["broken"].any(), fresh[fresh["broken"]].to_string()


def test_the_attacker_breaks_a_protector_that_hides_small_cells_only():
    number = 30
    frame = pd.concat(
        [
            database(np.random.default_rng(seed), sensitivity=1 + seed % 2, versions=1).assign(indicator_id=seed)
            for seed in range(number)
        ],
        ignore_index=True,
    )
    found = attacked(protected(frame, small_only), KNOWN)
    assert found.groupby("indicator_id")["broken"].any().sum() > number / 2
