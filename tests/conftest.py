"""Shared by all tests: the settings of a fresh machine, and one demo installation made once per run."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from harness.demo import NotInstalledError, installed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

    from harness.server import AppServer

_DEMO_TIMEOUT_S = 300
_DONE = "demo.done"

# A property is right or wrong; how long an example takes on a shared machine says nothing about it.
# Sixty examples a run where a test names no number: CI runs often, and every run thinks of others.
hypothesis.settings.register_profile("ours", deadline=None, max_examples=60)
hypothesis.settings.load_profile("ours")


# Browsers after what computes, since the checks of the code run beside the first minutes; and short files last, so that
# all processes of the run end together.
_ORDER = ("data", "pages", "browser", "bench", "unit")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Folders in `_ORDER`, any other one first; within them tests stay in the random order that they came in."""
    here = Path(__file__).parent
    rank = {name: nth for nth, name in enumerate(_ORDER)}
    items.sort(key=lambda item: rank.get(item.path.relative_to(here).parts[0], -1))


@pytest.fixture(scope="session", autouse=True)
def _fresh_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test sees this machine's own database or data folder."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE_URL", "CHILD_ATLAS_PROVINCE"):
            patch.delenv(name, raising=False)
        patch.setenv("CHILD_ATLAS_DATA", str(tmp_path_factory.mktemp("untouched")))
        yield


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as `make run` leaves it on a fresh machine: database with the demo, schematic geometry.

    Shared: tests read it, in all processes of the run; the first that asks makes it. One that writes takes `demo_copy`.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demo"
    try:
        folder.mkdir()
    except FileExistsError:
        return _made_elsewhere(folder)
    failure = ""
    try:
        installed(folder)
    except (NotInstalledError, subprocess.TimeoutExpired) as error:
        failure = str(error)
    told = folder.parent / f"{_DONE}.part"
    told.write_text(failure, encoding="utf-8")
    told.replace(folder.parent / _DONE)
    if failure:
        pytest.fail(failure, pytrace=False)
    return folder


def _made_elsewhere(folder: Path) -> Path:
    """The folder that another process of this run makes, once it is done."""
    done = folder.parent / _DONE
    until = time.monotonic() + _DEMO_TIMEOUT_S
    while not done.exists():
        if time.monotonic() > until:
            pytest.fail("the demo was not made in time by another process of this run", pytrace=False)
        time.sleep(0.2)
    failure = done.read_text(encoding="utf-8")
    if failure:
        pytest.fail(f"`python -m cli init` failed in another process of this run:\n{failure}", pytrace=False)
    return folder


@pytest.fixture(scope="session")
def playwright() -> "Iterator[Playwright]":
    """The one Playwright of the run (there can be one per thread)."""
    # Most tests need no browser and shouldn't wait for its library.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: "Playwright") -> "Iterator[Browser]":
    """Chromium without WebGL, as on many office computers and remote desktops."""
    from harness.chromium import launch

    started = launch(playwright)
    yield started
    started.close()


@pytest.fixture(scope="session")
def app(demo_data: Path) -> "Iterator[AppServer]":
    """The app on the shared demo installation: one server for the whole run."""
    from harness.server import app_server

    with app_server(demo_data) as server:
        yield server


@pytest.fixture
def demo_copy(demo_data: Path, tmp_path: Path) -> Path:
    """A demo installation of this test's own, to change or break."""
    return Path(shutil.copytree(demo_data, tmp_path / "data"))
