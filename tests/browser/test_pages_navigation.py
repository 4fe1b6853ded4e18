"""Links, search, map, ranking and keys on the real pages: what one part does, address and the other parts follow."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PROJECTOR, OpenTab, StartApp, wait_until_idle
from tests.browser.pages import EVERY, expect_page, expect_params, heading, params, press, row, search, shape

NAMES = {
    "": "Tổng quan", "gap_map": "Bản đồ", "trends": "Diễn biến", "equity": "Chênh lệch", "commune": "Hồ sơ xã", "data": "Số liệu",
}  # fmt: skip
MUONG_NHE, SIN_THAU = "03160", "03158"


@pytest.fixture
def gap_map(open_tab: OpenTab) -> Page:
    page = open_tab("gap_map", indicator="IMM01", size=(1600, 1000))
    expect(page.locator(".st-key-card_map [data-code]")).to_have_count(45)
    return page


# A server each; of the pages that are laid out alike one.
@pytest.mark.parametrize("path", ["", "gap_map", "equity", "data", "methods"])
def test_each_page_opens_by_its_own_link_as_the_very_first_visit(
    start_app: StartApp, open_tab: OpenTab, demo_data, path: str
):
    page = open_tab(path, server=start_app(demo_data), lang="en", border="yes", commune=MUONG_NHE)
    expect(heading(page)).to_be_visible()
    expect(page.locator("header nav a[aria-current=page]")).to_have_text(
        {
            "": "Overview",
            "gap_map": "Map",
            "equity": "Equity",
            "data": "Data",
            "methods": "Methods",
        }[path]
    )
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert params(page)["border"] == "yes"
    # On a laptop nothing is cut at the right, the last button of the head included.
    assert page.get_by_test_id("stMain").evaluate("node => node.scrollWidth - node.clientWidth") <= 0
    assert page.title().endswith("Child Atlas")


def test_the_menu_keeps_filters_commune_and_language(open_tab: OpenTab):
    page = open_tab(
        "", lang="en", border="yes", ethnic="mong.thai", commune=MUONG_NHE, indicator="NUT01", period="2024"
    )
    kept = {
        "lang": "en",
        "border": "yes",
        "ethnic": "mong.thai",
        "commune": MUONG_NHE,
        "indicator": "NUT01",
        "period": "2024",
    }
    for path, name in (("gap_map", "Map"), ("trends", "Trends"), ("commune", "Profiles"), ("", "Overview")):
        page.locator("header nav").get_by_role("link", name=name).click()
        expect_page(page, path)
        expect_params(page, **kept)
        expect(page.locator("header nav a[aria-current=page]")).to_have_text(name)


def test_the_language_switch_changes_all_but_the_view(open_tab: OpenTab):
    page = open_tab("gap_map", lang="vi", indicator="NUT01", border="yes")
    page.get_by_role("link", name="English").click()
    expect_params(page, lang="en", indicator="NUT01", border="yes")
    expect(heading(page)).to_contain_text("15 communes on the border: all are clearly above the 17% target")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Tiếng Việt").click()
    expect_params(page, lang="vi")
    expect(heading(page)).to_contain_text("15 xã biên giới đều cao hơn rõ rệt chỉ tiêu 17%")


def test_a_commune_is_found_without_diacritics_and_selected(gap_map: Page):
    gap_map.keyboard.press("/")
    expect(search(gap_map)).to_be_focused()
    gap_map.keyboard.type("muong nhe")
    expect(gap_map.locator("#found li").first).to_contain_text("Xã Mường Nhé")
    gap_map.keyboard.press("Enter")
    expect_params(gap_map, commune=MUONG_NHE)
    expect(gap_map.locator(".st-key-card_map .card h3")).to_have_text("Xã Mường Nhé")
    expect(row(gap_map, MUONG_NHE)).to_have_attribute("aria-selected", "true")


def test_search_says_when_there_is_nothing_and_finds_indicators(gap_map: Page):
    search(gap_map).fill("qqqq")
    expect(gap_map.locator("#found li")).to_have_text("Không tìm thấy")
    search(gap_map).fill("khai sinh")
    gap_map.locator("#found li").first.click()
    expect_params(gap_map, indicator="BIR01")
    expect(heading(gap_map)).to_contain_text("khai sinh")


def _named(page: Page, within: str) -> set[str]:
    """The indicators that are left of a list."""
    return {text.strip() for text in page.locator(within).filter(visible=True).all_inner_texts()}


# Words in any order, without diacritics, parts of words; of the theme; of the other language; of nothing.
@pytest.mark.parametrize(
    "typed", ["soi rubella", "Rubella SỞI", "tuoi 5 duoi", "tre khai", "van hoa choi", "vaccinated", "soi khai"]
)
def test_all_lists_of_indicators_match_alike(open_tab: OpenTab, typed: str):
    page = open_tab("gap_map", lang="vi", indicator="IMM01", size=(1600, 1000))
    page.locator(".st-key-choose_indicator").get_by_role("button").click()
    page.keyboard.type(typed)
    listed = page.locator(".st-key-choose_indicator [role=option]")
    # What is filtered is fetched at the first letter.
    expect(page.locator(".st-key-choose_indicator input")).to_have_value(typed)
    expect(listed.filter(visible=True)).not_to_have_count(listed.count())
    offered = {text.strip() for text in listed.all_text_contents()}
    left = _named(page, ".st-key-choose_indicator [role=option]")
    page.keyboard.press("Escape")
    search(page).fill(typed)
    expect(page.locator("#found li").first).to_be_visible()
    found = {
        item.evaluate("node => node.firstChild.textContent")
        for item in page.locator("#found [data-i]", has_text="chỉ số").all()
    }
    page.goto(page.url.replace("gap_map", "methods"))
    page.locator("[data-filter]").fill(typed)
    entries = _named(page, "[data-text] span")
    assert left == entries & offered
    # The search shows eight at most.
    assert found <= left
    assert len(found) == min(len(left), 8) or len(left) > 8
    assert bool(left) == (typed != "soi khai")


def test_an_indicator_is_chosen_by_typing_parts_of_its_name(open_tab: OpenTab):
    page = open_tab("gap_map", lang="vi", indicator="IMM01", compare="NUT01", size=(1600, 1000))
    button = page.locator(".st-key-choose_indicator").get_by_role("button")
    button.focus()
    page.keyboard.press("Enter")
    field = page.locator(".st-key-choose_indicator input")
    expect(field).to_be_focused()
    themes = page.locator(".st-key-choose_indicator [role=group]").filter(visible=True)
    assert themes.count() > 3
    page.keyboard.type("sinh khai")
    expect(themes).to_have_count(1)
    expect(page.locator("#indicator-BIR01")).to_have_class("active")
    page.keyboard.press("Enter")
    # A second map was chosen for the first indicator.
    expect_params(page, indicator="BIR01", compare=None)
    # Who goes by keys goes on from where he was.
    expect(button).to_have_text("Đăng ký khai sinh, dưới 5 tuổi")
    expect(button).to_be_focused()
    expect(field).to_be_hidden()


@pytest.mark.parametrize("typed", ["muong nhe", "nhe muong", "03160"])
def test_a_commune_is_chosen_by_typing_its_words_in_any_order(open_tab: OpenTab, typed: str):
    page = open_tab("commune", lang="vi")
    page.locator(".st-key-choose_commune").get_by_role("button", name="Xã, phường: Tất cả").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#options-commune")).to_be_visible()
    page.keyboard.type(typed)
    expect(page.locator("#commune-03160")).to_have_class("active")
    page.keyboard.press("Enter")
    expect_params(page, commune="03160")
    expect(page.locator("#open-commune")).to_have_text("Xã Mường Nhé")


def test_communes_are_chosen_one_after_the_other(open_tab: OpenTab):
    page = open_tab("trends", lang="vi", indicator="IMM01", commune="03158")
    button, listed = page.locator("#open-commune"), page.locator("#options-commune [role=option]")
    button.click()
    for typed, so_far in (
        ("nhe muong", "03158.03160"),
        ("lay muong", "03158.03160.03151"),
        ("pa ham", "03158.03160.03151.03193"),
    ):
        page.keyboard.type(typed)
        expect(listed.filter(visible=True)).to_have_count(1)
        page.keyboard.press("Enter")
        expect_params(page, commune=so_far)
        # Nothing is filtered any more, and the list is open for the next one.
        expect(listed.filter(visible=True)).to_have_count(45)
    expect(page.locator("#options-commune [aria-disabled=true]")).to_have_count(41)
    page.locator("#commune-03158").click()
    expect_params(page, commune="03160.03151.03193")
    expect(page.locator("#options-commune [aria-disabled=true]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(listed.filter(visible=True)).to_have_count(0)
    expect(button).to_have_text("Xã Mường Nhé, Phường Mường Lay, Xã Pa Ham")
    expect(button).to_be_focused()


def test_from_the_overview_a_found_commune_opens_its_profile(open_tab: OpenTab):
    page = open_tab("", lang="vi")
    search(page).fill("sin thau")
    expect(page.locator("#found li").first).to_contain_text("Xã Sín Thầu")
    page.keyboard.press("Enter")
    expect_page(page, "commune")
    expect_params(page, commune=SIN_THAU)
    expect(heading(page)).to_contain_text("Xã Sín Thầu")


def test_a_click_on_the_map_selects_everywhere_and_zoom_is_kept(gap_map: Page):
    shape(gap_map, MUONG_NHE).click()
    expect_params(gap_map, commune=MUONG_NHE)
    expect(gap_map.locator(".st-key-card_map .card h3")).to_have_text("Xã Mường Nhé")
    expect(row(gap_map, MUONG_NHE)).to_have_attribute("aria-selected", "true")
    world = gap_map.locator(".st-key-card_map .world")
    whole = world.get_attribute("transform") or ""
    gap_map.get_by_role("button", name="Phóng to").click()
    expect(world).not_to_have_attribute("transform", whole)
    zoomed = world.get_attribute("transform") or ""
    press(gap_map, "PageDown", indicator="NUT01")
    assert params(gap_map)["commune"] == MUONG_NHE
    expect(heading(gap_map)).to_contain_text("17%")
    expect(world).to_have_attribute("transform", zoomed)


def test_the_card_opens_the_profile(gap_map: Page):
    shape(gap_map, MUONG_NHE).click()
    gap_map.locator(".st-key-card_map .card").get_by_role("button", name="Mở hồ sơ xã").click()
    expect_page(gap_map, "commune")
    expect_params(gap_map, commune=MUONG_NHE, indicator="IMM01")


def test_a_row_of_the_ranking_selects_on_the_map_and_enter_opens_the_profile(gap_map: Page):
    row(gap_map, SIN_THAU).click()
    expect_params(gap_map, commune=SIN_THAU)
    expect(shape(gap_map, SIN_THAU)).to_have_attribute("aria-selected", "true")
    row(gap_map, SIN_THAU).focus()
    gap_map.keyboard.press("Enter")
    expect_page(gap_map, "commune")
    expect(heading(gap_map)).to_contain_text("Xã Sín Thầu")


def test_keys_step_through_periods_ranking_indicators_and_measures(gap_map: Page):
    first, second = (gap_map.locator("[id^=rank-]").nth(i).get_attribute("id") or "" for i in (0, 1))
    first, second = first.removeprefix("rank-"), second.removeprefix("rank-")
    press(gap_map, "ArrowLeft", period="2024")
    press(gap_map, "ArrowRight", period="2025")
    press(gap_map, "ArrowDown", commune=first)
    press(gap_map, "ArrowDown", commune=second)
    press(gap_map, "ArrowUp", commune=first)
    press(gap_map, "PageDown", indicator="NUT01")
    press(gap_map, "PageUp", indicator="IMM01")
    press(gap_map, "Digit3", measure="need")
    expect(gap_map.locator(".st-key-card_map .circles circle").first).to_be_visible()
    press(gap_map, "Digit1", measure="gap")
    press(gap_map, "Escape", commune=None)
    assert params(gap_map)["period"] == "2025"


def test_keys_typed_into_a_field_are_text(gap_map: Page):
    search(gap_map).focus()
    gap_map.keyboard.type("p13")
    gap_map.keyboard.press("ArrowLeft")
    expect(search(gap_map)).to_have_value("p13")
    assert params(gap_map).get("view") is None
    assert params(gap_map)["period"] == "2025"


@pytest.mark.parametrize("path", EVERY)
def test_the_projector_view_is_entered_and_left_by_p_and_by_escape(open_tab: OpenTab, path: str):
    page = open_tab(path, size=PROJECTOR, lang="vi")
    for leave in ("KeyP", "Escape"):
        press(page, "KeyP", view="projector")
        expect(page.locator(".slide h1")).to_be_visible()
        expect(page.locator("header nav")).to_be_hidden()
        expect(page.locator(".slide .foot")).to_contain_text("Số liệu minh họa")
        press(page, leave, view=None)
        expect(page.locator("header nav")).to_be_visible()


def test_the_projector_view_is_steered_by_keys_alone_and_never_left_by_a_click(open_tab: OpenTab):
    page = open_tab("gap_map", size=PROJECTOR, view="projector", indicator="IMM01", lang="vi")
    title = page.locator(".slide h1")
    expect(title).to_contain_text("97%")
    press(page, "ArrowLeft", period="2024")
    expect(page.locator(".slide .foot")).to_contain_text("Năm 2024")
    press(page, "PageDown", indicator="NUT01")
    assert params(page)["view"] == "projector"
    expect(title).to_contain_text("17%")
    page.keyboard.press("/")
    expect(search(page)).to_be_focused()
    page.keyboard.type("muong nhe")
    expect(page.locator("#found li").first).to_contain_text("Xã Mường Nhé")
    page.keyboard.press("Enter")
    expect_params(page, commune=MUONG_NHE, view="projector")
    expect(page.locator(".slide .hero-text")).to_contain_text("Xã Mường Nhé")
    page.locator(f'.st-key-stage_map [data-code="{SIN_THAU}"]').click()
    expect_params(page, commune=SIN_THAU, view="projector")
    expect(page.locator(".slide .hero-text")).to_contain_text("Xã Sín Thầu")
    page.keyboard.press("Escape")
    expect_params(page, commune=None, view="projector")
    press(page, "Escape", view=None)


def test_a_filter_is_set_read_back_travels_and_is_cleared(gap_map: Page):
    gap_map.get_by_role("button", name="Tất cả 45 xã, phường").click()
    gap_map.get_by_role("button", name="Xã biên giới").click()
    expect_params(gap_map, border="yes")
    gap_map.get_by_role("button", name="Mông", exact=True).click()
    expect_params(gap_map, border="yes", ethnic="mong")
    expect(gap_map.locator(".sub")).to_contain_text("Xã biên giới, đa số Mông: ")
    faded = gap_map.locator(".st-key-card_map [data-code].out")
    inside = gap_map.locator("[id^=rank-]")
    assert faded.count() + inside.count() == 45
    gap_map.keyboard.press("Escape")
    gap_map.locator("header nav").get_by_role("link", name=NAMES["trends"]).click()
    expect_page(gap_map, "trends")
    expect_params(gap_map, border="yes", ethnic="mong")
    gap_map.get_by_role("button", name="Xã biên giới, đa số Mông").click()
    gap_map.get_by_role("button", name="Xóa bộ lọc").click()
    expect_params(gap_map, border=None, ethnic=None)


def test_a_dot_of_the_equity_page_holds_its_group_against_the_best(open_tab: OpenTab):
    page = open_tab("equity", indicator="IMM01", by="ethnic", lang="vi")
    expect(heading(page)).to_contain_text("các xã đa số Mông")
    # The hue of a group that is neither worst nor best is that of its dots; each year has one.
    dots = page.locator(".st-key-equiplot .scatterlayer .trace .points path")
    expect(dots.first).to_be_visible()
    names = page.locator(".st-key-equiplot .annotation-text", has_text="Thái")
    expect(names).to_be_visible()
    page.evaluate(
        """() => {
          const chart = document.querySelector(".st-key-equiplot .js-plotly-plot");
          const trace = chart.data.findIndex((each) => each.customdata?.[0] === "thai");
          const { x, y } = chart.data[trace];
          const at = (axis, value) => axis._offset + axis.d2p(value);
          const box = chart.getBoundingClientRect();
          window.dotOfThai = [box.x + at(chart._fullLayout.xaxis, x.at(-2)), box.y + at(chart._fullLayout.yaxis, y.at(-2))];
        }"""
    )
    page.mouse.click(*page.evaluate("window.dotOfThai"))
    expect_params(page, ethnic="thai")
    expect(heading(page)).to_contain_text("các xã đa số Thái")


def test_an_empty_selection_is_left_by_its_own_link(open_tab: OpenTab):
    page = open_tab("gap_map", ethnic="kinh", border="yes", lang="vi")
    expect(heading(page)).to_contain_text("Không có xã nào khớp")
    page.get_by_role("link", name="Xóa bộ lọc").click()
    expect_params(page, ethnic=None, border=None)
    expect(heading(page)).to_contain_text("27/45")


def test_what_the_link_could_not_mean_stays_said_on_a_phone(open_tab: OpenTab):
    page = open_tab("gap_map", size=(390, 844), touch=True, indicator="XXX", lang="vi")
    banner = page.locator(".banner", has_text="Không có chỉ số “XXX”")
    expect(banner).to_be_visible()
    # The phone tells the server how narrow it is, which runs the page again: the map in a narrow frame shows it has.
    expect(page.locator('.st-key-card_map [data-size="phone"]')).to_be_visible()
    wait_until_idle(page)
    expect(banner).to_be_visible()


def test_a_second_map_stands_beside_the_first(gap_map: Page):
    gap_map.get_by_role("button", name="So sánh, kiểu bản đồ").click()
    gap_map.locator(".st-key-choose_compare").get_by_role("button").click()
    gap_map.locator(".st-key-choose_compare").get_by_role("option", name="Đăng ký khai sinh, dưới 5 tuổi").click()
    expect_params(gap_map, compare="BIR01")
    expect(gap_map.locator(".st-key-map_other [data-code]")).to_have_count(45)
    expect(gap_map.locator(".st-key-map_other_title h2")).to_contain_text("Đăng ký khai sinh")


def test_compared_maps_and_their_ranking_share_what_is_pointed_at_and_chosen(open_tab: OpenTab):
    page = open_tab("gap_map", indicator="IMM01", compare="2023", lang="en", size=(1366, 768))
    first, other = page.locator(".st-key-map"), page.locator(".st-key-map_other")
    expect(other.locator("[data-code]")).to_have_count(45)
    pointed = page.locator(".ranking tr.pointed")

    first.locator('[data-code="03382"]').hover()
    for each in (first, other):
        expect(each.locator(".tip")).to_contain_text("Phình Giàng")
        expect(each.locator("path.hovering").last).to_have_attribute("d", re.compile("^M"))
    # Each says its own figure, as the two cells of the row do; the row is scrolled to.
    expect(pointed).to_have_id("rank-03382")
    expect(pointed).to_be_in_viewport()
    values = pointed.locator("td.num").all_inner_texts()
    assert [each.locator(".tip .big").inner_text() for each in (first, other)] == [text.strip("*≈") for text in values]
    assert len(set(values)) == 2
    page.locator("h1").hover()
    for each in (first, other):
        expect(each.locator(".tip")).to_be_hidden()
    expect(pointed).to_have_count(0)

    page.locator("#rank-03160").focus()
    page.keyboard.press("ArrowUp")
    for each in (first, other):
        expect(each.locator(".tip h4")).to_have_text("Xã Mường Toong")

    other.locator('[data-code="03160"]').click()
    expect_params(page, commune="03160")
    for each in (first, other):
        expect(each.locator('[aria-selected="true"]')).to_have_attribute("data-code", "03160")
        expect(each.locator(".card h3")).to_have_text("Xã Mường Nhé")
    expect(page.locator("#rank-03160")).to_have_attribute("aria-selected", "true")


def test_the_legend_on_the_projector_is_replaced_when_the_period_changes(open_tab: OpenTab):
    page = open_tab("gap_map", indicator="IMM01", period="2025", view="projector", lang="vi")
    for period in ("2024", "2023"):
        press(page, "ArrowLeft", period=period)
    expect(page.locator(".legend-only")).to_have_count(1)
    assert page.locator(".legend-only").inner_text() == _legend_of(open_tab, "2023")


def _legend_of(open_tab: OpenTab, period: str) -> str:
    """What the legend says on a fresh visit."""
    page = open_tab("gap_map", indicator="IMM01", period=period, view="projector", lang="vi")
    expect(page.locator(".legend-only")).to_have_count(1)
    return page.locator(".legend-only").inner_text()


def test_a_strip_names_the_commune_that_is_pointed_at_and_leads_to_it(open_tab: OpenTab):
    page = open_tab("")
    strip = page.locator(".strip[data-codes]").first
    codes = (strip.get_attribute("data-codes") or "").split()
    names = (strip.get_attribute("data-names") or "").split("|")
    assert len(codes) == len(names) == 45
    box = strip.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 2.5 / 45, box["y"] + box["height"] / 2)
    expect(strip).to_have_attribute("title", names[2])
    page.mouse.click(box["x"] + box["width"] * 2.5 / 45, box["y"] + box["height"] / 2)
    expect_page(page, "gap_map")
    assert params(page)["commune"] == codes[2]
