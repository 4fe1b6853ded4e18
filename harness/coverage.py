"""How often intervals of the equity measures hold the true value: groups made up with a known one, counted anew many times."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.catalogue import Indicator, Unit
from indicators.equity.groups import GROUPS
from indicators.equity.measures import CODES
from indicators.equity.summary import summaries
from indicators.intervals import Floats, limits_of


@dataclass(frozen=True)
class Made:
    """Groups whose true values are known.

    groups: how many. people: in a middling one. part: counted of them in a middling one. apart: by how much the log odds (of
    a rate the logarithms) of the highest and of the lowest group differ; 0: all are equal. ordered: they have an order, and
    their true values follow it.
    """

    groups: int
    people: float
    part: float
    apart: float
    ordered: bool = False

    def truth(self, indicator: Indicator, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """The true part of each group, and its people."""
        people = np.maximum(np.rint(rng.lognormal(np.log(self.people), 0.5, self.groups)), 20.0)
        steps = self.apart * np.linspace(-0.5, 0.5, self.groups)
        if not self.ordered:
            steps = rng.permutation(steps)
        odds = self.part / (1 - self.part) * np.exp(steps)
        return (odds / (1 + odds) if indicator.unit is Unit.PERCENT else self.part * np.exp(steps)), people


def frame(made: Made, counted: Floats, people: Floats, indicator: Indicator) -> pd.DataFrame:
    """GROUPS of counts (times × groups): each time a year of its own, '1000', '1001' …"""
    times, groups = counted.shape
    top, bottom = counted.ravel(), np.tile(people, times)
    low, high = limits_of(top, bottom, indicator)
    columns = {
        "indicator": indicator.code,
        "period": np.repeat((1000 + np.arange(times)).astype(str), groups),
        "group": np.tile([f"g{n:03d}" for n in range(groups)], times),
        "numerator": top,
        "denominator": bottom,
        "value": indicator.multiplier * top / bottom,
        "low": low,
        "high": high,
        "members": 9.0,
        "reported": 9.0,
        "hidden": 0.0,
        "order": np.tile(np.arange(1.0, groups + 1), times) if made.ordered else np.nan,
        "provisional": False,
        "estimated": False,
        "source_kind": "register",
    }
    return pd.DataFrame(columns)[GROUPS]


def counted(made: Made, indicator: Indicator, times: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """GROUPS as they truly are, in one period, and as they were counted so many times, each time by chance."""
    rng = np.random.default_rng(seed)
    part, people = made.truth(indicator, rng)
    shape = (times, made.groups)
    draws = (
        rng.binomial(people.astype(int), part, shape)
        if indicator.unit is Unit.PERCENT
        else rng.poisson(people * part, shape)
    )
    return (
        frame(made, (part * people)[None], people, indicator),
        frame(made, draws.astype(float), people, indicator),
    )


def coverage(made: Made, indicator: Indicator, times: int, seed: int = 1) -> pd.DataFrame:
    """By measure: `true` value, means of the values and of those without chance (NaN where there is none), and `held`.

    held: the part of the intervals that hold the true value; NaN where the measure has none.
    """
    true, draws = counted(made, indicator, times, seed)
    known = {indicator.code: indicator}
    exact = summaries(true, known).set_index("measure")["value"].reindex(CODES)
    if made.ordered and not made.apart:
        # Withheld where all are equal, as they never are once they are counted.
        exact = exact.fillna({"SII": 0.0, "RII": 1.0})
    found = summaries(draws, known)  # a row per measure, in the order of CODES, for each time
    value, low, high, corrected = (
        found[column].to_numpy(float).reshape(times, len(CODES)) for column in ("value", "low", "high", "corrected")
    )
    # Floating point leaves groups that are all equal a millionth of a millionth apart.
    slack, truth = 1e-6, exact.to_numpy(float)
    held = np.where(np.isnan(low), np.nan, (low <= truth + slack) & (truth - slack <= high))
    means = pd.DataFrame({"value": _mean(value), "corrected": _mean(corrected), "held": _mean(held)}, index=list(CODES))
    return means.assign(true=exact)


def _mean(table: Floats) -> Floats:
    """Of each column, without what is not known; NaN where nothing is."""
    return pd.DataFrame(table).mean().to_numpy(float)
