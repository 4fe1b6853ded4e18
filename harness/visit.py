"""A visit from outside: bytes, requests, hosts, and where the time goes until the map is painted. Cold and warm cache."""

from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

_SIZE = {"width": 1366, "height": 768}
PATIENCE_MS = 60_000

# Times since the start of navigation, in ms. The map counts as painted one frame after its first shape was drawn.
_WATCH_MAP = """
(() => {
  const marks = (window.__visit = { socket: 0, answer: 0, painted: 0 });
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...args) {
      super(...args);
      this.addEventListener("open", () => (marks.socket ||= performance.now()));
      this.addEventListener("message", () => (marks.answer ||= performance.now()));
    }
  };
  const roots = [document];
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    roots.push(root);
    return root;
  };
  const look = () => {
    if (roots.some((root) => root.querySelector("path[data-code], .js-plotly-plot .main-svg")))
      return requestAnimationFrame(() => setTimeout(() => (marks.painted = performance.now())));
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""


@dataclass(frozen=True)
class Visit:
    """One load of a page. bytes: by kind of resource, as they travelled (headers and websocket included).

    marks: ms from the start of navigation: document, scripts, socket, answer, map's module, geometry, painted.
    """

    requests: int
    bytes: Counter[str]
    hosts: frozenset[str]
    marks: dict[str, float]
    largest: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """All bytes received."""
        return sum(self.bytes.values())


@dataclass
class _Traffic:
    """What Chromium's network log says of one tab."""

    kinds: dict[str, tuple[str, str]] = field(default_factory=dict)
    bytes: Counter[str] = field(default_factory=Counter)
    by_url: Counter[str] = field(default_factory=Counter)
    hosts: set[str] = field(default_factory=set)

    def listen(self, session: CDPSession) -> None:
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.webSocketCreated", lambda e: self._host(e["url"]))
        session.on("Network.webSocketFrameReceived", self._frame)

    def _host(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss"):
            self.hosts.add(parts.netloc)

    def _asked(self, event: dict[str, Any]) -> None:
        self.kinds[event["requestId"]] = (event.get("type", "Other"), event["request"]["url"])
        self._host(event["request"]["url"])

    def _finished(self, event: dict[str, Any]) -> None:
        kind, url = self.kinds.get(event["requestId"], ("Other", ""))
        size = int(event["encodedDataLength"])
        self.bytes[kind] += size
        self.by_url[urlsplit(url).path] += size

    def _frame(self, event: dict[str, Any]) -> None:
        data = event["response"]["payloadData"]
        # A binary frame is told in base64.
        self.bytes["WebSocket"] += len(data) * 3 // 4 if event["response"]["opcode"] == 2 else len(data.encode())


def visit(context: BrowserContext, url: str, *, drawn: str | None) -> Visit:
    """Load `url` in a new tab of `context`, whose cache decides whether it is cold. drawn: wait for this element too."""
    with closing(context.new_page()) as page:
        traffic = _Traffic()
        session = context.new_cdp_session(page)
        traffic.listen(session)
        page.add_init_script(_WATCH_MAP)
        page.goto(url)
        page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=PATIENCE_MS)
        if drawn:
            page.locator(drawn).first.wait_for(state="attached", timeout=PATIENCE_MS)
        page.wait_for_timeout(1500)
        return Visit(
            requests=len(traffic.kinds),
            bytes=traffic.bytes,
            hosts=frozenset(traffic.hosts),
            marks=_marks(page),
            largest=tuple(traffic.by_url.most_common(12)),
        )


def _marks(page: Page) -> dict[str, float]:
    found: dict[str, float] = page.evaluate(
        """() => {
          const entries = performance.getEntriesByType("resource");
          const end = (part) => Math.max(0, ...entries.filter((e) => e.name.includes(part)).map((e) => e.responseEnd));
          const first = entries.filter((e) => e.name.includes("/static/js/") && e.initiatorType !== "other");
          const { socket, answer, painted } = window.__visit;
          return {
            document: performance.getEntriesByType("navigation")[0].responseEnd,
            scripts: Math.max(0, ...first.map((e) => e.responseEnd).filter((at) => at < socket)),
            socket, answer, module: end("commune_map.js"), geometry: end("/geometry/"), painted,
          };
        }"""
    )
    return found


def cold_and_warm(browser: Browser, url: str, *, drawn: str | None) -> tuple[Visit, Visit]:
    """The first visit with an empty cache, and the second in the same browser."""
    with closing(browser.new_context(viewport=_SIZE, locale="vi-VN")) as context:  # type: ignore[arg-type]
        return visit(context, url, drawn=drawn), visit(context, url, drawn=drawn)
