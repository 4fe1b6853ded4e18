"""A row of a list of communes: what makes it choose its commune, open its profile and share the pointing of the maps."""

import json

from markupsafe import Markup


def attributes_of(code: str, *, chosen: str | None, href: str, kind: str = "") -> Markup:
    """The attributes of the row of commune `code`. chosen: code; href: of its profile; kind: class of the row."""
    return Markup('tabindex="-1" id="rank-{}" aria-selected="{}" class="{}" data-set="{}" data-enter="{}"').format(
        code, "true" if code == chosen else "false", kind, json.dumps({"commune": code}), href
    )
