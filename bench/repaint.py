"""Change of indicator to repainted map, ours beside the usual Streamlit ways: map-only pages, one run, taken in turns."""

import statistics
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import FloatRect, Page, Playwright

from base.settings import ROOT
from bench.boundaries import Shapes
from bench.screen import Change, NothingChangedError, Screen
from tests.browser.chromium import launch
from tests.browser.server import AppServer, app_server

ROUNDS = {"province": 9, "country": 5}
PATIENCE_S = {"province": 15.0, "country": 60.0}
_SIZE = {"width": 1000, "height": 760}
# In every way the map fills this part of the page; what is beside it (toolbar, button) is not looked at.
_BELOW_BUTTON = 110


@dataclass(frozen=True)
class Way:
    """One way to draw the map: its name in the page's address, how it is called here, the mark that it is drawn."""

    name: str
    label: str
    drawn: str
    webgl: bool = False


WAYS = (
    Way("ours", "our component", "path[data-code]"),
    Way("choropleth", "px.choropleth, inline GeoJSON", ".choroplethlayer path"),
    Way("choropleth_map", "px.choropleth_map, inline GeoJSON", "canvas.maplibregl-canvas", webgl=True),
)


@dataclass(frozen=True)
class Figures:
    """All changes measured of one way at one scope, in the order measured. missed: clicks that never changed the picture."""

    way: Way
    changes: tuple[Change, ...]
    missed: int

    def median(self, part: str) -> float:
        """The median of one field of Change."""
        return float(statistics.median(getattr(change, part) for change in self.changes))


def measure(playwright: Playwright, server: AppServer, scope: str, *, ways: tuple[Way, ...] = WAYS) -> list[Figures]:
    """Every way in turn, round after round, so that whatever else the machine does falls on all of them.

    The first change of each is not counted: it warms caches up.
    """
    with ExitStack() as stack:
        tabs = {way: stack.enter_context(_tab(playwright, server, way, scope)) for way in ways}
        found: dict[Way, list[Change]] = {way: [] for way in ways}
        missed = dict.fromkeys(ways, 0)
        for turn in range(ROUNDS[scope] + 1):
            for way in _rotated(ways, turn):
                screen, within = tabs[way]
                try:
                    change = screen.change(
                        click="[data-testid=stButton] button", within=within, patience_s=PATIENCE_S[scope]
                    )
                except NothingChangedError:
                    missed[way] += 1
                    continue
                if turn:
                    found[way].append(change)
        return [Figures(way, tuple(changes), missed[way]) for way, changes in found.items()]


def _rotated(ways: tuple[Way, ...], turn: int) -> tuple[Way, ...]:
    start = turn % len(ways)
    return ways[start:] + ways[:start]


@contextmanager
def _tab(playwright: Playwright, server: AppServer, way: Way, scope: str) -> Iterator[tuple[Screen, FloatRect]]:
    """A browser of its own with the page of `way`, its map drawn, and the rectangle that is watched."""
    browser = launch(playwright, webgl=way.webgl)
    try:
        page = browser.new_page(viewport=_SIZE)  # type: ignore[arg-type]
        screen = Screen(page)
        page.goto(f"{server.url}/?scope={scope}&way={way.name}")
        _until_drawn(page, way, PATIENCE_S[scope])
        within: FloatRect = {
            "x": 0,
            "y": _BELOW_BUTTON,
            "width": _SIZE["width"],
            "height": _SIZE["height"] - _BELOW_BUTTON,
        }
        yield screen, within
    finally:
        browser.close()


def _until_drawn(page: Page, way: Way, patience_s: float) -> None:
    page.locator(way.drawn).first.wait_for(timeout=patience_s * 1000)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=patience_s * 1000)
    page.wait_for_timeout(1500)


@contextmanager
def served(data: Path, shapes: tuple[Shapes, ...]) -> Iterator[AppServer]:
    """The map-only pages on a server of their own."""
    for each in shapes:
        (data / f"{each.scope}.hash").write_text(each.published.hash, encoding="utf-8")
    with app_server(data, script=ROOT / "bench" / "server.py") as server:
        yield server


def report(shapes: Shapes, figures: list[Figures]) -> list[str]:
    """A table of medians, and ours as a share of each."""
    lines = [
        f"{shapes.count:,} communes ({shapes.origin}), {ROUNDS[shapes.scope]} changes each in turns, medians in ms after the click:",
        f"  {'':36}{'answered':>10}{'first':>8}{'painted':>9}{'range':>14}{'kB':>9}{'ours/it':>9}",
    ]
    ours = next((each.median("last") for each in figures if each.way.name == "ours" and each.changes), None)
    for each in figures:
        if not each.changes:
            lines.append(f"  {each.way.label:36} never changed the picture")
            continue
        lasts = [change.last for change in each.changes]
        share = f"{ours / each.median('last'):>9.2f}" if ours else ""
        lines.append(
            f"  {each.way.label:36}{each.median('answered'):>10.0f}{each.median('first'):>8.0f}{each.median('last'):>9.0f}"
            f"{f'{min(lasts):.0f}–{max(lasts):.0f}':>14}{each.median('received_bytes') / 1000:>9.1f}{share}"
            + (f"  ({each.missed} never painted)" if each.missed else "")
        )
    return lines
