"""Areas of all times and how they are called, codes of other systems, collections, people: what files are read against.

Unlike what pages ask, read by one connection each, so that all of it is of one moment.
"""

from datetime import date

import pandas as pd
from sqlalchemy import Connection, select, text

from data_access.frames import read_frame
from data_access.tables import alias, area, area_attribute, area_successor, collection, external_code, indicator

_POPULATION = text("""
SELECT a.code, t.number AS population
  FROM area_attribute t JOIN area a ON a.area_id = t.area_id
 WHERE t.scheme = 'population' AND a.valid_to IS NULL AND a.kind = 'commune'
   AND t.valid_from = (SELECT MAX(n.valid_from) FROM area_attribute n WHERE n.area_id = t.area_id AND n.scheme = t.scheme)
""")


def units(connection: Connection) -> pd.DataFrame:
    """Every area: area_id, kind (commune|province|country), code, valid_from, valid_to (dates; date.max: stands today), name,
    full_name, parent (code of the area above, ''), district ('' for today's); in the order of area_id.
    """
    above = area.alias("above")
    found = read_frame(
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
    return found.assign(
        valid_to=[date.max if pd.isna(day) else day for day in found["valid_to"]],
        parent=found["parent"].fillna(""),
        district=[named.get(key, "") for key in found["area_id"]],
    )


def successors(connection: Connection) -> pd.DataFrame:
    """Which area followed which: old_id, new_id, weight (the share of the old one, above 0 and at most 1)."""
    return read_frame(connection, select(area_successor.c.old_id, area_successor.c.new_id, area_successor.c.weight))


def spellings(connection: Connection) -> pd.DataFrame:
    """Other spellings of areas' names: area_id, spelling."""
    return read_frame(connection, select(alias.c.area_id, alias.c.spelling))


def codes_elsewhere(connection: Connection) -> pd.DataFrame:
    """What other systems call our areas and indicators: system, kind (area|indicator), external, area_id, indicator (code, ''),
    part, stratum.
    """
    external = read_frame(
        connection,
        select(
            external_code.c.system, external_code.c.kind, external_code.c.external, external_code.c.area_id,
            indicator.c.code.label("indicator"), external_code.c.part, external_code.c.stratum,
        ).select_from(external_code.outerjoin(indicator, indicator.c.indicator_id == external_code.c.indicator_id)),
    )  # fmt: skip
    return external.assign(indicator=external["indicator"].fillna(""))


def collections(connection: Connection) -> pd.DataFrame:
    """Registers, surveys and publications: code, kind, name_vi, name_en."""
    return read_frame(
        connection, select(collection.c.code, collection.c.kind, collection.c.name_vi, collection.c.name_en)
    )


def population(connection: Connection) -> pd.DataFrame:
    """The people of today's communes, by the newest count: code, population (float)."""
    return read_frame(connection, _POPULATION, floats=("population",))
