"""When did what is on screen change? Frames of Chromium's own screencast, compared pixel by pixel.

It sees SVG, canvas and WebGL alike, and counts only what was really presented. Casting costs some time of its own, the
same for all that is measured.
"""

import base64
import io
import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image
from playwright.sync_api import FloatRect, Page

# A pixel has changed if a channel differs by more than JPEG noise; the map has, if so many pixels have.
_NOISE = 24
_ENOUGH_PIXELS = 400
_QUALITY = 70
# Nothing more is expected after so long without a change.
QUIET_S = 0.8

_INSTRUMENTS = """
(() => {
  const bench = (window.__bench = { clicked: 0, sent: 0, received: [] });
  const now = () => performance.timeOrigin + performance.now();
  addEventListener("click", () => { bench.clicked = now(); bench.sent = 0; bench.received = []; }, true);
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", (event) => {
        const size = event.data.size ?? event.data.byteLength ?? event.data.length;
        bench.received.push([now(), size]);
      });
    }
    send(data) { bench.sent ||= now(); super.send(data); }
  };
})();
"""


class NothingChangedError(RuntimeError):
    """The picture stayed as it was: what was measured is not a repaint."""


@dataclass(frozen=True)
class Change:
    """One change on screen, milliseconds after the click; bytes over the websocket until then.

    answered: the last message of the server was in. first, last: first and last frame in which the map changed.
    """

    answered: float
    first: float
    last: float
    received_bytes: int
    messages: int


@dataclass
class Screen:
    """The frames of one tab. Install before the page is opened."""

    page: Page
    frames: list[tuple[float, bytes]] = field(default_factory=list)
    _session: Any = None

    def __post_init__(self) -> None:
        self.page.add_init_script(_INSTRUMENTS)
        self._session = self.page.context.new_cdp_session(self.page)
        self._session.on("Page.screencastFrame", self._keep)

    def _keep(self, event: dict[str, Any]) -> None:
        self.frames.append((event["metadata"]["timestamp"] * 1000, base64.b64decode(event["data"])))
        self._session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    def change(self, *, click: str, within: FloatRect, patience_s: float) -> Change:
        """Click on the element `click` and watch the rectangle `within` (CSS pixels) until it is quiet.

        Raises NothingChangedError if no frame differs.
        """
        self.frames.clear()
        self._session.send("Page.startScreencast", {"format": "jpeg", "quality": _QUALITY, "everyNthFrame": 1})
        self.page.wait_for_timeout(300)
        self.page.locator(click).click()
        begun = time.monotonic()
        changed: list[float] = []
        while not changed and (left := patience_s - (time.monotonic() - begun)) > 0:
            self._until_quiet(left)
            marks = self.page.evaluate("window.__bench")
            changed = self._changes(within, after=marks["clicked"])
        self._session.send("Page.stopScreencast")
        if not changed:
            raise NothingChangedError(f"no frame changed within {patience_s} s of the click")
        inside = [(at, size) for at, size in marks["received"] if at <= changed[-1]]
        return Change(
            answered=max((at for at, _ in inside), default=marks["clicked"]) - marks["clicked"],
            first=changed[0] - marks["clicked"],
            last=changed[-1] - marks["clicked"],
            received_bytes=sum(size for _, size in marks["received"]),
            messages=len(marks["received"]),
        )

    def _until_quiet(self, patience_s: float) -> None:
        """Wait until no frame has come for QUIET_S after the server's answer, at most `patience_s`."""
        begun = time.monotonic()
        count, since = -1, begun
        while time.monotonic() - begun < patience_s:
            if len(self.frames) != count:
                count, since = len(self.frames), time.monotonic()
            idle = self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").count() == 1
            if not idle:
                since = time.monotonic()
            if time.monotonic() - since > QUIET_S:
                return
            self.page.wait_for_timeout(50)

    def _changes(self, within: FloatRect, *, after: float) -> list[float]:
        """The times of the frames in which the rectangle differs from the frame before."""
        changed = []
        former: npt.NDArray[np.int16] | None = None
        for at, picture in self.frames:
            pixels = _crop(picture, within)
            if former is not None and former.shape == pixels.shape and at >= after:
                differs = (np.abs(pixels - former) > _NOISE).any(axis=2).sum()
                if differs > _ENOUGH_PIXELS:
                    changed.append(at)
            former = pixels
        return changed


def _crop(picture: bytes, within: FloatRect) -> npt.NDArray[np.int16]:
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    left, top = int(within["x"]), int(within["y"])
    box = (left, top, left + int(within["width"]), top + int(within["height"]))
    return np.asarray(image.crop(box), dtype=np.int16)
