"""A reader who does one thing after another on a page, by chance: keys, links, choices, filters, the map, play, back, language, colours, size.

Nothing of it takes a file along, writes to the database or needs a graphics card.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from playwright.sync_api import Error, Page

from harness.deep import DEEP

SIZES = ((1920, 1080), (1366, 768), (390, 844))
_PATIENCE_MS = 5_000
# So often something else is tried where a thing can't be done.
_TRIES = 40

# Marks an element by chance, of those that can be reached, and gives back what it says; null without one.
_PICK = (
    "([selector, nth]) => {"
    + DEEP
    + """
  const every = all(app());
  for (const each of every) each.removeAttribute("data-walk");
  const reached = every.filter((node) => node.matches(selector) && isShown(node) && !/layout=(columns|points)/.test(node.getAttribute("href")));
  const node = reached[Math.floor(nth * reached.length)];
  if (!node) return null;
  node.scrollIntoView({ block: "center" });
  const { left, top, width, height } = node.getBoundingClientRect();
  let hit = null;
  for (let root = document; root; root = hit.shadowRoot) {
    const deeper = root.elementFromPoint(left + width / 2, top + height / 2);
    if (!deeper || deeper === hit) break;
    hit = deeper;
  }
  // The middle of a commune may lie outside of it.
  if (!node.matches("path") && !node.contains(hit)) return null;
  node.setAttribute("data-walk", "");
  return node.id || node.dataset.code || node.textContent.trim().slice(0, 40) || node.getAttribute("aria-label") || selector;
}"""
)
KEYS = (
    "() => {"
    + DEEP
    + """
  return Object.keys(hearing(".st-key-keys")?.ctx.data.keys ?? {}).sort();
}"""
)
"""The keys that the page listens to, by event.code."""
_LEAVE = (
    "() => {"
    + DEEP
    + """
  document.querySelector("[data-testid=stPopover] button[aria-expanded=true]")?.click();
  for (let node = document.activeElement; node; node = node.shadowRoot?.activeElement) node.blur?.();
}"""
)


@dataclass
class Reader:
    """done: what was done so far, in words."""

    page: Page
    chance: random.Random
    done: list[str] = field(default_factory=list)

    def act(self) -> None:
        """Do one thing that can be done here."""
        for _ in range(_TRIES):
            (action,) = self.chance.choices(list(_ACTIONS), list(_ACTIONS.values()))
            try:
                told = action(self)
            except Error as failure:
                # What was to be clicked has gone, or something came before it: a reader would try something else.
                told = ""
                if "Timeout" not in failure.message and "not attached" not in failure.message:
                    raise
            if told:
                self.done.append(told)
                return
        raise AssertionError(f"nothing can be done on {self.page.url}")

    def pick(self, selector: str) -> str:
        """Mark one of `selector` as [data-walk]; what it says, '' without one."""
        return self.page.evaluate(_PICK, [selector, self.chance.random()]) or ""

    def click(self, selector: str) -> str:
        """Click one of `selector`; what it says, '' without one."""
        said = self.pick(selector)
        if said:
            self.page.locator("[data-walk]").first.click(timeout=_PATIENCE_MS)
        return said

    def leave(self) -> None:
        """Close what is open over the page, and stand nowhere, so that keys are the page's."""
        self.page.evaluate(_LEAVE)


Action: TypeAlias = Callable[[Reader], str]
"""What was done, in words; '' if it can't be done here."""


def _key(reader: Reader) -> str:
    return _pressed(reader, 1)


def _keys(reader: Reader) -> str:
    """The same key again before the page has followed."""
    return _pressed(reader, reader.chance.randint(2, 4))


def _pressed(reader: Reader, often: int) -> str:
    known = reader.page.evaluate(KEYS)
    if not known:
        return ""
    code = reader.chance.choice(known)
    for _ in range(often):
        reader.page.keyboard.press(code)
    return f"{code} × {often}" if often > 1 else code


def _clicking(what: str, selector: str) -> Action:
    def act(reader: Reader) -> str:
        said = reader.click(selector)
        return said and f"{what} {said}"

    return act


def _menu(reader: Reader) -> str:
    reader.click("header [data-toggle=menu]")
    said = reader.click("header nav a, header .project, header .brand")
    return said and f"menu {said}"


def _commune(reader: Reader) -> str:
    said = reader.pick("path[data-code]")
    if said:
        reader.page.locator("[data-walk]").first.dispatch_event("click")
    return said and f"commune {said}"


def _select(reader: Reader) -> str:
    if not reader.click(".finder > button"):
        return ""
    options = reader.page.locator(".lookup:popover-open [role=option]")
    options.first.wait_for(timeout=_PATIENCE_MS)
    option = options.nth(reader.chance.randrange(options.count()))
    name = option.inner_text()
    option.click(timeout=_PATIENCE_MS)
    reader.leave()
    return f"select {name}"


def _popover(reader: Reader) -> str:
    said = reader.click("[data-testid=stPopover] button")
    if not said:
        return ""
    # How the map is drawn is left alone: the 3-D view needs a graphics card.
    inside = reader.page.get_by_test_id("stPopoverBody").locator(
        "button:not([data-act], .st-key-toggle_layout *):visible"
    )
    inside.first.wait_for(timeout=_PATIENCE_MS)
    button = inside.nth(reader.chance.randrange(inside.count()))
    name = button.inner_text()
    button.click(timeout=_PATIENCE_MS)
    reader.leave()
    return f"popover {said} › {name}"


def _play(reader: Reader) -> str:
    wait = reader.chance.choice((50, 300, 1_200))
    if not reader.click(".play"):
        return ""
    reader.page.wait_for_timeout(wait)
    reader.page.locator(".play").first.click(timeout=_PATIENCE_MS)
    return f"play for {wait} ms"


def _slide(reader: Reader) -> str:
    key = reader.chance.choice(("ArrowLeft", "ArrowRight", "Home", "End"))
    if not reader.pick(".time input"):
        return ""
    reader.page.locator("[data-walk]").first.press(key)
    reader.leave()
    return f"slider {key}"


def _search(reader: Reader) -> str:
    word = reader.chance.choice(("muong", "sin", "dien", "khai sinh", "tiem"))
    reader.page.keyboard.press("/")
    reader.page.keyboard.type(word)
    reader.page.locator("#found li").first.wait_for(timeout=_PATIENCE_MS)
    reader.page.keyboard.press("Enter")
    if reader.page.locator("#found li.none").is_visible():
        reader.page.keyboard.press("Escape")
    return f"search {word}"


def _back(reader: Reader) -> str:
    return _moved(reader, "back")


def _forward(reader: Reader) -> str:
    return _moved(reader, "forward")


def _moved(reader: Reader, way: str) -> str:
    can = reader.page.evaluate(f"navigation.canGo{way.title()} && (history.{way}(), true)")
    return way if can else ""


def _colours(reader: Reader) -> str:
    dark = reader.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    reader.page.emulate_media(color_scheme="light" if dark else "dark")
    return "light" if dark else "dark"


def _size(reader: Reader) -> str:
    width, height = reader.chance.choice(SIZES)
    reader.page.set_viewport_size({"width": width, "height": height})
    return f"{width}×{height}"


# Each with how often it is thought of, beside the others.
_ACTIONS: dict[Action, float] = {
    _key: 10,
    _keys: 3,
    _clicking("link", "a[data-go]:not(header *, .banner *)"): 2,
    _menu: 1,
    _clicking("language", "header .lang"): 1,
    _clicking("choice", "[data-set]"): 2,
    _commune: 2,
    _clicking("close", ".card [data-do=close]"): 1,
    # What a file to come shall hold is chosen for that file, and is in no address.
    _clicking("toggle", "[data-testid=stButtonGroup] button:not(.st-key-export_kinds *, .st-key-export_format *)"): 2,
    _select: 1,
    _popover: 1,
    _play: 1,
    _slide: 1,
    _search: 0.5,
    _back: 2,
    _forward: 1,
    _colours: 1,
    _size: 1,
}
