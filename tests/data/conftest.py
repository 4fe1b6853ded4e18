"""Every database test runs twice: on a SQLite file and on a PostgreSQL server started for the run."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from data_access import migrate
from data_access.engine import open_engine
from harness import postgres_server, small_world

_numbers = count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """URL of a running server, with {name} for the database; fails, never skips, where there is none."""
    with postgres_server.running() as url:
        yield url


def _new_database(server: str, template: str = "template1") -> str:
    name = f"atlas_{next(_numbers)}"
    admin = create_engine(server.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    admin.dispose()
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables; a SQLite file that does not exist yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'atlas.sqlite'}"
    server = request.getfixturevalue("postgres")
    return server.format(name=_new_database(server))


def _filled(url: str) -> None:
    engine = open_engine(url, create=True)
    migrate.upgrade(engine)
    small_world.fill(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small world as a file to copy."""
    path = tmp_path_factory.mktemp("template") / "atlas.sqlite"
    _filled(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> str:
    """The small world as a database to copy."""
    name = _new_database(postgres)
    _filled(postgres.format(name=name))
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The small world (see small_world.py) in a database of its own, without reports."""
    if request.param == "sqlite":
        path = tmp_path / "atlas.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        return f"sqlite:///{path}"
    server = request.getfixturevalue("postgres")
    return server.format(name=_new_database(server, request.getfixturevalue("postgres_template")))


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """The small world, to be asked."""
    made = open_engine(url, write_wait_s=1.0)
    yield made
    made.dispose()
