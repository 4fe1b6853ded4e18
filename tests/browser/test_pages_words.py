"""No English on the Vietnamese pages and no Vietnamese on the English ones: seen, heard, or hidden in a popover."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from harness.server import AppServer
from tests.browser.conftest import PATIENCE_MS, wait_until_idle
from tests.browser.english_left import ENGLISH_LEFT
from tests.browser.pages import ADDRESSES, map_drawn, search, shape
from tests.browser.words import NEITHER, could_be_vietnamese, english_words, names, said_on, vietnamese_words, words

Said = set[tuple[str, str]]


def _states(page: Page, address: str, language: str) -> Iterator[Said]:
    """What every page says, in every state that a reader can bring it to."""
    for path in ADDRESSES:
        page.goto(f"{address}/{path}?lang={language}&indicator=IMM01&commune={'03160' if path == 'gap_map' else ''}")
        yield _drawn(page)
        for button in page.locator("[data-testid=stPopover] button").all():
            button.click()
            expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
            yield said_on(page)
            for field in (
                page.get_by_test_id("stPopoverBody").locator(".finder > button").all() if language == "vi" else ()
            ):
                yield from _opened(page, field)
            button.click()
            expect(page.get_by_test_id("stPopoverBody")).to_be_hidden()
        # Streamlit's own texts are English anyway: its lists are opened where they must not be.
        for field in page.locator(".st-key-filters > * .finder > button").all() if language == "vi" else ():
            yield from _opened(page, field)
        page.goto(f"{address}/{path}?lang={language}&view=projector")
        yield _drawn(page)
    page.goto(f"{address}/gap_map?lang={language}&compare=NUT01&measure=need")
    yield _drawn(page)
    shape(page, "03158").hover()
    yield said_on(page)
    search(page).fill("0000000")
    expect(page.locator("#found .none")).to_be_visible()
    yield said_on(page)
    search(page).fill("muong")
    expect(page.locator("#found [data-i]").first).to_be_visible()
    yield said_on(page)
    for path, query in (
        ("commune", "commune=03160&source=1"),
        ("gap_map", "indicator=ABU02"),
        ("trends", "indicator=ABU02&commune=03160.03158"),
        ("trends", "indicator=PLA01&by=travel"),
        ("equity", "indicator=NUT01&by=child_ethnic"),
        ("gap_map", "ethnic=kinh&border=yes"),
        ("gap_map", "ethnic=mong&border=yes&travel=remote&region=III&period=2025-Q3&measure=value"),
        ("gap_map", "indicator=000&period=000&commune=99999&layout=columns"),
        ("gap_map", "layout=points"),
        ("data", "batch=1"),
        ("data", "versions=1.3"),
        ("data", "versions=3.1"),
        ("data", "draft=0123456789abcdef"),
        ("data", "draft=0&batch=0&versions=0"),
    ):
        page.goto(f"{address}/{path}?lang={language}&{query}")
        yield _drawn(page)


def _drawn(page: Page) -> Said:
    wait_until_idle(page)
    expect(page.locator("h1")).to_be_visible()
    for chart in page.get_by_test_id("stPlotlyChart").all():
        expect(chart.locator(".main-svg").first).to_be_visible()
        chart.hover()
    map_drawn(page)
    return said_on(page)


def _opened(page: Page, field) -> Iterator[Said]:
    field.click()
    # The communes on the map are options too.
    options = page.locator("[role=option]:not(path):visible")
    expect(options.first).to_be_visible()
    yield said_on(page)
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)


def _everything(browser: Browser, app: AppServer, language: str) -> Said:
    context = browser.new_context(
        viewport={"width": 1600, "height": 1000}, locale="vi-VN" if language == "vi" else "en-GB"
    )
    context.set_default_timeout(PATIENCE_MS)
    said: Said = set()
    for state in _states(context.new_page(), app.url, language):
        said |= state
    context.close()
    return said


@pytest.fixture(scope="module")
def vietnamese(browser: Browser, app: AppServer) -> Said:
    return _everything(browser, app, "vi")


@pytest.fixture(scope="module")
def english(browser: Browser, app: AppServer) -> Said:
    return _everything(browser, app, "en")


# Where a figure comes from: sheet, row and column of the file.
_CELL = re.compile(r"\w+ \d+ [A-Z]+")
# The hash of a file.
_HASH = re.compile(r"[0-9a-f]{16,64}…?")


def is_english(text: str) -> bool:
    """Whether a text has a word that is English, or one that no Vietnamese text could have."""
    return any(
        word in english_words() or not could_be_vietnamese(word)
        for word in words(text)
        if word not in NEITHER and word not in names() and not _CELL.fullmatch(text) and not _HASH.fullmatch(text)
    )


def is_vietnamese(text: str) -> bool:
    """Whether a text has a word that is Vietnamese and no one's name."""
    return not _HASH.fullmatch(text) and any(word in vietnamese_words() for word in words(text) if word not in NEITHER)


def test_the_scan_knows_english_from_vietnamese():
    for text in (
        "Open",
        "No results",
        "Select all",
        "Fullscreen",
        "27 of 45 communes",
        "Not reported",
        "Choose an option",
        "close",
    ):
        assert is_english(text), text
        assert not is_vietnamese(text), text
    for text in (
        "Chưa báo cáo",
        "27/45 xã chưa đạt",
        "thiếu dưới 3 điểm",
        "Khoảng cách đến chỉ tiêu",
        "Thẻ BHYT, dưới 6 tuổi",
    ):
        assert not is_english(text), text
        assert is_vietnamese(text), text
    for text in ("Mường Nhé", "Xã Sín Thầu", "Điện Biên", "PNG", "95,5%"):
        assert not is_english(text), text
        assert not is_vietnamese(text), text


def test_the_scan_reaches_into_our_own_parts(vietnamese: Said, english: Said):
    """Headings, the map's table, tooltips, popovers, lists: each in a shadow root or a layer of its own."""
    texts = {text for _, text in vietnamese}
    for text in (
        "Xã, phường",
        "Chưa báo cáo",
        "Xóa bộ lọc",
        "Bảng, tệp XLSX",
        "Không tìm thấy",
        "Cột 3 chiều",
        "Nguồn",
    ):
        assert any(text in each for each in texts), text
    assert any("27 of 45 communes miss" in text for _, text in english)


def test_no_english_is_left_in_vietnamese(vietnamese: Said):
    known = {each for each in vietnamese if any(left.is_said(*each) for left in ENGLISH_LEFT)}
    found = sorted(each for each in vietnamese - known if is_english(each[1]))
    assert not found, "\n".join(map(str, found))


def test_what_is_listed_as_left_is_still_there(vietnamese: Said):
    unneeded = [left for left in ENGLISH_LEFT if not any(left.is_said(*each) for each in vietnamese)]
    assert unneeded == []


def test_every_page_has_its_own_title_in_both_languages(vietnamese: Said, english: Said):
    assert {text for how, text in vietnamese if how == "title" and "Atlas" in text} == {
        "Tổng quan · Atlas Trẻ em", "Bản đồ khoảng cách đến chỉ tiêu · Atlas Trẻ em",
        "Diễn biến theo xã và nhóm dân tộc · Atlas Trẻ em", "Hồ sơ xã, phường · Atlas Trẻ em",
        "Tiếp nhận và kiểm tra số liệu · Atlas Trẻ em", "Chênh lệch giữa các nhóm trẻ em · Atlas Trẻ em",
    }  # fmt: skip
    assert {text for how, text in english if how == "title" and "Atlas" in text} == {
        "Overview · Child Atlas", "Gap map · Child Atlas", "Trends by commune and ethnic area · Child Atlas",
        "Commune profile · Child Atlas", "Data: reports in and checked · Child Atlas",
        "Equity: differences between groups of children · Child Atlas",
    }  # fmt: skip


def test_no_vietnamese_is_left_in_english(english: Said):
    found = sorted(each for each in english if is_vietnamese(each[1]))
    assert not found, "\n".join(map(str, found))


def test_no_code_is_left_raw(vietnamese: Said, english: Said):
    """Codes of indicators, periods, groups and measures are for links."""
    raw = (
        "IMM01",
        "NUT01",
        "2025-Q3",
        "2025-26",
        "mong",
        "khomu",
        "not_due",
        "not_applicable",
        "NaN",
        "nan",
        "None",
        "undefined",
        "null",
        "{n}",
    )
    bare = {text for _, text in vietnamese | english if not _CELL.fullmatch(text)}
    assert [each for each in raw if any(each in text.split() for text in bare)] == []
    assert [text for text in bare if "{" in text or "}" in text] == []
