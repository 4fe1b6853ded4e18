"""What a page declares of itself, in one value: menu, address, filters, search, projector, downloads and keys are made of it.

A new page is a folder below ui/ with such a value, a file in pages/, and a line in `ui.site`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar

from indicators.scope import SCHEMES
from ui.frame.blocks import Block
from ui.frame.file import File
from ui.frame.page import Page
from ui.frame.role import Role, Way
from ui.frame.slide import Slide

M = TypeVar("M")


@dataclass(frozen=True)
class Bar:
    """The row of filters. indicator, commune: whether one is chosen. annual: whole years only.

    calendar: years to choose from in place of periods. more: what else is chosen. end: what stands beside 'Copy link'.
    """

    indicator: bool = True
    commune: bool = False
    annual: bool = False
    calendar: Callable[[Page], Sequence[str]] | None = None
    more: Callable[[Page], Block] | None = None
    end: Callable[[Page], Block] | None = None


@dataclass(frozen=True)
class Steps:
    """What keys step through besides periods and indicators: communes in the order of a ranking (↑ ↓), measures (1-5)."""

    ranking: Sequence[str] = ()
    measures: Sequence[str] = ()


def no_steps(_page: Page, _model: object) -> Steps:
    """Keys step through periods and indicators only."""
    return Steps()


def no_file(_page: Page, _model: object) -> File | None:
    """A page without downloads of its own."""
    return None


def no_commune_matches(page: Page) -> bool:
    """Whether the filter leaves no commune, so that there is nothing to show but the way back."""
    return not page.inside.any()


@dataclass(frozen=True)
class PageSpec(Generic[M]):
    """name: of its file in pages/ and of its address. menu, title: marked texts. about: whom it serves with what, for the docs.

    model: loads and computes what is shown, from data version and view alone. blocks, slide, file, steps: made of the model.
    blank: whether there is nothing to show. reads: the parameters of the address that are its own, besides those that travel.
    groupings: what `by` may say.
    """

    name: str
    menu: str
    title: str
    about: str
    model: Callable[[Page], M]
    blocks: Callable[[Page, M], tuple[Block, ...]]
    slide: Callable[[Page, M], Slide]
    file: Callable[[Page, M], File | None] = no_file
    steps: Callable[[Page, M], Steps] = no_steps
    blank: Callable[[Page], bool] = no_commune_matches
    bar: Bar | None = field(default_factory=Bar)
    reads: tuple[str, ...] = ()
    groupings: tuple[str, ...] = SCHEMES
    role: Role = Role()


Site: TypeAlias = Sequence[PageSpec[Any]]
"""The pages in the order of the menu; the first one is served at /."""


def ways(site: Site) -> dict[str, Way]:
    """The page that opens each thing of `Role.opens`."""
    return {
        what: Way(spec.name, "" if at == 0 else spec.name, spec.menu)
        for at, spec in enumerate(site)
        for what in spec.role.opens
    }
