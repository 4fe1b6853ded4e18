"""Figures of derived indicators (Catalogue formula), made from the published figures of their parts whenever they are read.

They are stored nowhere, so they can't disagree with their parts, and they are made of protected figures only.
A negative result means that the parts contradict each other. It is kept as it is, so that it is seen and asked about.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from indicators.catalogue import Catalogue, Indicator

_KEY = ["period", "kind", "code"]


def needed(codes: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    """`codes` with the parts of a derived indicator in its place, each once, ascending."""
    formulas = {code: catalogue[code].formula for code in codes}
    return tuple(sorted({part for code, made in formulas.items() for part in (made.parts if made else (code,))}))


def derived(values: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """VALUES (and `stratum` if there) of a derived indicator. values: VALUES of its two parts, others are ignored.

    One row per area and period in which both parts have a row. Two sums of different reports can't be compared: such a
    row is blank ('missing'), but a province that was summed is then made of its communes that have both. Raises
    ValueError for an indicator without a formula.
    """
    if indicator.formula is None:
        raise ValueError(indicator.code)
    key = [*_KEY, *(["stratum"] if "stratum" in values else [])]
    whole, rest = (values[values["indicator"] == part].drop_duplicates(key) for part in indicator.formula.parts)
    both = whole.merge(rest[[*key, *_TAKEN]], on=key, suffixes=("", "_rest"))
    alike = (both["parts"] == both["parts_expected"]) & (both["parts_rest"] == both["parts_expected_rest"])
    blank = both["blank"].where(both["blank"] != "", both["blank_rest"])
    counted = both["numerator"].notna() & both["numerator_rest"].notna()
    blank = blank.mask((blank == "") & ~(alike & counted), "missing")
    shown = blank == ""
    table = both.assign(
        indicator=indicator.code,
        numerator=(both["numerator"] - both["numerator_rest"]).where(shown),
        denominator=both["numerator"].where(shown),
        value=np.nan,
        blank=blank,
        **{flag: both[flag] | both[f"{flag}_rest"] for flag in ("estimated", "provisional", "late")},
        parts=np.minimum(both["parts"], both["parts_rest"]),
        parts_expected=np.maximum(both["parts_expected"], both["parts_expected_rest"]),
    )[values.columns]
    return _with_sums(table)


_TAKEN = ["numerator", "parts", "parts_expected", "blank", "estimated", "provisional", "late"]


def _with_sums(table: pd.DataFrame) -> pd.DataFrame:
    """`table` with blank sums of a province made of its communes that have both parts."""
    open_ones = (table["kind"] == "province") & (table["origin"] == "summed") & (table["blank"] == "missing")
    shown = table[(table["kind"] == "commune") & (table["blank"] == "")]
    if not open_ones.any() or shown.empty:
        return table
    sums = shown.groupby("period")[["numerator", "denominator", "parts"]].sum()
    made = table["period"].map(lambda code: code in sums.index) & open_ones
    result = table.copy()
    for column in ("numerator", "denominator", "parts"):
        result.loc[made, column] = table.loc[made, "period"].map(sums[column])
    result.loc[made, "blank"] = ""
    return result


def contradicted(measured: pd.DataFrame) -> list[str]:
    """Names of the communes of MEASURED whose figure is below zero: more at the later step than at the earlier one."""
    return measured.loc[measured["numerator"] < 0, "name"].tolist()
