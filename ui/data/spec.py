"""The data page, as it declares itself."""

from base.texts import marked
from ui.data.blocks import blocks
from ui.data.model import Reports, reports, years
from ui.data.reminders import offer
from ui.data.slides import slide
from ui.frame.role import Role
from ui.frame.spec import Bar, PageSpec

SPEC = PageSpec[Reports](
    name="data",
    menu=marked("Data"),
    title=marked("Data: reports in and checked"),
    about="For the data officer: whether each commune's report is in, right and complete; completeness alone for everybody else",
    model=reports,
    blocks=blocks,
    slide=slide,
    bar=Bar(indicator=False, calendar=years, end=offer),
    reads=("year", "draft", "batch", "versions"),
    role=Role(opens=("reports",), many=True, before_communes=True),
)
