"""The configuration into tables: areas and their succession, attributes, collections, the catalogue, facilities, periods.

Every part may be run again: what is there is brought up to date, what is no longer said goes, and nothing that reports
stand on is deleted.
"""

from data_access.store.areas import (
    ALWAYS,
    COUNTRY_CODE,
    COUNTRY_NAME,
    area_of,
    put_area,
    short_name,
    store_aliases,
    store_areas,
    store_attributes,
    store_events,
    store_facilities,
)
from data_access.store.catalogue import (
    FIRST_YEAR,
    put_periods,
    store_catalogue,
    store_codes,
    store_collections,
    store_periods,
    store_targets,
)
from data_access.store.seeded import fingerprints, keep_fingerprints

__all__ = [
    "ALWAYS",
    "COUNTRY_CODE",
    "COUNTRY_NAME",
    "FIRST_YEAR",
    "area_of",
    "fingerprints",
    "keep_fingerprints",
    "put_area",
    "put_periods",
    "short_name",
    "store_aliases",
    "store_areas",
    "store_attributes",
    "store_catalogue",
    "store_codes",
    "store_collections",
    "store_events",
    "store_facilities",
    "store_periods",
    "store_targets",
]
