"""A database that is ready to be asked: made, migrated, filled from assets, with the demo in it if it is empty."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path

from base.settings import ASSETS, province
from base.texts import marked
from data_access import migrate, store
from data_access.engine import Connection, Engine, open_engine, reading, sqlite_path, writing
from data_access.errors import OtherProvinceError
from data_access.reports import batches, carry
from data_access.reports.submission import Receipt, Submission
from indicators.disclosure import rules
from installation.demo import DEMO_AS_OF, demo_reports
from intake.documents.catalogue_file import read_catalogue
from intake.documents.columns import KINDS
from intake.documents.in_force import ShippedFiles, put

Progress = Callable[[str], None]
"""Called with a source text (see base.texts) when a step that takes long begins."""

DEMO_NAME = "demo"
"""The demo's name among the files received; pages call it by their own word."""

_PERIODS, _PROVINCE, _PROTECTION = "periods", "province", "protection"
"""Parts that are no document."""

YEARS_AHEAD = 2
"""So many years past this one have their periods in the table."""


def ready(
    url: str,
    progress: Progress | None = None,
    *,
    assets: Path = ASSETS,
    folder: Path | None = None,
    with_demo: bool = True,
) -> Engine:
    """The engine for `url`, its database brought up to this release: at every start, by as many processes as like.

    assets: the program's files. folder: the province's (areas/, demo/), default beside the province file; what is not
    there is left empty, to be imported.

    Makes folder and SQLite file if there are none. Each step looks again once it has the write lock, so of two processes
    that start together one works and the other finds the work done.
    Raises DatabaseLockedError, DatabaseUnreachableError, NotADatabaseError, SchemaNewerError, BadSeedError, CatalogueError,
    OtherProvinceError.
    """
    tell = progress or _silent
    places = ShippedFiles(assets, folder)
    engine = open_engine(url, create=True)
    path = sqlite_path(engine)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(engine, progress=lambda _: tell(marked("Backing up the database…")))
    if _unseeded(engine, places):
        tell(marked("Reading communes and indicators…"))
        _seed(engine, places)
    if with_demo and (places.own / "demo").is_dir() and _is_empty(engine):
        tell(marked("Making the demo data…"))
        _apply_demo(engine, places)
    if path is None:
        return engine
    # From here on a file that goes away is an error, and no empty one takes its place.
    engine.dispose()
    return open_engine(url)


def _silent(_: str) -> None:
    """Nobody asked to be told."""


def _fingerprints(places: ShippedFiles) -> dict[str, str]:
    """A hash per part of what its files hold now. The register of communes begins with the province itself."""
    prints = {}
    for kind in KINDS:
        digest = hashlib.sha256(_province_rows() if kind == "areas" else b"")
        for _, path in places.files(kind):
            digest.update(path.name.encode() + path.read_bytes())
        prints[kind] = digest.hexdigest()
    return prints


def _province_rows() -> bytes:
    return f"{province().code} {province().name_vi}".encode()


def _unseeded(engine: Engine, places: ShippedFiles) -> bool:
    with reading(engine) as connection:
        return bool(_changed(connection, places))


def _changed(connection: Connection, places: ShippedFiles) -> dict[str, str]:
    """What is not in the tables as the files have it: fingerprint by part. Raises OtherProvinceError."""
    stored = store.fingerprints(connection)
    if stored.get(_PROVINCE, province().code) != province().code:
        raise OtherProvinceError(found=stored[_PROVINCE], expected=province().code)
    wanted = _fingerprints(places) | {
        _PERIODS: str(datetime.now(province().zone).year), _PROVINCE: province().code, _PROTECTION: rules.VERSION,
    }  # fmt: skip
    return {part: digest for part, digest in wanted.items() if stored.get(part) != digest}


def _seed(engine: Engine, places: ShippedFiles) -> None:
    with writing(engine) as connection:
        changed = _changed(connection, places)
        if not changed:
            return
        if _PERIODS in changed:
            store.store_periods(connection, datetime.now(province().zone).year + YEARS_AHEAD)
        # What was imported stays in force; of it only what adds to the program's own is put together anew.
        put(connection, changed.keys() & set(KINDS), places)
        if _PROTECTION in changed:
            carry.recompute_all(connection)
        store.keep_fingerprints(connection, changed)
        batches.raise_version(connection, actor="start", cause="catalogue")


def _is_empty(engine: Engine) -> bool:
    with reading(engine) as connection:
        return batches.is_empty(connection)


def _apply_demo(engine: Engine, places: ShippedFiles) -> None:
    """The demo as one batch, received on its fixed day. Its file is the recipe: seed and assets decide every row."""
    catalogue = read_catalogue(places.assets / "catalogue")
    reports = demo_reports(catalogue, places.own)
    recipe = json.dumps({"demo": DEMO_AS_OF.isoformat(), "rows": len(reports), **_fingerprints(places)}, sort_keys=True)
    received_at = datetime.combine(DEMO_AS_OF, time(12), tzinfo=province().zone)
    demo = Submission(reports, kind="demo", name=DEMO_NAME, content=recipe.encode())
    batches.apply(engine, [demo], Receipt("start", received_at, is_demo=True), only_if_empty=True)
