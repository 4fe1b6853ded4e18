"""Clusters on the map: communes whose value, together with that of their neighbours, chance would hardly bring about.

Local Moran's I (Anselin 1995) on rates standardised by empirical Bayes (Assunção and Reis 1999), judged by conditional
permutation and with the false discovery rate held at 5 % over all communes (Benjamini and Hochberg 1995). The same as
`Moran_Local_Rate` of PySAL's esda, which the tests compare with; docs/decisions.md says why it isn't imported.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.catalogue import Indicator
from indicators.intervals import Floats
from indicators.smoothing import figures, standardised

# Enough to tell apart up to 250 communes: the least probability, 2 in 10,000, must lie below 5 % divided by their number.
PERMUTATIONS = 9_999
FALSE_DISCOVERIES = 0.05
LEAST = 20
"""So many communes with figures are needed: with fewer, a test that allows for all of them finds next to nothing."""

_SEED = 20250701
# Sums of the same numbers in another order differ by so little; they are ties.
_SAME = 1e-12

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


def local_moran(
    rates: Floats, around: Sequence[Sequence[int]], *, permutations: int = PERMUTATIONS, seed: int = _SEED
) -> pd.DataFrame:
    """Local Moran's I of `rates`, a row each: own (standardised), around (mean of the neighbours), moran, p.

    around: the places of the neighbours of each rate, all of equal weight. A NaN is nobody's neighbour; own, around,
    moran and p are NaN for it, and for one whose neighbours all are (an island among them). p: two-sided; how often the
    neighbours, drawn at random from all other rates, have a mean as far out as theirs, the drawing that was observed
    counted in (Phipson and Smyth 2010), so never 0. Raises ValueError if all rates are equal.
    """
    known = np.flatnonzero(~np.isnan(rates))
    values = rates[known]
    if not len(values) or np.ptp(values) < _SAME:
        raise ValueError("no rates that differ")
    own = (values - values.mean()) / values.std()
    place = np.full(len(rates), -1)
    place[known] = np.arange(len(known))
    beside = [[place[each] for each in around[i] if place[each] >= 0] for i in known.tolist()]
    most = max((len(each) for each in beside), default=0)
    # Who stands beside whom in each permutation; the same draws serve all, as each is tested against its own others.
    draws = _draws(len(own) - 1, most, permutations, seed)
    scale = (len(own) - 1) / len(own)
    columns = {name: np.full(len(rates), np.nan) for name in ("own", "around", "moran", "p")}
    for i, those in enumerate(beside):
        if those:
            mean = float(own[those].mean())
            drawn = np.delete(own, i)[draws[:, : len(those)]].mean(axis=1)
            tails = (drawn >= mean - _SAME).sum(), (drawn <= mean + _SAME).sum()
            p = min(1.0, 2 * (min(tails) + 1) / (permutations + 1))
            for name, value in zip(columns, (own[i], mean, scale * own[i] * mean, p), strict=True):
                columns[name][known[i]] = value
    return pd.DataFrame(columns)


def places(codes: Sequence[str], neighbours: Neighbours) -> list[list[int]]:
    """`neighbours` of each of `codes` as places among them; those that are not among them are left out."""
    at = {code: i for i, code in enumerate(codes)}
    return [[at[each] for each in neighbours.get(code, ()) if each in at] for code in codes]


def _draws(population: int, size: int, times: int, seed: int) -> npt.NDArray[np.int32]:
    """`size` different numbers below `population` in random order, `times` over."""
    everyone = np.tile(np.arange(population, dtype=np.int32), (times, 1))
    return np.random.default_rng(seed).permuted(everyone, axis=1)[:, :size]


def _rates(measured: pd.DataFrame, indicator: Indicator) -> Floats:
    return standardised(*figures(measured), indicator)
