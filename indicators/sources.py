"""Figures of a survey and figures of registers and reports: two ways to count the same thing, which can't be joined or compared.

A survey asks a sample and applies its own questions; a register counts whom it knows. What a publication prints of a register
counts as the register's: only the kind 'survey' stands apart.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from indicators.periods import parse

SURVEY = "survey"
MIXED = "mixed"
"""In place of one kind where a sum holds figures of several."""


def kind_of_all(kinds: Iterable[str]) -> str:
    """The one kind of source of several figures; MIXED if they differ, '' if there is none."""
    found = {str(kind) for kind in kinds} - {""}
    return min(found) if len(found) == 1 else MIXED if found else ""


def from_surveys(rows: pd.DataFrame) -> np.ndarray:
    """Which rows of VALUES or MEASURED come from a survey; none in a frame that doesn't know its sources."""
    if "source_kind" not in rows:
        return np.zeros(len(rows), dtype=bool)
    return np.asarray(rows["source_kind"].to_numpy(object) == SURVEY, dtype=bool)


def has_figure(rows: pd.DataFrame) -> np.ndarray:
    """Which rows of VALUES have a figure: counts, or a value that was stated without them."""
    counted = ~np.isnan(rows["numerator"].to_numpy(float))
    stated = ~np.isnan(rows["value"].to_numpy(float)) if "value" in rows else np.zeros(len(rows), dtype=bool)
    known: np.ndarray = counted | stated
    return known


def way(kind: str) -> str:
    """How a figure was counted: SURVEY, MIXED, or '' in any other way. Only figures of the same way compare."""
    return kind if kind in (SURVEY, MIXED) else ""


def changes_of_way(ways: Iterable[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Where the way of counting changes: the period's code -> the ways before and from it on. ways: code and `way`, ascending."""
    ordered = list(ways)
    pairs = zip(ordered, ordered[1:], strict=False)
    return {code: (before, after) for (_, before), (code, after) in pairs if before != after}


def changes_in(history: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """`changes_of_way` of VALUES (or GROUPS) of one area, or of areas that are summed together: then a period of both is MIXED.

    Periods without a figure say nothing, and so does a frame that doesn't know its sources.
    """
    if "source_kind" not in history:
        return {}
    of_period: dict[str, set[str]] = {}
    for code, kind, known in zip(history["period"], history["source_kind"], has_figure(history), strict=True):
        if known:
            of_period.setdefault(str(code), set()).add(way(str(kind)))
    ways = {code: min(own) if len(own) == 1 else MIXED for code, own in of_period.items()}
    return changes_of_way((code, ways[code]) for code in sorted(ways, key=parse))


def source_breaks(history: pd.DataFrame) -> tuple[str, ...]:
    """The first period after each change between survey and other figures, ascending: there a line begins anew.

    history: as for `changes_in`. The first period breaks nothing, since there is nothing before it.
    """
    return tuple(changes_in(history))
