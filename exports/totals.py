"""A figure of a province or of communes together as a row below those of single communes."""

import numpy as np
import pandas as pd

from indicators.measure import Total


def total_row(total: Total | None, *, kind: str, code: str, name: str, communes_need: float = np.nan) -> pd.DataFrame:
    """One row of MEASURED with `kind` and `communes_need`; without a figure blank, 'missing'.

    kind: province|scope. communes_need: what all communes below the target need together, which is not what the total itself needs.
    """
    row: dict[str, object] = {
        "kind": kind,
        "code": code,
        "full_name": name,
        "name": name,
        "communes_need": communes_need,
    }
    if total is None:
        return pd.DataFrame([row | {"blank": "missing"}])
    judged = total.target is not None
    row |= {
        "numerator": total.numerator,
        "denominator": total.denominator,
        "value": total.value,
        "low": total.low,
        "high": total.high,
        "target": total.target,
        "gap": total.value - total.target if total.target is not None else np.nan,
        "short": judged and total.short,
        "clear": judged and total.clear,
        "safe": judged and total.safe,
        "need": np.nan if total.need is None else total.need,
        "blank": "",
        "provisional": total.provisional,
        "estimated": total.estimated,
        "origin": total.origin,
        "source_kind": total.source_kind,
        "parts": total.parts,
        "parts_expected": total.parts_expected,
    }
    return pd.DataFrame([row])


def with_totals(table: pd.DataFrame, totals: list[pd.DataFrame]) -> pd.DataFrame:
    """`table` (of communes) with `totals` (of `total_row`) below."""
    # Of flags that a row does not have nothing is said: as objects they stay what they are.
    flags = {name: object for name in table.columns if table[name].dtype == bool}
    return pd.concat([table.astype(flags), *totals], ignore_index=True)
