"""Made-up figures as pages get them, with every column that there is."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from data_access.queries.value_frames import VALUES

_ORDINARY: Mapping[str, object] = {
    "indicator": "IMM01", "period": "2025", "kind": "commune", "value": np.nan, "at_least": np.nan, "origin": "reported",
    "source_kind": "register", "parts": 1, "parts_expected": 1, "estimated": False, "provisional": False, "late": False,
    "blank": "",
}  # fmt: skip


def made_up(columns: Mapping[str, Any]) -> pd.DataFrame:
    """VALUES with these `columns` (code, name, numerator, denominator at least) and, in those not given, an ordinary report.

    Raises KeyError for a column of VALUES that neither names: who adds one says here what is ordinary.
    """
    made = pd.DataFrame({**_ORDINARY, **columns})
    return made[[*VALUES, *made.columns.difference(VALUES, sort=False)]]
