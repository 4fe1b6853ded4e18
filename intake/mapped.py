"""What a file claims, once its columns are understood: figures with the cells that they stand in."""

from dataclasses import dataclass, field

import pandas as pd

CLAIMS = [
    "indicator", "period", "area_kind", "area_code", "area_valid_from", "stratum", "collection", "numerator", "denominator",
    "value", "status", "reported_on", "blank", "sheet", "row", "col", "col_denominator",
]  # fmt: skip
"""REPORTS of `batches.apply`: every row names an indicator, period, collection and area that exist (area_valid_from is the
first day of the area of its day, None above communes). sheet, row, col: the cell of the numerator, or of the value; col_denominator:
letters of the denominator's in the same row, '' if it has none.
Index: 0, 1, 2 …; findings name it as `claim`."""

TOTALS = ["indicator", "period", "stratum", "collection", "numerator", "denominator", "sheet", "row", "col"]
"""Totals printed in the file ('Tổng cộng', 'Toàn tỉnh'): compared with the sum of the communes, never imported."""

COLUMNS = ["sheet", "col", "heading", "meaning", "how"]
"""Every column of the file: its letters, its heading as it reads (levels joined by ' › '), what it was taken for
('IMM01.numerator', 'period', 'area_code', '' = left out) and how that was known (code|name|alias|declared|form|none)."""

REFUSED = ["sheet", "row", "indicator"]
"""Every figure that mapping kept out, however many of them its findings name: where it stands, and whose it is ('' if not known)."""


def none_refused() -> pd.DataFrame:
    """REFUSED without a row."""
    return pd.DataFrame(columns=REFUSED).astype({"sheet": "str", "row": "int64", "indicator": "str"})


@dataclass(frozen=True)
class Mapped:
    """What `mapping` made of a file.

    layout: template|long|wide|form|dhis2. asked: what the officer must still declare (fields of Declared: 'language', 'period',
    'collection'); while any is left, nothing can be applied. language: how numbers were read, '' if no text was a number. refused: REFUSED, while the file is checked. periods: codes in the file, ascending.
    """

    layout: str
    claims: pd.DataFrame
    totals: pd.DataFrame
    columns: pd.DataFrame
    findings: pd.DataFrame
    asked: tuple[str, ...] = ()
    language: str = ""
    refused: pd.DataFrame = field(default_factory=none_refused)

    @property
    def periods(self) -> list[str]:
        """Codes of the periods that the file speaks of."""
        return sorted(set(self.claims["period"]))


def no_claims() -> pd.DataFrame:
    """CLAIMS without a row, with its types."""
    figures = dict.fromkeys(("numerator", "denominator", "value"), "float64")
    texts = dict.fromkeys(
        (
            "indicator",
            "period",
            "area_kind",
            "area_code",
            "stratum",
            "collection",
            "status",
            "blank",
            "sheet",
            "col",
            "col_denominator",
        ),
        "str",
    )
    return pd.DataFrame(columns=CLAIMS).astype({**figures, **texts, "row": "Int64"})


def no_totals() -> pd.DataFrame:
    """TOTALS without a row."""
    return pd.DataFrame(columns=TOTALS).astype({"numerator": "float64", "denominator": "float64", "row": "Int64"})
