"""What each key sets on a page: period, indicator, projector; ranking and measures where there are any."""

from collections.abc import Sequence
from typing import TypeAlias

from indicators import periods
from ui.frame.page import Page

Keys: TypeAlias = dict[str, dict[str, str | None]]
"""event.code -> parameters of the address with their new values; None takes one away."""


def shortcuts(
    page: Page,
    *,
    ranking: Sequence[str] = (),
    measures: Sequence[str] = (),
    years: Sequence[str] | None = None,
    indicators: bool = True,
) -> Keys:
    """ranking: codes of communes in the order of the ranking, for ↑ and ↓; measures: for the digits.

    No key changes the address alone. years: ascending, what ← and → step through in place of periods; () where what is shown is of
    neither. indicators: whether it is of the indicator in view.
    """
    view = page.view
    keys: Keys = {"KeyP": {"view": None if view.projector else "projector"}}
    same_kind = [c for c in page.periods["period"] if periods.parse(c).is_annual == page.period.is_annual]
    for key, step in (("ArrowLeft", -1), ("ArrowRight", 1)):
        if years is None:
            keys |= _step(key, "period", same_kind, view.period, step)
        else:
            keys |= _step(key, "year", years, view.year, step)
    headlines = [i.code for i in page.catalogue.headlines] if indicators else []
    for key, step in (("PageUp", -1), ("PageDown", 1)):
        keys |= _step(key, "indicator", headlines, view.indicator, step)
    chosen = view.commune[0] if view.commune else ""
    for key, step in (("ArrowUp", -1), ("ArrowDown", 1)):
        keys |= _step(key, "commune", ranking, chosen, step)
    for digit, measure in enumerate(measures, start=1):
        keys[f"Digit{digit}"] = {"measure": measure}
    if view.commune:
        keys["Escape"] = {"commune": None}
    elif view.projector:
        keys["Escape"] = {"view": None}
    return keys


def _step(key: str, param: str, codes: Sequence[str], current: str, step: int) -> Keys:
    """The neighbour of `current` in `codes`; from outside the list, its beginning; nothing past its ends."""
    if not codes:
        return {}
    place = codes.index(current) + step if current in codes else 0
    return {key: {param: codes[place]}} if 0 <= place < len(codes) else {}
