"""One reader, page by page: from the key to the last change on the page, and the processor time that it takes the server.

A view is seen for the first time by stepping one way, and again by stepping back.
"""

import statistics
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from bench import processor
from harness.server import AppServer

PATIENCE_MS = 120_000
_SIZE = (1366, 768)
# Nothing more is expected after so long without a change.
_QUIET_MS = 600
# A page tells the browser what its keys mean a little after it has been drawn.
_TRIES = 20

PERIOD, INDICATOR = ("ArrowLeft", "ArrowRight"), ("PageDown", "PageUp")
"""The key that steps to views not seen yet, and the one that goes back."""

# name -> (address, keys)
VIEWS: dict[str, tuple[str, tuple[str, str]]] = {
    "gap map, period": ("gap_map?indicator=IMM01", PERIOD),
    "methods, indicator": ("methods?indicator=IMM01", INDICATOR),
    "gap map, indicator": ("gap_map?indicator=IMM01", INDICATOR),
    "gap map, need": ("gap_map?indicator=IMM01&measure=need", PERIOD),
    "gap map, clusters": ("gap_map?indicator=IMM01&measure=cluster", PERIOD),
    "gap map, funnel": ("gap_map?indicator=IMM01&layout=funnel", PERIOD),
    "gap map, compared": ("gap_map?indicator=IMM01&compare=INS01", PERIOD),
    "overview, period": ("", PERIOD),
    "trends, indicator": ("trends?indicator=IMM01", INDICATOR),
    "trends, communes": ("trends?indicator=IMM01&commune=03160.03158", INDICATOR),
    "equity, period": ("equity?indicator=IMM01", PERIOD),
    "equity, indicator": ("equity?indicator=IMM01", INDICATOR),
    "commune, period": ("commune?commune=03160&indicator=IMM01", PERIOD),
    "commune, indicator": ("commune?commune=03160&indicator=IMM01", INDICATOR),
    "matrix, period": ("commune", PERIOD),
    "data, period": ("data", PERIOD),
}

# Times by performance.now(), of the newest. Changed: anything in the document or in a shadow root, but for what Streamlit
# shows of its own work.
_WATCH = """
(() => {
  const now = () => performance.now();
  const bench = (window.__pages = { pressed: 0, sent: 0, answered: 0, changed: 0 });
  addEventListener("keydown", () => Object.assign(bench, { pressed: now(), sent: 0, answered: 0, changed: 0 }), true);
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", () => (bench.answered = now()));
    }
    send(data) { bench.sent ||= now(); super.send(data); }
  };
  const aside = "[data-testid=stStatusWidget], [data-testid=stToolbar]";
  const observer = new MutationObserver((records) => {
    for (const { attributeName, target } of records) {
      if (attributeName === "data-test-script-state") continue;
      if (!(target.closest ? target : target.parentElement)?.closest(aside)) bench.changed = now();
    }
  });
  const all = { subtree: true, childList: true, attributes: true, characterData: true };
  observer.observe(document, all);
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    observer.observe(root, all);
    return root;
  };
})();
"""
_AT_REST = """
(quiet) => {
  const { pressed, sent, answered, changed } = window.__pages;
  const running = document.querySelector("[data-testid=stApp]")?.getAttribute("data-test-script-state") !== "notRunning";
  return sent && answered > sent && !running && performance.now() - Math.max(pressed, sent, answered, changed) > quiet;
}
"""


class NoMeaningError(RuntimeError):
    """A key did nothing: what was measured is no change of the page."""


@dataclass(frozen=True)
class Step:
    """One key. changed: ms from it to the last change on the page. processor: ms of the server's, until all was quiet."""

    changed: float
    processor: float


def measure(browser: Browser, server: AppServer, name: str, changes: int) -> tuple[list[Step], list[Step]]:
    """So many views for the first time, and as many again. The opened one is not counted: it is both a page and a view."""
    address, (away, back) = VIEWS[name]
    with closing(browser.new_page(viewport={"width": _SIZE[0], "height": _SIZE[1]}, locale="vi-VN")) as page:
        page.add_init_script(_WATCH)
        page.goto(f"{server.url}/{address}")
        page.wait_for_function(_AT_REST, arg=_QUIET_MS, timeout=PATIENCE_MS)
        first = [_pressed(page, server, away) for _ in range(changes)]
        again = [_pressed(page, server, back) for _ in range(changes)]
    return first, again


def _pressed(page: Page, server: AppServer, key: str) -> Step:
    address = page.url
    for _ in range(_TRIES):
        before = processor.seconds(server.pid)
        page.keyboard.press(key)
        page.wait_for_timeout(_QUIET_MS)
        if page.evaluate("window.__pages.sent"):
            break
    else:
        raise NoMeaningError(f"{key} means nothing on {address}")
    page.wait_for_function(_AT_REST, arg=_QUIET_MS, timeout=PATIENCE_MS)
    spent = processor.seconds(server.pid) - before
    marks = page.evaluate("window.__pages")
    if page.url == address or not marks["changed"]:
        raise NoMeaningError(f"{key} changed nothing on {address}")
    return Step(marks["changed"] - marks["pressed"], 1000 * spent)


def report(browser: Browser, server: AppServer, names: Iterable[str], changes: int) -> list[str]:
    """A line a view: medians of first and repeated, with the slowest."""
    lines = [
        f"  medians of {changes} (slowest), ms{'':12}{'first: last change':>22}{'processor':>16}{'again: last change':>22}{'processor':>16}"
    ]
    for name in names:
        columns = [
            f"{statistics.median(figures):.0f} ({max(figures):.0f})"
            for steps in measure(browser, server, name, changes)
            for figures in ([step.changed for step in steps], [step.processor for step in steps])
        ]
        lines.append(
            f"    {name:34}" + "".join(f"{text:>{w}}" for text, w in zip(columns, (16, 16, 22, 16), strict=True))
        )
    return lines
