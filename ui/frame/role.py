"""What a page is to the others. They lead to it, and draw their frame, by this and never by its name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """opens: what is opened on it: start | indicator | history | groups | commune | reports | definition, each on one page of a site.
    finds: what the search selects on it in place.
    many: it shows many indicators at once, so its foot names no single source. whole_catalogue: also indicators nobody has
    reported yet. before_communes: it works before any commune is known.
    """

    opens: tuple[str, ...] = ()
    finds: tuple[str, ...] = ()
    many: bool = False
    whole_catalogue: bool = False
    before_communes: bool = False


@dataclass(frozen=True)
class Way:
    """Where something is opened: a page by its name, its address, and what the menu calls it (English source text)."""

    page: str
    path: str
    menu: str
