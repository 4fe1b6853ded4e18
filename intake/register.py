"""All that recognising and mapping must know of the database, read once per file, so that both are pure functions."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import Connection, select

from base.settings import province
from data_access.frames import read_frame
from data_access.tables import alias, area, area_attribute, area_successor, collection, external_code, indicator
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
    above = area.alias("above")
    units = read_frame(
        connection,
        select(
            area.c.area_id, area.c.kind, area.c.code, area.c.valid_from, area.c.valid_to, area.c.name, area.c.full_name,
            above.c.code.label("parent"),
        ).select_from(area.outerjoin(above, above.c.area_id == area.c.parent_id)).order_by(area.c.area_id),
    )  # fmt: skip
    districts = read_frame(
        connection,
        select(area_attribute.c.area_id, area_attribute.c.value).where(area_attribute.c.scheme == "district"),
        floats=(),
    )
    named = dict(zip(districts["area_id"], districts["value"], strict=True))
    units = units.assign(
        valid_to=[date.max if pd.isna(day) else day for day in units["valid_to"]],
        parent=units["parent"].fillna(""),
        district=[named.get(key, "") for key in units["area_id"]],
    )
    external = read_frame(
        connection,
        select(
            external_code.c.system, external_code.c.kind, external_code.c.external, external_code.c.area_id,
            indicator.c.code.label("indicator"), external_code.c.part, external_code.c.stratum,
        ).select_from(external_code.outerjoin(indicator, indicator.c.indicator_id == external_code.c.indicator_id)),
    )  # fmt: skip
    return Register(
        catalogue=catalogue,
        units=units,
        successors=read_frame(connection, select(area_successor.c.old_id, area_successor.c.new_id, area_successor.c.weight)),
        aliases=read_frame(connection, select(alias.c.area_id, alias.c.spelling)),
        external=external.assign(indicator=external["indicator"].fillna("")),
        collections=read_frame(
            connection, select(collection.c.code, collection.c.kind, collection.c.name_vi, collection.c.name_en)
        ),
        province=province().code,
    )  # fmt: skip
