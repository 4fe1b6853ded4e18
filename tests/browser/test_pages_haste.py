"""What a reader does while a page is still answering, or right after, counts as it was meant."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenTab, wait_until_idle
from tests.browser.pages import expect_params, heading, press, search, until_means


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
