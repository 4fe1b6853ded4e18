"""All that recognising and mapping must know of the database, read once per file, so that both are pure functions."""

from dataclasses import dataclass

import pandas as pd

from base.settings import province
from data_access.engine import Connection
from data_access.queries import register as rows
from indicators.catalogue import Catalogue


@dataclass(frozen=True)
class Register:
    """Areas, spellings, codes, collections and the catalogue, as they stand.

    units: area_id, kind (commune|province|country), code, valid_from, valid_to (dates; date.max: stands today), name, full_name,
    parent (code of the area above, ''), district ('' for today's). successors: old_id, new_id, weight.
    aliases: area_id, spelling. external: system, kind (area|indicator), external, area_id, indicator (code, ''), part, stratum.
    collections: code, kind, name_vi, name_en. province: code of the province served.
    """

    catalogue: Catalogue
    units: pd.DataFrame
    successors: pd.DataFrame
    aliases: pd.DataFrame
    external: pd.DataFrame
    collections: pd.DataFrame
    province: str


def load(connection: Connection, catalogue: Catalogue) -> Register:
    """The register as this transaction sees it."""
    return Register(
        catalogue=catalogue,
        units=rows.units(connection),
        successors=rows.successors(connection),
        aliases=rows.spellings(connection),
        external=rows.codes_elsewhere(connection),
        collections=rows.collections(connection),
        province=province().code,
    )
