"""What lines over time are of: one indicator, on an axis of one kind of period, with what cuts the lines and what they aim at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from base.texts import Texts
from indicators.catalogue import Indicator
from indicators.comparable import series_breaks
from indicators.events import Event
from indicators.periods import Kind, Period


@dataclass(frozen=True)
class Timeline:
    """indicator, say: of all lines, and the language of their names and numbers. kind: of the periods on the axis.

    target: in the indicator's unit, None where there is none. seam: the day on which communes merged, None where that is
    not shown. breaks: codes of the first periods after what is counted changed, beside those that the catalogue knows.
    events: what happened in the province.
    """

    indicator: Indicator
    say: Texts
    kind: Kind = Kind.YEAR
    target: float | None = None
    seam: date | None = None
    breaks: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def targets(self) -> list[float]:
        """The target as a list: empty without one."""
        return [] if self.target is None else [self.target]

    def seam_on(self, axis: Sequence[Period]) -> date | None:
        """The seam, if it lies within `axis`."""
        return seam_within(self.seam, axis)

    def cuts(self, axis: Sequence[Period]) -> tuple[str, ...]:
        """Codes of the periods of `axis` at which every line is cut: `breaks`, another definition, and the seam where merging
        communes changes what is counted."""
        return (*self.breaks, *series_breaks([p.code for p in axis], self.indicator, merged_on=self.seam))


def seam_within(seam: date | None, axis: Sequence[Period]) -> date | None:
    """`seam`, if it lies between the first and the last of the ascending periods `axis`; else None."""
    within = seam is not None and len(axis) > 0 and axis[0].ends_on < seam <= axis[-1].ends_on
    return seam if within else None
