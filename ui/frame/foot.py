"""The foot of a page."""

from markupsafe import Markup

from ui.frame.page import Page
from ui.frame.provenance import source_line


def foot(page: Page) -> Markup:
    """Where the figures of the page come from, and the way to how they are defined."""
    note = page.geometry.label[page.say.language] if page.geometry and page.geometry.schematic else ""
    entry, definition = Markup(""), page.ways["definition"].page
    if page.name != definition:
        way = page.say("Definition, legal basis, how it is computed")
        href = page.link(definition, period=None)
        entry = Markup(' · <a class="strong" data-go href="{}">{} ›</a>').format(href, way)
    return Markup('<p class="foot">{}{}{}</p>').format(
        source_line(page), Markup(" · {}").format(note) if note else "", entry
    )
