"""The one start of pages and commands: where the database is, and which boundaries an installation begins with."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from base import settings
from base.texts import Texts
from cli import installed
from data_access import boundaries
from data_access.boundaries import Boundaries
from data_access.reports import history
from installation import start
from installation.boundaries import ensure_boundaries
from installation.database import Progress

REAL = Boundaries(
    sha256="ab", file_name="0123456789abcdef.json", name="communes.zip", schematic=False, units=45, scope="province",
    source_note="Sở Nội vụ",
)  # fmt: skip


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `.streamlit/secrets.toml` of this test's own, which is not there yet."""
    monkeypatch.setattr(settings, "SECRETS", tmp_path / "secrets.toml")
    monkeypatch.setenv("CHILD_ATLAS_DATA", str(tmp_path))
    return tmp_path / "secrets.toml"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder."""
    monkeypatch.setenv("CHILD_ATLAS_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_without_a_word_the_database_lies_in_the_data_folder(secrets: Path):
    assert settings.database_url() == f"sqlite:///{secrets.parent / 'atlas.sqlite'}"
    secrets.write_text('[roles]\nofficers = ["an@example.vn"]\n', encoding="utf-8")
    assert settings.database_url() == f"sqlite:///{secrets.parent / 'atlas.sqlite'}"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_secrets_name_the_database_and_the_environment_goes_before_them(
    secrets: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
):
    secrets.write_text(f'DATABASE_URL = "{scheme}://atlas@db/one"\n', encoding="utf-8")
    assert settings.database_url() == "postgresql+psycopg://atlas@db/one"
    monkeypatch.setenv("DATABASE_URL", "sqlite:////srv/two.sqlite")
    assert settings.database_url() == "sqlite:////srv/two.sqlite"


def actors(engine: Engine) -> list[tuple[str, str]]:
    """Cause and actor of each data version, newest first."""
    return history.versions(engine)[["cause", "actor"]].to_records(index=False).tolist()


def test_a_first_start_publishes_the_schematic_boundaries_and_a_second_none(engine: Engine, data: Path):
    ensure_boundaries(engine, actor="start")
    current = boundaries.current(engine)
    assert current is not None
    assert (current.schematic, current.scope, current.units) == (True, "province", 45)
    assert actors(engine) == [("boundaries", "start")]
    file = data / "geometry" / current.file_name
    assert file.exists()
    ensure_boundaries(engine, actor="command line")
    assert actors(engine) == [("boundaries", "start")]
    file.unlink()
    ensure_boundaries(engine, actor="command line")
    assert file.exists(), "another machine on the same database, an emptied data folder"
    assert actors(engine) == [("boundaries", "start")]


def test_boundaries_that_were_imported_stay(engine: Engine, data: Path):
    boundaries.register(engine, REAL, files={}, report={}, actor="an")
    ensure_boundaries(engine, actor="start")
    current = boundaries.current(engine)
    assert current is not None
    assert (current.name, current.schematic) == ("communes.zip", False)
    assert not (data / "geometry").exists()


def test_commands_and_pages_start_alike_each_under_its_name(
    engine: Engine, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def ready(url: str, progress: Progress | None) -> Engine:
        assert url == settings.database_url()
        if progress is not None:
            progress("Making the demo data…")
        return engine

    monkeypatch.setattr("installation.database.ready", ready)
    by: dict[str, Callable[[], Engine]] = {
        "start": lambda: start.prepared(actor="start"),
        installed.ACTOR: lambda: installed.prepared(Texts("en")),
    }
    for actor, prepared in by.items():
        boundaries.register(engine, REAL, files={}, report={}, actor="an")
        # As one that another release sketched: the start puts ours in its place.
        boundaries.register(engine, Boundaries(**{**vars(REAL), "schematic": True}), files={}, report={}, actor="an")
        assert prepared() is engine
        assert actors(engine)[0] == ("boundaries", actor)
    assert capsys.readouterr().out == "Making the demo data…\n"
