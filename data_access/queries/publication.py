"""What may be given to anybody: any slice of the view `published`, with what one must know to read it elsewhere."""

from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Engine, select

from data_access.engine import reading
from data_access.frames import read_frame
from data_access.queries.value_frames import VALUES
from data_access.tables import (
    area,
    area_link,
    collection,
    external_code,
    indicator,
    indicator_text,
    indicator_version,
)
from data_access.view import published
from indicators.standing import geography

PUBLICATION = [
    *VALUES, "stratum", "area_valid_from", "geography", "indicator_name", "collection", "source", "definition",
    "definition_version", "unit", "multiplier",
]  # fmt: skip
"""VALUES with `stratum` (key, '' = all), `area_valid_from` (date: codes were used twice, so that an area is its code and its
first day), `geography` (of `indicators.standing`: former|carried|today|''), the indicator's name, definition, the number of
its version in force in the period (`definition_version`, NaN where it has none), `unit` (percent|per_1000|count) and
`multiplier`, the collection's name and the `source`: its citation, or the indicator's own where it has none."""

KINDS = ("commune", "former", "province", "country")

EXTERNAL = ["kind", "external", "area_kind", "area_code", "area_valid_from", "indicator", "part", "stratum"]
"""Codes of another system: of an area (kind 'area': area_kind, area_code, area_valid_from) or of a part of an indicator
(kind 'indicator': indicator, part numerator|denominator|value, stratum). What does not apply is '' or None."""

_WORDS = ("indicator", "period", "kind", "code", "name", "origin", "source_kind", "blank", "stratum")


def publication(
    engine: Engine,
    *,
    indicators: Iterable[str] | None = None,
    periods: Iterable[str] | None = None,
    kinds: Iterable[str] = ("commune", "province"),
    strata: bool = False,
    communes: Iterable[str] | None = None,
    language: str = "vi",
) -> pd.DataFrame:
    """PUBLICATION: every cell of the slice, hidden ones without a figure and with their reason. Order: indicator, period, kind, code.

    indicators, periods, communes: codes, None for all. kinds: of KINDS. strata: the groups within areas too. communes: those of
    today; of kind former, those that became part of them; province and country stay in, if `kinds` has them.
    A figure that was taken back has no row. language: of the words ('vi' or 'en').
    """
    in_use = select(indicator.c.code).where(indicator.c.retired.is_(False))
    conditions: list[ColumnElement[bool]] = [
        published.c.kind.in_(list(kinds)),
        published.c.blank != "removed",
        published.c.indicator.in_(in_use),
    ]
    if indicators is not None:
        conditions.append(published.c.indicator.in_(list(indicators)))
    if periods is not None:
        conditions.append(published.c.period.in_(list(periods)))
    if not strata:
        conditions.append(published.c.stratum_id == 0)
    if communes is not None:
        today = area.alias("today")
        members = (
            select(area_link.c.source_id)
            .join(today, today.c.area_id == area_link.c.target_id)
            .where(area_link.c.level == "commune", today.c.valid_to.is_(None), today.c.code.in_(list(communes)))
        )
        conditions.append(published.c.kind.in_(("province", "country")) | published.c.area_id.in_(members))
    cells = (
        select(
            *(published.c[name] for name in VALUES), published.c.stratum, published.c.collection_id,
            published.c.ends_on, area.c.valid_from.label("area_valid_from"),
        )
        .join(area, area.c.area_id == published.c.area_id)
        .where(*conditions)
        .order_by(
            published.c.indicator, published.c.ends_on, published.c.period, published.c.kind, published.c.code,
            area.c.valid_from, published.c.stratum,
        )
    )  # fmt: skip
    words = (
        select(
            indicator.c.code, indicator.c.unit, indicator.c.multiplier, indicator_text.c.name,
            indicator_text.c.numerator, indicator_text.c.denominator, indicator_text.c.source,
        )
        .select_from(indicator.outerjoin(
            indicator_text,
            (indicator_text.c.indicator_id == indicator.c.indicator_id) & (indicator_text.c.lang == language),
        ))
    )  # fmt: skip
    name = collection.c.name_en if language == "en" else collection.c.name_vi
    with reading(engine) as connection:
        frame = read_frame(connection, cells)
        meant = read_frame(connection, words, floats=()).fillna("").set_index("code")
        sources = read_frame(
            connection, select(collection.c.collection_id, name.label("name"), collection.c.citation)
        ).set_index("collection_id")
        begun = read_frame(
            connection,
            select(indicator.c.code, indicator_version.c.version, indicator_version.c.valid_from)
            .join(indicator, indicator.c.indicator_id == indicator_version.c.indicator_id)
            .order_by(indicator_version.c.valid_from),
        )
    own = frame["indicator"].map(meant["source"])
    cited = frame["collection_id"].map(sources["citation"])
    ratio = meant["numerator"] + " ÷ " + meant["denominator"]
    frame = frame.assign(
        indicator_name=frame["indicator"].map(meant["name"]),
        definition=frame["indicator"].map(meant["numerator"].where(meant["unit"].isin(["count", "days"]), ratio)),
        unit=frame["indicator"].map(meant["unit"]),
        multiplier=frame["indicator"].map(meant["multiplier"]),
        collection=frame["collection_id"].map(sources["name"]),
        source=cited.where(cited != "", own),
        geography=[geography(*each) for each in zip(frame["kind"], frame["origin"], strict=True)],
        definition_version=_versions(frame, begun),
    )
    words_of = dict.fromkeys(
        (*_WORDS, "indicator_name", "definition", "unit", "collection", "source", "geography"), "str"
    )
    whole = dict.fromkeys(("parts", "parts_expected", "multiplier"), "int64")
    return frame[PUBLICATION].astype({**words_of, **whole})


def _versions(frame: pd.DataFrame, begun: pd.DataFrame) -> pd.Series:
    """The number of the version in force on the last day of each row's period; NaN before the first one."""
    number = np.full(len(frame), np.nan)
    for code, version, since in zip(begun["code"], begun["version"], begun["valid_from"], strict=True):
        number[(frame["indicator"] == code) & (frame["ends_on"] >= since)] = version
    return pd.Series(number, index=frame.index)


def standing_communes(engine: Engine, day: date, province: str) -> pd.DataFrame:
    """The communes of `province` (code) that stood on `day`, those that have to report on it: code, full_name; by code."""
    above = area.alias("above")
    with reading(engine) as connection:
        return read_frame(
            connection,
            select(area.c.code, area.c.full_name)
            .join(above, above.c.area_id == area.c.parent_id)
            .where(
                area.c.kind == "commune",
                above.c.kind == "province",
                above.c.code == province,
                area.c.valid_from <= day,
                area.c.valid_to.is_(None) | (area.c.valid_to >= day),
            )
            .order_by(area.c.code),
        )


def external_codes(engine: Engine, system: str) -> pd.DataFrame:
    """EXTERNAL of one system ('dhis2'), by external code."""
    with reading(engine) as connection:
        frame = read_frame(
            connection,
            select(
                external_code.c.kind, external_code.c.external, area.c.kind.label("area_kind"),
                area.c.code.label("area_code"), area.c.valid_from.label("area_valid_from"),
                indicator.c.code.label("indicator"), external_code.c.part, external_code.c.stratum,
            )
            .select_from(
                external_code.outerjoin(area, area.c.area_id == external_code.c.area_id).outerjoin(
                    indicator, indicator.c.indicator_id == external_code.c.indicator_id
                )
            )
            .where(external_code.c.system == system)
            .order_by(external_code.c.kind, external_code.c.external),
        )  # fmt: skip
    words = ["area_kind", "area_code", "indicator"]
    return frame.assign(**{name: frame[name].fillna("") for name in words})[EXTERNAL]
