"""Clusters on the map: communes whose value, together with that of their neighbours, chance would hardly bring about.

Local Moran's I (Anselin 1995) on rates standardised by empirical Bayes (Assunção and Reis 1999), judged by conditional
permutation and with the false discovery rate held at 5 % over all communes (Benjamini and Hochberg 1995). The same as
`Moran_Local_Rate` of PySAL's esda, which the tests compare with; docs/decisions.md says why it isn't imported. Permutations
are not drawn but counted, all of them: a drawn probability near the limit marks other communes with another seed.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.catalogue import Indicator
from indicators.intervals import Floats
from indicators.smoothing import figures, standardised

FALSE_DISCOVERIES = 0.05
LEAST = 20
"""So many communes with figures are needed: with fewer, a test that allows for all of them finds next to nothing."""

# Rates differ if they do by more than the noise of floating point.
_SAME = 1e-12
# The steps that the range of the rates is cut into, so that sums of neighbours can be counted; fewer where the table of counts
# would have more cells than this, for memory (8 bytes each), or cost more additions, for time.
_STEPS = 2**14
_CELLS = 2**22
_ADDITIONS = 2**28

Neighbours = Mapping[str, Sequence[str]]


def refusal(measured: pd.DataFrame, indicator: Indicator) -> str:
    """Why no clusters are looked for in MEASURED; '' if they are.

    province_only; no_denominator; yes_or_no (each commune counts as one, so it has no rate); counted (all there are, so chance has no part in it); few; equal.
    """
    if indicator.province_only:
        return "province_only"
    if not indicator.is_rate:
        return "no_denominator"
    if indicator.yes_or_no:
        return "yes_or_no"
    if not indicator.has_interval:
        return "counted"
    known = _rates(measured, indicator)
    known = known[~np.isnan(known)]
    if len(known) < LEAST:
        return "few"
    return "equal" if np.ptp(known) < _SAME else ""


def clusters(measured: pd.DataFrame, indicator: Indicator, neighbours: Neighbours) -> pd.Series:
    """What each commune of MEASURED is, on its index: high_high (high among high), low_low, high_low, low_high, none.

    '' where it was not tested: it has no figure, or none of its neighbours has. All '' where there is a `refusal`.
    neighbours: for each code the codes around it. The same figures give the same clusters, always.
    """
    found = pd.Series("", index=measured.index, dtype=object)
    if refusal(measured, indicator):
        return found
    tested = local_moran(_rates(measured, indicator), places(list(measured["code"]), neighbours))
    known = tested["p"].notna().to_numpy()
    if not known.any():
        return found
    from scipy.stats import false_discovery_control  # as in `indicators.funnel`

    sure = false_discovery_control(tested.loc[known, "p"]) <= FALSE_DISCOVERIES
    own, around = (np.where(tested.loc[known, column] > 0, "high", "low") for column in ("own", "around"))
    found[known] = np.where(sure, own.astype(object) + "_" + around.astype(object), "none")
    return found


def local_moran(rates: Floats, around: Sequence[Sequence[int]]) -> pd.DataFrame:
    """Local Moran's I of `rates`, a row each: own (standardised), around (mean of the neighbours), moran, p.

    around: the places of the neighbours of each rate, all of equal weight. A NaN is nobody's neighbour; own, around,
    moran and p are NaN for it, and for one whose neighbours all are (an island among them). p: two-sided; the part of all
    choices of as many neighbours from all other rates whose mean is as far out as theirs, the observed one among them, so
    never 0. Rates count as the nearest of `_STEPS`, and sums that rounding may have parted count as equal: p is never
    below that of the rates themselves. Raises ValueError if all rates are equal.
    """
    known = np.flatnonzero(~np.isnan(rates))
    values = rates[known]
    if not len(values) or np.ptp(values) < _SAME:
        raise ValueError("no rates that differ")
    own = (values - values.mean()) / values.std()
    place = np.full(len(rates), -1)
    place[known] = np.arange(len(known))
    beside = [[place[each] for each in around[i] if place[each] >= 0] for i in known.tolist()]
    p = _probabilities(own, beside)
    scale = (len(own) - 1) / len(own)
    columns = {name: np.full(len(rates), np.nan) for name in ("own", "around", "moran", "p")}
    for i, those in enumerate(beside):
        if those:
            mean = float(own[those].mean())
            for name, value in zip(columns, (own[i], mean, scale * own[i] * mean, p[i]), strict=True):
                columns[name][known[i]] = value
    return pd.DataFrame(columns)


def places(codes: Sequence[str], neighbours: Neighbours) -> list[list[int]]:
    """`neighbours` of each of `codes` as places among them; those that are not among them are left out."""
    at = {code: i for i, code in enumerate(codes)}
    return [[at[each] for each in neighbours.get(code, ()) if each in at] for code in codes]


def _probabilities(own: Floats, beside: Sequence[Sequence[int]]) -> Floats:
    """How probable a sum as far out as that of its neighbours is for each, two-sided; NaN where it has none.

    A choice of many is what it leaves over, so that no more than half of the others are ever added up.
    """
    others = len(own) - 1
    sizes = [min(len(those), others - len(those)) for those in beside]
    most = max(sizes)
    steps = min(_STEPS, _CELLS // (most + 1) ** 2, _ADDITIONS // (len(own) * (most + 1) ** 2))
    at = np.rint((own - own.min()) / np.ptp(own) * steps).astype(int)
    ways = _ways(at, most, steps)
    found = np.full(len(own), np.nan)
    for i, (those, size) in enumerate(zip(beside, sizes, strict=True)):
        if those:
            chosen = int(at[list(those)].sum())
            observed = chosen if size == len(those) else int(at.sum() - at[i]) - chosen
            # Each rate lies up to half a step beside its own place, so two sums of equal rates up to `size` steps apart.
            without = _ways_without(ways, int(at[i]), size)
            tails = without[: observed + size + 1].sum(), without[max(0, observed - size) :].sum()
            found[i] = min(1.0, 2 * min(tails) / without.sum())
    return found


def _ways(at: npt.NDArray[np.int_], most: int, steps: int) -> Floats:
    """In how many ways each number of values `at` (0 to `steps`) adds up to each sum: numbers 0 to `most` × sums 0 to most · steps."""
    ways = np.zeros((most + 1, most * steps + 1))
    ways[0, 0] = 1
    for value in at.tolist():
        for number in range(most, 0, -1):
            width = (number - 1) * steps + 1
            ways[number, value : value + width] += ways[number - 1, :width]
    return ways


def _ways_without(ways: Floats, value: int, size: int) -> Floats:
    """Of `size` values, all but one that is `value`: the ways that hold it are those of one fewer without it, `value` further on."""
    without = ways[0, :1]
    steps = (ways.shape[1] - 1) // (len(ways) - 1) if size else 0
    for number in range(1, size + 1):
        fewer, without = without, ways[number, : number * steps + 1].copy()
        without[value : value + len(fewer)] -= fewer
    return without


def _rates(measured: pd.DataFrame, indicator: Indicator) -> Floats:
    return standardised(*figures(measured), indicator)
