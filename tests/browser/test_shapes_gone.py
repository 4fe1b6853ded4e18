"""The folder of published shapes is deleted under a running server: pages go on, or say what is missing."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from base.settings import ROOT
from geo.default import DEFAULT_FILE
from harness.server import AppServer
from tests.browser.conftest import OpenTab, StartApp, Watch, wait_until_idle
from tests.browser.pages import search, shape

DECK = """() => { const canvas = document.querySelector(".st-key-card_map canvas");
    if (!canvas) return false;
    const copy = Object.assign(document.createElement("canvas"), { width: 60, height: 60 });
    const pen = copy.getContext("2d"); pen.drawImage(canvas, 0, 0, 60, 60);
    return new Set(new Uint32Array(pen.getImageData(0, 0, 60, 60).data.buffer)).size > 3; }"""
"""Whether the 3-D view shows more than a ground of one colour."""


@pytest.fixture
def running(demo_copy: Path, start_app: StartApp) -> AppServer:
    """A server of its own with imported boundaries."""
    subprocess.run(
        [sys.executable, "-m", "cli", "boundaries", str(DEFAULT_FILE)],
        cwd=ROOT, env={**os.environ, "CHILD_ATLAS_DATA": str(demo_copy)}, check=True, capture_output=True,
    )  # fmt: skip
    return start_app(demo_copy)


def forgotten(data: Path) -> None:
    """Nothing is stored that the shapes could be put back from."""
    with closing(sqlite3.connect(data / "atlas.sqlite", timeout=30)) as database:
        assert database.execute("DELETE FROM boundary_file").rowcount
        database.commit()


def answered(status: int | None) -> Callable[[Route], None]:
    """A server that answers so; None: one that does not."""
    return lambda route: route.fulfill(status=status) if status else route.abort()


def quiet(watch: Watch, status: int) -> None:
    """The shapes that could not be had are all that the browser complains of."""
    assert watch.console_errors
    assert not [each for each in watch.console_errors if f"{status}" not in each or "geometry/" not in each]
    watch.console_errors.clear()


def test_map_search_and_3d_work_again_after_a_reload(running: AppServer, open_tab: OpenTab) -> None:
    page = open_tab("gap_map", lang="vi", indicator="IMM01", server=running)
    expect(shape(page, "03160")).to_be_visible()
    shutil.rmtree(running.data / "geometry")
    # A browser that has never been here, so that nothing comes out of its cache.
    page = open_tab("gap_map", lang="vi", indicator="IMM01", server=running)
    expect(shape(page, "03160")).to_be_visible()
    search(page).fill("muong nhe")
    expect(page.locator("#found li").first).to_contain_text("Xã Mường Nhé")
    shutil.rmtree(running.data / "geometry")
    page = open_tab("gap_map", lang="vi", indicator="IMM01", layout="columns", webgl=True, server=running)
    expect(page.locator(".st-key-card_map canvas").first).to_be_visible()
    page.wait_for_function(DECK)


@pytest.mark.parametrize(
    ("language", "indicator", "no_communes", "no_deck"),
    [
        ("vi", "Tiêm chủng đầy đủ", "Hiện không tìm được xã: trên máy chủ không còn tệp ranh giới.",
         "Không vẽ được hình 3 chiều: thiếu hình ranh giới các xã."),
        ("en", "Fully vaccinated", "Communes can't be found just now: their file is missing on the server.",
         "The 3-D view can't be drawn: the shapes of the communes are missing."),
    ],
)  # fmt: skip
def test_what_can_not_be_put_back_is_said_where_it_is_missing(
    running: AppServer,
    open_tab: OpenTab,
    watch: Watch,
    language: str,
    indicator: str,
    no_communes: str,
    no_deck: str,
) -> None:
    open_tab("gap_map", lang=language, server=running)
    forgotten(running.data)
    away = (running.data / "geometry").rename(running.data / "away")
    page = open_tab("gap_map", lang=language, server=running)
    expect(page.locator(".st-key-card_map .failed")).to_be_visible()
    search(page).fill("IMM01")
    expect(page.locator("#found li")).to_have_text([re.compile(f"^{indicator}"), no_communes])
    search(page).fill("muong nhe")
    expect(page.locator("#found li")).to_have_text([no_communes])
    quiet(watch, 404)
    # A failure is forgotten: the next letter finds them.
    away.rename(running.data / "geometry")
    search(page).fill("muong nh")
    expect(page.locator("#found li").first).to_contain_text("Xã Mường Nhé")
    page.locator(".st-key-card_map .failed button").click()
    expect(shape(page, "03160")).to_be_visible()
    (running.data / "geometry").rename(away)
    page = open_tab("gap_map", lang=language, layout="columns", webgl=True, server=running)
    expect(page.locator(".st-key-deck_none [role=alert]")).to_contain_text(no_deck)
    expect(page.locator(".st-key-card_map canvas")).to_have_count(0)
    away.rename(running.data / "geometry")
    page.reload()
    wait_until_idle(page)
    expect(page.locator(".st-key-deck_none")).to_have_count(0)
    page.wait_for_function(DECK)
    # The header of that page asked for them too, when they were away.
    watch.console_errors.clear()


def test_the_search_says_in_a_few_words_why_it_finds_no_communes(open_tab: OpenTab, watch: Watch) -> None:
    page = open_tab("trends", lang="vi")
    for status, why in (
        (404, "trên máy chủ không còn tệp ranh giới"),
        (503, "cơ sở dữ liệu không trả lời"),
        (507, "máy chủ không ghi được tệp ranh giới"),
        (500, "máy chủ không trả lời"),
        (None, "máy chủ không trả lời"),
    ):
        page.route("**/geometry/*", answered(status))
        search(page).fill("muong nhe")
        expect(page.locator("#found li")).to_have_text([f"Hiện không tìm được xã: {why}."])
        search(page).fill("")
        page.unroute("**/geometry/*")
    assert watch.console_errors
    watch.console_errors.clear()
    search(page).fill("muong nhe")
    expect(page.locator("#found li").first).to_contain_text("Xã Mường Nhé")
    assert page.locator("#found .none").count() == 0
