"""Change of indicator to repainted map, on pages with nothing but our map."""

import statistics
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, FloatRect

from base.settings import ROOT
from bench.boundaries import Shapes
from bench.screen import Change, NothingChangedError, Screen
from harness.server import AppServer, app_server

_PATIENCE_S = 30.0
_WIDTH, _HEIGHT = 1000, 760
# The map fills this part of the page; what is beside it (toolbar, button) is not looked at.
_BELOW_BUTTON = 110
_MAP: FloatRect = {"x": 0, "y": _BELOW_BUTTON, "width": _WIDTH, "height": _HEIGHT - _BELOW_BUTTON}


@dataclass(frozen=True)
class Repaints:
    """All changes measured, in their order. missed: clicks that never changed the picture."""

    changes: tuple[Change, ...]
    missed: int


def measure(browser: Browser, server: AppServer, scope: str, changes: int) -> Repaints:
    """So many clicks on the next indicator. One before them is not counted: it warms caches up."""
    found: list[Change] = []
    missed = 0
    with closing(browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT})) as page:
        screen = Screen(page)
        page.goto(f"{server.url}/?scope={scope}")
        page.locator("path[data-code]").first.wait_for(timeout=_PATIENCE_S * 1000)
        page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=_PATIENCE_S * 1000)
        page.wait_for_timeout(1500)
        for turn in range(changes + 1):
            try:
                change = screen.change(click="[data-testid=stButton] button", within=_MAP, patience_s=_PATIENCE_S)
            except NothingChangedError:
                missed += 1
                continue
            if turn:
                found.append(change)
    return Repaints(tuple(found), missed)


@contextmanager
def served(data: Path, shapes: tuple[Shapes, ...]) -> Iterator[AppServer]:
    """The map-only pages on a server of their own."""
    for each in shapes:
        (data / f"{each.scope}.hash").write_text(each.published.hash, encoding="utf-8")
    with app_server(data, script=ROOT / "bench" / "map_only" / "asgi.py") as server:
        yield server


def line(shapes: Shapes, repaints: Repaints) -> str:
    """One line of the report: medians after the click."""
    changes = repaints.changes
    if not changes:
        return f"  {shapes.count:,} communes ({shapes.origin}): the picture never changed"
    lasts = [change.last for change in changes]
    return (
        f"  {shapes.count:,} communes ({shapes.origin}), {len(changes)} changes, medians in ms after the click: "
        f"answered {statistics.median(change.answered for change in changes):.0f}, "
        f"first {statistics.median(change.first for change in changes):.0f}, "
        f"painted {statistics.median(lasts):.0f} ({min(lasts):.0f}–{max(lasts):.0f}); "
        f"{statistics.median(change.received_bytes for change in changes) / 1000:.1f} kB"
        + (f"; {repaints.missed} never painted" if repaints.missed else "")
    )
