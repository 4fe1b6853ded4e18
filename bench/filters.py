"""Bytes per change of filter: as the browser gets them, and as they travel (compressed)."""

import statistics

from playwright.sync_api import Browser, Page

from bench.boundaries import Shapes
from bench.messages import Wire
from bench.proxy import relay
from tests.browser.server import AppServer

CHANGES = {
    "measure": ("Digit2", "Digit3", "Digit1"),
    "period": ("ArrowLeft", "ArrowLeft", "ArrowRight"),
    "indicator": ("PageDown", "PageDown", "PageUp"),
}
PATIENCE_MS = 60_000


def report_app(browser: Browser, server: AppServer) -> list[str]:
    """Changes by key on the real gap map, three of each kind, medians."""
    lines = [
        "  gap map, 45 communes, medians of 3, kB: the map's messages (at most 10), all messages, all as they travel"
    ]
    with relay(server.url) as counted:
        page = browser.new_page()
        wire = Wire(page)
        page.goto(f"{counted.url}/gap_map?indicator=IMM01")
        idle(page)
        for kind, keys in CHANGES.items():
            found = []
            for key in keys:
                wire.clear()
                before = counted.received
                page.keyboard.press(key)
                idle(page)
                found.append((wire.map_bytes, wire.bytes, counted.received - before))
            kilobytes = [statistics.median(column) / 1000 for column in zip(*found, strict=True)]
            lines.append(f"    change of {kind:10}" + "".join(f"{each:9.1f}" for each in kilobytes))
        page.close()
    return lines


def report_map(browser: Browser, server: AppServer, shapes: Shapes) -> list[str]:
    """Change of indicator on the page with nothing but our map."""
    limit = {"province": 10, "country": 40}[shapes.scope]
    with relay(server.url) as counted:
        page = browser.new_page()
        wire = Wire(page)
        page.goto(f"{counted.url}/?scope={shapes.scope}&way=ours")
        page.locator("path[data-code]").first.wait_for(timeout=PATIENCE_MS)
        idle(page)
        found = []
        for _ in range(3):
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


def idle(page: Page) -> None:
    """Wait until the script has run and nothing more comes."""
    page.wait_for_timeout(700)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=PATIENCE_MS)
    page.wait_for_timeout(700)
