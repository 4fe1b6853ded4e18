"""A reading: what one indicator says in one period, of every commune, the province and the country."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from indicators.catalogue import Indicator
from indicators.measure import Total
from indicators.periods import Period

Row: TypeAlias = Mapping[str, Any]
"""A commune's row of MEASURED: its cells by column."""


@dataclass(frozen=True)
class Reading:
    """measured: MEASURED, a row per commune in the order of AREAS. province, country: None without a figure."""

    indicator: Indicator
    period: Period
    measured: pd.DataFrame
    province: Total | None
    country: Total | None

    def row(self, code: str) -> Row:
        """The row of the commune `code`. Raises KeyError for one that is not in AREAS."""
        places = np.flatnonzero(self.measured["code"].to_numpy(object) == code)
        if not len(places):
            raise KeyError(code)
        # A row taken as a series has to find one type for its thirty cells, which takes three times as long.
        return {str(name): cells.array[places[0]] for name, cells in self.measured.items()}

    def within(self, inside: np.ndarray) -> pd.DataFrame:
        """MEASURED of the communes `inside` (a flag for each), index 0 ..; the same frame, not a copy, where that is all of them."""
        return self.measured if inside.all() else self.measured[inside].reset_index(drop=True)
