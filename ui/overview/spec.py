"""The overview, as it declares itself."""

from base.texts import marked
from ui.frame.role import Role
from ui.frame.spec import Bar, PageSpec
from ui.overview.blocks import blocks
from ui.overview.file import file
from ui.overview.model import Overview, overview
from ui.overview.slides import slide

SPEC = PageSpec[Overview](
    name="overview",
    menu=marked("Overview"),
    title=marked("Overview"),
    about="For leaders, in minutes: where the province stands against its targets, what got worse, where the gaps are",
    model=overview,
    blocks=blocks,
    slide=slide,
    file=file,
    bar=Bar(indicator=False, annual=True),
    role=Role(opens=("start",), many=True),
)
