"""Columns that say what a figure is: which communes it is of, and which definition was in force."""

import numpy as np
import pandas as pd

from indicators.catalogue import Indicator
from indicators.periods import Period, parse
from indicators.standing import geography
from indicators.versions import version_at


def with_definition(rows: pd.DataFrame, indicator: Indicator, period: Period | None = None) -> pd.DataFrame:
    """`rows` with `definition_version` (a number, NaN without one), `unit` (code) and `decimals` of the indicator, and, where `origin`
    is there, `geography` (former|carried|today|'').

    rows: VALUES, MEASURED or GROUPS of `indicator`; period: for rows without their own. Rows without a `kind` are communes.
    """
    codes = rows["period"].tolist() if period is None else [period.code] * len(rows)
    versions = {code: version_at(indicator, parse(code)) for code in set(codes)}
    numbers = {code: np.nan if version is None else float(version.number) for code, version in versions.items()}
    table = rows.assign(definition_version=pd.Series([numbers[code] for code in codes], index=rows.index, dtype=float))
    table = table.assign(unit=str(indicator.unit), decimals=indicator.decimals)
    if "origin" not in rows:
        return table
    kinds = rows["kind"].tolist() if "kind" in rows else ["commune"] * len(rows)
    # A cell without a figure has no origin: there is nothing that could be of these or those communes.
    places = [geography(k, o) if o else "" for k, o in zip(kinds, rows["origin"], strict=True)]
    return table.assign(geography=pd.Series(places, index=rows.index, dtype=object))
