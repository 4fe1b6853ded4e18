"""Pages that have come to rest."""

from playwright.sync_api import Page, expect

PATIENCE_MS = 60_000
_TRIES = 40


def settled_picture(page: Page) -> bytes:
    """The page as PNG once its script has ended, its fonts are there, and two pictures in a row are the same.

    Raises TimeoutError if it never comes to rest.
    """
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE_MS)
    expect(page.locator("h1").first).to_be_visible(timeout=PATIENCE_MS)
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_load_state("networkidle")
    last = b""
    same = 0
    for _ in range(_TRIES):
        page.wait_for_timeout(350)
        picture = page.screenshot(animations="disabled")
        same = same + 1 if picture == last else 0
        if same == 2:
            return picture
        last = picture
    raise TimeoutError(f"{page.url} did not come to rest")


def idle(page: Page) -> None:
    """Wait until the script has run and nothing more comes."""
    page.wait_for_timeout(700)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=PATIENCE_MS)
    page.wait_for_timeout(700)
