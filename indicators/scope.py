"""Which communes a reader looks at: the planner's filters. One frozen object is a complete cache key."""

from dataclasses import dataclass

import pandas as pd

SCHEMES = ("ethnic", "region", "border", "travel")


@dataclass(frozen=True)
class AreaFilter:
    """Communes by group. An empty tuple filters nothing; filters of different schemes combine (and), values of one add (or)."""

    ethnic: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    border: tuple[str, ...] = ()
    travel: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether all communes are in."""
        return not any((self.ethnic, self.region, self.border, self.travel, self.communes))

    def mask(self, areas: pd.DataFrame) -> pd.Series:
        """Which rows of `areas` (columns code, ethnic, region, border, travel) are in; boolean, index of `areas`."""
        inside = pd.Series(True, index=areas.index)
        for scheme in SCHEMES:
            chosen = getattr(self, scheme)
            if chosen:
                inside &= areas[scheme].isin(chosen)
        if self.communes:
            inside &= areas["code"].isin(self.communes)
        return inside
