"""What a document is held against: areas, indicators and reports as they stand, read once."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import Connection, select

from base.settings import province
from data_access.frames import read_frame
from data_access.tables import area, observation
from indicators.catalogue import Indicator


@dataclass(frozen=True)
class Standing:
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


def standing(connection: Connection, indicators: dict[str, Indicator]) -> Standing:
    """As this transaction sees it."""
    above = select(area.c.area_id).where(area.c.kind == "province", area.c.code == province().code).scalar_subquery()
    used = select(observation.c.area_id).where(observation.c.area_id == area.c.area_id).exists()
    units = read_frame(
        connection,
        select(area.c.area_id, area.c.code, area.c.valid_from, area.c.valid_to, area.c.name, used.label("used"))
        .where(area.c.kind == "commune", area.c.parent_id == above)
        .order_by(area.c.area_id),
        flags=("used",),
    )
    days = {name: [_iso(day) for day in units[name]] for name in ("valid_from", "valid_to")}
    return Standing(units=units.assign(**days), indicators=indicators, box=province().box)


def _iso(day: date | None) -> str:
    return day.isoformat() if isinstance(day, date) and not pd.isna(day) else ""
