"""The trends page, as it declares itself."""

from base.texts import marked
from ui.frame.role import Role
from ui.frame.spec import PageSpec
from ui.trends.blocks import blocks
from ui.trends.file import file
from ui.trends.model import History, history
from ui.trends.slides import slide

SPEC = PageSpec[History](
    name="trends",
    menu=marked("Trends"),
    title=marked("Trends by commune and ethnic area"),
    about="For planners, and for leaders who ask since when: which way it goes, by commune and by ethnic area",
    model=history,
    blocks=blocks,
    slide=slide,
    file=file,
    reads=("by",),
    role=Role(opens=("history",), finds=("commune", "indicator")),
)
