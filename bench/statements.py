"""SQL statements per page, counted in this process by Streamlit's AppTest."""

import logging
import os
from pathlib import Path

from streamlit.testing.v1 import AppTest

from base.settings import ROOT
from cli.__main__ import main as command

PAGES: dict[str, dict[str, str]] = {
    "overview": {},
    "gap_map": {"indicator": "IMM01"},
    "trends": {"indicator": "IMM01"},
    "commune": {"commune": "03160"},
}


def installed(folder: Path) -> Path:
    """A fresh installation with the demo in `folder`."""
    os.environ["CHILD_ATLAS_DATA"] = str(folder)
    if command(["--language", "en", "init"]):
        raise RuntimeError("`python -m cli init` failed")
    return folder


def report(demo: Path) -> list[str]:
    """One line per page."""
    os.environ["CHILD_ATLAS_DATA"] = str(demo)
    # Streamlit warns, from the first import on, that no server is running; that is so on purpose.
    logging.disable(logging.WARNING)
    from tests.pages.statements import cold_and_again

    lines = []
    for name, query in PAGES.items():

        def open_(name: str = name, query: dict[str, str] = query) -> AppTest:
            page = AppTest.from_file(ROOT / "dashboard.py", default_timeout=120)
            page.switch_page(f"pages/{name}.py")
            for key, value in query.items():
                page.query_params[key] = value
            return page.run()

        cold, again = cold_and_again(open_)
        lines.append(f"  {name:10} {len(cold)} cold (at most 8), {len(again)} repeated (at most 1)")
    logging.disable(logging.NOTSET)
    return lines
