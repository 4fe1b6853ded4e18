"""Take the README's pictures from the running app: `make pictures`. On the demo and the schematic boundaries only."""

import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from harness.chromium import launch
from harness.demo import installed
from harness.server import app_server

HERE = Path(__file__).parent
DESKTOP, PHONE = (1920, 1080), (390, 844)
# name -> (address, size, colour scheme)
PICTURES = {
    "gap_map": ("gap_map?commune=03160", DESKTOP, "light"),
    "gap_map_dark": ("gap_map?measure=need&lang=en", DESKTOP, "dark"),
    "gap_map_projector": ("gap_map?view=projector", DESKTOP, "light"),
    "gap_map_phone": ("gap_map?commune=03160", PHONE, "light"),
    "overview": ("", DESKTOP, "light"),
    "trends": ("trends?commune=03160.03158", DESKTOP, "light"),
    "commune": ("commune?commune=03160&lang=en", DESKTOP, "light"),
    "equity": ("equity", DESKTOP, "light"),
}


def _settled(page: Page) -> None:
    """The script has ended, the heading stands, and where there is a map it is painted."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=30_000)
    expect(page.locator("h1").first).to_be_visible(timeout=30_000)
    if "gap_map" in page.url or "commune=" in page.url and "trends" not in page.url:
        expect(page.locator("[data-code]").first).to_be_visible(timeout=30_000)
    if "trends" in page.url or "equity" in page.url:
        expect(page.locator(".js-plotly-plot .scatterlayer").first).to_be_attached(timeout=30_000)
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_load_state("networkidle")


def main() -> None:
    """Write every picture as PNG beside this file."""
    with (
        tempfile.TemporaryDirectory() as folder,
        app_server(installed(Path(folder))) as server,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        for name, (address, (width, height), scheme) in PICTURES.items():
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                locale="vi-VN",
                has_touch=width < 640,
            )
            page = context.new_page()
            page.goto(f"{server.url}/{address}")
            _settled(page)
            page.screenshot(path=HERE / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
