"""The communes that today's were made of, each with its own figure of a period before the merger."""

from dataclasses import dataclass

import pandas as pd

from indicators.catalogue import Indicator
from indicators.measure import value_of
from indicators.periods import Period, parse


@dataclass(frozen=True)
class FormerFigures:
    """rows: of SUCCESSION, one a former commune and the part of today's that it became. figures: VALUES of former communes in
    `period`, which is None where they have none.
    """

    rows: pd.DataFrame
    figures: pd.DataFrame
    indicator: Indicator
    period: Period | None

    def joined(self) -> pd.DataFrame:
        """`rows` with the figures: value (in the indicator's unit) and the columns of VALUES; blank 'missing' without a report."""
        own = self.figures.drop_duplicates("code").rename(columns={"code": "former"}).drop(columns="name")
        table = self.rows.merge(own, on="former", how="left")
        top, bottom = (table[c].to_numpy(float) for c in ("numerator", "denominator"))
        counted = pd.Series(value_of(top, bottom, self.indicator), index=table.index)
        return table.assign(value=table["value"].astype(float).fillna(counted), blank=table["blank"].fillna("missing"))


def last_until(rows: pd.DataFrame, history: pd.DataFrame, indicator: Indicator, period: Period) -> FormerFigures:
    """The communes of `rows` (SUCCESSION) with their figures of the last period in `history` (VALUES of former communes) that does
    not end after `period`; of the first where all do."""
    known = sorted(map(parse, history["period"].unique()), key=lambda each: each.ends_on)
    at = next((each for each in reversed(known) if each.ends_on <= period.ends_on), known[0] if known else None)
    return FormerFigures(rows, history[history["period"] == (at.code if at else "")], indicator, at)
