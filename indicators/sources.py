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
    return (rows["source_kind"] == SURVEY).to_numpy(bool)


def has_figure(rows: pd.DataFrame) -> np.ndarray:
    """Which rows of VALUES have a figure: counts, or a value that was stated without them."""
    stated = rows["value"].notna().to_numpy() if "value" in rows else np.zeros(len(rows), dtype=bool)
    return rows["numerator"].notna().to_numpy() | stated


def source_breaks(history: pd.DataFrame) -> tuple[str, ...]:
    """The first period after each change between survey and other figures, ascending: there a line begins anew.

    history: VALUES of one area, or of areas that are summed together: then a period of both differs from one of either.
    Periods without a figure say nothing. The first period breaks nothing, since there is nothing before it.
    """
    known = has_figure(history)
    surveyed = from_surveys(history)[known]
    ways: dict[str, set[bool]] = {}
    for code, survey in zip(history.loc[known, "period"], surveyed, strict=True):
        ways.setdefault(str(code), set()).add(bool(survey))
    ordered = sorted(ways, key=parse)
    return tuple(code for before, code in zip(ordered, ordered[1:], strict=False) if ways[before] != ways[code])
