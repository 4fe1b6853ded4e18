"""The heading of a page: its answer, and the row of what can be done with the view (copy its link)."""

from markupsafe import Markup

from base.texts import Texts


def heading(answer: Markup, *, short: Markup | None = None, sub: Markup | None = None) -> Markup:
    """The answer as the page's h1. short: what a phone reads instead; sub: a second line, e.g. a filtered group."""
    wide = (
        Markup('<span class="wide">{}</span><span class="narrow">{}</span>').format(answer, short) if short else answer
    )
    below = Markup('<p class="sub">{}</p>').format(sub) if sub else ""
    return Markup('<h1 class="answer">{}</h1>{}').format(wide, below)


def copy_link(say: Texts) -> Markup:
    """A button that copies the address of exactly this view."""
    return Markup('<button class="button" data-act="copy-link" data-done="{}">{}</button>').format(
        say("Copied"), say("Copy link")
    )
