"""Measures over all groups of a grouping, each as a function of values whose last axis is the groups.

value: in the indicator's unit, NaN for groups without a figure. share: their part of the people, 0 there; adds to 1.
The formulas are those of healthequal 1.0.1 (R/bgv.R, bgsd.R, covar.R, mdmu.R, mdmw.R, mdbu.R, mdbw.R, mdru.R, mdrw.R, idisu.R,
idisw.R, ti.R, mld.R) and of Schlotheuber & Hosseinpoor (2022), table 2. Where all is NaN or a mean is 0 the result is NaN.
"""

import numpy as np

from indicators.equity.cells import Cells
from indicators.intervals import Floats


def mean(value: Floats, share: Floats) -> Floats:
    """The average weighted by people; last axis kept, so that it can be taken from `value`."""
    return np.asarray(np.nansum(share * value, axis=-1, keepdims=True), float)


def best(value: Floats, sign: Floats) -> Floats:
    """The best value by `sign` (1 the highest, −1 the lowest, by unit); last axis kept, NaN where neither is best."""
    oriented = np.where(np.isnan(value), -np.inf, value * sign[:, None]).max(axis=-1, keepdims=True)
    return np.where((sign == 0)[:, None] | np.isinf(oriented), np.nan, oriented * sign[:, None])


def _unweighted(distance: Floats) -> Floats:
    count = (~np.isnan(distance)).sum(axis=-1)
    total = np.nansum(distance, axis=-1)
    return np.asarray(np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0), float)


def over_mean(distance: Floats, average: Floats) -> Floats:
    """`distance` in per cent of the average; NaN where that is 0."""
    return np.asarray(np.divide(100 * distance, average, out=np.full_like(distance, np.nan), where=average > 0), float)


def distances(value: Floats, cells: Cells) -> dict[str, Floats]:
    """The measures that add up distances, of `value` (units × groups) with the people of `cells`."""
    share = cells.share
    mu = mean(value, share)
    average = mu[..., 0]
    from_mean = np.abs(value - mu)
    from_best = np.abs(value - best(value, cells.sign))
    from_largest = np.abs(value - np.take_along_axis(value, _placed(cells.reference, value), axis=-1))
    mdmu, mdmw = _unweighted(from_mean), np.nansum(share * from_mean, axis=-1)
    return {
        "MDMU": mdmu,
        "MDMW": mdmw,
        "MDBU": _unweighted(from_best),
        "MDBW": np.where(cells.sign == 0, np.nan, np.nansum(share * from_best, axis=-1)),
        "MDRU": _unweighted(from_largest),
        "MDRW": np.nansum(share * from_largest, axis=-1),
        "IDISU": over_mean(mdmu, average),
        "IDISW": over_mean(mdmw, average),
    }


def _placed(reference: np.ndarray, value: Floats) -> np.ndarray:
    return np.broadcast_to(reference[:, None], (*value.shape[:-1], 1))


def bgv(cells: Cells) -> Floats:
    """Between-group variance."""
    return np.asarray(np.nansum(cells.share * (cells.value - mean(cells.value, cells.share)) ** 2, axis=-1), float)


def theil(cells: Cells) -> tuple[Floats, Floats]:
    """Theil index × 1000 and its standard error (Ahn et al. 2018), × 1000 too; NaN where a value is 0.

    healthequal 1.0.1 multiplies the index only, so that its intervals are a thousand times too narrow.
    """
    share, value = cells.share, cells.value
    ratio = _ratio(cells)
    log = np.log(ratio)
    whole = np.nansum(share * ratio * (1 + log), axis=-1, keepdims=True)
    spread = (1 + log - whole) ** 2 * share**2 * cells.se**2 / mean(value, share) ** 2
    index = _all_known(share * ratio * log, cells).sum(axis=-1)
    return 1000 * index, 1000 * np.sqrt(np.nansum(spread, axis=-1))


def mld(cells: Cells) -> tuple[Floats, Floats]:
    """Mean log deviation × 1000 and its standard error (Ahn et al. 2018), × 1000 too; NaN where a value is 0."""
    share, value = cells.share, cells.value
    ratio = _ratio(cells)
    spread = share**2 * cells.se**2 / mean(value, share) ** 2 * (1 - 1 / ratio) ** 2
    index = _all_known(-share * np.log(ratio), cells).sum(axis=-1)
    return 1000 * index, 1000 * np.sqrt(np.nansum(spread, axis=-1))


def _ratio(cells: Cells) -> Floats:
    """Each value over the mean; NaN where it is 0 (healthequal puts a millionth there, which makes the index one of that choice)."""
    mu = mean(cells.value, cells.share)
    return np.divide(cells.value, mu, out=np.full_like(cells.value, np.nan), where=(mu > 0) & (cells.value > 0))


def _all_known(term: Floats, cells: Cells) -> Floats:
    """`term`, 0 for groups without a figure, so that a sum is NaN only if a group with a figure has none."""
    return np.where(cells.known, term, 0.0)
