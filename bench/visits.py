"""Visits from outside, cold and warm: bytes, requests, hosts, and where the time goes until the picture is painted."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser

from harness.server import AppServer
from harness.visit import Visit, cold_and_warm

_DRAWN = {"gap_map": "path[data-code]", "": None, "trends": ".js-plotly-plot", "commune": None}
_LIMIT_MB = {"gap_map": 2.0, "trends": 3.3}


def report(browser: Browser, server: AppServer, rounds: int, pages: int) -> list[str]:
    """`rounds` cold and warm visits to pages with a picture, one of each to the other pages; all hosts that were asked."""
    lines: list[str] = []
    hosts: set[str] = set()
    # The server's first visitor waits for what no other does.
    cold_and_warm(browser, f"{server.url}/gap_map", drawn="path[data-code]")
    for path, drawn in list(_DRAWN.items())[:pages]:
        pairs = [cold_and_warm(browser, f"{server.url}/{path}", drawn=drawn) for _ in range(rounds if drawn else 1)]
        for name, visits in (("cold", [a for a, _ in pairs]), ("warm", [b for _, b in pairs])):
            median = sorted(visits, key=lambda each: each.marks["painted"])[len(visits) // 2]
            limit = f" (at most {_LIMIT_MB[path]})" if name == "cold" and path in _LIMIT_MB else ""
            lines.append(
                f"  {path or 'overview':9}{name}: {median.total / 1e6:.2f} MB{limit}, {median.requests} requests; {_times(median)}"
            )
            if name == "cold" and path == "gap_map":
                parts = ", ".join(f"{kind} {size / 1000:.0f}" for kind, size in median.bytes.most_common())
                lines.append(f"           kB: {parts}")
            hosts.update(*(each.hosts for each in visits))
    lines.append(f"  outside hosts asked: {', '.join(sorted(hosts - {urlsplit(server.url).netloc})) or 'none'}")
    return lines


def _times(each: Visit) -> str:
    return ", ".join(f"{name} {at:.0f}" for name, at in each.marks.items() if at) + " ms"
