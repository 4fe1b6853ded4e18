"""A card and the small parts of one: a head, a remark. Escaped."""

from markupsafe import Markup


def framed(body: Markup) -> Markup:
    """`body` as a card."""
    return Markup('<section class="card">{}</section>').format(body)


def headline(text: str) -> Markup:
    """The head of a card."""
    return Markup("<h2>{}</h2>").format(text)


def remark(text: str) -> Markup:
    """A line in small letters."""
    return Markup('<p class="notes">{}</p>').format(text)
