"""What the map draws and says, in Chromium, without Streamlit: colours, legend, labels, selection, zoom, time."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from base.settings import ASSETS
from geo.default import publish_default
from tests.browser.conftest import Watch
from tests.browser.map_harness import honeycomb, message, served
from ui.map.picture import FormerCommunes

TOKENS = json.loads((ASSETS / "tokens.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("geometry")
    publish_default(folder).file.rename(folder / "45.json")
    (folder / "3321.json").write_text(json.dumps(honeycomb()), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def codes(folder: Path) -> list[str]:
    return json.loads((folder / "45.json").read_text(encoding="utf-8"))["codes"]


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str, watch: Watch) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1072, "height": 820})
    watch.over(context)
    page = context.new_page()
    page.goto(address)
    page.wait_for_function("window.ready")
    yield page
    context.close()


def mount(page: Page, data: dict[str, Any]) -> None:
    page.evaluate("data => mount(data)", data)
    expect(page.locator(".stage")).to_be_visible()


def shape(page: Page, code: str) -> Locator:
    return page.locator(f'[data-code="{code}"]')


def sent(page: Page) -> list[Any]:
    return page.evaluate("window.sent")


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
@pytest.mark.parametrize(("measure", "scale"), [("gap", "gap"), ("value", "seq"), ("versus", "status5")])
def test_every_commune_has_the_colour_of_its_class(
    page: Page, codes: list[str], theme: str, measure: str, scale: str
) -> None:
    data = message(codes, measure=measure, theme=theme)
    mount(page, data)
    expect(page.locator("[data-code]")).to_have_count(45)
    fills = page.locator("[data-code]").evaluate_all(
        "all => all.map(each => [each.dataset.code, getComputedStyle(each).fill])"
    )
    assert [code for code, _ in fills] == codes
    for (_, fill), kind in zip(fills, data["classes"], strict=True):
        if kind in "01234":
            assert fill == rgb(TOKENS[theme][scale][int(kind)])
        else:
            assert fill == {"m": 'url("#hatch")', "h": 'url("#dots")'}[kind]


def test_a_new_message_repaints_without_making_the_map_anew(page: Page, codes: list[str]) -> None:
    mount(page, message(codes))
    page.evaluate("window.kept = document.querySelector('#host').shadowRoot.querySelectorAll('[data-code]')[7]")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    data = message(codes, measure="value")
    mount(page, data)
    assert page.evaluate("window.kept.isConnected")
    assert page.evaluate("window.kept.getAttribute('class')") == f"k-{data['classes'][7]}"
    assert requests == []


def test_the_legend_counts_communes_in_words(page: Page, codes: list[str]) -> None:
    data = message(codes)
    mount(page, data)
    legend = page.locator(".legend")
    expect(legend.locator("h3")).to_have_text("Điểm phần trăm so với chỉ tiêu")
    for kind, words in {
        "0": "thiếu trên 6 điểm",
        "2": "thiếu dưới 3 điểm",
        "3": "đạt, vượt đến 1,5 điểm",
        "m": "Chưa báo cáo",
    }.items():
        row = legend.locator(f'li[data-class="{kind}"]')
        expect(row.locator("span")).to_have_text(words)
        expect(row.locator("b")).to_have_text(f"{data['classes'].count(kind)} xã")
    rows = legend.locator("ul").first.locator("li").all_inner_texts()
    assert rows[3] == "chỉ tiêu 97%"


def test_pointing_says_value_fraction_interval_or_why_there_is_none(page: Page, codes: list[str]) -> None:
    data = message(codes)
    mount(page, data)
    shape(page, codes[3]).hover()
    # Hand-checked against statsmodels: 370 of 380, Wilson 95 %.
    expect(page.locator(".tip")).to_contain_text("97,4%")
    expect(page.locator(".tip")).to_contain_text("370/380 trẻ · khoảng tin cậy 95%: 95,2–98,6%")
    shape(page, codes[5]).hover()
    expect(page.locator(".tip")).to_contain_text("Ẩn để bảo vệ trẻ em")


def test_former_communes_are_lines_and_the_one_pointed_at_is_named(page: Page, codes: list[str], folder: Path) -> None:
    shapes = json.loads((folder / "45.json").read_text(encoding="utf-8"))
    at = codes.index("03160")
    (x, y, r), (left, _, right, _) = shapes["anchor"][at], shapes["box"][at]
    # A border upright through the middle: of two sites the farther one has the power that makes up for it.
    former = FormerCommunes(
        ("03160",), (f"M{x} {y - r}L{x} {y + r}",), (("Tây", "Đông"),), (((x - r, y, 0), (x + 3 * r, y, 8 * r * r)),)
    )
    data = message(codes, former=former)
    mount(page, data)
    line = page.locator(".overlay .former:not(.halo)")
    expect(line).to_have_attribute("d", former.borders[0])
    box = shape(page, "03160").bounding_box()
    middle = line.bounding_box()
    assert box is not None
    assert middle is not None
    scale = box["width"] / (right - left)
    for side, name in ((-1, "Tây"), (1, "Đông")):
        page.mouse.move(middle["x"] + middle["width"] / 2 + side * r * scale / 2, middle["y"] + middle["height"] / 2)
        expect(page.locator(".tip")).to_contain_text(f"Xã cũ (vị trí là sơ đồ): {name}")
    expect(page.locator('.legend li[data-class="f"]')).to_have_text("Xã cũ, ranh giới là sơ đồ2")
    # The keyboard points at no place in the commune.
    shape(page, "03160").click()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".tip")).to_contain_text("Gồm các xã cũ: Tây, Đông")
    mount(page, message(codes))
    expect(line).to_have_attribute("d", "")


def test_a_click_selects_and_the_card_opens_the_profile(page: Page, codes: list[str]) -> None:
    mount(page, message(codes))
    shape(page, "03160").click()
    assert sent(page) == [["select", {"code": "03160", "held": None}]]
    card = page.locator(".card")
    expect(card.locator("h3")).to_have_text("Xã Mường Nhé")
    expect(card).to_contain_text("Khu vực III · biên giới")
    expect(shape(page, "03160")).to_have_attribute("aria-selected", "true")
    card.get_by_role("button", name="Mở hồ sơ xã").click()
    assert sent(page)[-1] == ["open", {"code": "03160", "held": None}]


def test_an_answer_that_was_on_its_way_does_not_undo_a_newer_click(page: Page, codes: list[str]) -> None:
    mount(page, message(codes))
    shape(page, codes[3]).click()
    shape(page, codes[9]).click()
    mount(page, message(codes, selected=codes[3]))
    expect(shape(page, codes[9])).to_have_attribute("aria-selected", "true")
    mount(page, message(codes, selected=codes[9]))
    mount(page, message(codes, selected=None))
    expect(page.locator("[aria-selected]")).to_have_count(0)


def test_the_keyboard_walks_over_neighbours_and_selects(page: Page, codes: list[str], folder: Path) -> None:
    geometry = json.loads((folder / "45.json").read_text(encoding="utf-8"))
    mount(page, message(codes, selected="03160"))
    assert page.locator("[data-code][tabindex]").count() == 1
    page.keyboard.press("Tab")
    expect(shape(page, "03160")).to_be_focused()
    page.keyboard.press("ArrowDown")
    focused = page.evaluate("document.querySelector('#host').shadowRoot.activeElement.dataset.code")
    here, there = codes.index("03160"), codes.index(focused)
    assert there in geometry["neighbours"][here]
    assert geometry["anchor"][there][1] > geometry["anchor"][here][1]
    expect(page.locator(".tip")).to_contain_text(geometry["full"][there])
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    assert sent(page) == [["select", {"code": focused, "held": None}], ["open", {"code": focused, "held": None}]]
    page.keyboard.press("Escape")
    assert sent(page)[-1] == ["select", {"code": None, "held": None}]


def test_zoom_and_pan_stay_when_colours_change(page: Page, codes: list[str]) -> None:
    mount(page, message(codes))
    world = page.locator(".world")
    before = world.get_attribute("transform")
    page.get_by_role("button", name="Phóng to").click()
    page.get_by_role("button", name="Phóng to").click()
    expect(world).not_to_have_attribute("transform", before or "")
    box = page.locator(".map").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 200, box["y"] + 300)
    page.mouse.wheel(0, -200)
    page.mouse.down()
    page.mouse.move(box["x"] + 240, box["y"] + 340, steps=4)
    page.mouse.up()
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    zoomed = world.get_attribute("transform") or ""
    mount(page, message(codes, measure="value", theme="dark"))
    expect(world).to_have_attribute("transform", zoomed)
    assert sent(page) == [], "a drag is no click"
    page.get_by_role("button", name="Toàn bộ bản đồ").click()
    expect(world).to_have_attribute("transform", before or "")


def middle_of(page: Page, code: str) -> tuple[float, float]:
    """Where the anchor of that commune lies, as shares of the stage."""
    x, y = page.evaluate(
        """async code => {
          const root = document.querySelector("#host").shadowRoot;
          const geometry = await (await fetch(window.data.geometry)).json();
          const [ax, ay] = geometry.anchor[geometry.codes.indexOf(code)];
          const at = new DOMPoint(ax, ay).matrixTransform(root.querySelector(".world").getScreenCTM());
          const box = root.querySelector(".stage").getBoundingClientRect();
          return [(at.x - box.x) / box.width, (at.y - box.y) / box.height];
        }""",
        code,
    )
    return x, y


def drawn_anew(page: Page) -> None:
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.mark.parametrize("way", ["button", "key"])
def test_zooming_in_brings_the_chosen_commune_to_the_middle(page: Page, codes: list[str], way: str) -> None:
    """03160 lies at the edge, where a map that keeps to its stage would leave it."""
    mount(page, message(codes))
    before = page.locator(".world").get_attribute("transform")
    shape(page, "03160").click()
    assert middle_of(page, "03160") != pytest.approx((0.5, 0.5), abs=0.1)
    if way == "button":
        page.get_by_role("button", name="Phóng to").click()
    else:
        page.keyboard.press("Equal")
    drawn_anew(page)
    assert middle_of(page, "03160") == pytest.approx((0.5, 0.5), abs=0.01)
    size = shape(page, "03160").bounding_box()
    page.get_by_role("button", name="Phóng to").click()
    drawn_anew(page)
    larger = shape(page, "03160").bounding_box()
    assert size is not None
    assert larger is not None
    assert larger["width"] > 1.5 * size["width"]
    assert middle_of(page, "03160") == pytest.approx((0.5, 0.5), abs=0.01)
    # Dragging goes on from there.
    box = page.locator(".map").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 280, box["y"] + 290, steps=4)
    page.mouse.up()
    drawn_anew(page)
    assert middle_of(page, "03160") == pytest.approx((0.5 - 20 / box["width"], 0.5 - 10 / box["height"]), abs=0.01)
    page.get_by_role("button", name="Toàn bộ bản đồ").click()
    expect(page.locator(".world")).to_have_attribute("transform", before or "")


def test_without_a_chosen_commune_zooming_in_keeps_the_middle(page: Page, codes: list[str]) -> None:
    mount(page, message(codes))
    under = "() => { const box = window.mapBox(); return document.querySelector('#host').shadowRoot.elementFromPoint(box.x, box.y).dataset.code; }"
    page.evaluate(
        """() => { window.mapBox = () => {
          const box = document.querySelector("#host").shadowRoot.querySelector(".fills").getBoundingClientRect();
          return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        }; }"""
    )
    before = page.evaluate(under)
    page.get_by_role("button", name="Phóng to").click()
    drawn_anew(page)
    assert page.evaluate(under) == before
    fills = page.locator(".fills").bounding_box()
    assert fills is not None
    assert sent(page) == []


def test_a_double_click_comes_nearer_where_the_pointer_is(page: Page, codes: list[str]) -> None:
    mount(page, message(codes, selected="03160"))
    i = next(i for i, code in enumerate(codes) if code != "03160" and i > 20)
    before = middle_of(page, codes[i])
    stage = page.locator(".stage").bounding_box()
    assert stage is not None
    page.mouse.dblclick(stage["x"] + before[0] * stage["width"], stage["y"] + before[1] * stage["height"])
    drawn_anew(page)
    assert middle_of(page, codes[i]) == pytest.approx(before, abs=0.01)
    assert (page.locator(".world").get_attribute("transform") or "") != ""


def label_boxes(page: Page) -> list[dict[str, float]]:
    return page.locator(".label, .badges g, .circles g").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().toJSON())"
    )


@pytest.mark.parametrize("width", [390, 1072])
@pytest.mark.parametrize("zooms", [0, 2])
def test_names_do_not_overlap(page: Page, codes: list[str], width: int, zooms: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    mount(page, message(codes, marked=codes[:3]))
    for _ in range(zooms):
        page.get_by_role("button", name="Phóng to").click()
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    boxes = label_boxes(page)
    assert len(boxes) > 10
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            # Half a pixel of line height may touch; letters may not.
            apart = (
                a["right"] <= b["left"] + 0.5
                or b["right"] <= a["left"] + 0.5
                or a["bottom"] <= b["top"] + 6
                or b["bottom"] <= a["top"] + 6
            )
            assert apart, (a, b)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("measure", ["gap", "value", "versus"])
def test_names_can_be_read_on_their_colour(page: Page, codes: list[str], theme: str, measure: str) -> None:
    mount(page, message(codes, measure=measure, theme=theme))
    styles = page.locator(".label").evaluate_all(
        "all => all.map(getComputedStyle).map(each => [each.fill, each.stroke])"
    )
    assert len(styles) > 15
    for ink, ground in styles:
        numbers = [
            f"#{int(r):02x}{int(g):02x}{int(b):02x}" for r, g, b in re.findall(r"(\d+), (\d+), (\d+)", ink + ground)
        ]
        light, dark = sorted((luminance(each) for each in numbers), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)


def test_the_area_of_a_circle_follows_the_number(page: Page, codes: list[str]) -> None:
    mount(page, message(codes, measure="need"))
    found = page.locator(".circles g").evaluate_all(
        "all => all.map(g => [g.textContent, Number(g.querySelector('circle').getAttribute('r'))])"
    )
    numbered = [(int(text), radius) for text, radius in found if text]
    assert len(numbered) > 3
    largest, radius = numbered[0]
    for number, r in numbered:
        assert (r / radius) ** 2 == pytest.approx(number / largest, rel=0.01)
    assert set(page.locator("[data-code]").evaluate_all("all => all.map(each => each.getAttribute('class'))")) == {
        "k-none",
        "k-m",
        "k-h",
    }


def test_a_badge_hides_no_number_of_a_circle(page: Page, codes: list[str]) -> None:
    for marked in (codes[:6], codes[6:12], codes[20:26]):
        mount(page, message(codes, measure="need", marked=marked))
        boxes = "all => all.map(each => each.getBoundingClientRect().toJSON())"
        badges = page.locator(".badges circle").evaluate_all(boxes)
        assert len(badges) == 6
        for number in page.locator(".circles text").evaluate_all(boxes):
            x, y = (number["left"] + number["right"]) / 2, (number["top"] + number["bottom"]) / 2
            for badge in badges:
                assert not (badge["left"] < x < badge["right"] and badge["top"] < y < badge["bottom"]), (number, badge)


def test_the_legend_of_circles_has_their_sizes_and_so_has_the_picture(page: Page, codes: list[str]) -> None:
    mount(page, message(codes, measure="need"))
    key = page.locator(".legend .size")
    texts = key.all_inner_texts()
    assert len(texts) == 3
    assert all(re.fullmatch("[125]0* trẻ", text.replace("\xa0", " ")) for text in texts)
    radii = key.locator("circle").evaluate_all("all => all.map(each => Number(each.getAttribute('r')))")
    drawn = page.locator(".circles g").evaluate_all(
        "all => all.map(g => [g.textContent, Number(g.querySelector('circle').getAttribute('r'))])"
    )
    number, radius = next((int(text), r) for text, r in drawn if text)
    largest = int(texts[0].split("\xa0")[0])
    assert (radii[0] / radius) ** 2 == pytest.approx(largest / number, rel=0.01)
    with page.expect_download() as download:
        page.get_by_role("button", name="ảnh SVG").click()
    picture = download.value.path().read_text(encoding="utf-8")
    assert all(f">{text}</text>" in picture for text in texts)


def test_the_legend_elsewhere_has_the_sizes_of_the_map_on_its_page(page: Page, codes: list[str]) -> None:
    data = message(codes, measure="need", theme="projector", legend=False)
    page.evaluate(
        """async data => {
          const { map_legend } = await import(new URL("app/static/commune_map.js?v=test", document.baseURI).href);
          const place = document.body.appendChild(document.createElement("div"));
          place.id = "legend";
          await map_legend({ parentElement: place.attachShadow({ mode: "open" }), data });
        }""",
        data,
    )
    sizes = page.locator("#legend .size")
    expect(sizes).to_have_count(0)
    mount(page, data)
    expect(sizes).to_have_count(3)
    expect(page.locator("#host .size")).to_have_count(0)


def test_a_commune_without_a_value_is_spoken_with_its_reason(page: Page, codes: list[str]) -> None:
    mount(page, message(codes, blanks={5: "hidden", 12: "missing", 14: "not_due"}))
    for i, reason in ((5, "Ẩn để bảo vệ trẻ em"), (12, "Chưa báo cáo"), (14, "Chưa đến kỳ báo cáo")):
        expect(shape(page, codes[i])).to_have_attribute("aria-label", re.compile(f"^[^:]+: {reason}"))


def test_the_circles_of_the_country_are_on_one_sheet_and_in_its_picture(page: Page) -> None:
    codes = honeycomb()["codes"]
    mount(page, message(codes, geometry="geometry/3321.json", measure="need"))
    expect(page.locator("[data-code]")).to_have_count(3321)
    expect(page.locator(".sheet")).to_be_visible()
    painted = page.locator(".sheet").evaluate(
        "each => each.getContext('2d').getImageData(0, 0, each.width, each.height).data.filter((v, i) => i % 4 === 3 && v).length"
    )
    assert painted > 1000
    assert page.locator(".circles g").count() == 0
    with page.expect_download() as download:
        page.get_by_role("button", name="ảnh SVG").click()
    assert download.value.path().read_text(encoding="utf-8").count("<circle r=") > 1000
    mount(page, message(codes, geometry="geometry/3321.json"))
    expect(page.locator(".sheet")).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
@pytest.mark.parametrize("measure", ["gap", "value", "need"])
def test_the_rest_of_a_highlighted_group_has_no_colour_of_the_data_and_is_not_counted(
    page: Page, codes: list[str], theme: str, measure: str
) -> None:
    """Faded it read as the lowest class: outside the group all are of one grey, also those not reported or estimated."""
    data = message(codes, inside=[i < 10 for i in range(45)], estimated=(0, 20, 21), theme=theme, measure=measure)
    mount(page, data)
    expect(page.locator("[data-code].out")).to_have_count(35)
    drawn = page.locator("[data-code]").evaluate_all(
        "shapes => shapes.map(each => [each.dataset.code, getComputedStyle(each).fill, getComputedStyle(each).opacity])"
    )
    grey = TOKENS[theme]["outside"]
    wanted = f"rgb({', '.join(str(int(grey[at : at + 2], 16)) for at in (1, 3, 5))})"
    of_code = {code: (fill, opacity) for code, fill, opacity in drawn}
    assert {of_code[code] for code in codes[10:]} == {(wanted, "1")}
    assert wanted not in {of_code[code][0] for code in codes[:10]}
    counts = page.locator(".legend li[data-class] b").all_inner_texts()
    # The estimated one is counted in its class too; circles count no classes.
    assert sum(int(text.split()[0]) for text in counts) == (2 if measure == "need" else 11)
    expect(page.locator('.legend li[data-class="out"]')).to_have_text("Ngoài phạm vi lọc")
    assert page.locator(".circles g").count() <= 10


def test_estimates_and_other_blanks_have_a_dashed_edge(page: Page, codes: list[str], folder: Path) -> None:
    paths = json.loads((folder / "45.json").read_text(encoding="utf-8"))["paths"]
    mount(page, message(codes, blanks={3: "not_due", 8: "merged"}, estimated=(0,)))
    expect(page.locator(".dashed").last).to_have_attribute("d", paths[0] + paths[3] + paths[8])
    expect(page.locator('.legend li[data-class="d"] span')).to_have_text("Chưa đến kỳ báo cáo")
    expect(page.locator('.legend li[data-class="e"] b')).to_have_text("1 xã")


def test_dragging_the_time_slider_repaints_here_and_sends_nothing_before_it_is_let_go(
    page: Page, codes: list[str]
) -> None:
    plain = message(codes)
    mount(page, plain)
    slider = page.get_by_role("slider", name="Kỳ")
    expect(slider).to_have_attribute("aria-valuetext", "2025")
    box = slider.bounding_box()
    assert box is not None
    at = lambda i: (box["x"] + 9 + (box["width"] - 18) * i / 6, box["y"] + box["height"] / 2)  # noqa: E731
    page.mouse.move(*at(6))
    page.mouse.down()
    assert sent(page) == [["slider", {"token": plain["slider"]["token"], "held": None}]], (
        "all periods are asked for once"
    )
    opened = message(codes, opened=plain["slider"]["token"])
    page.evaluate("data => mount(data)", opened)
    page.evaluate("window.sent.length = 0")
    for i in (5, 4, 3, 2, 1):
        page.mouse.move(*at(i))
        classes = page.locator("[data-code]").evaluate_all(
            "all => all.map(each => each.getAttribute('class')).join(' ')"
        )
        assert classes == " ".join(f"k-{kind}" for kind in opened["slider"]["frames"]["classes"][i])
        expect(slider).to_have_attribute("aria-valuetext", str(2019 + i))
    assert sent(page) == []
    page.mouse.up()
    held = opened["slider"]["frames"]["id"]
    assert sent(page) == [["period", {"code": "2020", "held": held}]]
    # The answer brings the period and, as the browser holds the frames, not the frames again.
    answer = message(codes, year=2020, opened=plain["slider"]["token"], held=held)
    assert answer["slider"]["frames"] == {"id": held}
    page.evaluate("data => mount(data)", answer)
    expect(slider).to_have_value("1")
    page.evaluate("window.sent.length = 0")
    page.mouse.move(*at(1))
    page.mouse.down()
    page.mouse.move(*at(0))
    expect(slider).to_have_attribute("aria-valuetext", "2019")
    assert sent(page) == []
    page.mouse.up()


def test_playing_asks_for_view_after_view_and_never_shows_another_year_than_the_page(
    page: Page, codes: list[str]
) -> None:
    mount(page, message(codes, year=2023))
    page.clock.install()
    slider = page.get_by_role("slider")
    page.get_by_role("button", name="Phát").click()
    for year in (2024, 2025):
        assert sent(page) == [["period", {"code": str(year), "held": None}]]
        expect(slider).to_have_attribute("aria-valuetext", str(year - 1))
        # However long the page takes.
        page.clock.run_for(5000)
        assert len(sent(page)) == 1
        expect(page.get_by_role("button", name="Dừng")).to_be_visible()
        page.evaluate("window.sent.length = 0")
        answer = message(codes, year=year)
        page.evaluate("data => mount(data)", answer)
        expect(slider).to_have_attribute("aria-valuetext", str(year))
        shown = page.locator("[data-code]").evaluate_all("all => all.map(each => each.getAttribute('class'))")
        assert shown == [f"k-{kind}" for kind in answer["classes"]]
        page.clock.run_for(1000)
    assert sent(page) == []
    expect(page.get_by_role("button", name="Phát")).to_be_visible()


def test_play_ends_where_the_reader_goes_elsewhere(page: Page, codes: list[str]) -> None:
    mount(page, message(codes, year=2021))
    page.clock.install()
    page.get_by_role("button", name="Phát").click()
    page.evaluate("data => mount(data)", message(codes, year=2022))
    page.evaluate("data => mount(data)", message(codes, year=2019))
    expect(page.get_by_role("button", name="Phát")).to_be_visible()
    page.clock.run_for(5000)
    assert [value["code"] for _, value in sent(page)] == ["2022"]


def test_the_year_under_a_dragged_slider_covers_nothing(page: Page, codes: list[str]) -> None:
    for width in (1072, 390):
        page.set_viewport_size({"width": width, "height": 844})
        mount(page, message(codes))
        for key, year in (("Home", "2019"), ("ArrowRight", "2020")):
            page.get_by_role("slider").evaluate(
                "(input, key) => { input.value = key === 'Home' ? 0 : 1; input.dispatchEvent(new Event('input', { bubbles: true })); }",
                key,
            )
            when = page.locator(".when")
            expect(when).to_have_text(year)
            covered = page.evaluate(
                """() => {
                  const root = document.querySelector("#host").shadowRoot;
                  const box = root.querySelector(".when").getBoundingClientRect();
                  const others = [...root.querySelectorAll(".ruler, .play, .seam, .ticks span, .legend, .stage, .card")];
                  return others.filter((each) => each.checkVisibility({ visibilityProperty: true })).filter((each) => {
                    const other = each.getBoundingClientRect();
                    return box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom;
                  }).map((each) => each.className);
                }"""
            )
            assert covered == []


def test_the_same_values_stand_in_a_table(page: Page, codes: list[str]) -> None:
    mount(page, message(codes))
    rows = page.get_by_role("table").get_by_role("row")
    expect(rows).to_have_count(46)
    expect(rows.nth(4)).to_contain_text("Xã Mường Nhé")
    expect(rows.nth(4)).to_contain_text("370/380")
    expect(rows.nth(6)).to_contain_text("Ẩn để bảo vệ trẻ em")
    expect(shape(page, "03160")).to_have_attribute("aria-label", re.compile("^Xã Mường Nhé: 97,4%, đạt"))


def test_in_english_numbers_and_words_are_english(page: Page, codes: list[str]) -> None:
    mount(page, message(codes, language="en", selected="03160"))
    expect(page.locator(".card")).to_contain_text("97.4%")
    expect(page.locator(".legend")).to_contain_text("short by over 6 points")
    expect(page.get_by_role("button", name="Zoom in")).to_be_visible()


def test_a_map_of_several_provinces_opens_on_one_and_names_its_islands_in_a_box(page: Page, folder: Path) -> None:
    shapes = honeycomb(600)
    # The last unit is two specks in a box to the right of all others.
    left = shapes["w"] + 300
    shapes["paths"][-1] = f"M{left + 100} 200l40 0 0 40zM{left + 500} 500l40 0 0 40z"
    shapes["anchor"][-1], shapes["full"][-1], shapes["names"][-1] = [left + 120, 210, 15], "Đặc khu Xa", "Xa"
    shapes |= {"w": left + 800, "insets": [{"unit": 599, "box": [left, 100, left + 700, 700]}]}
    (folder / "islands.json").write_text(json.dumps(shapes), encoding="utf-8")
    first, last = shapes["box"][3], shapes["box"][3 + 57 * 6]
    data = message(shapes["codes"], geometry="geometry/islands.json")
    mount(page, data | {"home": [first[0], first[1], last[2] + 900, last[3]]})
    stage = page.locator(".stage").bounding_box()
    inside = shape(page, "00003")
    expect(inside).to_be_visible()
    opened = inside.bounding_box()
    assert stage is not None
    assert opened is not None
    assert stage["y"] <= opened["y"] < stage["y"] + 0.2 * stage["height"]
    # Large enough for names.
    expect(page.locator('[data-label="00004"]')).to_be_visible()
    page.locator('[data-do="whole"]').click()
    box = page.locator(".inset").bounding_box()
    name = page.locator(".insets text").bounding_box()
    assert box is not None
    assert name is not None
    assert page.locator(".insets text").text_content() in ("Đặc khu Xa", "Xa")
    assert stage["x"] <= box["x"] < box["x"] + box["width"] <= stage["x"] + stage["width"]
    assert stage["y"] <= name["y"] < name["y"] + name["height"] <= box["y"] + 3
    # The sea between the islands is theirs too.
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".tip h4")).to_have_text("Đặc khu Xa")
    page.locator('[data-do="whole"]').click()
    expect(page.locator('[data-label="00004"]')).to_be_visible()
    assert inside.bounding_box() == pytest.approx(opened, abs=0.5)


def test_three_thousand_communes_are_drawn_and_their_table_is_made_when_asked(page: Page) -> None:
    codes = honeycomb()["codes"]
    data = message(codes, geometry="geometry/3321.json")
    mount(page, data)
    expect(page.locator("[data-code]")).to_have_count(3321)
    expect(page.get_by_role("row")).to_have_count(0)
    page.get_by_role("button", name="Xem số liệu dạng bảng").press("Enter")
    expect(page.get_by_role("row")).to_have_count(3322)
    page.locator('[data-code="01700"]').click()
    expect(page.locator('[data-code="01700"]')).to_have_attribute("aria-label", re.compile("^Xã Đơn vị 1700: "))


@pytest.mark.parametrize("kind", ["PNG", "SVG"])
def test_a_picture_of_the_map_says_what_it_is(page: Page, codes: list[str], kind: str) -> None:
    mount(page, message(codes))
    expect(page.locator("[data-code]")).to_have_count(45)
    with page.expect_download() as download:
        page.get_by_role("button", name=f"ảnh {kind}").click()
    content = download.value.path().read_bytes()
    assert download.value.suggested_filename == f"imm01-2025.{kind.lower()}"
    if kind == "PNG":
        assert content.startswith(b"\x89PNG")
        return
    text = content.decode()
    for part in (
        "Bản đồ khoảng cách đến chỉ tiêu, năm 2025",
        "Nguồn: báo cáo",
        "Năm 2025",
        "Bản 12",
        "Sơ đồ, không phải địa giới pháp lý",
        "thiếu trên 6",
    ):
        assert part in text
    assert "var(--" not in text
    assert "font/woff2;base64," in text


def test_geometry_that_can_not_be_had_is_said_and_can_be_tried_again(
    page: Page, watch: Watch, codes: list[str]
) -> None:
    page.route("**/geometry/*", lambda route: route.abort())
    page.evaluate("data => mount(data)", message(codes))
    expect(page.get_by_role("alert")).to_contain_text("Không tải được bản đồ.")
    page.unroute("**/geometry/*")
    page.get_by_role("button", name="Thử lại").click()
    expect(page.locator("[data-code]")).to_have_count(45)
    watch.console_errors.clear()


@pytest.mark.parametrize("width", [320, 390, 560, 1072])
def test_the_map_has_room_at_any_width(page: Page, codes: list[str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    mount(page, message(codes))
    box = page.locator(".fills").bounding_box()
    assert box is not None
    assert box["height"] >= 300
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


@pytest.mark.parametrize("width", [300, 520])
def test_a_map_in_a_narrow_column_stands_over_its_legend(page: Page, codes: list[str], width: int) -> None:
    page.evaluate(f"document.getElementById('card').style.width = '{width}px'")
    mount(page, message(codes))
    box, legend = page.locator(".fills").bounding_box(), page.locator(".legend").bounding_box()
    assert box is not None
    assert legend is not None
    assert box["height"] >= 250
    assert legend["y"] >= box["y"] + box["height"]


@pytest.mark.parametrize("width", [680, 720, 1072])
def test_the_buttons_beside_the_map_cover_no_commune(page: Page, codes: list[str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    mount(page, message(codes))
    expect(page.locator(".atlas-map")).to_have_attribute("data-size", "wide")
    box, tools = page.locator(".fills").bounding_box(), page.locator(".tools").bounding_box()
    assert box is not None
    assert tools is not None
    assert box["x"] + box["width"] <= tools["x"]
