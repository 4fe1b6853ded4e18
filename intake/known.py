"""What figures of a file are held against: the reports in force, the people of the communes, the communes themselves."""

from collections.abc import Iterable

import pandas as pd

from data_access.engine import Connection
from data_access.queries.register import population
from data_access.queries.reports_in_force import reports_in_force
from indicators.catalogue import Catalogue
from intake.checks.known import Known
from intake.register import Register

REPORTS = [
    "indicator", "period", "stratum", "area_code", "area_valid_from", "collection", "numerator", "denominator", "value", "batch",
]  # fmt: skip
"""Columns of `Known.reports`."""


def load(connection: Connection, indicators: Iterable[str], *, totals: pd.DataFrame, register: Register) -> Known:
    """KNOWN for the `indicators` (codes) of a file and the other steps that they are held against. The demo is no history: real figures are not held against invented ones."""
    communes = register.units[register.units["kind"] == "commune"]
    return Known(
        catalogue=register.catalogue,
        reports=_placed(reports_in_force(connection, _beside(indicators, register.catalogue)), register),
        totals=totals,
        population=population(connection),
        communes=communes[["code", "valid_from", "valid_to", "name"]].reset_index(drop=True),
    )


def _beside(indicators: Iterable[str], catalogue: Catalogue) -> list[str]:
    """`indicators` and the other part of each derived indicator that one of them is a part of."""
    codes = set(indicators)
    parts = [set(each.formula.parts) for each in catalogue if each.formula is not None]
    return sorted(codes.union(*(pair for pair in parts if pair & codes)))


def _placed(reports: pd.DataFrame, register: Register) -> pd.DataFrame:
    """`reports` with code and first day of their areas instead of area_id; no day above communes."""
    units = register.units.set_index("area_id")
    began = units["valid_from"].where(units["kind"] == "commune", None)
    keys = reports["area_id"]
    placed = reports.assign(area_code=keys.map(units["code"]).astype("str"), area_valid_from=keys.map(began))
    return placed[REPORTS]
