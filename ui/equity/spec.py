"""The equity page, as it declares itself."""

from base.texts import marked
from indicators.equity.groups import GROUPINGS
from ui.equity.blocks import blocks
from ui.equity.file import file
from ui.equity.model import Equity, equity
from ui.equity.slides import slide
from ui.frame.role import Role
from ui.frame.spec import PageSpec

SPEC = PageSpec[Equity](
    name="equity",
    menu=marked("Equity"),
    title=marked("Equity: differences between groups of children"),
    about="For planners: which group of children is left behind, by how much, whether the gap closes, where they live",
    model=equity,
    blocks=blocks,
    slide=slide,
    file=file,
    reads=("by",),
    groupings=tuple(GROUPINGS),
    role=Role(opens=("groups",)),
)
