"""What indicators are grouped by when they are read: themes, and the levels of protection of the law on children."""

from collections.abc import Mapping
from types import MappingProxyType

from base.texts import marked
from indicators.catalogue import Level

THEMES: Mapping[str, str] = MappingProxyType(
    {
        "health": marked("Health and nutrition"),
        "protection": marked("Protection of children"),
        "safety": marked("Injuries and drowning"),
        "school": marked("Schools"),
        "play": marked("Play and culture"),
        "staff": marked("People who work for children"),
        "steering": marked("Steering"),
    }
)
"""What a theme code is called, a source text; in the order in which themes are read."""

LEVELS: Mapping[Level, str] = MappingProxyType(
    {
        Level.PREVENTION: marked("Prevention"),
        Level.SUPPORT: marked("Support"),
        Level.INTERVENTION: marked("Intervention"),
    }
)
"""What a level is called, a source text; from all children to those who were harmed."""
