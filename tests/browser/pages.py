"""How the tests read and steer a page of the app. Locators pierce our shadow roots."""

from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import wait_until_idle

# Whether an element is shown; one with display: contents has no box of its own and passes its parts on.
SHOWN = """const shown = (node) => node.checkVisibility() || getComputedStyle(node).display === "contents";"""

ADDRESSES = ("", "gap_map", "trends", "equity", "commune", "data")
EVERY = (*ADDRESSES, "methods")
"""With the page that shows codes, laws and names of vaccines on purpose, so that it is not scanned for foreign words."""


def params(page: Page) -> dict[str, str]:
    """What the address says now."""
    return dict(parse_qsl(urlsplit(page.url).query))


def expect_params(page: Page, **wanted: str | None) -> None:
    """Wait until the address says `wanted` (None: does not have it), and the page has been drawn."""
    page.wait_for_function(
        "wanted => { const now = new URLSearchParams(location.search);"
        " return Object.entries(wanted).every(([key, value]) => now.get(key) === value); }",
        arg=wanted,
    )
    wait_until_idle(page)


def expect_page(page: Page, name: str) -> None:
    """Wait until the page `name` ('' is the overview) is shown."""
    page.wait_for_function("name => location.pathname === `/${name}`", arg=name)
    wait_until_idle(page)
    expect(heading(page)).to_be_visible()


def heading(page: Page) -> Locator:
    """The answer of the page."""
    return page.locator("h1")


def shape(page: Page, code: str) -> Locator:
    """A commune on the map; of two maps on the first."""
    return page.locator(f'[class*="st-key-card_map"] [data-code="{code}"]').first


def map_drawn(page: Page) -> None:
    """Wait until the commune map is whole, if there is one: its table for those who listen comes a little later."""
    if page.locator(".st-key-card_map").count() and "layout=" not in page.url:
        expect(page.locator(".st-key-card_map .table table")).to_have_count(1)


def row(page: Page, code: str) -> Locator:
    """A commune in the ranking."""
    return page.locator(f"#rank-{code}")


def search(page: Page) -> Locator:
    """The field that finds communes and indicators."""
    return page.locator("header input[role=combobox]")


def until_means(page: Page, code: str, **wanted: str | None) -> None:
    """Wait until the page has given the key `code` the meaning `wanted`; it tells the browser so after it has been drawn."""
    wait_until_idle(page)
    page.wait_for_function(
        """([code, wanted]) => {
            const inside = (node) => [...(node.shadowRoot ? [node.shadowRoot] : []), ...node.children];
            const listener = (node) => (node.listener ? node : inside(node).map(listener).find(Boolean));
            const found = [...document.querySelectorAll(".st-key-keys")].map(listener).find(Boolean);
            const means = found?.ctx.data.keys[code];
            return means && Object.entries(wanted).every(([key, value]) => means[key] === value);
        }""",
        arg=[code, wanted],
    )


def press(page: Page, code: str, **wanted: str | None) -> None:
    """Press the key `code` as soon as it means `wanted`, and wait until the address says so."""
    until_means(page, code, **wanted)
    page.keyboard.press(code)
    expect_params(page, **wanted)
