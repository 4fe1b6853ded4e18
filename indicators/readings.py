"""A reading: what one indicator says in one period, of every commune, the province and the country."""

from dataclasses import dataclass

import pandas as pd

from indicators.catalogue import Indicator
from indicators.measure import Total
from indicators.periods import Period


@dataclass(frozen=True)
class Reading:
    """measured: MEASURED, a row per commune in the order of AREAS. province, country: None without a figure."""

    indicator: Indicator
    period: Period
    measured: pd.DataFrame
    province: Total | None
    country: Total | None
