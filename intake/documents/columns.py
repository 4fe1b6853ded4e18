"""Which columns make which document: how it is recognised, what must stand in it, what identifies a row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from base.texts import marked

KINDS = ("collections", "areas", "attributes", "facilities", "aliases", "codes", "catalogue", "targets", "events")
"""All kinds of documents, each after those that it refers to: the order in which several are applied."""

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "collections": marked("Data collections"),
        "areas": marked("Communes"),
        "attributes": marked("Attributes of communes"),
        "facilities": marked("Facilities"),
        "aliases": marked("Spellings of commune names"),
        "codes": marked("Codes of other systems"),
        "catalogue": marked("Indicators"),
        "targets": marked("Targets of the province"),
        "events": marked("Events"),
    }
)
"""What a kind is called; source texts."""


@dataclass(frozen=True)
class Columns:
    """One table of a document.

    required: columns by which it is recognised. optional: may be left out, with the value that stands for them then.
    key: what identifies a row. filled: must not be blank. together: all of them or none. numbers, days, codes (of
    communes): how cells are read. unread: known, for the reader of the file only.
    """

    required: tuple[str, ...]
    key: tuple[str, ...]
    optional: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    filled: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """All columns that are read, those required first."""
        return [*self.required, *self.optional]


def _blank(*names: str) -> Mapping[str, str]:
    return MappingProxyType(dict.fromkeys(names, ""))


TABLES: Mapping[str, Columns] = MappingProxyType(
    {
        "collections": Columns(
            required=("code", "kind", "name_vi", "name_en"), optional=_blank("citation"), key=("code",),
            filled=("code", "kind", "name_vi", "name_en"),
        ),
        # Communes of today with the units that each is made of, one row per unit.
        "merged": Columns(
            required=("code", "full_name", "valid_from", "old_code", "old_full_name", "old_valid_from", "old_valid_to"),
            optional=MappingProxyType({"old_district": "", "weight": "1", "area_km2": "", "source": ""}),
            key=("code", "old_code", "old_valid_from"), filled=("code", "full_name", "valid_from", "source"),
            numbers=("weight", "area_km2"), days=("valid_from", "old_valid_from", "old_valid_to"), codes=("code", "old_code"),
            together=("old_code", "old_full_name", "old_valid_from", "old_valid_to"), unread=("population",),
        ),
        "communes": Columns(
            required=("code", "full_name", "valid_from"), optional=_blank("area_km2", "source"), key=("code", "valid_from"),
            filled=("code", "full_name", "valid_from", "source"), numbers=("area_km2",), days=("valid_from",), codes=("code",),
            unread=("population",),
        ),
        "former": Columns(
            required=("old_code", "old_full_name", "new_code", "valid_from", "valid_to"),
            optional=MappingProxyType({"old_district": "", "weight": "1", "source": ""}),
            key=("old_code", "valid_from", "new_code"),
            filled=("old_code", "old_full_name", "new_code", "valid_from", "valid_to", "source"),
            numbers=("weight",), days=("valid_from", "valid_to"), codes=("old_code", "new_code"),
        ),
        "attributes": Columns(
            required=("code", "scheme", "value"),
            optional=MappingProxyType({"number": "", "ordinal": "", "valid_from": "", "source": "", "is_demo": "no"}),
            key=("code", "scheme", "valid_from"), filled=("code", "scheme", "valid_from", "source"),
            numbers=("number", "ordinal"), days=("valid_from",), codes=("code",),
        ),
        "facilities": Columns(
            required=("kind", "name", "code", "lon", "lat"), optional=MappingProxyType({"source": "", "is_demo": "no"}),
            key=("kind", "name", "code"), filled=("kind", "name", "code", "lon", "lat", "source"),
            numbers=("lon", "lat"), codes=("code",),
        ),
        "aliases": Columns(
            required=("code", "spelling"), optional=_blank("valid_from", "source"), key=("code", "valid_from", "spelling"),
            filled=("code", "spelling", "source"), days=("valid_from",), codes=("code",),
        ),
        "codes": Columns(
            required=("system", "kind", "external"), optional=_blank("code", "valid_from", "indicator", "part", "stratum"),
            key=("system", "kind", "external"), filled=("system", "kind", "external"), days=("valid_from",), codes=("code",),
        ),
        "targets": Columns(
            required=("indicator", "year", "comparator", "value"),
            optional=MappingProxyType({"source": "", "verified": "no"}), key=("indicator", "year", "comparator"),
            filled=("indicator", "year", "comparator", "value", "source"), numbers=("year", "value"),
        ),
        "events": Columns(
            required=("day", "text_vi", "text_en"), optional=_blank("indicator", "source"), key=("day", "indicator", "text_vi"),
            filled=("day", "text_vi", "text_en", "source"), days=("day",),
        ),
    }
)  # fmt: skip
"""Every table of a document, in the order in which a header is compared with them: those that need more columns first."""

KIND_OF: Mapping[str, str] = MappingProxyType(
    {**{name: name for name in TABLES}, "merged": "areas", "communes": "areas", "former": "areas"}
)
"""The kind of document that a table belongs to."""
