"""When no commune passes the filter: what was asked for, and the way back."""

from markupsafe import Markup

from indicators.scope import SCHEMES
from indicators.scope_names import filter_parts
from ui.frame.blocks import Sheet
from ui.frame.page import Page


def nothing_matches(page: Page) -> Sheet:
    """The filter that leaves nothing, as the page's heading."""
    asked = ", ".join(filter_parts(page.view.area, page.areas, page.say))
    cleared = page.link(page.name, **dict.fromkeys((*SCHEMES, "communes")))
    said = Markup('<h1 class="answer">{}</h1><p><a class="strong" data-go href="{}">{}</a></p>').format(
        page.say("No commune matches: {filter}.", filter=asked), cleared, page.say("Clear the filter")
    )
    return Sheet(Markup('<div class="slide">{}</div>').format(said) if page.view.projector else said, key="answer")
