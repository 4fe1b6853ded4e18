"""The axes of values and of time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from base.texts import Texts
from indicators.catalogue import Indicator, Unit
from indicators.labels import period_short
from indicators.periods import Period


@dataclass(frozen=True)
class Scale:
    """From where to where values are drawn, in the indicator's unit, and what stands behind the number of a tick, if anything."""

    bottom: float
    top: float
    suffix: str | None

    @property
    def range(self) -> list[float]:
        """Both ends, as plotly wants them."""
        return [self.bottom, self.top]


def scale_of(values: Sequence[float], indicator: Indicator) -> Scale:
    """A scale with a little air around `values` (NaN among them says nothing), never below 0, with per cent signs on its ticks."""
    known = [v for v in values if not np.isnan(v)]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    percent = indicator.unit is Unit.PERCENT
    air = max((high - low) * 0.06, 0.5 if percent else high * 0.02, 1e-9)
    bottom, top = max(0.0, low - air) if low >= 0 else low - air, high + air
    if percent and high <= 100 < top:
        top = min(top, 100 + 0.05 * (100 - bottom))  # less than from tick to tick: none says 100.5 %
    return Scale(bottom, top, "%" if percent else None)


def time_axis(axis: Sequence[Period], say: Texts, *, most_ticks: int) -> dict[str, object]:
    """The x axis in plotly's words: a tick at the last day of each period, thinned from the newest backwards.

    Invisible without any period.
    """
    if not axis:
        return {"visible": False}
    step = max(1, -(-len(axis) // most_ticks))
    ticked = [p for i, p in enumerate(reversed(axis)) if i % step == 0]
    half = (axis[-1].ends_on - axis[-1].starts_on) / 4
    return {
        "type": "date",
        "tickmode": "array",
        "tickvals": [p.ends_on.isoformat() for p in ticked],
        "ticktext": [period_short(p, say) for p in ticked],
        "range": [(axis[0].ends_on - half).isoformat(), (axis[-1].ends_on + half / 4).isoformat()],
    }
