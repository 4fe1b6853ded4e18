"""Shared by all tests: the settings of a fresh machine, and one demo installation made once per run."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from base.settings import ROOT

# A property is right or wrong; how long an example takes on a shared machine says nothing about it.
hypothesis.settings.register_profile("no deadline", deadline=None)
hypothesis.settings.load_profile("no deadline")


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

    Shared: tests read it. One that writes takes `demo_copy`.
    """
    folder = tmp_path_factory.mktemp("demo")
    made = subprocess.run(
        [sys.executable, "-m", "cli", "init"],
        cwd=ROOT,
        env={**os.environ, "CHILD_ATLAS_DATA": str(folder)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if made.returncode:
        pytest.fail(f"`python -m cli init` ended with {made.returncode}:\n{made.stdout}\n{made.stderr}", pytrace=False)
    return folder


@pytest.fixture
def demo_copy(demo_data: Path, tmp_path: Path) -> Path:
    """A demo installation of this test's own, to change or break."""
    return Path(shutil.copytree(demo_data, tmp_path / "data"))
