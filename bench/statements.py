"""SQL statements per page, counted by Streamlit's AppTest in a process of its own."""

import logging
from dataclasses import dataclass
from pathlib import Path

from streamlit.testing.v1 import AppTest

from base.settings import ROOT
from bench.alone import alone

PAGES: dict[str, dict[str, str]] = {
    "overview": {},
    "gap_map": {"indicator": "IMM01"},
    "trends": {"indicator": "IMM01"},
    "commune": {"commune": "03160"},
}


@dataclass(frozen=True)
class Counted:
    """How many statements a page asks with empty caches, and how many again."""

    page: str
    cold: int
    again: int


def report(demo: Path, pages: int) -> list[str]:
    """One line per page, of so many."""
    return [
        f"  {each.page:10} {each.cold} cold (at most 8), {each.again} repeated (at most 1)"
        for each in alone(counted, data=demo, pages=pages)
    ]


def counted(pages: int) -> list[Counted]:
    """Statements of each page of this process's installation: with empty caches, and when repeated."""
    # Streamlit warns, from the first import on, that no server is running; that is so on purpose.
    logging.disable(logging.WARNING)
    from harness.statements import cold_and_again

    found = []
    for name, query in list(PAGES.items())[:pages]:

        def open_(name: str = name, query: dict[str, str] = query) -> AppTest:
            page = AppTest.from_file(ROOT / "dashboard.py", default_timeout=120)
            page.switch_page(f"pages/{name}.py")
            for key, value in query.items():
                page.query_params[key] = value
            return page.run()

        cold, again = cold_and_again(open_)
        found.append(Counted(name, len(cold), len(again)))
    return found
