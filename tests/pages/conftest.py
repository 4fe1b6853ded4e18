"""Pages without a browser: Streamlit's AppTest on the demo installation."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Protocol

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from base.settings import ROOT
from data_access.engine import Engine
from installation import start

# A first page imports pandas, plotly and statsmodels, on a machine that may be busy.
TIMEOUT_S = 60


class OpenPage(Protocol):
    """Open a page as a link does: `open_page("gap_map", indicator="IMM01", lang="en")`; 'overview' is `/`."""

    def __call__(self, name: str, **query: str) -> AppTest: ...


@pytest.fixture(scope="session", autouse=True)
def _packages_searched_once() -> Iterator[None]:
    """Streamlit searches all packages for components at every AppTest: half of the time of a page, with one answer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@contextmanager
def prepared(folder: Path) -> Iterator[Engine]:
    """An installation as pages open it, prepared once for many tests that leave it as it is: a fifth of the time of a page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHILD_ATLAS_DATA", str(folder))
        engine = start.prepared(actor="start")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def demo_prepared(demo_data: Path) -> Iterator[Engine]:
    """The shared demo."""
    with prepared(demo_data) as engine:
        yield engine


@pytest.fixture
def installation(demo_data: Path, demo_prepared: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder that pages of this test read; caches are empty before and after."""
    monkeypatch.setenv("CHILD_ATLAS_DATA", str(demo_data))
    monkeypatch.setattr(start, "prepared", lambda **_: demo_prepared)
    _empty_caches()
    yield demo_data
    _empty_caches()


@pytest.fixture
def own_installation(demo_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """As `installation`, but this test's own, to change or break."""
    monkeypatch.setenv("CHILD_ATLAS_DATA", str(demo_copy))
    _empty_caches()
    yield demo_copy
    _empty_caches()


@pytest.fixture
def open_page(request: pytest.FixtureRequest) -> OpenPage:
    """Opens pages on `own_installation` where the test asks for one, else on the shared `installation`."""
    if "own_installation" not in request.fixturenames:
        request.getfixturevalue("installation")

    def open_(name: str, **query: str) -> AppTest:
        at = AppTest.from_file(ROOT / "dashboard.py", default_timeout=TIMEOUT_S)
        # Before the first run it opens the page directly, as a link would; after it, it would not carry filters over.
        at.switch_page(f"pages/{name}.py")
        for key, value in query.items():
            at.query_params[key] = value
        return at.run()

    return open_


def _empty_caches() -> None:
    st.cache_data.clear()
    st.cache_resource.clear()
