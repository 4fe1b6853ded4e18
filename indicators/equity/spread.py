"""How far groups lie apart beyond chance: intervals of the measures of spread, and every measure without what chance adds.

Groups of equal true values still differ by chance, so that a spread over them is never 0 and an interval drawn around it lies
too high: simulated from the values observed, it misses the true value always where groups do not differ. The spread is
therefore held against the variance within groups, as in a one-way analysis of variance of the children: their ratio follows a
noncentral χ² with as many degrees of freedom as groups less one (Steiger 2004, Psychological Methods 9(2):164-182), whose
noncentrality at which the observed spread would be improbably large or small are the limits.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtri

from indicators.equity.cells import Cells
from indicators.equity.ends import attributable, difference, many_groups, ratio
from indicators.equity.unordered import bgv, distances, mean, mld, theil
from indicators.intervals import Floats

MODELLED = ("BGV", "BGSD", "COV", "TI", "MLD")
"""The measures of spread that an interval is given for."""

_TAIL = 0.025
_HALVINGS = 50
_NOTHING = 1e-6
_LARGE = 1000  # χ²
_Z2 = 3.84  # of the pooled Wilson interval: (1.96)²


@dataclass(frozen=True)
class Spread:
    """How far apart the groups of each unit are; all by unit, in parts of the scale.

    between: the variance between groups, larger ones counting more (BGV). chance: what chance adds to it for each degree of
    freedom: the variance within groups over all children. free: groups less one. true: what is left of `between`, 0 at least.
    within: the variance of a single child, so that a value of n children has the variance within/n.
    """

    between: Floats
    chance: Floats
    free: Floats
    true: Floats
    within: Floats

    @property
    def part(self) -> Floats:
        """The part of the variance between groups that chance has not made."""
        return _over(self.true, self.between, 0.0)


def spread(cells: Cells) -> Spread:
    """The spread of each unit, by the mean squares of an analysis of variance; of rates the counts vary as Poisson's do."""
    part = np.where(cells.known, cells.value, 0.0) / cells.scale[:, None]
    people = np.where(cells.known, cells.people, 0.0)
    everyone, groups = people.sum(axis=1), cells.known.sum(axis=1)
    single = np.maximum(np.where(cells.bounded[:, None], part * (1 - part), part), 0.0)
    spent = np.where(cells.bounded, np.minimum(groups, everyone - 1), 0)
    within = _over((people * single).sum(axis=1), everyone - spent, 0.0)
    # Where all stand at 0 or 100 % no variance is seen, which is not none: that of the middle of the interval of all together.
    middle = _over((people * part).sum(axis=1) + _Z2 / 2, everyone + np.where(cells.bounded, _Z2, 0.0), 0.0)
    within = np.where(within > 0, within, np.where(cells.bounded, middle * (1 - middle), middle))
    between, free = bgv(cells) / cells.scale**2, np.maximum(groups - 1.0, 1.0)
    chance = _over(within, everyone, 0.0)
    return Spread(between, chance, free, np.maximum(between - free * chance, 0.0), within)


def modelled(cells: Cells) -> dict[str, tuple[Floats, ...]]:
    """MODELLED: value, low, high (95 %) and the value without what chance adds, of each unit.

    What holds of the variance is carried over to the others, which are nearly proportional to it or to its root. Where groups
    clearly differ, their own standard errors and the slope of the measure at each of them say how much it varies (delta
    method); where they do not, the variance within all of them. At 0 the limits are conservative: 97.5 %.
    """
    found = spread(cells)
    share, part = cells.share, np.where(cells.known, cells.value, np.nan) / cells.scale[:, None]
    average = mean(part, share)
    deviation = np.nan_to_num(part - average)
    squared = _over(found.between[:, None], average, np.nan)
    slopes = {"BGV": 2 * share * deviation, "COV": 2 * share * (deviation - squared) / average**2}
    errors = np.nan_to_num(cells.se) / cells.scale[:, None]
    exact = {code: np.sqrt((slope**2 * errors**2).sum(axis=1)) for code, slope in slopes.items()}
    mu = average[:, 0]
    (ti, ti_error), (md, md_error) = theil(cells), mld(cells)
    limits = {
        "BGV": _limits(found.between, exact["BGV"], found, np.ones_like(mu)),
        "COV": _limits(found.between / mu**2, exact["COV"], found, 1 / mu**2),
        "TI": _limits(ti, ti_error, found, 500 / mu**2),
        "MLD": _limits(md, md_error, found, 500 / mu**2),
    }
    values = {"BGV": found.between, "COV": found.between / mu**2, "TI": ti, "MLD": md}
    all_of = {code: (values[code], *limits[code], values[code] * found.part) for code in values}
    square = cells.scale**2
    return {
        "BGV": tuple(square * x for x in all_of["BGV"]),
        "BGSD": tuple(np.sqrt(square * x) for x in all_of["BGV"]),
        "COV": tuple(100 * np.sqrt(x) for x in all_of["COV"]),
        "TI": all_of["TI"],
        "MLD": all_of["MLD"],
    }


def without_chance(cells: Cells) -> dict[str, Floats]:
    """Measures that add up distances or pick ends, of values drawn towards the average until only the true spread is left.

    Each group as far as its own value is due to chance, by constrained empirical Bayes (Louis 1984, Journal of the American
    Statistical Association 79:393-398). There is no interval to it.
    """
    found, share = spread(cells), cells.share
    true = _over(found.true, 1 - (share**2).sum(axis=1), 0.0)[:, None]
    own = _over(np.broadcast_to(found.within[:, None], share.shape), cells.people, 0.0)
    average = mean(cells.value, share)
    drawn = replace(cells, value=average + np.sqrt(_over(true, true + own, 0.0)) * (cells.value - average))
    par, paf = attributable(drawn)
    ends = {"D": difference(drawn)[0], "R": ratio(drawn)[0], "PAR": par[0], "PAF": paf[0]}
    return ends | distances(drawn.value, drawn) | many_groups(drawn.value)


def _limits(value: Floats, error: Floats, found: Spread, at_none: Floats) -> tuple[Floats, Floats]:
    """The limits of a measure that is `value` where the variance is `found.between`; `at_none` times it where that is 0.

    error: of `value` by the delta method. The χ² has the mean of the variance observed, and its variance: that of chance alone
    where little is left without it, that of `error` where most is.
    """
    # Of a variance of next to nothing floating point leaves no ratio; it goes to `at_none` there.
    seen_any = found.between > _NOTHING * found.chance
    times = np.where(seen_any, _over(value, found.between, 0.0), at_none)
    own = np.where(seen_any, _over(error**2, 4 * times**2 * found.between, 0.0), found.chance)
    unit = found.chance + found.part * (own - found.chance)
    seen, free = _over(found.between, unit, np.nan), _over(found.free * found.chance, unit, np.nan)
    # Groups that are more alike than chance makes them are not therefore known to be alike.
    low, high = _noncentral(seen, free, 1 - _TAIL), _noncentral(np.maximum(seen, free), free, _TAIL)
    return times * unit * low, times * unit * high


def _noncentral(seen: Floats, free: Floats, below: float) -> Floats:
    """The noncentrality at which the χ² lies below `seen` with the probability `below`; 0 where it does so less often at 0."""
    from scipy.stats import ncx2  # as in `indicators.funnel`

    # Cornish and Fisher's expansion to the skewness, which is off by a thousandth of the interval at most; χ² itself is slow here.
    z = float(ndtri(below))
    large = (seen > _LARGE) & (free < seen / 2)
    by_normal = seen - free + z**2 + 1 - z * np.sqrt(np.maximum(4 * seen - 2 * free + 4 * z**2, 0))
    found = np.where(large, by_normal, 0.0)
    few = np.flatnonzero(~large & ~np.isnan(seen))
    at, of = seen[few], free[few]
    low, high = np.zeros_like(at), at + 60 + 20 * np.sqrt(at + of)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        more = ncx2.cdf(at, of, middle) > below
        low, high = np.where(more, middle, low), np.where(more, high, middle)
    found[few] = low
    return found


def _over(top: Floats, bottom: Floats, absent: float) -> Floats:
    top, bottom = np.broadcast_arrays(top, bottom)
    return np.asarray(np.divide(top, bottom, out=np.full(top.shape, absent), where=bottom > 0), float)
