"""What pages ask the database: one function a question, one statement each, columns as docs/architecture.md names them.

Figures come from the view `published` alone, in which hidden cells have none.
"""

from data_access.queries.area_frames import areas, attribute_sources, communes, events, facilities, succession
from data_access.queries.catalogue_rows import catalogue
from data_access.queries.collection_rows import collections
from data_access.queries.completeness import completeness
from data_access.queries.origins import provenance
from data_access.queries.present import State, state
from data_access.queries.publication import external_codes, publication, standing_communes
from data_access.queries.reporting import freshness, periods
from data_access.queries.strata_frames import strata_history, strata_of_communes
from data_access.queries.value_frames import VALUES, former, history, of_former, profile, strata, values

__all__ = [
    "VALUES",
    "State",
    "areas",
    "attribute_sources",
    "catalogue",
    "collections",
    "communes",
    "completeness",
    "external_codes",
    "events",
    "facilities",
    "former",
    "freshness",
    "history",
    "of_former",
    "periods",
    "profile",
    "provenance",
    "publication",
    "standing_communes",
    "state",
    "strata",
    "strata_history",
    "strata_of_communes",
    "succession",
    "values",
]
