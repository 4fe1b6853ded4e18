"""Pages in Chromium: the real server, and tabs that fail a test on any outside host, console error or page error."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    expect,
)

from harness.chromium import launch
from harness.server import AppServer, app_server

# The default of 5 s is too short for a first page on a busy machine.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)

DESKTOP, PHONE, PROJECTOR = (1366, 768), (390, 844), (1920, 1080)


def wait_until_idle(page: Page) -> None:
    """Wait until Streamlit has run the script to its end. Then wait for the thing looked for as well."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")


@dataclass
class Watch:
    """What the tabs of one test asked for and complained of."""

    requests: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    console_errors: list[str] = field(default_factory=list)
    page_errors: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch all tabs and workers of `context` from now on."""
        context.on("request", lambda request: self._asked(request.url))
        context.on("console", self._said)
        context.on("weberror", lambda error: self.page_errors.append(str(error.error)))
        context.on("page", lambda page: page.on("websocket", lambda socket: self._asked(socket.url)))

    def _asked(self, url: str) -> None:
        self.requests.append(url)
        parts = urlsplit(url)
        if parts.scheme not in ("blob", "data") and parts.hostname != "127.0.0.1":
            self.outside.append(url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.console_errors.append(f"{message.text} ({message.location.get('url', '')})")

    def check(self) -> None:
        """Fail on any outside host, console error or page error."""
        assert (self.outside, self.console_errors, self.page_errors) == ([], [], [])


class OpenTab(Protocol):
    """Open an address of the app in a tab of its own: `open_tab("gap_map", indicator="IMM01")`; '' is the overview.

    Returns when the script has run to its end. size: width and height in CSS pixels. server: another one than `app`.
    """

    def __call__(
        self,
        path: str = "",
        *,
        size: tuple[int, int] = DESKTOP,
        scheme: Literal["light", "dark"] = "light",
        touch: bool = False,
        webgl: bool = False,
        server: AppServer | None = None,
        **query: str,
    ) -> Page: ...


class StartApp(Protocol):
    """Start a server of this test's own; it ends with the test. data: default a copy of the demo installation."""

    def __call__(self, data: Path | None = None, *, environment: Mapping[str, str] | None = None) -> AppServer: ...


@pytest.fixture(scope="session")
def webgl_browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium with WebGL, drawn in software: for the 3-D view only, it is slow."""
    started = launch(playwright, webgl=True)
    yield started
    started.close()


@pytest.fixture
def start_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StartApp]:
    """Starts fresh servers: the next request to one is its very first visit."""
    with ExitStack() as stack:

        def start(data: Path | None = None, *, environment: Mapping[str, str] | None = None) -> AppServer:
            own = data or Path(shutil.copytree(request.getfixturevalue("demo_data"), tmp_path / "own"))
            return stack.enter_context(app_server(own, environment=environment))

        yield start


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What this test's tabs asked for; checked at the end. A test that provokes an error empties its list."""
    watched = Watch()
    yield watched
    watched.check()


@pytest.fixture
def open_tab(request: pytest.FixtureRequest, watch: Watch, start_app: StartApp) -> Iterator[OpenTab]:
    """Opens watched tabs, each with storage of its own, and closes them at the end.

    It rests on `start_app` so that tabs close before their server does, or they would complain of its silence.
    """
    with ExitStack() as stack:

        def open_(
            path: str = "",
            *,
            size: tuple[int, int] = DESKTOP,
            scheme: Literal["light", "dark"] = "light",
            touch: bool = False,
            webgl: bool = False,
            server: AppServer | None = None,
            **query: str,
        ) -> Page:
            used: Browser = request.getfixturevalue("webgl_browser" if webgl else "browser")
            at: AppServer = server or request.getfixturevalue("app")
            context = used.new_context(
                viewport={"width": size[0], "height": size[1]},
                color_scheme=scheme,
                has_touch=touch,
                locale="vi-VN",
                timezone_id="Asia/Ho_Chi_Minh",
                accept_downloads=True,
            )
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            watch.over(context)
            page = context.new_page()
            page.goto(f"{at.url}/{path}" + (f"?{urlencode(query)}" if query else ""))
            wait_until_idle(page)
            return page

        yield open_
