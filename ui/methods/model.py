"""What the Methods page shows: one indicator with its path to the target, among all of them."""

from dataclasses import dataclass

from markupsafe import Markup

from base import settings
from indicators.catalogue import Catalogue, Indicator, Target
from indicators.path import Path, path
from indicators.periods import ANNUAL
from ui.frame import marks
from ui.frame.page import Page
from ui.methods.path import MARKS, path_words


@dataclass(frozen=True)
class Methods:
    """indicator: the one in view; path: of the province, to the target of 2030; collection: the name of where reports come from."""

    indicator: Indicator
    path: Path
    collection: str


def methods(page: Page) -> Methods:
    """The indicator in view, with all annual figures of the province: one query."""
    indicator = page.indicator
    name = "name_vi" if page.say.language == "vi" else "name_en"
    named = page.data.collections().set_index("code")[name]
    return Methods(
        indicator=indicator,
        path=province_path(page, indicator),
        collection=str(named.get(indicator.collection, indicator.collection)),
    )


def province_path(page: Page, indicator: Indicator) -> Path:
    """Whether the province is on track for the target of 2030."""
    annual = tuple(str(kind) for kind in indicator.periods if kind in ANNUAL)
    history = page.data.history(indicator.code, annual)
    of_province = history[history["kind"] == "province"]
    return path(of_province, indicator, merged_on=settings.province().merged_on)


def path_line(page: Page) -> Markup:
    """Under an annual map: whether the province is on track, with the way to how that is found; '' without a target to go by."""
    if not page.period.is_annual:
        return Markup("")
    found = province_path(page, page.indicator)
    if found.reason in ("neutral", "no_target"):
        return Markup("")
    return Markup('<p class="notes">{} {} {} <a class="strong" data-go href="{}">{} ›</a></p>').format(
        page.say("On track by 2030?"),
        marks.mark(MARKS[found.result]),
        path_words(found, page.say),
        page.link("methods", period=None),
        page.say("How this is found"),
    )


def unchecked(catalogue: Catalogue) -> list[tuple[Indicator, Target]]:
    """The targets that no person has compared with the legal text yet."""
    return [(indicator, target) for indicator in catalogue for target in indicator.targets if not target.verified]
