"""Imports killed at random moments, on SQLite and on PostgreSQL: the database is as before or as after, never between."""

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine

from bench.alone import alone
from bench.size import LARGE
from data_access import migrate
from data_access.engine import open_engine
from harness import postgres_server, small_world
from harness.killing import Victim, draft_of, moments
from harness.small_world import Report, apply


@dataclass(frozen=True)
class Killed:
    """How killed imports were left. whole_s: one that nobody kills. left: how often 'before' and 'after'. between: what was neither."""

    whole_s: float
    left: dict[str, int]
    between: list[str]


class LeftBetweenError(AssertionError):
    """A killed import left something; the message says where and when."""


def kills(
    count: int, seed: int | None = None, *, years: int = LARGE.years, databases: int = LARGE.databases
) -> list[str]:
    """Kill `count` imports on each of so many databases; a line each on how they were left.

    years: of figures in the import. seed: of the moments; another one each time by default, told so that a failure can be repeated. Raises LeftBetweenError.
    """
    seed = random.SystemRandom().randrange(10**9) if seed is None else seed
    lines, between = [], []
    for name in list(DATABASES)[:databases]:
        with tempfile.TemporaryDirectory(prefix="soak-") as data:
            found = alone(kill, data=Path(data), database=name, count=count, seed=seed, years=years)
        between += found.between
        lines.append(
            f"{name}: an import of {found.whole_s:.1f} s killed {count} times (seed {seed}): {found.left}, "
            f"between: {len(found.between)}"
        )
    if between:
        raise LeftBetweenError("\n".join([*between, *lines]))
    return lines


def kill(database: str, count: int, seed: int, years: int) -> Killed:
    """Kill `count` imports on the database of that name, in this process."""
    left: Counter[str] = Counter()
    between = []
    with DATABASES[database]() as url:
        engine = open_engine(url, create=True)
        migrate.upgrade(engine)
        small_world.fill(engine)
        apply(engine, [Report("03154", 1, 10), Report("03160", 2, 10, period="2023")])
        victim = Victim(engine, draft_of(engine, years), years)
        whole = victim.whole()
        for moment in moments(seed, count, whole):
            said = f"{database}, seed {seed}, killed after {moment:.3f} s of {whole:.3f}"
            try:
                left[victim.killed_after(moment, said=said)] += 1
            except AssertionError as broken:
                print(f"BETWEEN: {broken}", file=sys.stderr)
                between.append(str(broken))
        engine.dispose()
    return Killed(whole, dict(left), between)


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


DATABASES: dict[str, Callable[[], AbstractContextManager[str]]] = {"SQLite": _sqlite, "PostgreSQL": _postgresql}
