"""The colour tokens, as checked for contrast and colour blindness (`assets/tokens.json`)."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from base.settings import ASSETS

THEMES = ("light", "dark", "projector")


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, as '#RRGGBB'. Scales run from low to high, or from far below target to over it."""

    page: str
    card: str
    text: str
    muted: str
    line: str
    control: str
    accent: str
    on_accent: str
    outline: str
    seq: tuple[str, ...]
    gap: tuple[str, ...]
    status5: tuple[str, ...]
    better: str
    similar: str
    worse: str
    neutral: str
    blank: str
    blank_ink: str
    outside: str
    warn_bg: str
    warn_ink: str


@cache
def palette(theme: str) -> Palette:
    """The palette of `theme`: 'light', 'dark' or 'projector'. Raises KeyError for another name."""
    tokens = json.loads((ASSETS / "tokens.json").read_text(encoding="utf-8"))[theme]
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in tokens.items()}
    return Palette(**fields)
