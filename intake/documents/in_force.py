"""Which configuration is in force: of each kind the newest document that was imported and not withdrawn, else what comes with
the program (catalogue, common data collections) or lies beside the province file. Put into the tables from there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from base.settings import ASSETS, province, province_dir
from data_access import store
from data_access.documents import communes_of_today, imported
from data_access.engine import Connection
from data_access.reports import carry
from indicators.catalogue import Catalogue, Indicator
from intake.documents.catalogue_file import read_catalogue
from intake.documents.columns import KINDS
from intake.documents.document import Document, empty, normal
from intake.documents.read import read

RECOMPUTED = ("areas", "catalogue", "collections")
"""Kinds that decide how reports are added up, hidden or preferred."""

_FOLLOWING: Mapping[str, tuple[str, ...]] = {
    "areas": ("attributes", "facilities", "aliases", "codes"),
    "catalogue": ("targets", "codes", "events"),
}
"""What refers to a kind, and is put in anew after it."""


@dataclass(frozen=True)
class ShippedFiles:
    """Where the files lie that nobody imported. assets: of the program. folder: beside the province file."""

    assets: Path = ASSETS
    folder: Path | None = None

    @property
    def own(self) -> Path:
        """The province's folder."""
        return self.folder or province_dir()

    def files(self, kind: str) -> list[tuple[str, Path]]:
        """The files of `kind` that are there, each with the table that it holds ('' for a catalogue)."""
        own, common = self.own, self.assets / "catalogue"
        known = {
            "collections": [("collections", common / "collections.csv"), ("collections", own / "demo/collections.csv")],
            "areas": [("communes", own / "areas/communes.csv"), ("former", own / "areas/former.csv")],
            "attributes": [("attributes", own / "areas/attributes.csv")],
            "facilities": [("facilities", own / "demo/facilities.csv")],
            "aliases": [("aliases", own / "areas/aliases.csv")],
            "codes": [("codes", own / "areas/codes.csv")],
            "events": [("events", own / "demo/events.csv")],
            "catalogue": [("", path) for path in sorted(common.glob("*.toml"))],
        }
        return [(table, path) for table, path in known.get(kind, []) if path.exists()]


def in_force(connection: Connection, kind: str, shipped: ShippedFiles) -> Document:
    """The configuration of one kind, whole: for kinds that add to what comes with the program, both together."""
    found = imported(connection, kind)
    return completed(_of_files(kind, shipped) if found is None else read(found.name, found.content), shipped)


def completed(document: Document, shipped: ShippedFiles) -> Document:
    """A document together with what it adds to: the indicators of the program and the common data collections stay."""
    if document.kind == "catalogue":
        common = read_catalogue(shipped.assets / "catalogue")
        own = {indicator.code: indicator for indicator in document.indicators}
        indicators = (*(own.pop(each.code, each) for each in common), *own.values())
        return Document(kind="catalogue", indicators=indicators, findings=document.findings)
    if document.kind == "collections":
        own_rows = document.table("collections")
        common_rows = _of_file("collections", shipped.assets / "catalogue/collections.csv")
        kept = common_rows[~common_rows["code"].isin(own_rows["code"])]
        table = pd.concat([kept, own_rows], ignore_index=True)
        return Document(kind="collections", tables={"collections": table}, findings=document.findings)
    return document


def clash(indicators: Iterable[Indicator]) -> tuple[str, int] | None:
    """Codes of two indicators that share a place, and the place."""
    seen: dict[int, str] = {}
    for each in indicators:
        if each.order in seen:
            return f"{seen[each.order]}, {each.code}", each.order
        seen[each.order] = each.code
    return None


def put(connection: Connection, kinds: Iterable[str], shipped: ShippedFiles) -> None:
    """Bring the tables to what is in force of `kinds`, of what refers to them, and of all figures that follow.

    Rows of imported documents that refer to what is no longer there are passed over; those of the program's own
    files raise BadSeedError. Raises CatalogueError, AreasInUseError.
    """
    asked = set(kinds)
    wanted = asked | {following for kind in asked for following in _FOLLOWING.get(kind, ())}
    for kind in (kind for kind in KINDS if kind in wanted):
        document = in_force(connection, kind, shipped)
        if imported(connection, kind) is not None and kind in ("attributes", "facilities"):
            table = document.table(kind)
            document = Document(kind=kind, tables={kind: table[table["code"].isin(communes_of_today(connection))]})
        _put(connection, kind, document)
    if wanted & set(RECOMPUTED):
        carry.recompute_all(connection)


def _put(connection: Connection, kind: str, document: Document) -> None:
    match kind:
        case "areas":
            store.store_areas(connection, document.table("communes"), document.table("former"), province())
        case "attributes":
            store.store_attributes(connection, document.table("attributes"))
        case "facilities":
            store.store_facilities(connection, document.table("facilities"))
        case "collections":
            store.store_collections(connection, document.table("collections"))
        case "aliases":
            store.store_aliases(connection, document.table("aliases"))
        case "codes":
            store.store_codes(connection, document.table("codes"))
        case "targets":
            store.store_targets(connection, document.table("targets"))
        case "events":
            store.store_events(connection, document.table("events"))
        case "catalogue":
            # A later release may bring an indicator with the place of an imported one: then they stand side by side.
            ordered = sorted(document.indicators, key=lambda each: each.order)
            store.store_catalogue(connection, Catalogue(tuple(ordered)))


def _of_files(kind: str, shipped: ShippedFiles) -> Document:
    if kind == "catalogue":
        return Document(kind=kind, indicators=tuple(read_catalogue(shipped.assets / "catalogue")))
    tables: dict[str, list[pd.DataFrame]] = {}
    for table, path in shipped.files(kind):
        tables.setdefault(table, []).append(_of_file(table, path))
    return Document(kind=kind, tables={name: pd.concat(frames, ignore_index=True) for name, frames in tables.items()})


def _of_file(table: str, path: Path) -> pd.DataFrame:
    """Text as it stands: codes keep their zeros, an empty field is ''."""
    if not path.exists():
        return empty(table)
    return normal(pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8"), table)
