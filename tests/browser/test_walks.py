"""After any actions of a reader a page shows what a fresh visit to its address shows. More walks: `python -m bench.soak walks 500`."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from harness.deep import DEEP
from harness.reader import KEYS
from harness.server import AppServer
from harness.walking import STARTS, Walks, arrive, rest, shown
from tests.browser.conftest import PATIENCE_MS, Watch

WALKS = 20


@pytest.fixture(scope="module")
def walks(browser: Browser, app: AppServer) -> Iterator[Walks]:
    watch = Watch()
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    context.set_default_timeout(PATIENCE_MS)
    watch.over(context)
    yield Walks(context, app.url)
    context.close()
    watch.check()


@pytest.mark.parametrize("seed", range(WALKS))
def test_after_any_actions_a_page_shows_what_a_fresh_visit_shows(walks: Walks, seed: int):
    walks.walk(seed)


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        ("one('h3').append('x')", "text"),
        ("one('[data-do=in]').setAttribute('aria-label', 'x')", "accessible tree"),
        ("one('[data-code]').setAttribute('class', 'k-x')", "communes"),
        ("one('.legend').append(document.createElement('i'))", "elements"),
        ("one('.fills').style.opacity = 0", "picture"),
    ],
)
def test_a_page_that_shows_something_else_is_found(walks: Walks, spoil: str, found: str):
    """A word, a name that is only heard, the colour of a commune, an element too many, a picture: each by itself."""
    page = walks.context.new_page()
    arrive(page, f"{walks.url}/gap_map?lang=vi")
    page.locator(".st-key-card_map [data-code]").first.wait_for()
    page.evaluate(f"() => {{ {DEEP} const one = (what) => all(app()).find((each) => each.matches(what)); {spoil}; }}")
    assert walks.difference(page).startswith(found)
    page.close()


@pytest.mark.parametrize("start", [each for each in STARTS if "projector" in each])
def test_no_key_of_a_slide_changes_the_address_alone(walks: Walks, start: str):
    """The slide itself, without its foot, which names period and indicator."""
    page = walks.context.new_page()
    arrive(page, f"{walks.url}/{start}")
    rest(page, quiet=300)
    # Those that leave the slide, or a commune, do change it.
    for key in sorted({*page.evaluate(KEYS)} - {"KeyP", "Escape"}):
        address, before, since = page.url, _slide(page), page.evaluate("performance.now()")
        page.keyboard.press(key)
        rest(page, since=since, quiet=300)
        assert page.url == address or _slide(page) != before, f"{key} at {page.url}"
    page.close()


def _slide(page: Page) -> list[str]:
    foot = page.locator(".slide .foot")
    texts = foot.first.locator("span").all_inner_texts() if foot.count() else []
    return [each for each in (*shown(page).texts, *shown(page).communes.values()) if each not in texts]
