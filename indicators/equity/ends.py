"""Measures that compare ends or a best group: D, R, PAR, PAF; percentiles and fifths for many groups."""

import numpy as np

from indicators.equity.cells import Cells
from indicators.equity.unordered import best, mean
from indicators.intervals import Floats


def two_ends(cells: Cells) -> tuple[np.ndarray, np.ndarray]:
    """The places of the groups y1 and y2 of each unit, whose difference and ratio are D and R (healthequal, R/d.R and R/r.R).

    Without an order y1 has the highest value, y2 the lowest. With one, y1 is the best placed and y2 the worst placed group; the
    other way round where less is better.
    """
    high = np.where(cells.known, cells.value, -np.inf).argmax(axis=1)
    low = np.where(cells.known, cells.value, np.inf).argmin(axis=1)
    top = np.where(np.isnan(cells.order), -np.inf, cells.order).argmax(axis=1)
    bottom = np.where(np.isnan(cells.order), np.inf, cells.order).argmin(axis=1)
    turned = cells.sign < 0
    return (
        np.where(cells.ordered, np.where(turned, bottom, top), high),
        np.where(cells.ordered, np.where(turned, top, bottom), low),
    )


def at(cells: Floats, place: np.ndarray) -> Floats:
    """The cell at `place` of each unit."""
    return np.asarray(np.take_along_axis(cells, place[:, None], axis=1)[:, 0], float)


def difference(cells: Cells) -> tuple[Floats, Floats]:
    """D = y1 − y2 and its standard error."""
    y1, y2 = two_ends(cells)
    return at(cells.value, y1) - at(cells.value, y2), np.hypot(at(cells.se, y1), at(cells.se, y2))


def ratio(cells: Cells) -> tuple[Floats, Floats]:
    """R = y1 / y2 and the standard error of its logarithm (Ahn et al. 2018); NaN where they would divide by 0."""
    y1, y2 = two_ends(cells)
    top, bottom = at(cells.value, y1), at(cells.value, y2)
    value = _over(top, bottom)
    return value, np.hypot(_over(at(cells.se, y1), top), _over(at(cells.se, y2), bottom))


def _over(top: Floats, bottom: Floats) -> Floats:
    return np.asarray(np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=bottom > 0), float)


def attributable(cells: Cells) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """PAR and PAF, each with its standard error; PAF and its error are per cent of the average.

    The reference is the best group, with an order the best placed one. Where the average is better than the reference there is
    nothing to gain and both are 0. The errors follow from those of the groups by the delta method, the reference's part in the
    average allowed for; those of Walter (1978), which healthequal takes, are too small where nearly all are counted.
    """
    value, sign, share = cells.value, cells.sign, cells.share
    mu = mean(value, share)[:, 0]
    most_placed = np.where(np.isnan(cells.order), -np.inf, cells.order).argmax(axis=1)
    is_best = np.where(cells.known, value, np.nan) == best(value, sign)
    # Of several best groups the largest, as in healthequal.
    largest_best = np.where(is_best, cells.people, -1.0).argmax(axis=1)
    reference = np.where(cells.ordered, most_placed, largest_best)
    level = at(value, reference)
    gain = level - mu
    par = np.where(gain * sign < 0, 0.0, gain)
    own = np.arange(value.shape[1]) == reference[:, None]
    errors = np.nan_to_num(cells.se)
    par_error = np.sqrt((((own - share) * errors) ** 2).sum(axis=1))
    paf_error = _over(np.sqrt((((own - _over(level, mu)[:, None] * share) * errors) ** 2).sum(axis=1)), mu)
    return (par, par_error), (100 * _over(par, mu), 100 * paf_error)


def many_groups(value: Floats) -> dict[str, Floats]:
    """P80−P20, P80/P20, Q5−Q1 and Q5/Q1 of `value` (… × groups), unweighted, NaN left out.

    Percentiles by linear interpolation (type 7 of Hyndman & Fan, the default of R and numpy). Fifths: the groups in the order
    of their values, the i-th of n in the fifth floor(5 (i − 1) / n) + 1 (as ntile does); their means are compared.
    """
    count = (~np.isnan(value)).sum(axis=-1)
    ascending = np.sort(value, axis=-1)  # NaN last
    p20, p80 = (_percentile(ascending, count, q) for q in (0.2, 0.8))
    place = np.arange(value.shape[-1])
    fifth = 5 * place // np.maximum(count, 1)[..., None]
    known = place < count[..., None]
    q1, q5 = (_mean_of(ascending, known & (fifth == n)) for n in (0, 4))
    return {"P80−P20": p80 - p20, "P80/P20": _over(p80, p20), "Q5−Q1": q5 - q1, "Q5/Q1": _over(q5, q1)}


def _percentile(ascending: Floats, count: np.ndarray, q: float) -> Floats:
    position = q * np.maximum(count - 1, 0)
    below = np.floor(position).astype(int)
    above = np.minimum(below + 1, np.maximum(count - 1, 0))
    low, high = (np.take_along_axis(ascending, n[..., None], axis=-1)[..., 0] for n in (below, above))
    return np.asarray(low + (position - below) * (high - low), float)


def _mean_of(value: Floats, chosen: np.ndarray) -> Floats:
    number = chosen.sum(axis=-1)
    total = np.where(chosen, value, 0.0).sum(axis=-1)
    return np.asarray(np.divide(total, number, out=np.full(number.shape, np.nan), where=number > 0), float)
