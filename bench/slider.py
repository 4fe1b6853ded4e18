"""The time slider: what opening it costs, what dragging sends (nothing), and when each period is on screen."""

import statistics
from dataclasses import dataclass

from playwright.sync_api import Browser

from harness.server import AppServer
from harness.settled import idle
from harness.wire import Wire

PATIENCE_MS = 60_000
_SIZE = {"width": 1366, "height": 900}

# From the input event to after the frame that shows it: the first task that follows the next frame's drawing.
_TIME_INPUTS = """
(() => {
  const times = (window.__slider = []);
  addEventListener("input", (event) => {
    const begun = performance.now();
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => times.push(performance.now() - begun);
      channel.port2.postMessage(0);
    });
  }, true);
})();
"""


@dataclass(frozen=True)
class Slide:
    """opened: bytes received when the slider was first touched (all periods). sent: messages while dragging.

    times: ms from each input event to the frame drawn. settled: bytes after letting go.
    """

    opened: int
    sent: int
    times: tuple[float, ...]
    settled: int

    @property
    def median(self) -> float:
        """Half of the steps were on screen by then."""
        return statistics.median(self.times)


def slide(browser: Browser, server: AppServer, address: str, steps: int) -> Slide:
    """Open `address`, press on the slider's handle, drag it to the left end in `steps` and back over two thirds, and let go."""
    page = browser.new_page(viewport=_SIZE)  # type: ignore[arg-type]
    try:
        page.add_init_script(_TIME_INPUTS)
        wire = Wire(page)
        page.goto(f"{server.url}/{address}")
        handle = page.locator("input[type=range]").first
        handle.wait_for(timeout=PATIENCE_MS)
        idle(page)
        handle.scroll_into_view_if_needed()
        box = handle.bounding_box()
        if box is None:
            raise RuntimeError(f"the slider of {address} is not on screen")
        left, right, middle = box["x"] + 8, box["x"] + box["width"] - 8, box["y"] + box["height"] / 2

        wire.clear()
        page.mouse.move(right, middle)
        page.mouse.down()
        idle(page)
        opened = wire.map_bytes
        page.evaluate("window.__slider.length = 0")
        wire.clear()
        for at in (*_steps(right, left, steps), *_steps(left, right - (right - left) / 3, 2 * steps // 3)):
            page.mouse.move(at, middle)
            page.wait_for_timeout(60)
        sent, times = wire.sent, tuple(page.evaluate("window.__slider"))
        page.mouse.up()
        idle(page)
        return Slide(opened=opened, sent=sent, times=times, settled=wire.bytes)
    finally:
        page.close()


def _steps(start: float, end: float, count: int) -> list[float]:
    return [start + (end - start) * i / count for i in range(1, count + 1)]


def line(what: str, slid: Slide) -> str:
    """One line of the report."""
    return (
        f"  {what}: all periods {slid.opened / 1000:.1f} kB; {len(slid.times)} steps, median {slid.median:.0f} ms, "
        f"slowest {max(slid.times):.0f} ms; {slid.sent} messages while dragging; {slid.settled / 1000:.1f} kB on letting go"
    )
