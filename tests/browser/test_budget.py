"""What a visit and a change of filter may weigh. Counts are tested; times are printed by `make bench`."""

from contextlib import closing

import pytest
from playwright.sync_api import Browser

from harness.server import AppServer
from harness.settled import idle
from harness.visit import cold_and_warm
from harness.wire import Wire

CHANGE_OF_FILTER = 10_000
FIRST_VISIT = {
    "": (2_000_000, 104),
    "gap_map": (2_000_000, 124),
    "trends": (3_300_000, 111),
    "equity": (3_300_000, 110),
    "commune": (2_000_000, 104),
    "data": (2_000_000, 118),
    "methods": (2_000_000, 82),
}
"""Bytes and requests. Of requests 2 % more than before the frame was cut into modules, rounded up: on a slow line each is felt."""
DRAWN = {"gap_map": "path[data-code]", "trends": ".js-plotly-plot"}


@pytest.mark.parametrize("path", FIRST_VISIT)
def test_a_first_visit_stays_small_and_asks_this_server_only(app: AppServer, browser: Browser, path: str) -> None:
    cold, warm = cold_and_warm(browser, f"{app.url}/{path}", drawn=DRAWN.get(path))
    most_bytes, most_requests = FIRST_VISIT[path]
    assert cold.total <= most_bytes, cold.largest
    assert cold.requests <= most_requests
    # Scripts, fonts, style sheets and geometry come from the browser's cache; what is left is mostly the page's own answer.
    assert warm.total <= 0.15 * cold.total, warm.largest
    assert {*cold.hosts, *warm.hosts} == {app.url.removeprefix("http://")}


@pytest.mark.parametrize("key", ["Digit2", "ArrowLeft", "PageDown"])
def test_a_change_of_filter_sends_little_for_the_map(app: AppServer, browser: Browser, key: str) -> None:
    with closing(browser.new_page()) as page:
        wire = Wire(page)
        page.goto(f"{app.url}/gap_map?indicator=IMM01")
        page.locator("path[data-code]").first.wait_for()
        idle(page)
        wire.clear()
        page.keyboard.press(key)
        idle(page)
        assert 0 < wire.map_bytes <= CHANGE_OF_FILTER
