"""Figures that were lost when the file was read: cells that show an error, hold a formula without result, or slid sideways."""

import pandas as pd

from indicators.findings import Level
from intake.mapped import Mapped

_PARTS = ("numerator", "denominator", "value")


def unread(findings: pd.DataFrame, mapped: Mapped) -> int:
    """How many figures errors of reading keep out that mapping neither took nor refused. findings: FINDINGS of reading.

    A cell that is no part of a figure keeps none out. A row that slid sideways counts as one figure: what else it held can't be told.
    """
    errors = findings[findings["level"] == str(Level.ERROR)]
    if errors.empty:
        return 0
    meaning = {(row["sheet"], row["col"]): row["meaning"] for row in mapped.columns.to_dict("records")}
    lost = set()
    for row in errors[errors["row"].notna()].to_dict("records"):
        indicator, _, part = str(meaning.get((row["sheet"], row["col"]), "")).rpartition(".")
        if part in _PARTS or not row["col"]:
            lost.add((row["sheet"], int(row["row"]), indicator))
    counted: set[tuple[str, int, str]] = set()
    for frame in (mapped.claims, mapped.refused):
        placed = frame.loc[frame["row"].isin([row for _, row, _ in lost]), ["sheet", "row", "indicator"]]
        for sheet, number, indicator in placed.itertuples(index=False, name=None):
            # A table with a row per figure has one figure a row, whosever it is.
            counted |= {(sheet, int(number), indicator), (sheet, int(number), "")}
    return len(lost - counted)
