"""A line over time: a value for each of consecutive periods, gaps where nothing was reported."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from charts.firmness import Firmness
from indicators.periods import Kind, Period, following, parse
from indicators.sources import changes_of_way, way


def axis_periods(history: pd.DataFrame, kind: Kind) -> tuple[Period, ...]:
    """All periods of `kind` from the first to the last in VALUES `history`, also those in between without any row.

    Reference values of the country do not lengthen it: its line runs where ours does.
    """
    ours = history.loc[history["kind"] != "country", "period"].unique()
    present = sorted(p for p in {parse(code) for code in ours} if p.kind is kind)
    if not present:
        return ()
    axis = [present[0]]
    while axis[-1] < present[-1]:
        axis.append(following(axis[-1]))
    return tuple(axis)


@dataclass(frozen=True)
class Series:
    """One line: a value per period of the axis with its 95 % interval, NaN where there is none, what hovering says, how firm each is."""

    code: str
    name: str
    axis: tuple[Period, ...]
    value: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    hover: tuple[str, ...]
    firmness: tuple[Firmness, ...]

    @cached_property
    def x(self) -> list[str]:
        """The last day of each period: a year's point stands after the seam that falls within it."""
        return [p.ends_on.isoformat() for p in self.axis]

    @cached_property
    def changes(self) -> dict[str, tuple[str, str]]:
        """Where survey figures and others meet (`changes_of_way`): the line is never joined there."""
        known = zip(self.axis, self.firmness, self.value, strict=True)
        return changes_of_way((period.code, way(firm.source_kind)) for period, firm, value in known if value == value)

    def breaks_at(self, code: str, breaks: Collection[str]) -> bool:
        """Whether the line begins anew at the period `code`: at one of `breaks`, or by its own change of source."""
        return code in breaks or code in self.changes

    @cached_property
    def known(self) -> list[int]:
        """The places that have a figure."""
        return [i for i, value in enumerate(self.value) if not np.isnan(value)]

    @property
    def last(self) -> int | None:
        """The place of the last figure; None if there is none."""
        return self.known[-1] if self.known else None


def segments(line: Series, breaks: Collection[str]) -> tuple[list[int | None], list[int | None]]:
    """Which points the solid and the dashed (provisional) stroke visit, None lifting the pen.

    A stroke never crosses a missing point or a change of definition (`breaks`: codes of the first periods after one).
    """
    solid: list[int | None] = []
    dashed: list[int | None] = []
    provisional = [firm.provisional for firm in line.firmness]
    for i, (period, value) in enumerate(zip(line.axis, line.value, strict=True)):
        joined = (
            i > 0
            and not np.isnan(value)
            and not np.isnan(line.value[i - 1])
            and not line.breaks_at(period.code, breaks)
        )
        if provisional[i]:
            dashed += [None, *([i - 1] if joined else []), i]
        else:
            solid += [i] if joined and not provisional[i - 1] else [None, i]
            if joined and provisional[i - 1]:
                dashed += [None, i - 1, i]
    return solid, dashed
