"""The methods page, as it declares itself."""

from base.texts import marked
from ui.frame.page import Page
from ui.frame.role import Role
from ui.frame.spec import PageSpec
from ui.methods.blocks import blocks
from ui.methods.model import Methods, methods
from ui.methods.slides import slide


def _never(_page: Page) -> bool:
    """Definitions are of no commune: a filter takes nothing away."""
    return False


SPEC = PageSpec[Methods](
    name="methods",
    menu=marked("Methods"),
    title=marked("Indicators and methods"),
    about="For everybody who doubts a number: what is counted, by which law, how it is judged, what a person must still check",
    model=methods,
    blocks=blocks,
    slide=slide,
    blank=_never,
    bar=None,
    role=Role(opens=("definition",), finds=("indicator", "commune"), whole_catalogue=True),
)
