"""The commune page, as it declares itself."""

from base.texts import marked
from ui.commune.blocks import blocks
from ui.commune.file import file
from ui.commune.model import Matrix, Profile, shown
from ui.commune.slides import slide
from ui.frame.page import Page
from ui.frame.role import Role
from ui.frame.spec import Bar, PageSpec, no_commune_matches


def _blank(page: Page) -> bool:
    """A commune that was chosen is shown whatever the filter says."""
    return page.chosen is None and no_commune_matches(page)


SPEC = PageSpec[Profile | Matrix](
    name="commune",
    menu=marked("Profiles"),
    title=marked("Commune profile"),
    about="For leaders before a visit: everything about one commune, on one printed page; or all communes by all indicators",
    model=shown,
    blocks=blocks,
    slide=slide,
    file=file,
    blank=_blank,
    bar=Bar(commune=True, annual=True),
    reads=("source",),
    role=Role(opens=("commune",), many=True),
)
