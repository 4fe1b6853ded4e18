"""Every part of the bench runs, in a small size: what it prints are figures. How good they are, `make bench` says."""

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser
from sqlalchemy import create_engine

from bench import killed
from bench.parts import PARTS, Bench
from bench.size import SMALL
from harness.server import AppServer


@pytest.fixture(scope="module")
def bench(browser: Browser, app: AppServer) -> Iterator[Bench]:
    with ExitStack() as stack:
        yield Bench(stack, SMALL, browser=browser, app=app)


@pytest.mark.parametrize("name", PARTS)
def test_a_part_prints_figures(bench: Bench, name: str) -> None:
    lines = PARTS[name].run(bench)
    assert lines
    assert any(re.search(r"\d", line) for line in lines), lines
    assert not [line for line in lines if "nan" in line], lines
    if name == "unchanged":
        assert lines[-1].endswith(" 0 differ"), lines


def test_on_every_database_imports_can_be_killed() -> None:
    for name, database in killed.DATABASES.items():
        with database() as url:
            engine = create_engine(url)
            with engine.connect() as connection:
                assert connection.exec_driver_sql("SELECT 1").scalar() == 1, name
            engine.dispose()
