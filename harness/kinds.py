"""Kinds of figures for made-up indicators."""

from typing import Any

from indicators.catalogue import Counts, IntervalMethod, Unit

YES_OR_NO: dict[str, Any] = {"counts": Counts.COMMUNES, "interval_method": IntervalMethod.NONE}
"""Fields of an indicator that each commune has or has not."""

COUNTED: dict[str, Any] = {"counts": Counts.PLACES, "interval_method": IntervalMethod.NONE}
"""Fields of one that counts all places there are."""

_METHODS = {
    Unit.PERCENT: IntervalMethod.WILSON,
    Unit.PER_1000: IntervalMethod.EXACT_POISSON,
    Unit.PER_100000: IntervalMethod.EXACT_POISSON,
}


def of_people(unit: Unit) -> dict[str, Any]:
    """Fields of an indicator that counts people in `unit`, with the interval that fits."""
    return {"counts": Counts.PEOPLE, "interval_method": _METHODS.get(unit, IntervalMethod.NONE)}
