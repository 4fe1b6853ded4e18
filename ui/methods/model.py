"""What the Methods page shows: one indicator with its path to the target, among all of them."""

from dataclasses import dataclass

from indicators.catalogue import Catalogue, Indicator, Target
from indicators.path import Path
from ui.frame.page import Page
from ui.frame.path import province_path


@dataclass(frozen=True)
class Methods:
    """indicator: the one in view; path: of the province, to the target of 2030; collection: the name of where reports come from.

    unchecked: the targets of all indicators that no person has compared with the legal text yet.
    """

    indicator: Indicator
    path: Path
    collection: str
    unchecked: list[tuple[Indicator, Target]]


def methods(page: Page) -> Methods:
    """The indicator in view, with all annual figures of the province: one query."""
    indicator = page.indicator
    name = "name_vi" if page.say.language == "vi" else "name_en"
    named = page.data.collections().set_index("code")[name]
    return Methods(
        indicator=indicator,
        path=province_path(page, indicator),
        collection=str(named.get(indicator.collection, indicator.collection)),
        unchecked=unchecked(page.catalogue),
    )


def unchecked(catalogue: Catalogue) -> list[tuple[Indicator, Target]]:
    """The targets that no person has compared with the legal text yet."""
    return [(indicator, target) for indicator in catalogue for target in indicator.targets if not target.verified]
