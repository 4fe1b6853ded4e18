"""After any actions of a reader a page shows what a fresh visit to its address shows. More walks: `python -m bench.soak walks 500`."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from harness.deep import DEEP
from harness.reader import KEYS
from harness.server import AppServer
from harness.walking import STARTS, Walks, arrive, rest, shown
from tests.browser.conftest import PATIENCE_MS, OpenTab, Watch, wait_until_idle
from tests.browser.pages import expect_params, heading, press, search, until_means

WALKS = 10


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


def test_who_presses_a_key_three_times_goes_three_steps(open_tab: OpenTab):
    """What a key means was that of the page before: the second and third asked once more for what the first had asked for."""
    page = open_tab("gap_map", indicator="IMM01", period="2025", lang="vi")
    until_means(page, "ArrowLeft", period="2024")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect_params(page, period="2022")
    page.wait_for_timeout(1_000)
    expect_params(page, period="2022")


def test_who_goes_back_right_after_a_key_stays_there(open_tab: OpenTab):
    """What a key had asked for was asked for again, half a second after the reader had gone back."""
    page = open_tab("gap_map", indicator="IMM01", period="2025", lang="vi")
    press(page, "ArrowLeft", period="2024")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => new URLSearchParams(location.search).get('period') === '2023'")
    page.evaluate("history.back()")
    expect_params(page, period="2024")
    page.wait_for_timeout(2_000)
    expect_params(page, period="2024")
    expect(page.get_by_role("slider")).to_have_attribute("aria-valuetext", "2024")


def test_colours_that_change_under_an_open_page_change_all_of_it(open_tab: OpenTab):
    page = open_tab("equity", indicator="IMM01", lang="vi")
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("html")).to_have_attribute("data-theme", scheme)
        wait_until_idle(page)


def test_who_types_into_the_search_stays_there_while_the_header_changes(open_tab: OpenTab):
    page = open_tab("gap_map", indicator="IMM01", period="2025", lang="vi")
    press(page, "ArrowLeft", period="2024")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("/")
    page.keyboard.type("muong")
    expect_params(page, period="2023")
    expect(search(page)).to_be_focused()
    expect(search(page)).to_have_value("muong")
    page.keyboard.type(" nhe")
    expect(page.locator("#found li").first).to_contain_text("Xã Mường Nhé")


def test_the_menu_of_a_phone_closes_behind_a_link_to_the_page_that_is_open(open_tab: OpenTab):
    page = open_tab("", size=(390, 844), touch=True, lang="vi")
    menu = page.locator("header [data-toggle=menu]")
    menu.click()
    expect(menu).to_have_attribute("aria-expanded", "true")
    page.locator("header nav a[aria-current]").click()
    expect(page.locator("header nav")).to_be_hidden()
    expect(menu).to_have_attribute("aria-expanded", "false")


def test_while_it_plays_all_of_the_page_is_of_one_year_and_back_leads_to_before(open_tab: OpenTab):
    page = open_tab("gap_map", indicator="IMM01", period="2025", lang="vi")
    expect(heading(page)).to_contain_text("27/45")
    page.get_by_role("button", name="Phát").click()
    # Taken in one moment, several times a second.
    years = page.evaluate(
        """async () => {
          const deep = (node, found = []) => { for (const each of [...(node.shadowRoot?.children ?? []), ...node.children]) { found.push(each); deep(each, found); } return found; };
          const found = [];
          for (let n = 0; n < 40; n++) {
            const all = deep(document.body);
            const year = (text) => text?.match(/20\\d\\d/)?.[0];
            const slider = all.find((each) => each.matches(".time input"));
            const shown = [slider.getAttribute("aria-valuetext"), year(all.find((each) => each.matches(".fills")).getAttribute("aria-label"))];
            found.push([...shown, all.find((each) => each.matches(".when")).textContent]);
            await new Promise((done) => setTimeout(done, 100));
          }
          return found;
        }"""
    )
    assert {when for _, _, when in years} == {""}
    assert [(slider, on_map) for slider, on_map, _ in years if slider != on_map] == []
    assert len({slider for slider, _, _ in years}) > 2
    page.get_by_role("button", name="Dừng").click()
    wait_until_idle(page)
    page.evaluate("history.back()")
    expect_params(page, period="2025")
    expect(heading(page)).to_contain_text("27/45")
