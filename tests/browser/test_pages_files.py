"""What leaves the page and what comes to it: files with their source inside, pictures, and nothing from elsewhere."""

import csv
import io
import re
import struct
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import openpyxl
import pytest
from playwright.sync_api import Download, Locator, Page, expect

from tests.browser.conftest import OpenTab, Watch, wait_until_idle
from tests.browser.pages import expect_params, heading, params, shape

PNG = b"\x89PNG\r\n\x1a\n"


def saved(page: Page, button: Locator) -> tuple[str, bytes]:
    """Name and bytes of the file that a click on `button` gives."""
    with page.expect_download() as found:
        button.click()
    download: Download = found.value
    return download.suggested_filename, Path(download.path()).read_bytes()


def opened_downloads(page: Page) -> Page:
    page.get_by_role("button", name="Tải xuống").click()
    expect(page.get_by_role("button", name="Bảng, tệp XLSX")).to_be_visible()
    return page


TABLES = {
    "": ("overview_2025", 15, "Tỷ lệ trẻ dưới 1 tuổi được tiêm chủng đầy đủ 8 loại vắc xin"),
    "gap_map": ("IMM01_2025", 45, "Xã Mường Nhé"),
    "trends": ("IMM01_trends", 45 * 7, "Mường Nhé"),
    "commune": ("communes_2025", 45 * 10, "Xã Mường Nhé"),
}


@pytest.mark.parametrize("path", TABLES)
def test_tables_carry_their_source_period_and_version(open_tab: OpenTab, path: str):
    page = opened_downloads(open_tab(path, lang="vi", indicator="IMM01", period="2025"))
    name, least, row = TABLES[path]
    file, content = saved(page, page.get_by_role("button", name="Bảng, tệp CSV"))
    assert file == f"{name}.csv"
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    blank = lines.index([])
    about = dict(lines[:blank])
    assert about["Tên bảng"].startswith("[Minh họa] ")
    assert about["Kỳ"] == "Năm 2025"
    assert re.fullmatch(r"phiên bản \d+, 15/01/2026", about["Phiên bản số liệu"])
    assert about["Nguồn"]
    assert "indicator=IMM01" in about["Liên kết"]
    body = lines[blank + 2 :]
    assert len(body) >= least
    assert any(row in cells for cells in body)

    file, content = saved(page, page.get_by_role("button", name="Bảng, tệp XLSX"))
    assert file == f"{name}.xlsx"
    data, notes = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    assert [str(cell.value or "") for cell in data[data.max_row][:2]] == body[-1][:2]
    assert data.max_row > len(body)
    texts = " ".join(str(cell.value) for cells in notes.iter_rows() for cell in cells if cell.value)
    assert all(text in texts for text in about.values())


def test_the_table_of_a_filter_holds_that_filter_only(open_tab: OpenTab):
    page = opened_downloads(open_tab("gap_map", lang="vi", indicator="IMM01", communes="03160.03158"))
    _, content = saved(page, page.get_by_role("button", name="Bảng, tệp CSV"))
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    head, *body = lines[lines.index([]) + 1 :]
    level, name = head.index("Cấp"), head.index("Tên đầy đủ")
    assert {cells[name] for cells in body if cells[level] == "xã, phường"} == {"Xã Mường Nhé", "Xã Sín Thầu"}
    assert len({cells[level] for cells in body}) == 3, "the scope and the province beside them"


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG, from its first chunk."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_the_map_is_saved_as_picture_with_its_source(open_tab: OpenTab):
    page = open_tab("gap_map", lang="vi", indicator="IMM01", period="2025", size=(1600, 1000))
    expect(shape(page, "03160")).to_be_visible()
    name, picture = saved(page, page.get_by_role("button", name="SVG").first)
    text = picture.decode()
    assert name == "IMM01_2025.svg"
    assert text.startswith("<svg")
    assert "Điện Biên · Tỷ lệ trẻ dưới 1 tuổi" in text
    said = re.sub(r"\s+", " ", " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", text)))
    assert " ".join(heading(page).inner_text().split()) in unescape(said)
    for word in ("Năm 2025", "Nguồn", "bản ", "thiếu trên 6", "chỉ tiêu 97%", "Mường"):
        assert word in text, word
    name, picture = saved(page, page.get_by_role("button", name="PNG").first)
    assert name == "IMM01_2025.png"
    assert picture.startswith(PNG)
    assert min(size_of(picture)) > 800


# The lines of a saved picture as one text, how far they reach, and how wide it is.
_LINES = """(text) => {
  const host = document.body.appendChild(document.createElement("div"));
  host.innerHTML = text;
  const svg = host.querySelector("svg"), lines = [...svg.querySelectorAll(":scope > text")];
  const found = [lines.map((line) => line.textContent).join(" "), Math.max(...lines.map((line) => line.getBBox().x + line.getBBox().width)), svg.viewBox.baseVal.width];
  host.remove();
  return found;
}"""


def test_both_charts_are_saved_as_pictures_with_their_source(open_tab: OpenTab):
    page = open_tab("trends", lang="vi", indicator="IMM01", size=(1600, 1000))
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    opened_downloads(page)
    for at, chart in enumerate(("trend", "groups")):
        name, picture = saved(page, page.get_by_role("button", name="SVG").nth(at))
        text = picture.decode()
        assert name == f"IMM01_trends_{chart}.svg"
        assert text.startswith("<svg")
        assert "[Minh họa] Điện Biên · " in text
        assert "Nguồn: " in text
        assert text.count("<path") > 5
        # Long lines are broken, and what the page answers stands under its chart.
        said, reach, width = page.evaluate(_LINES, text)
        assert " ".join(heading(page).inner_text().split()) in said
        assert reach <= width
    name, picture = saved(page, page.get_by_role("button", name="PNG").first)
    assert picture.startswith(PNG)
    assert min(size_of(picture)) > 800


def test_the_link_is_copied(open_tab: OpenTab):
    page = open_tab("gap_map", lang="vi", indicator="NUT01", border="yes")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Sao chép liên kết").click()
    expect(page.get_by_role("button", name="Đã sao chép")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    expect(page.get_by_role("button", name="Sao chép liên kết")).to_be_visible()


def test_the_slider_is_silent_until_it_is_let_go_then_address_and_sentence_follow(open_tab: OpenTab):
    page = open_tab("gap_map", lang="vi", indicator="IMM01", period="2025", size=(1600, 1000))
    expect(shape(page, "03160")).to_be_visible()
    sent: list[int] = []
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.on("Network.webSocketFrameSent", lambda frame: sent.append(len(frame["response"]["payloadData"])))
    slider = page.locator(".st-key-card_map").get_by_role("slider")
    box = slider.bounding_box()
    assert box is not None

    def at(year: int) -> tuple[float, float]:
        return box["x"] + 9 + (box["width"] - 18) * (year - 2019) / 6, box["y"] + box["height"] / 2

    page.mouse.move(*at(2025))
    page.mouse.down()
    page.mouse.move(*at(2024))
    expect(page.locator(".st-key-card_map .time[data-held]")).to_be_visible()
    wait_until_idle(page)
    before = shape(page, "03160").get_attribute("aria-label")
    sent.clear()
    for year in (2023, 2022, 2021):
        page.mouse.move(*at(year))
        expect(slider).to_have_attribute("aria-valuetext", str(year))
    assert sent == []
    assert shape(page, "03160").get_attribute("aria-label") != before
    assert params(page)["period"] == "2025"
    page.mouse.up()
    expect_params(page, period="2021")
    assert len(sent) == 1
    expect(page.locator(".st-key-choose_period").get_by_role("button")).to_have_text("Năm 2021")


def names(watch: Watch) -> list[str]:
    return [urlsplit(url).path.rpartition("/")[2] for url in watch.requests]


@pytest.mark.parametrize(("path", "query"), [("", {}), ("gap_map", {}), ("commune", {})])
def test_pages_without_a_chart_do_not_load_plotly(open_tab: OpenTab, watch: Watch, path: str, query: dict[str, str]):
    page = open_tab(path, lang="vi", **query)
    expect(page.locator("h1")).to_be_visible()
    wait_until_idle(page)
    assert not [name for name in names(watch) if "plotly" in name.lower()]
    assert not [name for name in names(watch) if "deck" in name.lower()]


def test_the_trends_do(open_tab: OpenTab, watch: Watch):
    """So that the test before this one would notice."""
    page = open_tab("trends", lang="vi")
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    assert [name for name in names(watch) if "plotly" in name.lower()]


@pytest.mark.parametrize("layout", ["columns", "points"])
def test_the_second_view_draws_without_any_outside_host(open_tab: OpenTab, watch: Watch, layout: str):
    page = open_tab("gap_map", lang="vi", indicator="IMM01", layout=layout, webgl=True)
    canvas = page.locator(".st-key-card_map canvas").first
    expect(canvas).to_be_visible()
    page.wait_for_function(
        """() => { const canvas = document.querySelector(".st-key-card_map canvas");
            const copy = Object.assign(document.createElement("canvas"), { width: 60, height: 60 });
            const pen = copy.getContext("2d"); pen.drawImage(canvas, 0, 0, 60, 60);
            return new Set(new Uint32Array(pen.getImageData(0, 0, 60, 60).data.buffer)).size > 3; }"""
    )
    assert [name for name in names(watch) if name.endswith(".deck.geojson")]
    assert watch.outside == []


def test_without_webgl_the_second_view_says_so(open_tab: OpenTab, watch: Watch):
    page = open_tab("gap_map", lang="vi", indicator="IMM01", layout="columns")
    expect(page.get_by_text("Cần WebGL")).to_be_visible()
    assert watch.outside == []
    watch.console_errors.clear()
    watch.page_errors.clear()
