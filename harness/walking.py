"""Walks of a reader over the pages: after any actions a page shows what a fresh visit to its address shows.

The address is the only state of a view, so what the reader did before is no part of what is seen. Two tabs are compared, the one
that walked and one that opens the address of the first: texts, what those who listen are told, communes, elements, pictures.
"""

import difflib
import io
import random
from contextlib import closing
from dataclasses import dataclass, field

from PIL import Image, ImageChops
from playwright.sync_api import BrowserContext, Page

from harness.deep import DEEP
from harness.reader import Reader

ACTIONS = 30
"""Of a walk."""
PAGES = (
    "?",
    "gap_map?",
    "trends?",
    "equity?",
    "commune?",
    "data?",
    "methods?",
    "gap_map?layout=funnel&",
    "commune?commune=03160&",
)
STARTS = tuple(f"{page}lang=vi{view}" for view in ("", "&view=projector") for page in PAGES)
"""Every page in both views, and those that can look quite different. A walk begins at one of them, by its seed."""
FIRST_SIZE = (1366, 768)
PATIENCE_MS = 60_000
# Nothing more comes after so long without a change: of an action, and before pages are compared.
_QUIET_MS, _REST_MS = 70, 500
_TRIES = 3
# Of all pixels so many may differ by more than this in one of their colours: edges are smoothed anew where shapes were moved.
_PIXELS, _COLOUR = 0.0005, 40

# Times by performance.now(), of the newest. Changed: anything but what Streamlit shows of its own work.
_WATCH = """
(() => {
  const now = () => performance.now();
  const seen = (window.__walk = { sent: 0, answered: 0, changed: 0 });
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", () => (seen.answered = now()));
    }
    send(data) { seen.sent = now(); super.send(data); }
  };
  const aside = "[data-testid=stStatusWidget], [data-testid=stToolbar]";
  const observer = new MutationObserver((records) => {
    for (const { attributeName, target } of records) {
      if (attributeName === "data-test-script-state" || attributeName === "data-walk") continue;
      if (!(target.closest ? target : target.parentElement)?.closest(aside)) seen.changed = now();
    }
  });
  const every = { subtree: true, childList: true, attributes: true, characterData: true };
  observer.observe(document, every);
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    observer.observe(root, every);
    return root;
  };
})();
"""
_AT_REST = """
([since, quiet]) => {
  const { sent, answered, changed } = window.__walk;
  const { testConnectionState, testScriptState } = document.querySelector("[data-testid=stApp]")?.dataset ?? {};
  if (testConnectionState !== "CONNECTED" || testScriptState !== "notRunning" || answered < sent) return false;
  return performance.now() - Math.max(since, sent, answered, changed) > quiet;
}
"""
_HEARS = (
    "() => {"
    + DEEP
    + """
  return hearing(".st-key-keys") && hearing(".st-key-header") && all(app()).some((node) => node.matches("h1"));
}"""
)
_CALM = (
    "() => {"
    + DEEP
    + """
  for (const each of all(app())) {
    each.removeAttribute("data-walk");
    if (each.scrollTop) each.scrollTop = 0;
    if (each.scrollLeft) each.scrollLeft = 0;
  }
}"""
)
# Kinds of elements: by name, and whether they are ours, in a shadow root, or Streamlit's.
_READ = (
    "() => {"
    + DEEP
    + """
  const [texts, elements, communes] = [[], {}, {}];
  const read = (node) => {
    for (const each of [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes]) {
      if (each.nodeType === Node.TEXT_NODE) {
        const text = each.data.replace(/\\s+/g, " ").trim();
        if (text && each.parentElement?.checkVisibility({ visibilityProperty: true })) texts.push(text);
      } else if (each.nodeType === Node.ELEMENT_NODE && !each.matches("style, script, link, [data-testid=stStatusWidget], [data-testid=stToolbar]")) {
        const kind = `${each.getRootNode() instanceof ShadowRoot ? "our " : ""}${each.tagName.toLowerCase()}`;
        elements[kind] = (elements[kind] ?? 0) + 1;
        if (each.dataset.code) {
          const map = each.getRootNode().host?.closest("[class*=st-key-]")?.className.match(/st-key-\\S+/)?.[0];
          const said = ["class", "aria-selected", "aria-label"].map((name) => `${name} ${each.getAttribute(name)}`);
          communes[`${map} ${each.dataset.code}`] = said.join(", ");
        }
        read(each);
      }
    }
  };
  read(app());
  return { texts, elements, communes };
}"""
)
_TEXTS = (
    "() => {"
    + DEEP
    + """
  const seen = (node) => node.checkVisibility({ visibilityProperty: true });
  return all(app()).filter((node) => node.matches("h1, h2, [aria-valuetext], .finder > button, .foot, .legend, tr") && seen(node))
    .map((node) => node.getAttribute("aria-valuetext") ?? node.textContent.replace(/\\s+/g, " ").trim());
}"""
)


class StrayedError(AssertionError):
    """A page that was walked to shows something else than a fresh visit to its address."""


@dataclass(frozen=True)
class Shown:
    """What a tab shows: texts in order, the accessible tree by line, each commune of each map, how many elements of each kind."""

    texts: list[str]
    tree: list[str]
    communes: dict[str, str]
    elements: dict[str, int]

    def unlike(self, fresh: "Shown") -> str:
        """The first difference from what a `fresh` visit shows; '' without one."""
        for what, mine, theirs in (
            ("text", self.texts, fresh.texts),
            ("accessible tree", self.tree, fresh.tree),
            ("communes", _lines(self.communes), _lines(fresh.communes)),
            ("elements", _lines(self.elements), _lines(fresh.elements)),
        ):
            if mine != theirs:
                lines = list(difflib.unified_diff(theirs, mine, "fresh visit", "after the walk", lineterm="", n=1))
                return "\n".join([what, *lines[:30]])
        return ""


def _lines(named: "dict[str, str] | dict[str, int]") -> list[str]:
    return [f"{name}: {value}" for name, value in sorted(named.items())]


@dataclass
class Walks:
    """Walks in the tabs of one browser, on the server at `url`.

    seen: texts by address and look, of all walks: who comes to an address again, by whatever way, sees the same.
    """

    context: BrowserContext
    url: str
    seen: dict[tuple[object, ...], list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.context.add_init_script(_WATCH)
        self.fresh = self.context.new_page()

    def walk(self, seed: int, actions: int = ACTIONS) -> int:
        """Walk; how many actions there were. Raises StrayedError, with all that is needed to walk there again."""
        with closing(self.context.new_page()) as page:
            width, height = FIRST_SIZE
            page.set_viewport_size({"width": width, "height": height})
            start = STARTS[seed % len(STARTS)]
            arrive(page, f"{self.url}/{start}")
            reader = Reader(page, random.Random(seed))
            for _ in range(actions):
                since = page.evaluate("performance.now()")
                reader.act()
                rest(page, since=since)
                if not self._as_before(page):
                    self._compare(page, seed, reader.done)
            self._compare(page, seed, reader.done)
        return actions

    def _as_before(self, page: Page) -> bool:
        """Whether the headings, tables and choices are those of every other time at this address; cheap, and not quite sure."""
        look = (page.url, *(page.viewport_size or {}).values(), is_dark(page))
        texts = page.evaluate(_TEXTS)
        return bool(self.seen.setdefault(look, texts) == texts)

    def _compare(self, page: Page, seed: int, done: list[str]) -> None:
        if difference := self.difference(page):
            raise StrayedError(
                f"walk {seed} from /{STARTS[seed % len(STARTS)]} strayed at {page.url}\n"
                f"after {len(done)} actions: {'; '.join(done)}\n{difference}\n"
                f"to walk it again: python -m bench.soak walks 1 --first {seed}"
            )

    def difference(self, page: Page) -> str:
        """The first difference between `page` and a fresh visit to its address; '' without one."""
        self.fresh.set_viewport_size(page.viewport_size or {"width": 0, "height": 0})
        self.fresh.emulate_media(color_scheme="dark" if is_dark(page) else "light")
        Reader(page, random.Random(0)).leave()
        page.mouse.move(0, 0)
        found = ""
        for _ in range(_TRIES):
            rest(page, quiet=_REST_MS)
            address = page.url
            arrive(self.fresh, address)
            rest(self.fresh, quiet=_REST_MS)
            found = shown(page).unlike(shown(self.fresh)) or _picture(page, self.fresh)
            if not found and page.url == address:
                break
        return found


def arrive(page: Page, address: str) -> None:
    """Open `address`, and wait until it is drawn and hears keys."""
    page.goto(address)
    page.wait_for_function(_HEARS, timeout=PATIENCE_MS)
    page.evaluate("document.fonts.ready.then(() => true)")
    rest(page)


def rest(page: Page, *, since: float = 0, quiet: int = _QUIET_MS) -> None:
    """Wait until for `quiet` ms nothing was sent, answered or changed. since: performance.now() before the last action."""
    page.wait_for_function(_AT_REST, arg=[since, quiet], timeout=PATIENCE_MS)


def is_dark(page: Page) -> bool:
    """Whether the reader wants dark pages."""
    return bool(page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"))


def shown(page: Page) -> Shown:
    """What `page` shows now."""
    read = page.evaluate(_READ)
    tree = page.get_by_test_id("stApp").aria_snapshot()
    return Shown(read["texts"], tree.splitlines(), read["communes"], read["elements"])


def _picture(page: Page, fresh: Page) -> str:
    """How much of the screen differs, with all lists at their beginning; '' for next to nothing."""
    for each in (page, fresh):
        each.evaluate(_CALM)
    share = differing(*(each.screenshot(animations="disabled") for each in (page, fresh)))
    return f"picture: {100 * share:.2f} % of the pixels differ" if share > _PIXELS else ""


def differing(one: bytes, other: bytes) -> float:
    """The share of pixels in which two PNGs differ by more than rounding; 1 if they are of different sizes."""
    with Image.open(io.BytesIO(one)) as a, Image.open(io.BytesIO(other)) as b:
        if a.size != b.size:
            return 1.0
        red, green, blue = ImageChops.difference(a.convert("RGB"), b.convert("RGB")).split()
        strongest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
        return strongest.point(lambda v: 255 * (v > _COLOUR)).histogram()[255] / (a.size[0] * a.size[1])
