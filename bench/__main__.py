"""`make bench`: the figures that are claimed, one after the other; `python -m bench repaint sizes` for some of them."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

from base.settings import ASSETS
from bench import boundaries, disclosure, filters, imports, repaint, slider, statements, statistics, visit
from bench.boundaries import Shapes
from intake.documents.catalogue_file import read_catalogue
from tests.browser.chromium import launch
from tests.browser.server import AppServer, app_server


class Bench:
    """What the measurements share: folders, servers and a browser, each made when it is first needed."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))

    @cached_property
    def playwright(self) -> Playwright:
        """The one Playwright."""
        return self._stack.enter_context(sync_playwright())

    @cached_property
    def browser(self) -> Browser:
        """Chromium without WebGL."""
        started = launch(self.playwright)
        self._stack.callback(started.close)
        return started

    @cached_property
    def demo(self) -> Path:
        """A fresh installation with the demo."""
        return statements.installed(self._folder / "demo")

    @cached_property
    def app(self) -> AppServer:
        """The real app on the demo."""
        return self._stack.enter_context(app_server(self.demo))

    @cached_property
    def shapes(self) -> tuple[Shapes, Shapes]:
        """Province and country."""
        (self._folder / "maps").mkdir()
        return boundaries.province(self._folder / "maps"), boundaries.country(self._folder / "maps")

    @cached_property
    def maps(self) -> AppServer:
        """The map-only pages."""
        shapes = self.shapes
        return self._stack.enter_context(repaint.served(self._folder / "maps", shapes))


def sizes(bench: Bench) -> list[str]:
    """Bytes of geometry as they travel."""
    limits = {"province": 80, "country": 1500}
    return [
        f"{shapes.count:>6,} communes: {shapes.published.gzip_bytes / 1000:8.1f} kB gzipped (at most {limits[shapes.scope]}), "
        f"{shapes.published.vertices:,} points; {shapes.origin}"
        for shapes in bench.shapes
    ]


def filter_changes(bench: Bench) -> list[str]:
    """Websocket bytes per change of filter on the gap map; the map's part at 45 and at 3,321."""
    lines = filters.report_app(bench.browser, bench.app)
    for shapes in bench.shapes:
        lines += filters.report_map(bench.browser, bench.maps, shapes)
    return lines


def sliding(bench: Bench) -> list[str]:
    """The time slider on the gap map and on map-only pages with 28 quarters."""
    lines = [slider.line("gap map, demo", slider.slide(bench.browser, bench.app, "gap_map?indicator=IMM01"))]
    for shapes in bench.shapes:
        slid = slider.slide(bench.browser, bench.maps, f"?scope={shapes.scope}&way=ours&slider=1")
        lines.append(slider.line(f"{shapes.count:,} communes, 28 quarters", slid))
    return lines


def sql(bench: Bench) -> list[str]:
    """Statements per page, with empty caches and when repeated."""
    return statements.report(bench.demo)


def visits(bench: Bench) -> list[str]:
    """First and second visit: bytes, hosts, time to the painted map and where it goes."""
    return visit.report(bench.browser, bench.app)


def repaints(bench: Bench) -> list[str]:
    """Change of indicator to repainted map, beside px.choropleth and px.choropleth_map."""
    lines: list[str] = []
    for shapes in bench.shapes:
        lines += repaint.report(shapes, repaint.measure(bench.playwright, bench.maps, shapes.scope))
    return lines


def importing(bench: Bench) -> list[str]:
    """A million rows of long CSV, and 45 commune workbooks of 40 indicators."""
    return imports.report_million(bench.demo) + imports.report_workbooks(bench.demo)


def country(_: Bench) -> list[str]:
    """Intervals, status, change, funnels and equity of 3,321 communes × 53 indicators, beside plain loops."""
    return statistics.report(list(read_catalogue(ASSETS / "catalogue")))


def hiding(bench: Bench) -> list[str]:
    """Disclosure control: information lost against the optimum, and an attack on the demo."""
    return disclosure.run(bench.demo)


PARTS: dict[str, Callable[[Bench], list[str]]] = {
    "sizes": sizes,
    "filters": filter_changes,
    "slider": sliding,
    "sql": sql,
    "visits": visits,
    "repaint": repaints,
    "imports": importing,
    "statistics": country,
    "disclosure": hiding,
}


def main(asked: list[str]) -> int:
    """Print the parts asked for, all of them without a name."""
    unknown = [name for name in asked if name not in PARTS]
    if unknown:
        print(f"There is no part {', '.join(unknown)}. Parts: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    print(f"{time.strftime('%Y-%m-%d %H:%M')}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    with ExitStack() as stack:
        bench = Bench(stack)
        for name in asked or PARTS:
            part = PARTS[name]
            print(f"\n{name}: {part.__doc__}", flush=True)
            print("\n".join(part(bench)), flush=True)
            print(f"  (load {os.getloadavg()[0]:.1f} now)", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
