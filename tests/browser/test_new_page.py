"""A new page is one folder, one file and one line: nothing else names it, and everything finds it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from base.settings import ROOT
from harness.server import AppServer, app_server
from tests.browser.conftest import OpenTab
from tests.browser.pages import expect_page, expect_params, heading, press, search

# What a page of its own needs to know; the rest of the tree is used as it is.
COPIED = ("dashboard.py", "asgi.py", "base", "pages", "ui", ".streamlit")
SPEC = """
import pandas as pd
from markupsafe import Markup

from charts.timeline import Timeline
from charts.trend import TrendChart
from ui.frame.blocks import Sheet
from ui.frame.file import File
from ui.frame.heading import heading
from ui.frame.provenance import slide_source
from ui.frame.role import Role
from ui.frame.slide import Slide, SlideChart
from ui.frame.spec import PageSpec


def model(page):
    return len(page.areas)


def blocks(page, communes):
    return (Sheet(heading(Markup(f"{communes} communes, chosen: {page.chosen}")), key="answer"),)


def slide(page, communes):
    history = page.data.history("IMM01", ("year",))
    timeline = Timeline(page.catalogue["IMM01"], page.say, page.period.kind, None, None, ())
    picture = SlideChart(TrendChart(history, timeline))
    return Slide("A slide of its own", "", slide_source(page), page.link(page.name), "A chart of wells", picture=picture)


def file(page, communes):
    return File("wells", "Wells", lambda: pd.DataFrame({"code": page.areas["code"]}))


SPEC = PageSpec(
    name="wells", menu="Wells", title="Wells and pumps", about="For a test", model=model, blocks=blocks, slide=slide,
    file=file, role=Role(finds=("commune",)),
)
"""


@pytest.fixture
def extended(tmp_path: Path, demo_data: Path) -> Iterator[AppServer]:
    """The app with a page more."""
    house = tmp_path / "house"
    house.mkdir()
    for path in ROOT.iterdir():
        if path.name in COPIED:
            copy = shutil.copytree if path.is_dir() else shutil.copy
            copy(path, house / path.name)
        elif not path.name.startswith(".") and path.name != "var":
            (house / path.name).symlink_to(path)
    folder = house / "ui" / "wells"
    folder.mkdir()
    (folder / "spec.py").write_text(SPEC, encoding="utf-8")
    (house / "pages" / "wells.py").write_text('from ui.site import show\n\nshow("wells")\n', encoding="utf-8")
    site = house / "ui" / "site.py"
    line = '    "methods",\n'
    text = site.read_text(encoding="utf-8")
    assert text.count(line) == 1
    site.write_text(text.replace(line, f'{line}    "wells",\n'), encoding="utf-8")
    with app_server(demo_data, script=house / "asgi.py", folder=house) as server:
        yield server


def test_a_page_is_found_in_menu_address_search_projector_and_downloads(extended: AppServer, open_tab: OpenTab):
    page = open_tab("", server=extended, lang="en", border="yes", size=(1600, 1000))
    page.locator("header nav").get_by_role("link", name="Wells").click()
    expect_page(page, "wells")
    expect(page.locator("header nav a[aria-current=page]")).to_have_text("Wells")
    expect(heading(page)).to_have_text("45 communes, chosen: None")
    assert page.title() == "Wells and pumps · Child Atlas"
    expect_params(page, border="yes")

    page.keyboard.press("/")
    expect(search(page)).to_be_focused()
    page.keyboard.type("muong nhe")
    expect(page.locator("#found li").first).to_contain_text("Xã Mường Nhé")
    page.keyboard.press("Enter")
    expect_params(page, commune="03160")
    expect_page(page, "wells")
    expect(heading(page)).to_have_text("45 communes, chosen: 03160")

    page.get_by_role("button", name="Download").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Table as CSV").click()
    assert waiting.value.suggested_filename == "wells.csv"
    assert "03160" in waiting.value.path().read_text(encoding="utf-8-sig")
    page.keyboard.press("Escape")

    press(page, "KeyP", view="projector")
    expect(heading(page)).to_have_text("A slide of its own")
    # Its chart lies on the slide, not behind it, and says what the slide says of it.
    expect(page.get_by_role("figure", name="A chart of wells")).to_be_visible()
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    box = page.locator(".js-plotly-plot").bounding_box()
    assert box is not None
    assert box["width"] > 1400
    assert box["height"] > 700
    middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    assert page.evaluate("([x, y]) => Boolean(document.elementFromPoint(x, y).closest('.js-plotly-plot'))", middle)


def test_its_own_address_opens_it_as_the_very_first_visit(extended: AppServer, open_tab: OpenTab):
    page = open_tab("wells", server=extended, lang="en", commune="03158")
    expect(heading(page)).to_have_text("45 communes, chosen: 03158")
