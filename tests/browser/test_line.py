"""A line that is cut or frozen, a server that begins anew, an address that nobody has: told in the reader's language, and mended."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from harness.line import Line, line
from harness.server import AppServer
from tests.browser.conftest import OpenTab, StartApp, Watch
from tests.browser.pages import press, until_means, wait_until_idle

AWAY = {"vi": "Không liên lạc được với máy chủ", "en": "The server can't be reached"}
PATIENCE_MS = 45_000


@pytest.fixture
def led(app: AppServer, watch: Watch) -> Iterator[Line]:
    """A line to the server. What a browser complains of while it is broken is no fault."""
    with line(app.url) as made:
        yield made
        watch.console_errors.clear()
        watch.page_errors.clear()


@pytest.fixture
def open_over(led: Line, open_tab: OpenTab):
    """Opens the app over the line. It rests on `led` first, so that its tabs are closed before the line is."""

    def open_(path: str = "gap_map", **query: str) -> Page:
        server = AppServer(led.url, 0, Path(), Path())
        return open_tab(path, server=server, **query)

    return open_


def period_of(page: Page) -> str:
    return str(page.evaluate("new URLSearchParams(location.search).get('period')"))


@pytest.mark.parametrize(("view", "language"), [("", "vi"), ("projector", "en")])
def test_while_the_server_is_away_the_page_stays_and_the_reader_is_told(open_over, led: Line, view: str, language: str):
    page = open_over(indicator="IMM01", period="2025", view=view, lang=language)
    expect(page.locator("h1").first).to_be_visible()
    heading = page.locator("h1").first.inner_text()
    led.cut()
    banner = page.locator("#atlas-line")
    expect(banner).to_contain_text(AWAY[language], timeout=PATIENCE_MS)
    page.wait_for_timeout(5000)
    expect(page.locator("[role=dialog]")).to_have_count(0)
    assert page.locator("h1").first.inner_text() == heading
    led.mend()
    expect(banner).to_have_count(0, timeout=PATIENCE_MS)
    press(page, "ArrowLeft", period="2024")


def test_the_first_key_after_the_server_began_anew_counts(open_over, led: Line, start_app: StartApp):
    page = open_over(indicator="IMM01", period="2025", lang="vi")
    until_means(page, "ArrowLeft", period="2024")
    led.cut()
    led.lead_to(start_app().url)
    led.mend()
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]').dataset.testConnectionState === 'CONNECTED'",
        timeout=PATIENCE_MS,
    )
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => new URLSearchParams(location.search).get('period') === '2024'", timeout=PATIENCE_MS)
    wait_until_idle(page)
    expect(page.locator("h1").first).to_be_visible()


def test_a_frozen_line_is_told_of_and_what_was_pressed_then_counts(open_over, led: Line):
    page = open_over(indicator="IMM01", period="2025", lang="vi")
    until_means(page, "ArrowLeft", period="2024")
    led.freeze()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#atlas-line")).to_contain_text(AWAY["vi"], timeout=20_000)
    led.thaw()
    page.wait_for_function("() => new URLSearchParams(location.search).get('period') === '2024'", timeout=PATIENCE_MS)
    expect(page.locator("#atlas-line")).to_have_count(0, timeout=PATIENCE_MS)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("nowhere", "Không có trang này."),
        ("a/b/c", "Không có trang này."),
        ("nowhere/?lang=en", "There is no such page."),
        ("gap_map/2025?lang=en", "There is no such page."),
    ],
)
def test_an_address_that_no_page_has_says_so_and_leads_on(
    open_tab: OpenTab, app: AppServer, path: str, words: str, watch: Watch
):
    page = open_tab("methods")
    answer = page.goto(f"{app.url}/{path}")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("h1")).to_have_text(words)
    page.locator("a").click()
    expect(page.locator("h1.answer")).to_be_visible()
    watch.console_errors.clear()
