"""Figures, as pages and charts get them: rows of the view `published`."""

from collections.abc import Iterable

import pandas as pd
from sqlalchemy import Engine, Select, and_, or_, select, union_all

from data_access.engine import reading
from data_access.frames import read_frame
from data_access.tables import area, area_link
from data_access.view import published
from indicators.periods import ANNUAL, Kind, parse

VALUES = [
    "indicator", "period", "kind", "code", "name", "numerator", "denominator", "value", "at_least",
    "origin", "source_kind", "parts", "parts_expected", "estimated", "provisional", "late", "blank",
]  # fmt: skip
"""Columns of VALUES. `value` is filled only where a publication gave no counts, `at_least` only where a hidden cell may be
shown as a range (its lower end); both in the indicator's unit."""

_WORDS = ("indicator", "period", "kind", "code", "name", "origin", "source_kind", "blank")
_SHOWN = [published.c[name] for name in VALUES]
_ORDER = (published.c.indicator, published.c.ends_on, published.c.period, published.c.kind, published.c.code)


def values(
    engine: Engine, codes: Iterable[str], periods: Iterable[str], province_in: Iterable[str] = ()
) -> pd.DataFrame:
    """VALUES of the indicators `codes` in `periods` (codes): communes of today, province, country.

    province_in: periods in which the province alone is asked for, in the same statement.
    """
    full, alone = list(periods), list(province_in)
    wanted = published.c.kind != "former"
    if alone:
        wanted = or_(published.c.kind == "province", and_(wanted, published.c.period.in_(full)))
    return _read(
        engine,
        select(*_SHOWN).where(
            published.c.indicator.in_(list(codes)),
            published.c.period.in_([*full, *alone]),
            published.c.stratum_id == 0,
            wanted,
        ),
    )


def history(engine: Engine, code: str, kinds: Iterable[Kind]) -> pd.DataFrame:
    """VALUES of one indicator in all periods of these `kinds`: communes of today, province, country."""
    return _read(
        engine,
        select(*_SHOWN).where(
            published.c.indicator == code,
            published.c.period_kind.in_([str(kind) for kind in kinds]),
            published.c.stratum_id == 0,
            published.c.kind != "former",
        ),
    )


def profile(engine: Engine, commune_code: str, codes: Iterable[str], *, focus: str, period: str) -> pd.DataFrame:
    """All that the page of one commune of today needs, in one statement: VALUES and `stratum` ('' = all together).

    Of the indicators `codes` its annual periods; of the indicator `focus` also the province's annual periods, the old
    communes that it was made of (kind former), and its strata in `period`.
    """
    shown = [*_SHOWN, published.c.stratum]
    annual = published.c.period_kind.in_([str(kind) for kind in ANNUAL])
    whole = published.c.stratum_id == 0
    own = select(*shown).where(
        published.c.code == commune_code,
        published.c.kind == "commune",
        published.c.indicator.in_(list(codes)),
        annual,
        whole,
    )
    province = select(*shown).where(published.c.kind == "province", published.c.indicator == focus, annual, whole)
    members = _of_members(commune_code, focus).where(annual)
    strata_of_period = select(*shown).where(
        published.c.indicator == focus,
        published.c.period == period,
        published.c.stratum_id != 0,
        published.c.code == commune_code,
        published.c.kind == "commune",
    )
    with reading(engine) as connection:
        frame = read_frame(connection, union_all(own, province, members, strata_of_period))
    order = frame["period"].map({code: parse(code) for code in frame["period"].unique()})
    frame = frame.assign(order=order).sort_values(
        ["indicator", "order", "kind", "code"], kind="stable", ignore_index=True
    )
    return frame[[*VALUES, "stratum"]].astype({"parts": "int64", "parts_expected": "int64"})


def strata(engine: Engine, code: str, period: str, area_code: str) -> pd.DataFrame:
    """VALUES and `stratum` ('ethnic=mong') of one commune of today, province or country in one period."""
    return _read(
        engine,
        select(*_SHOWN, published.c.stratum).where(
            published.c.indicator == code,
            published.c.period == period,
            published.c.stratum_id != 0,
            published.c.code == area_code,
            published.c.kind != "former",
        ),
        also=["stratum"],
    )


def former(engine: Engine, commune_code: str, code: str) -> pd.DataFrame:
    """VALUES of the old communes that today's `commune_code` was made of, in all periods of the indicator `code`."""
    return _read(engine, _of_members(commune_code, code))


def of_former(engine: Engine, code: str, period: str) -> pd.DataFrame:
    """VALUES of all former communes in one period of the indicator `code`."""
    return _read(
        engine,
        select(*_SHOWN).where(
            published.c.indicator == code,
            published.c.period == period,
            published.c.stratum_id == 0,
            published.c.kind == "former",
        ),
    )


def _of_members(commune_code: str, code: str) -> Select:
    """Rows of the former communes of a commune of today, all strata together."""
    today = area.alias("today")
    linked = (area_link.c.target_id == today.c.area_id) & (area_link.c.level == "commune")
    return (
        select(*_SHOWN, published.c.stratum)
        .select_from(today.join(area_link, linked).join(published, published.c.area_id == area_link.c.source_id))
        .where(
            today.c.kind == "commune",
            today.c.code == commune_code,
            today.c.valid_to.is_(None),
            published.c.kind == "former",
            published.c.indicator == code,
            published.c.stratum_id == 0,
        )
    )


def _read(engine: Engine, query: Select, also: Iterable[str] = ()) -> pd.DataFrame:
    with reading(engine) as connection:
        frame = read_frame(connection, query.order_by(*_ORDER))
    types = dict.fromkeys([*_WORDS, *also], "str") | dict.fromkeys(("parts", "parts_expected"), "int64")
    return frame[[*VALUES, *also]].astype(types)
