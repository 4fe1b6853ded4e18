"""The parts of a whole: groups that share out the people of a commune can't have more than all of them."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from base.texts import marked
from indicators import working_time
from indicators.findings import Level, Rule, joined
from indicators.intervals import Floats
from intake.checks.case import Case, Part
from intake.checks.figures import PARTS

_DIMENSIONS = {"ethnic": marked("ethnic group"), "sex": marked("sex"), working_time.DIMENSION: marked("working time")}
"""Names of the dimensions that reports have; another one is told by its key."""
# Full and part time share out the people in posts, not the norm or the children that they are held against.
_OF_NUMERATORS = {working_time.DIMENSION}

PARTS_OVER_WHOLE = Rule(
    "parts_over_whole",
    Level.ERROR,
    marked("The groups ({dimension}) add up to {sum}, more than the {whole} of all ({part})."),
    marked("Correct the groups or the whole. Until then neither is taken, since they contradict each other."),
)


def parts_over_whole(case: Case) -> pd.DataFrame:
    """Groups of one dimension that sum to more than the whole of the same area in the same file.

    Whether a numerator may exceed its denominator does not matter here: both sides count the same thing. Whole and groups
    are both refused: in force together they would give sums that nobody reported. A sum below the whole is no finding,
    because groups with nobody are left out of reports.
    """
    return joined(_of_dimension(case, numbers, name) for name, numbers in _dimensions(case.keys.strata))


def _dimensions(strata: list[str]) -> Iterator[tuple[str, list[int]]]:
    """Each dimension with the numbers of its groups; crossed groups ('ethnic=mong|sex=f') are parts of parts."""
    by_name: dict[str, list[int]] = {}
    for number, key in enumerate(strata):
        if key and "|" not in key:
            by_name.setdefault(key.partition("=")[0], []).append(number)
    yield from by_name.items()


def _of_dimension(case: Case, groups: list[int], dimension: str) -> pd.DataFrame:
    claims = case.evidence.claim[case.evidence.claim >= 0]
    stratum = case.keys.stratum[claims]
    parts, wholes = claims[np.isin(stratum, groups)], claims[case.whole[claims]]
    cell = _without_stratum(case)
    return joined(
        _of_part(case, parts, wholes, cell, figures, name, dimension)
        for name, figures in _both(case)
        if name == "numerator" or dimension not in _OF_NUMERATORS
    )


def _both(case: Case) -> tuple[tuple[Part, Floats], ...]:
    return ("numerator", case.numerator), ("denominator", case.denominator)


def _of_part(
    case: Case,
    parts: npt.NDArray[np.int64],
    wholes: npt.NDArray[np.int64],
    cell: npt.NDArray[np.int64],
    figures: Floats,
    name: Part,
    dimension: str,
) -> pd.DataFrame:
    sums = pd.Series(figures[parts]).groupby(cell[parts]).sum()
    whole = pd.Series(figures[wholes], index=cell[wholes]).reindex(sums.index)
    over = sums[sums >= whole + 0.5].index  # a whole that is not in the file is NaN
    involved = np.concatenate([parts, wholes])
    involved = involved[np.isin(cell[involved], over)]
    where = np.zeros(len(case.claims), dtype=bool)
    where[involved] = True
    told = {"sum": sums, "whole": whole}
    details = {key: series.reindex(cell).to_numpy() if len(over) else 0 for key, series in told.items()}
    return case.findings(
        PARTS_OVER_WHOLE,
        where,
        of=name,
        value=figures,
        dimension=_DIMENSIONS.get(dimension, dimension),
        part=PARTS[name],
        **details,
    )


def _without_stratum(case: Case) -> npt.NDArray[np.int64]:
    """One number per indicator, area, collection and period, whatever the group."""
    keys = case.keys
    periods = max(len(keys.periods), 1)
    of_everybody = keys.slice - keys.stratum * len(keys.sources) * periods
    return keys.area * len(keys.indicators) * len(keys.strata) * len(keys.sources) * periods + of_everybody
