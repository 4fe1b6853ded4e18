"""The pages of the site by name, in the order of the menu; the first one is served at /. A new page is a line here.

The name is that of its folder below ui/, whose spec.py declares it, and of its file in pages/.
"""

from importlib import import_module
from typing import Any

from ui.frame import run as frame
from ui.frame import shell
from ui.frame.spec import PageSpec

NAMES = (
    "overview",
    "gap_map",
    "trends",
    "equity",
    "commune",
    "data",
    "methods",
)

SITE: tuple[PageSpec[Any], ...] = tuple(import_module(f"ui.{name}.spec").SPEC for name in NAMES)


def run() -> None:
    """Navigate: called by dashboard.py only."""
    shell.run(SITE)


def show(name: str) -> None:
    """Draw the page `name`: called by its file in pages/."""
    frame.show(SITE[NAMES.index(name)], SITE)
