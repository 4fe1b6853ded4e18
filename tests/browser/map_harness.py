"""The map on a page of its own: its module with a message made by the real payload, and no Streamlit in between."""

import functools
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from base.settings import STATIC
from base.texts import Texts
from harness.kinds import of_people
from indicators import periods
from indicators.catalogue import Direction, Indicator, Target, Unit, Wording
from indicators.measure import judged, target_of
from indicators.periods import Kind
from indicators.readings import Reading
from ui.map.payload import payload, slider_frames
from ui.map.picture import Emphasis, Ground, MapPicture, SavedPicture, Timeline

PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="app/static/tokens.css"><link rel="icon" href="data:,">
<style>
@font-face { font-family: "Be Vietnam Pro"; font-weight: 400; src: url(app/static/fonts/be-vietnam-pro-regular.woff2); }
@font-face { font-family: "Be Vietnam Pro"; font-weight: 600; src: url(app/static/fonts/be-vietnam-pro-semibold.woff2); }
body { margin: 0; background: var(--atlas-page); }
#card { margin: 16px; padding: 16px; background: var(--atlas-card); border-radius: 6px; }
@media (max-width: 640px) { #card { margin: 0; background: none; } }
</style><body><div id="card"><div id="host"></div></div>
<script type="module">
  import { commune_map } from "./app/static/commune_map.js?v=test";
  await Promise.all([400, 600].map((w) => document.fonts.load(`${w} 14px "Be Vietnam Pro"`)));
  const root = document.getElementById("host").attachShadow({ mode: "open" });
  window.sent = [];
  window.mount = (data) => {
    window.data = data;
    document.body.dataset.theme = data.theme;
    window.end = commune_map({ parentElement: root, key: "map", data,
      setStateValue: (name, value) => window.sent.push([name, value]),
      setTriggerValue: (name, value) => window.sent.push([name, value]) });
  };
  window.ready = true;
</script>"""

WORDS = Wording(
    name="Trẻ dưới 1 tuổi được tiêm chủng đầy đủ",
    short="Tiêm chủng đầy đủ",
    about="tiêm chủng đầy đủ cho trẻ dưới 1 tuổi",
    numerator="Trẻ được tiêm đủ",
    denominator="Trẻ dưới 1 tuổi",
    unit_noun="trẻ",
    unit_noun_many="trẻ",
    action="tiêm đủ cho thêm {n} trẻ",
    source="Báo cáo tiêm chủng",
)

VACCINATED = Indicator(
    code="IMM01",
    order=1,
    theme="health",
    direction=Direction.UP,
    unit=Unit.PERCENT,
    multiplier=100,
    decimals=1,
    sensitivity=1,
    headline=True,
    periods=(Kind.YEAR,),
    gap_breaks=(-6, -3, 0, 1.5),
    value_breaks=(90, 93, 95, 98),
    **of_people(Unit.PERCENT),
    targets=(Target(year=2025, comparator=">=", value=97, source="QĐ 23", verified=True),),
    words={"vi": WORDS, "en": WORDS},
)


def measured(
    codes: list[str],
    *,
    indicator: Indicator = VACCINATED,
    year: int = 2025,
    seed: int = 1,
    blanks: dict[int, str] | None = None,
) -> pd.DataFrame:
    """MEASURED with made-up counts for `codes`; `blanks`: row -> reason."""
    random = np.random.default_rng(seed)
    size = len(codes)
    denominator = random.integers(60, 900, size).astype(float)
    numerator = np.round(denominator * np.clip(random.normal(0.955, 0.025, size), 0.8, 1))
    blank = pd.Series("", index=range(size), dtype=object)
    for row, reason in (blanks or {}).items():
        blank[row] = reason
        numerator[row] = denominator[row] = np.nan
    figures = pd.DataFrame({"numerator": numerator, "denominator": denominator})
    target = target_of(indicator, periods.year(year))
    frame = figures.join(pd.DataFrame(judged(numerator, denominator, indicator, target)))
    frame.insert(0, "code", codes)
    frame["region"], frame["border"] = "III", np.where(np.arange(size) % 3 == 0, "yes", "no")
    frame["versus"] = pd.Series(random.integers(-2, 3, size), dtype="Int8").mask(blank != "")
    frame["blank"] = blank
    frame["at_least"] = np.nan
    frame.loc[blank != "", "target"] = np.nan
    for flag in ("estimated", "provisional", "late"):
        frame[flag] = False
    return frame


def message(
    codes: list[str], *, geometry: str = "geometry/45.json", language: str = "vi", **changes: Any
) -> dict[str, Any]:
    """A whole message as the page would send it, through JSON."""
    say = Texts(language)
    blanks = changes.pop("blanks", {5: "hidden", 12: "missing", 30: "missing"})
    estimated = changes.pop("estimated", ())
    opened, held = changes.pop("opened", None), changes.pop("held", None)
    years = range(2019, 2026)
    year = changes.pop("year", 2025)
    frames = {str(y): measured(codes, year=y, seed=y, blanks=blanks) for y in years}
    frame = frames[str(year)]
    frame.loc[list(estimated), "estimated"] = True
    theme = changes.pop("theme", "light")
    inside = changes.pop("inside", None)
    emphasis = Emphasis(
        selected=changes.pop("selected", None),
        marked=tuple(changes.pop("marked", ())),
        inside=None if inside is None else pd.Series(inside),
    )
    picture = pictured(
        frame,
        year=year,
        url=geometry,
        title=changes.pop("title", "Bản đồ khoảng cách đến chỉ tiêu, năm 2025"),
        emphasis=emphasis,
        timeline=Timeline(tuple((code, code) for code in frames)),
        saved=SavedPicture(
            "Bản đồ khoảng cách đến chỉ tiêu, năm 2025", ("Nguồn: báo cáo", "Năm 2025", "Bản 12"), "imm01-2025"
        ),
        **changes,
    )
    made = payload(picture, say=say, theme=theme)
    slider = made.get("slider")
    if slider is not None and opened == slider["token"]:
        content = slider_frames(picture, frames)
        slider["frames"] = {"id": content["id"]} if content["id"] == held else content
    return json.loads(json.dumps(made))


def pictured(
    frame: pd.DataFrame, *, year: int = 2025, url: str = "g.json", indicator: Indicator = VACCINATED, **options: Any
) -> MapPicture:
    """A picture of MEASURED `frame` on the geometry at `url`, whose communes are those of the frame unless `codes` says others."""
    ground = Ground(url, tuple(options.pop("codes", frame["code"])))
    reading = Reading(indicator, options.pop("period", periods.year(year)), frame, None, None)
    return MapPicture(reading, options.pop("measure", "gap"), ground, options.pop("title", "t"), **options)


def honeycomb(count: int = 3321) -> dict[str, Any]:
    """A published geometry of `count` six-sided units: as many as the country has, made up."""
    columns, r = 57, 100
    width, height = r * 3**0.5, 1.5 * r
    corners = [(r * np.sin(k * np.pi / 3), -r * np.cos(k * np.pi / 3)) for k in range(6)]
    anchors, paths, boxes, neighbours = [], [], [], []
    for i in range(count):
        row, column = divmod(i, columns)
        x, y = width * (column + 0.5 * (row % 2)) + r, height * row + r
        ring = [(round(x + dx), round(y + dy)) for dx, dy in corners]
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(ring, ring[1:], strict=False)]
        paths.append(f"M{ring[0][0]} {ring[0][1]}l" + " ".join(f"{a} {b}" for a, b in steps) + "z")
        anchors.append([round(x), round(y), 86])
        xs, ys = zip(*ring, strict=True)
        boxes.append([min(xs), min(ys), max(xs), max(ys)])
        beside = [(row, column - 1), (row, column + 1)]
        shift = row % 2
        for other in (row - 1, row + 1):
            beside += [(other, column - 1 + shift), (other, column + shift)]
        neighbours.append(
            [a * columns + b for a, b in beside if 0 <= b < columns and 0 <= a * columns + b < count and a >= 0]
        )
    return {
        "v": 1,
        "schematic": False,
        "label": {},
        "w": round(width * (columns + 1)),
        "h": round(height * (count // columns + 2)),
        "unit_m": 100.0,
        "codes": [f"{i:05d}" for i in range(count)],
        "names": [f"Đơn vị {i}" for i in range(count)],
        "full": [f"Xã Đơn vị {i}" for i in range(count)],
        "paths": paths,
        "anchor": anchors,
        "box": boxes,
        "outline": "",
        "neighbours": neighbours,
        "lonlat": [[103.0, 21.0]] * count,
    }


def staircase(caption: str = "") -> dict[str, Any]:
    """A published geometry of squares, made up: a stair of five steps, four squares each, and wards of a third of their side
    in two of them, one at the edge, one in the middle. Free room lies over and under the stair."""
    side, small = 600, 200
    squares = []
    for row in range(5):
        for column in range(row, row + 4):
            x, y = column * side, row * side
            if (row, column - row) in ((3, 0), (2, 2)):
                squares += [(x + small * dx, y + small * dy, small) for dx in range(3) for dy in range(3)]
            else:
                squares.append((x, y, side))
    count = len(squares)
    return {
        "v": 1,
        "schematic": False,
        "label": {"vi": caption, "en": caption},
        "w": 8 * side,
        "h": 5 * side,
        "unit_m": 20.0,
        "codes": [f"{i:05d}" for i in range(count)],
        "names": [f"Mường {i}" for i in range(count)],
        "full": [f"Xã Mường {i}" for i in range(count)],
        "paths": [f"M{x} {y}h{a}v{a}h{-a}z" for x, y, a in squares],
        "anchor": [[x + a // 2, y + a // 2, a // 2] for x, y, a in squares],
        "box": [[x, y, x + a, y + a] for x, y, a in squares],
        "outline": "",
        "neighbours": [[]] * count,
        "lonlat": [[103.0, 21.0]] * count,
    }


class _Handler(SimpleHTTPRequestHandler):
    geometry: Path

    def translate_path(self, path: str) -> str:
        path = path.split("?")[0]
        if path.startswith("/app/static/"):
            return str(STATIC / path.removeprefix("/app/static/"))
        return str(self.geometry / path.removeprefix("/geometry/"))

    def do_GET(self) -> None:
        if self.path != "/":
            return super().do_GET()
        body = PAGE.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@contextmanager
def served(geometry: Path) -> Iterator[str]:
    """The harness page with the geometry files of that folder; its address."""
    handler = type("Handler", (_Handler,), {"geometry": geometry})
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
