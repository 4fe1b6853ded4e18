"""What each level of sensitivity allows to be shown (docs/protection.md).

Level 0: everything. Level 1: the commune as a whole always, since finding the few left out is the purpose; groups of
children within it only if neither 1 to 4 are counted nor 1 to 4 are not. Level 2: the same for the commune as a whole.
Level 3: nothing below the province, and there nothing from 1 to 9. Printed figures of the authority are shown always.

Figures of groups of children are published for whole years and for communes of today, provinces and the country:
quarters and former communes would be small cells for the most part, and their sums with years and today's communes
would give away what the year hides.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.intervals import Numbers
from indicators.sensitivity import threshold

VERSION = "2"
"""Changes with these rules and with the solver, so that databases of an earlier release are solved anew."""

Flags = npt.NDArray[np.bool_]


def is_small(numerator: Numbers, denominator: Numbers, sensitivity: Numbers) -> Flags:
    """Whether too few are counted, or too few are not; False for 0 and where nothing is known of the other side."""
    counted = np.asarray(numerator, float)
    left_out = np.asarray(denominator, float) - counted
    limit = threshold(sensitivity)
    with np.errstate(invalid="ignore"):
        small = ((counted > 0) & (counted < limit)) | ((left_out > 0) & (left_out < limit))
    return np.asarray(small)


def controlled(cells: pd.DataFrame) -> Flags:
    """Which cells the solver decides on; all others are shown by their level.

    Above communes it is the last resort: where reports come one by one, the difference of two totals is the commune that
    came in between, until enough others have come.

    cells: sensitivity, level (commune|former|province|country), stratum_id (0 = all children), public (printed by the
    authority). Cells that no level allows at all (`never`) must not be among them.
    """
    sensitivity, local = cells["sensitivity"].to_numpy(), cells["level"].isin(["commune", "former"]).to_numpy()
    whole = (cells["stratum_id"] == 0).to_numpy()
    above = ~local & ((sensitivity >= 2) | ((sensitivity == 1) & ~whole))
    within = local & (((sensitivity == 1) & ~whole) | (sensitivity == 2))
    return np.asarray((within | above) & ~cells["public"].to_numpy(bool))


def primary(cells: pd.DataFrame) -> Flags:
    """Which cells may not be shown for themselves. cells: as for `controlled`, with numerator and denominator.

    Above communes groups of children are shown even if small at levels 1 and 2: they are a whole province's. A figure
    without counts can't be judged and is hidden.
    """
    small = is_small(cells["numerator"], cells["denominator"], cells["sensitivity"])
    local = cells["level"].isin(["commune", "former"]).to_numpy()
    unknown = cells["numerator"].isna().to_numpy()
    return controlled(cells) & (unknown | (small & (local | (cells["sensitivity"] >= 3).to_numpy())))
