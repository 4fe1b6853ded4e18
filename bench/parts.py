"""The parts of the bench, and what they share."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from base.settings import ASSETS
from bench import (
    boundaries,
    coverage,
    damaged,
    disclosure,
    faults,
    filters,
    imports,
    killed,
    pages,
    repaint,
    slider,
    statements,
    statistics,
    unchanged,
    versions,
    viewers,
    visits,
    walks,
)
from bench.boundaries import Shapes
from bench.size import SMALL, Size
from harness.chromium import launch
from harness.demo import installed
from harness.server import AppServer, app_server
from indicators.catalogue import Unit
from intake.documents.catalogue_file import read_catalogue


class Bench:
    """What the measurements share: folders, servers and a browser, each made when it is first needed."""

    def __init__(
        self, stack: ExitStack, size: Size, *, browser: Browser | None = None, app: AppServer | None = None
    ) -> None:
        """browser, app (the real one on the demo): if there are some already."""
        self.size = size
        self._stack = stack
        self._folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        self._browser, self._app = browser, app

    @cached_property
    def browser(self) -> Browser:
        """Chromium without WebGL."""
        if self._browser:
            return self._browser
        started = launch(self._stack.enter_context(sync_playwright()))
        self._stack.callback(started.close)
        return started

    @cached_property
    def demo(self) -> Path:
        """An installation with the demo, to read."""
        return self._app.data if self._app else installed(self._folder / "demo")

    @cached_property
    def app(self) -> AppServer:
        """The real app on the demo."""
        return self._app or self.new_app()

    def new_app(self) -> AppServer:
        """Another one, which no page was asked of yet."""
        return self._stack.enter_context(app_server(self.demo))

    @cached_property
    def shapes(self) -> tuple[Shapes, Shapes]:
        """Province and country."""
        (self._folder / "maps").mkdir()
        return (
            boundaries.province(self._folder / "maps"),
            boundaries.country(self._folder / "maps", self.size.communes),
        )

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
    """Websocket bytes per change of filter on the gap map; the map's part for the province and for the country."""
    lines = filters.report_app(bench.browser, bench.app, bench.size.changes)
    for shapes in bench.shapes:
        lines += filters.report_map(bench.browser, bench.maps, shapes, bench.size.changes)
    return lines


def sliding(bench: Bench) -> list[str]:
    """The time slider on the gap map and on map-only pages with 28 quarters."""
    steps = bench.size.steps
    lines = [slider.line("gap map, demo", slider.slide(bench.browser, bench.app, "gap_map?indicator=IMM01", steps))]
    for shapes in bench.shapes:
        slid = slider.slide(bench.browser, bench.maps, f"?scope={shapes.scope}&slider=1", steps)
        lines.append(slider.line(f"{shapes.count:,} communes, 28 quarters", slid))
    return lines


def sql(bench: Bench) -> list[str]:
    """Statements per page, with empty caches and when repeated."""
    return statements.report(bench.demo, bench.size.views)


def visiting(bench: Bench) -> list[str]:
    """First and second visit: bytes, hosts, time to the painted map and where it goes."""
    return visits.report(bench.browser, bench.app, bench.size.visits, bench.size.views)


def one_reader(bench: Bench) -> list[str]:
    """A key to the last change on the page, and the server's processor time: views seen first and again."""
    # A figure of a first view needs a server that has not shown it; that each line comes doesn't.
    app = bench.app if bench.size is SMALL else bench.new_app()
    return pages.report(bench.browser, app, list(pages.VIEWS)[: bench.size.views], bench.size.changes)


def readers(bench: Bench) -> list[str]:
    """Readers at once on one process (gap map 70 %, overview 30 %, 3 s between actions), what one run takes, what many leave."""
    size = bench.size
    app = bench.app if size is SMALL else bench.new_app()
    return [
        *viewers.report_runs(app, size.changes),
        *viewers.report_crowds(app, size.crowd, size.seconds),
        *viewers.report_lasting(app, size.runs),
    ]


def repaints(bench: Bench) -> list[str]:
    """Change of indicator to repainted map, on pages with nothing but our map."""
    changes = bench.size.changes
    return [
        repaint.line(shapes, repaint.measure(bench.browser, bench.maps, shapes.scope, changes))
        for shapes in bench.shapes
    ]


def importing(bench: Bench) -> list[str]:
    """A million rows of long CSV, and 45 commune workbooks of 40 indicators."""
    size = bench.size
    return [
        *imports.report_long(bench.demo, size.rows),
        *imports.report_workbooks(bench.demo, size.workbooks, size.asked),
    ]


def country(bench: Bench) -> list[str]:
    """Intervals, status, change, funnels and equity of a country's communes and indicators, beside plain loops."""
    indicators = list(read_catalogue(ASSETS / "catalogue"))[: bench.size.indicators]
    return statistics.report(indicators, bench.size.communes, bench.size.sampled)


def held(bench: Bench) -> list[str]:
    """Intervals of the equity measures: how many of a hundred hold the true value."""
    percent = next(i for i in read_catalogue(ASSETS / "catalogue") if i.unit is Unit.PERCENT)
    return coverage.report(percent, bench.size.counted)


def hiding(bench: Bench) -> list[str]:
    """Disclosure control: information lost against the optimum, and an attack on the demo."""
    return disclosure.report(bench.demo, bench.size.tables)


def again(bench: Bench) -> list[str]:
    """Imports into one year again and again: disclosure control knows all its versions."""
    return versions.report(bench.demo, bench.size.versions)


def fuzz(bench: Bench) -> list[str]:
    """Damaged files: read, or refused in words."""
    return damaged.fuzz(bench.size.damaged)


def kill(bench: Bench) -> list[str]:
    """Imports killed at random moments: in or not in, never between."""
    size = bench.size
    return killed.kills(size.kills, years=size.years, databases=size.databases)


def fault(bench: Bench) -> list[str]:
    """Servers killed, lines frozen and cut, disks filled, backups put back: told, and mended."""
    return faults.faults(bench.size.faults, data=bench.demo)


def walking(bench: Bench) -> list[str]:
    """A reader's actions by chance: after them each page shows what a fresh visit to its address shows."""
    return walks.walks(bench.browser, bench.app, bench.size.walks, actions=bench.size.strides)


def the_same(bench: Bench) -> list[str]:
    """What an installation gives out, taken twice of one checkout: nothing differs."""
    return unchanged.report(bench.browser, bench.app, bench.size.pieces)


@dataclass(frozen=True)
class Part:
    """usual: `make bench` runs it; the others run when they are named."""

    run: Callable[[Bench], list[str]]
    usual: bool = True


PARTS: dict[str, Part] = {
    "sizes": Part(sizes),
    "filters": Part(filter_changes),
    "slider": Part(sliding),
    "sql": Part(sql),
    "visits": Part(visiting),
    "pages": Part(one_reader),
    "viewers": Part(readers),
    "repaint": Part(repaints),
    "imports": Part(importing),
    "statistics": Part(country),
    "coverage": Part(held, usual=False),
    "disclosure": Part(hiding),
    "versions": Part(again),
    "fuzz": Part(fuzz, usual=False),
    "kill": Part(kill, usual=False),
    "faults": Part(fault, usual=False),
    "walks": Part(walking, usual=False),
    "unchanged": Part(the_same, usual=False),
}
