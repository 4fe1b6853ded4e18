"""Pages that can be used by everyone: on a phone, by keyboard alone, by ear."""

import re
from itertools import combinations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, PROJECTOR, OpenTab, wait_until_idle
from tests.browser.pages import EVERY, SHOWN, expect_page, expect_params, heading, map_drawn, row, search, shape

# Every figure that a phone shows; the commune page once with all of them and once with one.
ON_PHONE = [
    ("", {}),
    ("gap_map", {"commune": "03160"}),
    ("gap_map", {"indicator": "ABU02"}),
    ("gap_map", {"ethnic": "mong", "border": "yes", "compare": "NUT01"}),
    ("trends", {"commune": "03160.03158"}),
    ("equity", {}),
    ("methods", {}),
    ("commune", {}),
    ("commune", {"commune": "03160", "source": "1"}),
    ("data", {}),
    ("data", {"batch": "1"}),
]

_TOO_WIDE = (
    f"""() => {{ {SHOWN}"""
    + """
  const width = document.documentElement.clientWidth;
  const wide = [];
  const scrolls = (node) => ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(node).overflowX);
  const walk = (node, inside) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (!shown(node)) return;
    const box = node.getBoundingClientRect();
    if (!inside && box.width > 1 && box.right > width + 1) wide.push(node.tagName + "." + (node.className?.baseVal ?? node.className));
    const now = inside || (scrolls(node) && node !== document.body && !node.matches("[data-testid=stMain], [data-testid=stApp], .stApp, html"));
    for (const child of [...(node.shadowRoot?.children ?? []), ...node.children]) walk(child, now);
  };
  walk(document.body, false);
  return wide;
}"""
)


@pytest.mark.parametrize(("path", "query"), ON_PHONE, ids=[" ".join([p, *q.values()]) for p, q in ON_PHONE])
def test_a_phone_never_scrolls_sideways(open_tab: OpenTab, path: str, query: dict[str, str]):
    page = open_tab(path, size=PHONE, touch=True, lang="vi", **query)
    expect(heading(page)).to_be_visible()
    wait_until_idle(page)
    map_drawn(page)
    # That it is a phone is known from the second run on; a chart is drawn anew a little after that.
    page.wait_for_function(
        "() => { const main = document.querySelector('[data-testid=stMain]'); return main.scrollWidth <= main.clientWidth; }"
    )
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert page.evaluate(_TOO_WIDE) == []
    # What can be taken along on a desk can be on a phone.
    for button in page.locator("[data-act=download]").all():
        expect(button).to_be_visible()


# Half of a screen, 125 % of 1366 and of 1200, 200 % of 1366 and of 1920, and the last widths before a layout gives way to another.
WIDTHS = (1366, 1279, 1181, 1180, 1093, 1040, 960, 901, 683, 641)
# Tables that are to fit; others, of many years or indicators, scroll within themselves.
_CUT = """() => {
  const inside = (node) => [...(node.shadowRoot?.querySelectorAll("*") ?? [])];
  const all = [...document.querySelectorAll("*")].flatMap((node) => [node, ...inside(node)]);
  return all.filter((node) => node.matches(".tall, .scroll:has(> .rows), header.top") && node.scrollWidth > node.clientWidth)
    .map((node) => [node.className, node.scrollWidth - node.clientWidth]);
}"""


@pytest.mark.parametrize(
    "address", ["", "gap_map?indicator=IMM01", "gap_map?indicator=PLA01", "commune?commune=03160", "methods"]
)
def test_nothing_is_cut_at_any_width_and_zoom(open_tab: OpenTab, address: str):
    path, _, query = address.partition("?")
    page = open_tab(path, lang="vi", **dict([query.split("=")] if query else []))
    map_drawn(page)
    main = "const main = document.querySelector('[data-testid=stMain]')"
    cut = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 768})
        page.wait_for_function(f"() => {{ {main}; return main.scrollWidth <= main.clientWidth; }}")
        wait_until_idle(page)
        if found := page.evaluate(_TOO_WIDE) + page.evaluate(_CUT):
            cut[width] = found
        # All pages in one line, or behind a button.
        expect(page.locator("header nav")).to_be_visible(visible=width > 1180)
        expect(page.get_by_role("button", name="Menu")).to_be_visible(visible=width <= 1180)
    assert cut == {}


def test_all_that_the_header_has_is_in_the_menu_of_a_laptop(open_tab: OpenTab):
    page = open_tab("gap_map", lang="vi", size=(1093, 614))
    header = page.locator("header.top")
    for link in ("Tổng quan", "English", "Trình chiếu (P)"):
        expect(header.get_by_role("link", name=link)).to_be_hidden()
    header.get_by_role("button", name="Menu").click()
    for link in ("Tổng quan", "English", "Trình chiếu (P)"):
        expect(header.get_by_role("link", name=link)).to_be_visible()
    header.get_by_role("button", name="Tìm").click()
    expect(search(page)).to_be_focused()


@pytest.mark.parametrize("path", ["gap_map", "commune", "data"])
def test_the_filters_of_a_phone_stand_in_one_row(open_tab: OpenTab, path: str):
    page = open_tab(path, size=PHONE, touch=True, lang="vi")
    expect(heading(page)).to_be_visible()
    row = page.locator(".st-key-filters")
    # Two of the highest controls would not fit.
    assert row.evaluate("node => node.offsetHeight") < 2 * 44
    last = row.get_by_role("button").last
    last.click()
    assert last.bounding_box()["x"] + last.bounding_box()["width"] <= PHONE[0] + 1


def test_a_phone_finds_menu_and_search(open_tab: OpenTab):
    page = open_tab("gap_map", size=PHONE, touch=True, lang="vi")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Hồ sơ xã").click()
    expect_page(page, "commune")
    page.get_by_role("button", name="Tìm").click()
    page.locator("header input").fill("nhe")
    page.locator("#found li", has_text="Mường Nhé").click()
    expect_params(page, commune="03160")
    expect(heading(page)).to_contain_text("Xã Mường Nhé")


def test_a_tap_on_the_map_of_a_phone_selects(open_tab: OpenTab):
    page = open_tab("gap_map", size=PHONE, touch=True, lang="vi")
    shape(page, "03160").tap()
    expect_params(page, commune="03160")
    expect(page.locator(".st-key-card_map .card h3")).to_have_text("Xã Mường Nhé")


_FOCUS = """() => {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return node ? { tag: node.tagName, id: node.id, code: node.dataset?.code ?? null, text: (node.innerText ?? node.getAttribute("aria-label") ?? "").slice(0, 40) } : null;
}"""


def tab_to(page: Page, wanted: str, *, most: int = 80) -> None:
    """Press Tab until what has the focus fits the JavaScript condition `wanted` on {tag, id, code, text}."""
    seen = []
    for _ in range(most):
        page.keyboard.press("Tab")
        now = page.evaluate(_FOCUS)
        if page.evaluate(f"now => {wanted}", now):
            return
        seen.append(now)
    raise AssertionError(f"not reached by {most} tabs: {seen}")


def test_map_and_ranking_are_reached_and_used_by_keyboard_alone(open_tab: OpenTab):
    page = open_tab("gap_map", lang="vi", indicator="IMM01", size=(1600, 1000))
    expect(shape(page, "03160")).to_be_visible()
    tab_to(page, "now.code != null")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    code = page.evaluate(_FOCUS)["code"]
    expect_params(page, commune=code)
    expect(shape(page, code)).to_have_attribute("aria-selected", "true")
    tab_to(page, "now.id.startsWith('rank-')")
    first = page.evaluate(_FOCUS)["id"].removeprefix("rank-")
    page.keyboard.press("ArrowDown")
    second = page.evaluate(_FOCUS)["id"].removeprefix("rank-")
    assert second != first
    page.keyboard.press("Space")
    expect_params(page, commune=second)
    expect(row(page, second)).to_have_attribute("aria-selected", "true")
    expect(row(page, second)).to_be_focused()
    page.keyboard.press("Enter")
    expect_page(page, "commune")


def test_a_first_stop_leads_past_header_and_filters(open_tab: OpenTab):
    page = open_tab("gap_map", lang="vi", indicator="IMM01", size=(1600, 1000))
    expect(row(page, "03160")).to_be_visible()
    # Streamlit's own link, in English, until our style sheet is there.
    expect(page.get_by_test_id("stSkipToContent")).to_be_hidden()
    # The first stop is the page as a whole, which is scrolled by keys from there.
    tab_to(page, "now.text === 'Đến thẳng nội dung chính'", most=2)
    skip = page.get_by_role("button", name="Đến thẳng nội dung chính")
    box = skip.bounding_box()
    assert box["width"] > 100
    page.keyboard.press("Enter")
    expect(heading(page)).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('.st-key-filters, .st-key-header')") is None


@pytest.mark.parametrize("indicator", ["IMM01", "PLA01"])
def test_the_ranking_is_one_stop_whose_rows_the_arrows_reach(open_tab: OpenTab, indicator: str):
    page = open_tab("gap_map", lang="vi", indicator=indicator, size=(1600, 1000))
    rows = page.locator(".st-key-ranking tr[data-set]")
    expect(rows.first).to_be_visible()
    tab_to(page, "now.id.startsWith('rank-')")
    expect(rows.first).to_be_focused()
    page.keyboard.press("End")
    expect(rows.last).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(rows.nth(rows.count() - 2)).to_be_focused()
    # Where one has been is where one comes back to, and beyond it is the next thing, not the next row.
    page.keyboard.press("Tab")
    assert not page.evaluate(_FOCUS)["id"].startswith("rank-")
    page.keyboard.press("Shift+Tab")
    expect(rows.nth(rows.count() - 2)).to_be_focused()
    page.keyboard.press("Home")
    expect(rows.first).to_be_focused()


def test_colours_that_say_something_outlive_the_readers_own(open_tab: OpenTab):
    page = open_tab("gap_map", lang="vi", indicator="IMM01", commune="03160", size=(1600, 1000))
    page.emulate_media(forced_colors="active")
    map_drawn(page)
    ground = "nodes => nodes.map(node => getComputedStyle(node).backgroundColor)"
    swatches = page.locator(".st-key-card_map .legend i[class*=k-]").evaluate_all(ground)
    assert len(set(swatches)) == 5
    # What is chosen: a row, a measure, a page.
    outlined = "node => getComputedStyle(node).outlineStyle"
    for chosen in (
        row(page, "03160"),
        page.locator("[data-testid=stButtonGroup] button[aria-checked=true]").first,
        page.locator("header nav [aria-current=page]"),
    ):
        assert chosen.evaluate(outlined) == "solid"
    thumb = "node => getComputedStyle(node).forcedColorAdjust"
    assert page.locator(".track input").evaluate(thumb) == "none"
    page.goto(page.url.replace("gap_map", ""))
    expect(page.locator(".strip").first).to_be_visible()
    cells = page.locator(".strip").first.locator("i, span").evaluate_all(ground)
    assert len(set(cells)) > 1


def test_what_has_the_focus_is_seen(open_tab: OpenTab):
    page = open_tab("gap_map", lang="vi", indicator="IMM01", size=(1600, 1000))
    expect(shape(page, "03160")).to_be_visible()
    tab_to(page, "now.tag === 'A' && now.text === 'Diễn biến'")
    outline = (
        page.locator("header nav")
        .get_by_role("link", name="Diễn biến")
        .evaluate("node => [getComputedStyle(node).outlineStyle, parseFloat(getComputedStyle(node).outlineWidth)]")
    )
    assert outline[0] == "solid"
    assert outline[1] >= 2


# The basics that any reader by ear needs, of the rules that accessibility checkers begin with; each a list of offenders.
_BASICS = (
    f"""() => {{ {SHOWN}"""
    + """
  const all = [];
  const walk = (node) => {
    if (node.nodeType === Node.ELEMENT_NODE) { if (!shown(node)) return; all.push(node); }
    for (const child of [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes]) walk(child);
  };
  walk(document.body);
  const hidden = (node) => { for (let at = node; at; at = at.parentNode ?? at.host) if (at.getAttribute?.("aria-hidden") === "true") return true; return false; };
  const heard = all.filter((node) => !hidden(node));
  const name = (node) => node.getAttribute("aria-label") || node.getAttribute("title") || node.getAttribute("alt") || node.textContent.trim()
    || node.getRootNode().querySelector(`[id="${node.getAttribute("aria-labelledby")}"]`)?.textContent.trim() || "";
  const show = (node) => node.outerHTML.slice(0, 160);
  const ids = new Map();
  for (const node of all) if (node.id) { const key = [node.getRootNode(), node.id]; const found = [...ids.keys()].find((k) => k[0] === key[0] && k[1] === key[1]); if (found) ids.get(found).push(node); else ids.set(key, [node]); }
  return {
    "html without a language": document.documentElement.lang ? [] : ["html"],
    "not exactly one h1": all.filter((n) => n.tagName === "H1").length === 1 ? [] : all.filter((n) => n.tagName === "H1").map(show).concat("h1"),
    "picture without a name": heard.filter((n) => (n.tagName === "IMG" || n.getAttribute("role") === "img") && !name(n)).map(show),
    "picture neither named nor hidden": heard.filter((n) => n.tagName === "svg" && !name(n) && !n.closest("a, button, [aria-label]") && n.getAttribute("role") !== "presentation" && !n.querySelector("[role]") && !n.closest(".js-plotly-plot, #js-plotly-tester")).map(show),
    "button or link without a name": heard.filter((n) => n.matches("button, a[href], [role=button], [role=link]") && !name(n)).map(show),
    "field without a name": heard.filter((n) => n.matches("input:not([type=hidden]), select, textarea") && !name(n) && !n.labels?.length).map(show),
    "the same id twice": [...ids.values()].filter((nodes) => nodes.length > 1).map((nodes) => show(nodes[1])),
    "a name in an empty role": heard.filter((n) => n.getAttribute("role") === "listbox" && !name(n)).map(show),
  };
}"""
)


@pytest.mark.parametrize(
    ("path", "query"),
    [("", {}), ("gap_map", {}), ("trends", {}), ("equity", {}), ("methods", {}), ("commune", {}), ("commune", {"commune": "03160"}), ("gap_map", {"indicator": "ABU02"}),
     ("gap_map", {"view": "projector"}), ("gap_map", {"compare": "NUT01"}), ("data", {}), ("data", {"batch": "1"}),
     ("data", {"view": "projector"})],
    ids=lambda value: " ".join(value.values()) if isinstance(value, dict) else value,
)  # fmt: skip
def test_the_basics_for_who_listens(open_tab: OpenTab, path: str, query: dict[str, str]):
    page = open_tab(path, lang="vi", **query)
    expect(heading(page)).to_be_visible()
    for chart in page.get_by_test_id("stPlotlyChart").all():
        expect(chart.locator(".main-svg").first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    offenders = {rule: found for rule, found in page.evaluate(_BASICS).items() if found}
    assert offenders == {}


def test_charts_are_told_in_words(open_tab: OpenTab):
    page = open_tab("trends", lang="vi", indicator="IMM01")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    for chart in page.get_by_test_id("stPlotlyChart").all():
        told = chart.evaluate(
            "node => [node, ...node.querySelectorAll('*')].map(n => n.getAttribute('aria-label')).find(Boolean)"
        )
        assert told
        assert "95,5%" in told


@pytest.mark.parametrize("path", EVERY)
def test_dark_pages_are_dark_and_the_projector_view_is_light(open_tab: OpenTab, path: str):
    page = open_tab(path, lang="vi", scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    shade = "node => { const [r, g, b] = getComputedStyle(node).backgroundColor.match(/\\d+/g).map(Number); return (r + g + b) / 3; }"
    assert page.locator("header.top").evaluate(shade) < 60
    assert page.get_by_test_id("stApp").evaluate(shade) < 60
    # Of the map the funnel plot, so that every kind of slide with a chart is seen on a small projector.
    layout = {"layout": "funnel"} if path == "gap_map" else {}
    page = open_tab(path, lang="vi", scheme="dark", view="projector", **layout)
    expect(page.locator(".slide h1")).to_be_visible()
    # Waits for the style sheet, which a busy machine applies after the words are there.
    expect(page.locator(".slide")).to_have_css("background-color", "rgb(255, 255, 255)")
    if path in ("gap_map", "trends", "equity"):
        plot = page.locator(".js-plotly-plot .main-svg").first
        expect(plot).to_be_visible()
        end = "node => node.getBoundingClientRect().bottom"
        foot = page.locator(".slide .foot").evaluate("node => node.getBoundingClientRect().top")
        page.wait_for_function(f"([plot, foot]) => ({end})(plot) <= foot", arg=[plot.element_handle(), foot])
        assert plot.evaluate(end) > 0.8 * foot


@pytest.mark.parametrize(("size", "more"), [(DESKTOP, {}), (PROJECTOR, {}), (PROJECTOR, {"view": "projector"})])
def test_names_in_the_funnel_plot_are_there_and_apart(open_tab: OpenTab, size: tuple[int, int], more: dict[str, str]):
    page = open_tab("gap_map", lang="en", indicator="IMM10", period="2025", layout="funnel", size=size, **more)
    names = page.locator(".js-plotly-plot .annotation-text-g")
    expect(names.filter(has_text="Nà Hỳ")).to_have_count(1)
    alt = page.locator(".js-plotly-plot").evaluate(
        "node => { for (; node; node = node.parentElement) for (const n of [node, ...node.querySelectorAll('[aria-label]')])"
        " if (n.ariaLabel) return n.ariaLabel; }"
    )
    told = [
        each for part in re.findall(r"limits: ([^:]*?)\. ", alt) for each in re.findall(r"([^\d,]+?)\s[\d.]+%", part)
    ]
    assert len(told) == 4
    written = " ".join(names.all_text_contents())
    assert all(name.strip() in written for name in told)
    boxes = names.evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(b => [b.x, b.y, b.right, b.bottom])"
    )
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] + 1 or other[3] <= one[1] + 1
