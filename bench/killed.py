"""Imports killed at random moments, on SQLite and on PostgreSQL: the database is as before or as after, never between."""

import os
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine

from data_access import migrate
from data_access.engine import open_engine
from tests.data import postgres_server, small_world
from tests.data.killing import Victim, draft_of, moments
from tests.data.small_world import apply, report


def kills(count: int, seed: int) -> int:
    """Kill `count` imports on each database and print how they were left; how many were left between."""
    between = 0
    for name, database in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        with database() as url, tempfile.TemporaryDirectory(prefix="soak-") as data:
            os.environ["CHILD_ATLAS_DATA"] = data
            engine = open_engine(url, create=True)
            migrate.upgrade(engine)
            small_world.fill(engine)
            apply(engine, [report("03154", 1, 10), report("03160", 2, 10, period="2023")])
            victim = Victim(engine, draft_of(engine))
            took = victim.whole()
            left: Counter[str] = Counter()
            for moment in moments(seed, count, took):
                said = f"{name}, seed {seed}, killed after {moment:.3f} s of {took:.3f}"
                try:
                    left[victim.killed_after(moment, said=said)] += 1
                except AssertionError as broken:
                    print(f"BETWEEN: {broken}")
                    between += 1
            print(
                f"{name}: an import of {took:.1f} s killed {count} times (seed {seed}): {dict(left)}, between: {between}"
            )
            engine.dispose()
    return between


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        yield f"sqlite:///{Path(folder) / 'atlas.sqlite'}"


@contextmanager
def _postgresql() -> Iterator[str]:
    with postgres_server.running() as server:
        admin = create_engine(server.format(name="postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE soak")
        admin.dispose()
        yield server.format(name="soak")


def new_seed() -> int:
    """Another one each time, printed, so that a failure can be repeated."""
    return random.SystemRandom().randrange(10**9)
