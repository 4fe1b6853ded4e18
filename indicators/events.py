"""What happened in the province and must be known to read a line: a vaccine shortage, a flood, a campaign."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from indicators.periods import Period


@dataclass(frozen=True)
class Event:
    """on: its day. text: in the reader's language, as few words as stand on a chart."""

    on: date
    text: str


def within(events: Iterable[Event], axis: Iterable[Period]) -> list[Event]:
    """Those that fall within the periods of `axis`, the earliest first."""
    periods = list(axis)
    if not periods:
        return []
    first, last = min(p.starts_on for p in periods), max(p.ends_on for p in periods)
    return sorted((each for each in events if first <= each.on <= last), key=lambda each: each.on)
