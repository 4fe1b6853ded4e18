"""The map inside Streamlit: what travels over the websocket, and what comes back to Python."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, WebSocket, expect

from base.settings import ROOT, STATIC
from geo.default import publish_default
from harness.server import app_server
from tests.browser.conftest import Watch, wait_until_idle
from tests.browser.map_harness import honeycomb

SCRIPT = """
import json, sys
sys.path.insert(0, {root!r})
import streamlit as st
from base.texts import Texts
from tests.browser.map_harness import measured, pictured
from ui.map.component import Answers, commune_map
from ui.map.payload import payload, slider_frames
from ui.map.picture import Emphasis, Timeline

st.set_page_config(layout="wide")
file = st.query_params.get("geometry", "45.json")
codes = json.load(open({static!r} + "/" + file))["codes"]
state = st.session_state
left, right, _ = st.columns([1, 1, 6])
measure = "value" if left.toggle("value") else "gap"
years = [str(year) for year in range(2019, 2026)]
frames = {{code: measured(codes, year=int(code), seed=int(code)) for code in years}}
period = state.get("period", "2025")
st.text(f"selected={{state.get('selected')}} opened={{state.get('opened')}} period={{period}}")
picture = pictured(
    measured(codes, year=int(period), seed=int(period)), year=int(period), url="app/static/" + file, measure=measure,
    title="Bản đồ", emphasis=Emphasis(selected=state.get("selected")),
    timeline=Timeline(tuple((code, code) for code in years)),
)
commune_map(
    payload(picture, say=Texts("vi"), theme="light"), key="map", frames=lambda: slider_frames(picture, frames),
    answers=Answers(
        selected=lambda code: state.update(selected=code),
        opened=lambda code: state.update(opened=code),
        moved=lambda code: state.update(period=code),
    ),
)
"""


class Wire:
    """Bytes and frames over the websocket since the last `clear`."""

    def __init__(self) -> None:
        self.sent: list[int] = []
        self.received: list[int] = []

    def clear(self) -> None:
        self.sent.clear()
        self.received.clear()

    def over(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: self.sent.append(len(frame)))
        socket.on("framereceived", lambda frame: self.received.append(len(frame)))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("app")
    static = Path(shutil.copytree(STATIC, folder / "static"))
    publish_default(folder / "made").file.rename(static / "45.json")
    (static / "3321.json").write_text(json.dumps(honeycomb()), encoding="utf-8")
    script = folder / "map_app.py"
    script.write_text(SCRIPT.format(root=str(ROOT), static=str(static)), encoding="utf-8")
    with app_server(folder / "data", script=script) as server:
        yield server.url


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def page(browser: Browser, watch: Watch, wire: Wire) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1300, "height": 1000})
    watch.over(context)
    page = context.new_page()
    page.on("websocket", wire.over)
    yield page
    context.close()


def test_selection_opening_and_zoom_through_streamlit(page: Page, address: str) -> None:
    page.goto(address)
    commune = page.locator('[data-code="03160"]')
    commune.click()
    expect(page.get_by_text("selected=03160 opened=None period=2025")).to_be_visible()
    expect(page.locator(".card h3")).to_have_text("Xã Mường Nhé")
    page.get_by_role("button", name="Phóng to").click()
    expect(page.locator(".world")).not_to_have_attribute("data-none", "")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    zoomed = page.locator(".world").get_attribute("transform") or ""
    page.get_by_text("value", exact=True).click()
    expect(page.locator(".legend h3")).to_have_text("Tiêm chủng đầy đủ")
    expect(page.locator(".world")).to_have_attribute("transform", zoomed)
    page.locator(".card").get_by_role("button", name="Mở hồ sơ xã").click()
    expect(page.get_by_text("selected=03160 opened=03160")).to_be_visible()
    page.locator(".card").get_by_role("button", name="Đóng").click()
    expect(page.get_by_text("selected=None")).to_be_visible()
    commune.click()
    expect(page.get_by_text("selected=03160")).to_be_visible()


@pytest.mark.parametrize(
    ("file", "communes", "change", "frames"), [("45.json", 45, 10_000, 20_000), ("3321.json", 3321, 40_000, 400_000)]
)
def test_what_travels_stays_small(
    page: Page, address: str, wire: Wire, watch: Watch, file: str, communes: int, change: int, frames: int
) -> None:
    page.goto(f"{address}/?geometry={file}")
    expect(page.locator("[data-code]")).to_have_count(communes)
    wait_until_idle(page)
    wire.clear()
    known = set(watch.requests)
    watch.requests.clear()
    page.get_by_text("value", exact=True).click()
    expect(page.locator(".legend h3")).to_have_text("Tiêm chủng đầy đủ")
    wait_until_idle(page)
    assert sum(wire.received) <= change
    # The script of the table comes when there is time for it, so perhaps only now.
    assert known.isdisjoint(watch.requests), "geometry and modules are not asked for again"

    slider = page.get_by_role("slider")
    box = slider.bounding_box()
    assert box is not None
    at = lambda i: (box["x"] + 9 + (box["width"] - 18) * i / 6, box["y"] + box["height"] / 2)  # noqa: E731
    wire.clear()
    page.mouse.move(*at(6))
    page.mouse.down()
    page.mouse.move(*at(5))
    expect(page.locator(".time[data-held]")).to_be_visible()
    wait_until_idle(page)
    assert sum(wire.received) <= change + frames
    wire.clear()
    for i in (4, 3, 2):
        page.mouse.move(*at(i))
        expect(slider).to_have_attribute("aria-valuetext", str(2019 + i))
    assert wire.sent == [], "nothing is sent before the slider is let go"
    page.mouse.up()
    expect(page.get_by_text("period=2021")).to_be_visible()
    wait_until_idle(page)
    assert sum(wire.received) <= change, "the browser has the frames: they are not sent again"
