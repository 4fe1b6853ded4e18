"""axe, the engine that checkers of accessibility share, finds nothing on any page: WCAG 2.2 AA and its best practices."""

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from harness.server import AppServer
from tests.browser.conftest import OpenTab, wait_until_idle
from tests.browser.pages import heading, map_drawn, search

# Every page, and of the map the indicators with a target, without one and of posts, and the ways to draw it.
PAGES = (
    "?",
    "gap_map?indicator=IMM01",
    "gap_map?indicator=PLA01",
    "gap_map?indicator=STF02",
    "gap_map?indicator=IMM01&layout=funnel",
    "gap_map?indicator=IMM01&layout=circles",
    "trends?indicator=IMM01&commune=03160.03158",
    "equity?indicator=IMM01",
    "commune?",
    "commune?commune=03160&source=1",
    "data?",
    "data?batch=1",
    "methods?",
)
# Each page in each of the three; heights in which whole pages are in sight, since axe leaves out the contrast of what must be
# scrolled to.
LAPTOP, PHONE, PROJECTOR = (1366, 3200), (390, 5800), (1920, 1080)

_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_OPTIONS: dict[str, Any] = {"runOnly": {"type": "tag", "values": _TAGS}, "resultTypes": ["violations"]}


def offences(page: Page) -> list[str]:
    """What axe objects to: the rule, the element, and what is wrong with it."""
    found = Axe().run(page, options=_OPTIONS).response
    return [
        f"{rule['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def _drawn(page: Page) -> None:
    wait_until_idle(page)
    expect(heading(page)).to_be_visible()
    for chart in page.get_by_test_id("stPlotlyChart").all():
        expect(chart.locator(".main-svg").first).to_be_visible()
    map_drawn(page)


@pytest.mark.parametrize(
    ("size", "scheme", "more"),
    [(LAPTOP, "light", ""), (PHONE, "dark", ""), (PROJECTOR, "dark", "&view=projector")],
    ids=["laptop", "phone in the dark", "projector"],
)
def test_no_page_breaks_a_rule(
    open_tab: OpenTab, app: AppServer, size: tuple[int, int], scheme: Literal["light", "dark"], more: str
):
    page = open_tab(size=size, scheme=scheme, touch=size == PHONE)
    found = {}
    for address in PAGES:
        page.goto(f"{app.url}/{address}&lang=vi{more}")
        _drawn(page)
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") <= size[1], address
        found[address] = offences(page)
    assert {address: each for address, each in found.items() if each} == {}


def test_what_opens_breaks_no_rule(open_tab: OpenTab):
    page = open_tab("trends", size=LAPTOP, scheme="dark", indicator="IMM01", lang="vi")
    _drawn(page)
    found = {}
    for button in page.locator(".finder > button:visible, [data-testid=stPopover] button").all():
        button.click()
        opened = page.locator(".lookup:popover-open, [data-testid=stPopoverBody]")
        expect(opened).to_be_visible()
        found[button.inner_text()] = offences(page)
        page.keyboard.press("Escape")
        expect(opened).to_be_hidden()
    search(page).fill("nhe")
    expect(page.locator("#found li").first).to_be_visible()
    found["search"] = offences(page)
    assert len(found) >= 6, "an indicator, a period, a filter, communes, files, what is searched for"
    assert {what: each for what, each in found.items() if each} == {}


def test_axe_sees_into_our_own_parts(open_tab: OpenTab):
    page = open_tab("methods", size=LAPTOP, lang="vi")
    _drawn(page)
    page.locator("h1").evaluate(
        "node => node.insertAdjacentHTML('afterend', '<button></button><p style=\"color: #aaa\">Nhạt quá</p>')"
    )
    assert {each.partition(":")[0] for each in offences(page)} == {"button-name", "color-contrast"}
