"""A numerator that is another indicator's denominator (children in special circumstances, those of them supported)."""

import numpy as np
import pandas as pd

from indicators.disclosure.audit import attacked
from indicators.disclosure.solve import solve
from tests.unit.disclosure_cells import CHILDREN, KNOWN, PROVINCE, SUPPORTED, cell, cells


def both(children: list[int], supported: list[int], people: int = 900) -> pd.DataFrame:
    """CELLS of communes 1, 2, … and the province for the two indicators."""
    areas = [*range(1, len(children) + 1), PROVINCE]
    rows = []
    for area, counted, helped in zip(areas, [*children, sum(children)], [*supported, sum(supported)], strict=True):
        whole = people * (len(children) if area == PROVINCE else 1)
        rows.append(cell(area, counted, whole, indicator_id=CHILDREN))
        rows.append(cell(area, helped, counted, indicator_id=SUPPORTED, worth=True))
    return cells(*rows)


def hidden_of(frame: pd.DataFrame, indicator: int) -> list[int]:
    solved = solve(frame, KNOWN)
    rows = frame.loc[solved.index[solved["hidden"]]]
    return rows.loc[rows["indicator_id"] == indicator, "area_id"].tolist()


def test_where_children_are_hidden_so_are_those_supported():
    # Commune 1 has 3 children; another commune hides with it, and its 40 would stand as a denominator.
    frame = both([3, 40, 55, 70], [0, 20, 30, 35])
    children, supported = hidden_of(frame, CHILDREN), hidden_of(frame, SUPPORTED)
    assert 1 in children
    assert len(children) == 2
    assert set(children) <= set(supported)


def test_no_range_is_offered_there_since_it_would_tell_how_many_children_there_are():
    # In every commune 2 are not supported: ranges, were it not for the children hidden in commune 1 and one more.
    frame = both([3, 200, 210, 220], [1, 198, 208, 218])
    solved = solve(frame, KNOWN)
    shown = frame.loc[solved.index].assign(hidden=solved["hidden"], range=solved["range"])
    supported = shown[(shown["indicator_id"] == SUPPORTED) & (shown["area_id"] != PROVINCE)]
    assert supported["hidden"].all()
    where_hidden = supported["area_id"].isin(hidden_of(frame, CHILDREN))
    assert where_hidden.sum() == 2
    assert not supported.loc[where_hidden, "range"].any()
    assert supported.loc[~where_hidden, "range"].all()


def test_the_attacker_reads_denominators():
    frame = both([3, 40, 55, 70], [0, 20, 30, 35])
    solved = solve(frame, KNOWN)
    frame.loc[solved.index, "hidden"] = solved["hidden"]
    frame.loc[solved.index, "range"] = solved["range"]
    assert not attacked(frame, KNOWN)["broken"].any()
    careless = frame.assign(hidden=frame["hidden"] & (frame["indicator_id"] == CHILDREN))
    assert attacked(careless, KNOWN)["broken"].any()


def test_random_pairs_hold():
    rng = np.random.default_rng(7)
    frames = []
    for _ in range(12):
        children = rng.poisson(rng.choice([4, 12, 60]), 6)
        frames.append(both(children.tolist(), rng.binomial(children, 0.85).tolist()))
    for frame in frames:
        solved = solve(frame, KNOWN)
        frame.loc[solved.index, ["hidden", "range"]] = solved[["hidden", "range"]]
        assert not attacked(frame, KNOWN)["broken"].any()


def test_what_a_denominator_told_before_is_known():
    frame = both([30, 40, 55, 70], [20, 20, 30, 35])
    earlier = frame.assign(state=1)
    earlier["hidden"] = earlier["indicator_id"] == CHILDREN
    now = frame.copy()
    both_versions = pd.concat([now, earlier], ignore_index=True)
    solved = solve(both_versions, KNOWN)
    assert not solved["hidden"].any()
    # Hidden now, the 30 of commune 1 are known from the version in which they stood as a denominator.
    both_versions.loc[0, "hidden"] = True
    assert attacked(both_versions, KNOWN).loc[0, "broken"]
