"""Kinds of places that children are served in."""

from collections.abc import Mapping

from base.texts import marked

KINDS: Mapping[str, str] = {
    "health_station": marked("Health station"),
    "school": marked("School"),
    "play_space": marked("Play space"),
}
