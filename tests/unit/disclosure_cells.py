"""CELLS made by hand for tests of disclosure control."""

import numpy as np
import pandas as pd

from indicators.disclosure.solve import CELLS
from indicators.disclosure.sums import Known, parents
from indicators.periods import parse

PROVINCE, COUNTRY = 100, 999
PERIODS = dict(
    enumerate(("2024", "2024-H1", "2024-H2", "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2024-9M"), start=1)
)
YEAR = 1
STRATA = pd.DataFrame(
    [(1, "ethnic", "mong"), (2, "ethnic", "thai"), (3, "ethnic", "kinh"), (4, "sex", "f"), (5, "sex", "m"),
     (6, "ethnic", "mong"), (6, "sex", "f"), (7, "ethnic", "mong"), (7, "sex", "m")],
    columns=["stratum_id", "dimension", "value"],
)  # fmt: skip
MEMBERS = pd.DataFrame(
    {"target_id": [1, 1, 2, 2, 3, 4], "source_id": [11, 12, 21, 22, 31, 31], "weight": [1, 1, 1, 1, 0.25, 0.75]}
)
CHILDREN, SUPPORTED = 1001, 1002
"""Two indicators: the numerator of the first is the denominator of the second."""
KNOWN = Known(
    strata=parents(STRATA),
    members=MEMBERS,
    periods={key: parse(code) for key, code in PERIODS.items()},
    counted=pd.DataFrame({"indicator_id": [SUPPORTED], "source_id": [CHILDREN]}),
)


def cell(
    area: int, numerator: float, denominator: float = np.nan, *, stratum: int = 0, period: int = YEAR, **more: object
) -> dict:
    """One row of CELLS: 100 is the province, areas over 10 are former communes."""
    level = "country" if area == COUNTRY else "province" if area == PROVINCE else "former" if area > 10 else "commune"
    parent = {"province": COUNTRY, "country": 0}.get(level, PROVINCE)
    row = {
        "indicator_id": 1, "period_id": period, "stratum_id": stratum, "area_id": area, "state": 0, "level": level,
        "parent_id": parent, "numerator": numerator, "denominator": denominator, "sensitivity": 2, "public": False,
        "accumulates": False, "hidden": False, "range": False, "worth": False, "never": False,
        "least": np.nan, "most": np.nan,
    }  # fmt: skip
    return row | more


def cells(*rows: dict) -> pd.DataFrame:
    """CELLS of some rows."""
    return pd.DataFrame(list(rows))[CELLS].astype({"numerator": float, "denominator": float})
