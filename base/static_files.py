"""The scripts and style sheets in static/: fetched by addresses that name their content, so that a browser may keep them."""

import hashlib
from functools import cache

from base.settings import STATIC


@cache
def content_hash() -> str:
    """One hash over all scripts and style sheets in static/: any change gives all of them new addresses."""
    digest = hashlib.sha256()
    for path in sorted([*STATIC.rglob("*.js"), *STATIC.rglob("*.css")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
