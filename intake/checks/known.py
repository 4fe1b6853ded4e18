"""What figures are held against."""

from dataclasses import dataclass

import pandas as pd

from indicators.catalogue import Catalogue


@dataclass(frozen=True)
class Known:
    """Everything the rules may compare a file with.

    reports: what is in force now, as reported, for the indicators of the file and the steps before and after them (all periods): indicator, period, area_code,
    area_valid_from (date, None above communes), stratum, collection, numerator, denominator, value (float), batch (file name).
    totals: TOTALS printed in the file. population: code (commune of today), population (float).
    communes: code, valid_from, valid_to (dates; date.max or None: stands today), name: all communes of the province, of today and before.
    """

    catalogue: Catalogue
    reports: pd.DataFrame
    totals: pd.DataFrame
    population: pd.DataFrame
    communes: pd.DataFrame
