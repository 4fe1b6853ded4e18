"""Figures by group of children, for comparing them: whole years only, as they are published."""

import pandas as pd
from sqlalchemy import Engine, select

from data_access.engine import reading
from data_access.frames import read_frame
from data_access.queries.value_frames import VALUES
from data_access.view import published
from indicators.periods import ANNUAL

_SHOWN = [*(published.c[name] for name in VALUES), published.c.stratum]
_WHOLE_YEARS = published.c.period_kind.in_([str(kind) for kind in ANNUAL])
_TYPES = dict.fromkeys(("indicator", "period", "kind", "code", "name", "origin", "blank", "stratum"), "str") | dict.fromkeys(
    ("parts", "parts_expected"), "int64"
)  # fmt: skip


def strata_history(engine: Engine, code: str, area_code: str) -> pd.DataFrame:
    """VALUES and `stratum` of the province `area_code` in every whole year of the indicator `code`, by period."""
    query = select(*_SHOWN).where(
        published.c.indicator == code,
        published.c.kind == "province",
        published.c.code == area_code,
        published.c.stratum_id != 0,
        _WHOLE_YEARS,
    )
    order = (published.c.ends_on, published.c.period, published.c.stratum)
    with reading(engine) as connection:
        return read_frame(connection, query.order_by(*order)).astype(_TYPES)


def strata_of_communes(engine: Engine, code: str, period: str) -> pd.DataFrame:
    """VALUES and `stratum` of today's communes in one whole year of the indicator `code`; empty for a part of a year."""
    query = select(*_SHOWN).where(
        published.c.indicator == code,
        published.c.period == period,
        published.c.kind == "commune",
        published.c.stratum_id != 0,
        _WHOLE_YEARS,
    )
    with reading(engine) as connection:
        return read_frame(connection, query.order_by(published.c.code, published.c.stratum)).astype(_TYPES)
