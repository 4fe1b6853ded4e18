"""Who borders whom, and the outline of all, from shared edges on the grid."""

from collections import defaultdict

import numpy as np

from geo.grid import Ring
from geo.paths import Ints


def _edges(rings: list[Ring]) -> tuple[Ints, Ints, Ints]:
    """All directed edges: start node, end node, unit. A node is a grid point as one number."""
    starts, ends, units = [], [], []
    for ring in rings:
        # Points may lie a little outside the grid (diamonds of tiny islands): the offset keeps nodes positive.
        nodes = ((ring.xy[:, 1] + 8) << 32) | (ring.xy[:, 0] + 8)
        starts.append(nodes)
        ends.append(np.roll(nodes, -1))
        units.append(np.full(len(nodes), ring.unit, dtype=np.int64))
    return np.concatenate(starts), np.concatenate(ends), np.concatenate(units)


def _point(node: int) -> tuple[int, int]:
    return (node & 0xFFFFFFFF) - 8, (node >> 32) - 8


def neighbours(rings: list[Ring], count: int) -> list[list[int]]:
    """For each of `count` units the units that share an edge with it, ascending. A common point alone is no border."""
    starts, ends, units = _edges(rings)
    low, high = np.minimum(starts, ends), np.maximum(starts, ends)
    order = np.lexsort((units, high, low))
    low, high, units = low[order], high[order], units[order]
    found: list[set[int]] = [set() for _ in range(count)]
    same = (low[1:] == low[:-1]) & (high[1:] == high[:-1]) & (units[1:] != units[:-1])
    for i in np.flatnonzero(same).tolist():
        one, other = int(units[i]), int(units[i + 1])
        found[one].add(other)
        found[other].add(one)
    return [sorted(each) for each in found]


def outline(rings: list[Ring]) -> list[Ints]:
    """The border of the union as rings: edges that no second unit walks in the other direction."""
    starts, ends, _ = _edges(rings)
    net: dict[tuple[int, int], int] = defaultdict(int)
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if start < end:
            net[start, end] += 1
        else:
            net[end, start] -= 1
    onward: dict[int, list[int]] = defaultdict(list)
    for (low, high), times in net.items():
        for _ in range(abs(times)):
            start, end = (low, high) if times > 0 else (high, low)
            onward[start].append(end)
    return _closed_walks(onward)


def _closed_walks(onward: dict[int, list[int]]) -> list[Ints]:
    """Rings that use each edge once. As many edges leave a node as reach it, so every walk comes home."""
    found = []
    for first in list(onward):
        while onward[first]:
            walk = [first]
            while (here := onward[walk[-1]].pop()) != first:
                walk.append(here)
            if len(walk) >= 3:
                found.append(np.array([_point(node) for node in walk], dtype=np.int64))
    return found
