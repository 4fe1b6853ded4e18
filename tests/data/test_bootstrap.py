"""From nothing to a database with the demo, by one process or two, on both databases."""

import multiprocessing
import shutil
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from base.settings import ASSETS
from data_access import queries
from data_access.engine import READ_WAIT_S, Connection, open_engine, reading
from data_access.reports import batches, carry
from harness.small_world import Report, frame
from installation import database as bootstrap
from installation.demo import DEMO_AS_OF
from intake.documents.catalogue_file import read_catalogue

FEW = [Report("03160", 455, 510, indicator="IMM01", period="2025")]


@pytest.fixture
def few_demo_rows(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """The demo in a few rows, where only the way it is applied matters."""
    monkeypatch.setattr(bootstrap, "demo_reports", lambda catalogue, folder: frame(FEW))
    return FEW


@pytest.mark.usefixtures("few_demo_rows")
def test_a_fresh_machine_gets_folder_database_and_demo(empty_url: str, tmp_path: Path):
    url = empty_url.replace(str(tmp_path), str(tmp_path / "new" / "folder"))
    said: list[str] = []
    engine = bootstrap.ready(url, said.append)
    state = queries.state(engine)
    assert (state.version, state.is_demo, state.as_of) == (2, True, DEMO_AS_OF)
    assert queries.catalogue(engine) == read_catalogue(ASSETS / "catalogue")
    assert len(queries.areas(engine)) == 45
    lines = (ASSETS / "demo/facilities.csv").read_text(encoding="utf-8").splitlines()
    assert len(queries.facilities(engine)) == len(lines) - 1
    assert said == ["Reading communes and indicators…", "Making the demo data…"]
    engine.dispose()


@pytest.mark.usefixtures("few_demo_rows")
def test_the_second_start_changes_nothing_and_says_nothing(empty_url: str):
    bootstrap.ready(empty_url).dispose()
    said: list[str] = []
    engine = bootstrap.ready(empty_url, said.append)
    assert queries.state(engine).version == 2
    assert said == []
    engine.dispose()


@pytest.mark.usefixtures("few_demo_rows")
def test_the_demo_does_not_come_back(empty_url: str):
    engine = bootstrap.ready(empty_url)
    with reading(engine) as connection:
        demo = int(connection.scalar(text("SELECT batch_id FROM batch")) or 0)
    batches.withdraw(engine, demo, "an")
    engine.dispose()
    engine = bootstrap.ready(empty_url)
    assert not queries.state(engine).is_demo
    engine.dispose()


@pytest.mark.usefixtures("few_demo_rows")
def test_a_changed_catalogue_is_read_at_the_next_start_and_hides_anew(empty_url: str, tmp_path: Path):
    assets = Path(shutil.copytree(ASSETS, tmp_path / "assets"))
    bootstrap.ready(empty_url, assets=assets).dispose()
    path = assets / "catalogue/health.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("sensitivity = 1", "sensitivity = 3"), encoding="utf-8")
    engine = bootstrap.ready(empty_url, assets=assets)
    assert queries.catalogue(engine)["IMM01"].sensitivity == 3
    assert queries.values(engine, ["IMM01"], ["2025"])["blank"].tolist()[0] == "hidden"
    assert queries.state(engine).version == 3
    engine.dispose()


LONG_S = READ_WAIT_S + 1
"""So long the one that works keeps the lock here: longer than a page would wait."""


def _start(url: str, kept_s: float) -> None:
    """One of two processes; it has a few rows, and takes as long over them as if there were many."""
    recompute = carry.recompute

    def slowly(connection: Connection, applied: Sequence[int]) -> None:
        time.sleep(kept_s)
        recompute(connection, applied)

    bootstrap.demo_reports = lambda catalogue, folder: frame(FEW)
    carry.recompute = slowly
    bootstrap.ready(url).dispose()


def test_two_processes_may_start_together(empty_url: str):
    """On SQLite the other has to wait for long, as for the whole demo."""
    kept_s = LONG_S if empty_url.startswith("sqlite") else 0.0
    context = multiprocessing.get_context("spawn")
    starts = [context.Process(target=_start, args=(empty_url, kept_s)) for _ in range(2)]
    for process in starts:
        process.start()
    for process in starts:
        process.join(180)
    assert [process.exitcode for process in starts] == [0, 0]
    engine = bootstrap.ready(empty_url)
    with reading(engine) as connection:
        assert connection.scalar(text("SELECT COUNT(*) FROM batch")) == 1
        assert connection.scalar(text("SELECT COUNT(*) FROM data_version")) == 2
    whole = queries.values(engine, ["IMM01"], ["2025"]).set_index("kind").loc["province"]
    assert (round(100 * whole["numerator"] / whole["denominator"], 1), whole["origin"]) == (89.2, "summed")
    engine.dispose()


def test_the_whole_demo_has_what_the_province_published(demo_data: Path):
    """Of 2025, 95.5 % of infants fully vaccinated."""
    engine = open_engine(f"sqlite:///{demo_data / 'atlas.sqlite'}")
    with reading(engine) as connection:
        assert connection.scalar(text("SELECT COUNT(*) FROM batch")) == 1
    whole = queries.values(engine, ["IMM01"], ["2025"]).set_index("kind").loc["province"]
    assert (round(100 * whole["numerator"] / whole["denominator"], 1), whole["origin"]) == (95.5, "published")
    engine.dispose()


def test_the_demo_is_of_its_day():
    assert date(2026, 1, 15) == DEMO_AS_OF
