"""What the rows of a document refer to, as it stands: communes of today and before, indicators, the province's place on the earth."""

from dataclasses import dataclass

import pandas as pd

from base.settings import province
from data_access.documents import communes_ever
from data_access.engine import Connection
from indicators.catalogue import Indicator


@dataclass(frozen=True)
class References:
    """units: communes of the province, of today and before: area_id, code, valid_from, valid_to (ISO texts, '' for today's), name,
    used (bool: a report stands on it, withdrawn or not). indicators: in force, by code. box: west, south, east, north.
    """

    units: pd.DataFrame
    indicators: dict[str, Indicator]
    box: tuple[float, float, float, float]

    @property
    def today(self) -> set[str]:
        """Codes of today's communes."""
        return set(self.units.loc[self.units["valid_to"] == "", "code"])

    def unit(self, code: str, day: str) -> int | None:
        """area_id of the commune `code` from `day` on; without a day of the only one of that code, else of today's."""
        same = self.units[self.units["code"] == code]
        if day:
            same = same[same["valid_from"] == day]
        elif len(same) > 1:
            same = same[same["valid_to"] == ""]
        return int(same["area_id"].iloc[0]) if len(same) == 1 else None


def references(connection: Connection, indicators: dict[str, Indicator]) -> References:
    """As this transaction sees it."""
    return References(units=communes_ever(connection, province().code), indicators=indicators, box=province().box)
