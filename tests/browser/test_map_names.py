"""Whom the map names and how, and the caption under it, in Chromium, without Streamlit. The shapes are made up."""

import json
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from shapely import LineString, box

from tests.browser.conftest import Watch
from tests.browser.map_harness import message, served, staircase

SOURCE = "Ranh giới: Sở Nông nghiệp và Môi trường, bản đồ địa giới tỷ lệ 1:50.000, dùng theo giấy phép CC BY 4.0, bản tháng 8 năm 2026, cung cấp cho ngành y tế"
CODES = staircase()["codes"]

READ = """() => {
  const root = document.querySelector("#host").shadowRoot;
  const at = (each) => { const b = each.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; };
  const text = (each) => [...each.querySelectorAll("tspan")].map((span) => span.textContent).join(" ");
  const all = (selector) => [...root.querySelectorAll(selector)];
  return {
    inside: all(".label:not(.led):not(.number)").map((each) => [each.dataset.label, text(each), at(each)]),
    led: all(".label.led").map((each) => [each.dataset.led, text(each), at(each)]),
    numbers: all(".label.number").map((each) => [each.dataset.label, text(each), at(each)]),
    lines: all("path.leader:not(.halo)").map((each) => {
      const m = each.getScreenCTM();
      return [0, each.getTotalLength()].map((far) => { const p = each.getPointAtLength(far).matrixTransform(m); return [p.x, p.y]; });
    }),
    key: all(".key li").map((each) => [each.querySelector("b").textContent, each.lastChild.textContent]),
    shapes: all("[data-code]").map((each) => [each.dataset.code, at(each)]),
    stage: at(all(".stage")[0]),
    tools: at(all(".tools")[0]),
  };
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("geometry")
    stairs = staircase(SOURCE)
    (folder / "stairs.json").write_text(json.dumps(stairs), encoding="utf-8")
    # For the names of the wards at the edge there is no room anywhere: they get numbers, and others lie behind them.
    for edge in [i for i, (x0, _, x1, _) in enumerate(stairs["box"]) if (x0, x1) == (1800, 2000)]:
        stairs["names"][edge] = "Xã có tên dài hơn mọi chỗ còn trống ở bên ngoài bản đồ của tỉnh"
    (folder / "long.json").write_text(json.dumps(stairs), encoding="utf-8")
    with served(folder) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str, watch: Watch) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 754, "height": 900})
    watch.over(context)
    page = context.new_page()
    page.goto(address)
    page.wait_for_function("window.ready")
    yield page
    context.close()


def mount(page: Page, *, height: int = 400, **changes: Any) -> dict[str, Any]:
    """The map on a card as wide as the viewport leaves it; what of it is named."""
    page.evaluate(f"document.getElementById('host').style.setProperty('--atlas-map-height', '{height}px')")
    page.evaluate("data => mount(data)", message(CODES, **{"geometry": "geometry/stairs.json", **changes}))
    expect(page.locator("[data-code]")).to_have_count(len(CODES))
    return page.evaluate(READ)


@pytest.mark.parametrize(("width", "height"), [(754, 400), (1068, 650)])
def test_every_commune_is_named_inside_beside_the_map_or_by_a_number_of_the_key(
    page: Page, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    found = mount(page, height=height)
    names = dict(zip(CODES, staircase()["names"], strict=True))
    key = dict(found["key"])
    assert len(key) == len(found["key"]) == len(found["numbers"])
    said = [(code, text.rstrip(" –")) for code, text, _ in found["inside"] + found["led"]]
    said += [(code, key[number]) for code, number, _ in found["numbers"]]
    assert sorted(said) == sorted(names.items())
    assert found["led"]
    if height == 400:
        assert found["numbers"], "wards in the middle are too far from free room"


@pytest.mark.parametrize("file", ["stairs", "long"])
def test_no_name_number_or_line_lies_on_another(page: Page, file: str) -> None:
    found = mount(page, geometry=f"geometry/{file}.json")
    # A box of letters has room over and under them.
    texts = [
        box(x0, y0 + 2, x1, y1 - 2) for _, _, (x0, y0, x1, y1) in found["inside"] + found["led"] + found["numbers"]
    ]
    lines = [LineString(each) for each in found["lines"]]
    stage = box(*found["stage"])
    shapes = {code: box(*place) for code, place in found["shapes"]}
    assert len(lines) == len(found["led"]) > 5
    assert [(a.bounds, b.bounds) for a, b in combinations(texts, 2) if a.intersection(b).area > 1] == []
    assert [each.bounds for each in texts if not stage.contains(each) or each.intersects(box(*found["tools"]))] == []
    assert [(a.bounds, b.bounds) for a, b in combinations(lines, 2) if a.crosses(b)] == []
    assert [(a.bounds, b.bounds) for a in lines for b in texts if a.intersection(b).length > 1] == []
    for (code, text, place), line in zip(found["led"], lines, strict=True):
        start, end = line.boundary.geoms
        assert shapes[code].contains(start), text
        assert box(*place).distance(end) < 4, text
        assert all(each.intersection(box(*place)).area < 1 for each in shapes.values()), f"{text} is on a commune"


def test_numbers_and_key_stay_when_one_comes_nearer_and_when_a_commune_is_chosen(page: Page) -> None:
    key = mount(page)["key"]
    page.get_by_role("button", name="Phóng to").click()
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate(READ)["key"] == key
    code, _, _ = mount(page)["numbers"][0]
    assert mount(page, selected=code)["key"] == key


def test_the_key_makes_room_for_the_card(page: Page) -> None:
    mount(page, height=440, blanks={})
    beside = page.locator(".key").bounding_box()
    mount(page, height=440, blanks={}, selected=CODES[0])
    legend, card, key, slider = (page.locator(f".{name}").bounding_box() for name in ("legend", "card", "key", "time"))
    assert beside
    assert legend
    assert card
    assert key
    assert slider
    assert beside["x"] == legend["x"] == card["x"]
    assert card["y"] - (legend["y"] + legend["height"]) < 30
    assert key["y"] >= slider["y"] + slider["height"]


def test_a_phone_has_fewer_names_and_no_key(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    found = mount(page)
    assert found["led"] == found["numbers"] == found["key"] == []
    assert found["inside"]


def test_only_communes_in_scope_are_named(page: Page) -> None:
    found = mount(page, inside=[i % 2 == 0 for i in range(len(CODES))])
    assert sorted(code for code, _, _ in found["inside"] + found["led"] + found["numbers"]) == CODES[::2]


def test_the_picture_has_the_names_beside_the_map_and_the_key(page: Page) -> None:
    found = mount(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="ảnh SVG").click()
    picture = download.value.path().read_text(encoding="utf-8")
    assert "Số trên bản đồ" in picture
    for _, name in found["key"]:
        assert f">{name}</text>" in picture
    assert picture.count('class="leader"') == 2 * len(found["led"])


@pytest.mark.parametrize(
    ("width", "height", "changes"),
    [
        (1068, 650, {}),
        (754, 400, {"selected": CODES[0]}),
        (390, 440, {}),
        # Of a screen 900 high the map has 74 hundredths, as on a slide.
        (520, 666, {"theme": "projector", "legend": False}),
    ],
    ids=["1920", "1366", "390", "projector"],
)
def test_the_caption_names_the_source_and_covers_nothing(
    page: Page, width: int, height: int, changes: dict[str, Any]
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    mount(page, height=height, **changes)
    caption = page.locator(".boundaries")
    expect(caption).to_have_text(SOURCE)
    page.locator("[data-code]").nth(len(CODES) - 1).hover()
    expect(page.locator(".tip")).to_be_visible()
    covered = page.evaluate(
        """() => {
          const root = document.querySelector("#host").shadowRoot;
          const note = root.querySelector(".boundaries");
          const words = document.createRange();
          words.selectNodeContents(note);
          const box = words.getBoundingClientRect();
          const others = [...root.querySelectorAll(".stage, .map path, .tip, .tools, .legend, .card, .key, .time, .ruler")];
          return others.filter((each) => each.checkVisibility()).filter((each) => {
            const other = each.getBoundingClientRect();
            const clip = root.querySelector(".stage").contains(each) ? root.querySelector(".stage").getBoundingClientRect() : other;
            const bottom = Math.min(other.bottom, clip.bottom);
            return box.left < other.right && other.left < box.right && box.top < bottom && other.top < box.bottom;
          }).map((each) => each.getAttribute("class"));
        }"""
    )
    assert covered == []
    card, words = page.locator(".atlas-map").bounding_box(), caption.bounding_box()
    assert card
    assert words
    assert words["x"] >= card["x"]
    assert words["x"] + words["width"] <= card["x"] + card["width"]
    assert words["y"] + words["height"] <= card["y"] + card["height"] + 1
    if "theme" in changes:
        assert card["height"] <= 0.8 * 900, "what stands at the foot of a slide"
