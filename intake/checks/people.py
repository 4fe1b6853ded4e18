"""The denominator against the people of the commune: it counts some of them, and about as large a share as elsewhere.

Which ages a denominator covers is not in the catalogue, so no share is expected beforehand: a commune is held against
the other communes of the same file.
"""

import numpy as np
import pandas as pd

from base.texts import marked
from indicators.findings import Level, Rule
from indicators.intervals import Floats
from intake.checks.case import Case, Flags
from intake.checks.robust import robust_z

_COMMUNES = 10
"""So many communes must stand in a file before their shares say what is usual."""
_EXPECTED = 20
"""Below so many persons a share is a matter of chance."""
_TIMES = 3
_Z = 5.0

MORE_THAN_PEOPLE = Rule(
    "more_than_people",
    Level.ERROR,
    marked("The denominator is {denominator}, but the commune has {people} people in all."),
    marked("Check for a digit too many, and whether the row belongs to another commune or to the whole province."),
)
UNUSUAL_SHARE = Rule(
    "unusual_share",
    Level.WARNING,
    marked(
        "The denominator ({denominator}) is {share} % of the people of this commune; in the communes of this file it is "
        "{usual} % (median)."
    ),
    marked("Check for a digit too many or too few, and whether the row belongs to another commune."),
)


def more_than_people(case: Case) -> pd.DataFrame:
    """More than there are people. Whatever a rate counts, a commune has fewer of it: children, schools, villages."""
    where = case.rate & ~case.blank & (case.denominator > case.people)
    return case.findings(
        MORE_THAN_PEOPLE,
        where,
        of="denominator",
        value=case.denominator,
        denominator=case.denominator,
        people=case.people,
    )


def unusual_share(case: Case) -> pd.DataFrame:
    """A share of the people at least three times as large or as small as the median of the file, and |z| over 5."""
    usable = case.rate & ~case.blank & case.whole & (case.denominator > 0) & (case.people > 0)
    usable &= np.isfinite(case.denominator) & (case.denominator <= case.people)
    share = np.full(len(case.claims), np.nan)
    np.divide(case.denominator, case.people, out=share, where=usable)
    logs = np.log(share, out=np.full_like(share, np.nan), where=usable)
    centre, spread, count = _by_slice(logs, case)
    z = robust_z(logs, centre, spread)
    usual = np.exp(centre)
    where: Flags = (
        usable & (count >= _COMMUNES) & (np.abs(z) > _Z) & (np.abs(logs - centre) > np.log(_TIMES))
        & (usual * case.people >= _EXPECTED)
    )  # fmt: skip
    return case.findings(
        UNUSUAL_SHARE, where, of="denominator", value=case.denominator, denominator=case.denominator, share=np.round(100 * share, 2),
        usual=np.round(100 * usual, 2),
    )  # fmt: skip


def _by_slice(logs: Floats, case: Case) -> tuple[Floats, Floats, Floats]:
    """Median, median absolute deviation and number of the communes of the same indicator, period and collection."""
    groups = pd.Series(logs).groupby(case.keys.slice)
    centre = groups.transform("median")
    spread = (pd.Series(logs) - centre).abs().groupby(case.keys.slice).transform("median")
    return centre.to_numpy(), spread.to_numpy(), groups.transform("count").to_numpy(np.float64)
