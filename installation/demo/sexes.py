"""Girls and boys in the demo's annual reports. Invented: both are reached alike, and what differs is chance."""

from collections.abc import Callable

import numpy as np
import pandas as pd

#: Indicators whose demo reports tell girls from boys; whole years only.
BY_SEX = ("IMM02", "BIR01", "NUT01")

GIRLS = 0.48  # somewhat fewer girls than boys are born


def with_sexes(reports: pd.DataFrame, *, stream: Callable[[str], np.random.Generator]) -> pd.DataFrame:
    """`reports` with two more rows, 'sex=f' and 'sex=m', below the rows of all children of the indicators in BY_SEX.

    reports: indicator, period, code, stratum, numerator and denominator in whole numbers, all of them annual for these
    indicators. Girls are drawn from all children at random, and those counted from all counted, so that the two add up to the
    row they split. stream: random numbers of each indicator's own, by name; nothing else of the demo changes with them.
    """
    parts = [reports]
    for indicator in BY_SEX:
        whole = reports[(reports["indicator"] == indicator) & (reports["stratum"] == "")]
        if whole.empty:
            continue
        rng = stream(f"{indicator} by sex")
        children = whole["denominator"].to_numpy(np.int64)
        counted = whole["numerator"].to_numpy(np.int64)
        girls = rng.binomial(children, GIRLS)
        counted_girls = rng.hypergeometric(girls, children - girls, counted)
        parts.append(whole.assign(stratum="sex=f", numerator=counted_girls, denominator=girls))
        parts.append(whole.assign(stratum="sex=m", numerator=counted - counted_girls, denominator=children - girls))
    return pd.concat(parts, ignore_index=True)
