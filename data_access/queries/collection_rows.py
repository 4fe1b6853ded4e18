"""Registers, surveys and reports that figures come from."""

import pandas as pd
from sqlalchemy import Engine, select

from data_access.engine import reading
from data_access.frames import read_frame
from data_access.tables import collection


def collections(engine: Engine) -> pd.DataFrame:
    """Every data collection: code, kind, name_vi, name_en, in the order of their codes."""
    query = select(collection.c.code, collection.c.kind, collection.c.name_vi, collection.c.name_en).order_by(
        collection.c.code
    )
    with reading(engine) as connection:
        return read_frame(connection, query, floats=())
