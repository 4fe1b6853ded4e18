"""A database that is ready to be asked: made, migrated, filled from assets, with the demo in it if it is empty."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path

import pandas as pd
from sqlalchemy import Connection, Engine, insert, select, update

from base.settings import ASSETS, province
from base.texts import marked
from data_access import batches, carry, migrate, seed
from data_access.batches import Submission
from data_access.catalogue_file import read_catalogue
from data_access.demo import DEMO_AS_OF, demo_reports
from data_access.engine import open_engine, reading, sqlite_path, writing
from data_access.tables import seeded

__all__ = ["DEMO_NAME", "Engine", "Progress", "ready"]

Progress = Callable[[str], None]
"""Called with a source text (see base.texts) when a step that takes long begins."""

DEMO_NAME = "demo"
"""The demo's name among the files received; pages call it by their own word."""

YEARS_AHEAD = 2
"""So many years past this one have their periods in the table."""


def ready(url: str, progress: Progress | None = None, *, assets: Path = ASSETS, with_demo: bool = True) -> Engine:
    """The engine for `url`, its database brought up to this release: at every start, by as many processes as like.

    Makes folder and SQLite file if there are none. Each step looks again once it has the write lock, so of two processes
    that start together one works and the other finds the work done.
    Raises DatabaseLockedError, DatabaseUnreachableError, NotADatabaseError, SchemaNewerError, BadSeedError, CatalogueError.
    """
    tell = progress or _silent
    engine = open_engine(url, create=True)
    path = sqlite_path(engine)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(engine, progress=lambda _: tell(marked("Backing up the database…")))
    if _unseeded(engine, assets):
        tell(marked("Reading communes and indicators…"))
        _seed(engine, assets)
    if with_demo and _is_empty(engine):
        tell(marked("Making the demo data…"))
        _apply_demo(engine, assets)
    if path is None:
        return engine
    # From here on a file that goes away is an error, and no empty one takes its place.
    engine.dispose()
    return open_engine(url)


def _silent(_: str) -> None:
    """Nobody asked to be told."""


_PARTS: dict[str, tuple[str, ...]] = {
    "areas": ("areas/communes.csv", "areas/former.csv"),
    "attributes": ("areas/attributes.csv",),
    "collections": ("demo/collections.csv",),
    "facilities": ("demo/facilities.csv",),
    "catalogue": ("catalogue/*.toml",),
}
"""What is seeded, in this order, and from which files. A file that is not there is not asked for."""


def _fingerprints(assets: Path) -> dict[str, str]:
    """A hash per part of what its files hold now."""
    prints = {}
    for part, patterns in _PARTS.items():
        digest = hashlib.sha256()
        for path in sorted(found for pattern in patterns for found in assets.glob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
        prints[part] = digest.hexdigest()
    return prints


def _unseeded(engine: Engine, assets: Path) -> bool:
    with reading(engine) as connection:
        return bool(_changed(connection, assets))


def _changed(connection: Connection, assets: Path) -> dict[str, str]:
    """What is not in the tables as the files have it: fingerprint by part."""
    stored = {row.name: row.sha256 for row in connection.execute(select(seeded))}
    wanted = _fingerprints(assets) | {"periods": str(datetime.now(province().zone).year)}
    return {part: digest for part, digest in wanted.items() if stored.get(part) != digest}


def _seed(engine: Engine, assets: Path) -> None:
    with writing(engine) as connection:
        changed = _changed(connection, assets)
        if not changed:
            return
        if "areas" in changed:
            communes, former = (_csv(assets / name) for name in _PARTS["areas"])
            seed.store_areas(connection, communes, former, province())
        if "attributes" in changed:
            seed.store_attributes(connection, _csv(assets / "areas/attributes.csv"))
        if "collections" in changed:
            seed.store_collections(connection, _csv(assets / "demo/collections.csv"))
        facilities = assets / "demo/facilities.csv"
        if "facilities" in changed and facilities.exists():
            seed.store_facilities(connection, _csv(facilities))
        if "catalogue" in changed:
            seed.store_catalogue(connection, read_catalogue(assets / "catalogue"))
        if "periods" in changed:
            seed.store_periods(connection, datetime.now(province().zone).year + YEARS_AHEAD)
        if {"areas", "catalogue"} & changed.keys():
            # Links or sensitivity may be others now.
            carry.recompute_all(connection)
        _remember(connection, changed)
        batches.raise_version(connection, actor="start", cause="catalogue")


def _remember(connection: Connection, prints: dict[str, str]) -> None:
    known = set(connection.scalars(select(seeded.c.name)))
    for part, digest in prints.items():
        if part in known:
            connection.execute(update(seeded).where(seeded.c.name == part).values(sha256=digest))
        else:
            connection.execute(insert(seeded).values(name=part, sha256=digest))


def _is_empty(engine: Engine) -> bool:
    with reading(engine) as connection:
        return batches.is_empty(connection)


def _csv(path: Path) -> pd.DataFrame:
    """Text as it stands: codes keep their zeros, an empty field is ''."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")


def _apply_demo(engine: Engine, assets: Path) -> None:
    """The demo as one batch, received on its fixed day. Its file is the recipe: seed and assets decide every row."""
    catalogue = read_catalogue(assets / "catalogue")
    reports = demo_reports(catalogue, assets)
    recipe = json.dumps({"demo": DEMO_AS_OF.isoformat(), "rows": len(reports), **_fingerprints(assets)}, sort_keys=True)
    received_at = datetime.combine(DEMO_AS_OF, time(12), tzinfo=province().zone)
    demo = Submission(reports, kind="demo", name=DEMO_NAME, content=recipe.encode())
    batches.apply(engine, [demo], actor="start", received_at=received_at, is_demo=True, only_if_empty=True)
