"""On a machine of several accounts nobody but ours reads the database: it holds counts that are never published."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from base.settings import ROOT
from tests.data import small_province


@pytest.fixture
def usual_rights() -> Iterator[None]:
    """Files that others may read, as most systems make them."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("usual_rights")
def test_a_command_makes_files_for_its_own_account(tmp_path: Path):
    data, province = tmp_path / "data", small_province.make(tmp_path / "small")
    made = subprocess.run(
        [sys.executable, "-m", "cli", "template", "--period", "2025-Q4", str(tmp_path / "t.xlsx")],
        cwd=ROOT,
        # A province without a demo, which would take ten seconds and says nothing of rights.
        env={**os.environ, "CHILD_ATLAS_DATA": str(data), "CHILD_ATLAS_PROVINCE": str(province)},
        capture_output=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr.decode()
    assert {path: oct(path.stat().st_mode & 0o777) for path in (data, data / "atlas.sqlite")} == {
        data: "0o700",
        data / "atlas.sqlite": "0o600",
    }


_SERVER = """
import asyncio, pathlib, asgi

async def start():
    async with asgi.lifespan(asgi.app):
        pass

asgi.warm_up = lambda: pathlib.Path("{database}").write_text("")
asyncio.run(start())
"""


@pytest.mark.usefixtures("usual_rights")
def test_the_server_makes_files_for_its_own_account(tmp_path: Path):
    database = tmp_path / "database"
    subprocess.run([sys.executable, "-c", _SERVER.format(database=database)], cwd=ROOT, capture_output=True, check=True)
    assert database.stat().st_mode & 0o777 == 0o600
