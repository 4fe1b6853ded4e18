"""What is kept of loaded data, and for which data it stands."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from data_access.reports import batches
from data_access.reports.submission import Receipt, Submission
from harness.small_world import Report, frame
from ui.frame import editions, loaders

COMMUNE = "03160"
PERIOD = "2025-Q4"


def values(data: loaders.Data) -> pd.DataFrame:
    found = data.values(("IMM01",), (PERIOD,))
    return found[found["code"] == COMMUNE][["numerator", "denominator"]]


def figures(data: loaders.Data) -> list[list[float]]:
    return values(data).to_numpy().tolist()


def imported(numerator: float) -> None:
    """A report of one commune, in the database as it now stands."""
    rows = frame([Report(COMMUNE, numerator, 140, indicator="IMM01", period=PERIOD)])
    submission = Submission(rows, kind="long", name="bao_cao.csv", content=f"{numerator}".encode())
    batches.apply(loaders.engine(), [submission], Receipt("an", datetime(2026, 1, 15, 5, tzinfo=UTC)))


def now() -> loaders.Data:
    """As a page begins."""
    state, _ = editions.state()
    return loaders.Data(state.edition, loaders.today())


def copied(data: Path, backup: Path) -> None:
    """As the program makes backups."""
    with closing(sqlite3.connect(data / "atlas.sqlite")) as source, closing(sqlite3.connect(backup)) as target:
        source.backup(target)


def put_back(data: Path, backup: Path) -> None:
    """As an administrator puts one back while the server runs."""
    for file in data.glob("atlas.sqlite*"):
        file.unlink()
    shutil.copy(backup, data / "atlas.sqlite")


def test_after_a_backup_was_put_back_the_same_number_shows_its_own_figures(own_installation: Path, tmp_path: Path):
    backup = tmp_path / "copy"
    first = now()
    demo = values(first)
    copied(own_installation, backup)
    imported(101)
    wrong = now()
    assert figures(wrong) == [[101, 140]]
    entered, catalogue = list(wrong.versions()["at"]), wrong.catalogue
    put_back(own_installation, backup)
    again = now()
    assert again.edition == first.edition, "what was put back is what was saved: one stands for the other"
    pd.testing.assert_frame_equal(values(again), demo)
    imported(111)
    right = now()
    assert right.edition.version == wrong.edition.version, "else this test shows nothing"
    assert figures(right) == [[111, 140]]
    assert list(right.versions()["at"]) != entered
    assert right.catalogue is not catalogue


def test_a_run_during_which_a_backup_was_put_back_keeps_nothing_and_begins_anew(own_installation: Path, tmp_path: Path):
    backup = tmp_path / "copy"
    copied(own_installation, backup)
    imported(101)
    began = now()
    put_back(own_installation, backup)
    imported(111)
    assert figures(began) == [[111, 140]], "read under one edition, loaded of another"
    with pytest.raises(editions.MovedOnError):
        editions.settle()
    assert figures(now()) == [[111, 140]]
    editions.settle()
