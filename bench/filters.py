"""Bytes per change of filter: as the browser gets them, and as they travel (compressed)."""

import statistics
from itertools import cycle, islice

from playwright.sync_api import Browser

from bench.boundaries import Shapes
from harness.line import line
from harness.server import AppServer
from harness.settled import idle
from harness.wire import Wire

CHANGES = {
    "measure": ("Digit2", "Digit3", "Digit1"),
    "period": ("ArrowLeft", "ArrowLeft", "ArrowRight"),
    "indicator": ("PageDown", "PageDown", "PageUp"),
}
"""Keys of each kind of change, pressed again and again in this order."""
PATIENCE_MS = 60_000


def report_app(browser: Browser, server: AppServer, changes: int) -> list[str]:
    """Changes by key on the real gap map, so many of each kind, medians."""
    lines = [
        f"  gap map, 45 communes, medians of {changes}, kB: the map's messages (at most 10), all messages, all as they travel"
    ]
    with line(server.url) as counted:
        page = browser.new_page()
        wire = Wire(page)
        page.goto(f"{counted.url}/gap_map?indicator=IMM01")
        idle(page)
        for kind, keys in CHANGES.items():
            found = []
            for key in islice(cycle(keys), changes):
                wire.clear()
                before = counted.received
                page.keyboard.press(key)
                idle(page)
                found.append((wire.map_bytes, wire.bytes, counted.received - before))
            kilobytes = [statistics.median(column) / 1000 for column in zip(*found, strict=True)]
            lines.append(f"    change of {kind:10}" + "".join(f"{each:9.1f}" for each in kilobytes))
        page.close()
    return lines


def report_map(browser: Browser, server: AppServer, shapes: Shapes, changes: int) -> list[str]:
    """Change of indicator on the page with nothing but our map."""
    limit = {"province": 10, "country": 40}[shapes.scope]
    with line(server.url) as counted:
        page = browser.new_page()
        wire = Wire(page)
        page.goto(f"{counted.url}/?scope={shapes.scope}")
        page.locator("path[data-code]").first.wait_for(timeout=PATIENCE_MS)
        idle(page)
        found = []
        for _ in range(changes):
            wire.clear()
            before = counted.received
            page.locator("[data-testid=stButton] button").click()
            idle(page)
            found.append((wire.map_bytes, counted.received - before))
        page.close()
    message, travelled = (statistics.median(column) / 1000 for column in zip(*found, strict=True))
    return [
        f"  {shapes.count:,} communes, map only: {message:.1f} kB (at most {limit}); whole answer as it travels {travelled:.1f} kB"
    ]
