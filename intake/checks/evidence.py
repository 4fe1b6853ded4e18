"""All that is said about each figure, once: what a file says goes before what is in force, since it would replace it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.intervals import Floats
from intake.checks.keys import Ints, Keys

_FIGURES = ("numerator", "denominator", "value")


@dataclass(frozen=True)
class Evidence:
    """Figures by ascending key (see `keys`): those of one group stand together, in the order of time.

    numerator, denominator, value: NaN where not given. indicator: number of the indicator. claim: position of the claim that says so, −1 if it is in force.
    Claims that can't be counted with (no figure, negative, infinite) are not evidence.
    """

    key: Ints
    group: Ints
    indicator: Ints
    numerator: Floats
    denominator: Floats
    value: Floats
    claim: Ints

    def at(self, keys: Ints) -> npt.NDArray[np.intp]:
        """Where each of `keys` stands here, −1 where it does not."""
        if not len(self.key):
            return np.full(keys.shape, -1)
        place = np.minimum(np.searchsorted(self.key, keys), len(self.key) - 1)
        return np.where(self.key[place] == keys, place, -1)


def evidence_of(keys: Keys, claims: pd.DataFrame, reports: pd.DataFrame) -> Evidence:
    """The evidence of CLAIMS and of the reports of KNOWN."""
    good = np.flatnonzero(_countable(claims))
    both = np.concatenate([keys.reports, keys.key[good]])
    order = np.argsort(both, kind="stable")
    both = both[order]
    # Claims come after reports, later rows after earlier ones: the last of each key is the one that counts.
    last = np.append(both[1:] != both[:-1], True)[: len(both)]
    order, key = order[last], both[last]
    del both, last
    from_file = order - len(keys.reports)
    figures = {
        name: np.concatenate([reports[name].to_numpy(np.float64), claims[name].to_numpy(np.float64)[good]])[order]
        for name in _FIGURES
    }
    return Evidence(
        key=key,
        group=key // max(len(keys.periods), 1),
        indicator=np.concatenate([keys.report_indicator, keys.indicator[good]])[order],
        claim=np.append(good, -1)[np.maximum(from_file, -1)],
        **figures,
    )


def _countable(claims: pd.DataFrame) -> npt.NDArray[np.bool_]:
    good = claims["blank"].fillna("").eq("").to_numpy(bool, copy=True)
    given = np.zeros(len(claims), dtype=bool)
    for name in _FIGURES:
        figures = claims[name].to_numpy(np.float64)
        good &= np.isnan(figures) | ((figures >= 0) & np.isfinite(figures))
        if name != "denominator":
            given |= ~np.isnan(figures)
    return good & given
