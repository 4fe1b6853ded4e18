"""The gap map, as it declares itself."""

from base.texts import marked
from ui.frame.page import Page
from ui.frame.role import Role
from ui.frame.spec import Bar, PageSpec, Steps
from ui.gap_map.blocks import blocks
from ui.gap_map.choices import more
from ui.gap_map.file import file
from ui.gap_map.model import GapMap, gap_map
from ui.gap_map.ranking import ordered
from ui.gap_map.slides import slide


def _steps(page: Page, shown: GapMap) -> Steps:
    """↑ and ↓ step through the ranking, digits through the measures."""
    ranked = ordered(shown.scoped, page.indicator, shown.ranked_by)
    # A funnel plot by itself, as on a slide, colours nothing.
    funnel = page.view.projector and page.view.layout == "funnel"
    return Steps(list(ranked["code"]), () if funnel else shown.measures)


SPEC = PageSpec[GapMap](
    name="gap_map",
    menu=marked("Map"),
    title=marked("Gap map"),
    about="For leaders, meetings and planners: in which communes children are left behind, how surely, how many",
    model=gap_map,
    blocks=blocks,
    slide=slide,
    file=file,
    steps=_steps,
    bar=Bar(more=more),
    reads=("measure", "compare", "layout", "source"),
    role=Role(opens=("indicator",), finds=("commune",)),
)
