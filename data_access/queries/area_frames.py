"""Communes of today, what they are grouped by, and the places in them."""

import pandas as pd
from sqlalchemy import Engine, text

from base.settings import province
from data_access.engine import reading
from data_access.frames import read_frame

AREAS = [
    "code",
    "name",
    "full_name",
    "ethnic",
    "region",
    "border",
    "travel",
    "travel_minutes",
    "population",
    "illustrative",
]
_GROUPS = ("ethnic", "region", "border", "travel")
_NUMBERS = ("travel_minutes", "population")

_AREAS = text("""
SELECT a.code, a.name, a.full_name, t.scheme, t.value, t.number, t.is_demo
  FROM area a
  LEFT JOIN area_attribute t
    ON t.area_id = a.area_id
   AND t.valid_from = (SELECT MAX(n.valid_from) FROM area_attribute n WHERE n.area_id = t.area_id AND n.scheme = t.scheme)
 WHERE a.kind = 'commune' AND a.valid_to IS NULL
 ORDER BY a.code, t.scheme
""")

_COMMUNES = text("""
SELECT a.code, a.name, a.full_name, p.code AS province
  FROM area a LEFT JOIN area p ON p.area_id = a.parent_id
 WHERE a.kind = 'commune' AND a.valid_to IS NULL AND (:province = '' OR p.code = :province)
 ORDER BY a.code
""")

_SUCCESSION = text("""
SELECT today.code, was.code AS former, was.name, was.full_name, d.value AS district, s.weight
  FROM area_successor s
  JOIN area today ON today.area_id = s.new_id
  JOIN area was ON was.area_id = s.old_id
  LEFT JOIN area_attribute d ON d.area_id = was.area_id AND d.scheme = 'district'
 WHERE today.kind = 'commune' AND today.valid_to IS NULL
 ORDER BY today.code, was.code
""")

_SOURCES = text("""
SELECT scheme, source, MAX(valid_from) AS valid_from, is_demo
  FROM area_attribute
 WHERE scheme <> 'district'
 GROUP BY scheme, source, is_demo
 ORDER BY scheme, source
""")

_FACILITIES = text("""
SELECT f.kind, f.name, a.code, f.lon, f.lat, f.source, f.is_demo
  FROM facility f JOIN area a ON a.area_id = f.area_id
 ORDER BY f.kind, a.code, f.name
""")


_EVENTS = text("SELECT day, text_vi, text_en, indicator, source FROM event ORDER BY day, event_id")


def areas(engine: Engine) -> pd.DataFrame:
    """AREAS: one row per commune of today, by code. A group that is not known is '', a number NaN.

    illustrative: the schemes of this commune that are demo data, joined by '.', '' if none.
    """
    with reading(engine) as connection:
        long = read_frame(connection, _AREAS, floats=("number",))
    frame = long[["code", "name", "full_name"]].drop_duplicates("code").set_index("code")
    for scheme in _GROUPS:
        frame[scheme] = long[long["scheme"] == scheme].set_index("code")["value"].reindex(frame.index).fillna("")
    for scheme in _NUMBERS:
        frame[scheme] = long[long["scheme"] == scheme].set_index("code")["number"].reindex(frame.index).astype(float)
    # How far is far is the province's to say (assets/province.toml); the register's own word stands where no time is known.
    minutes = frame["travel_minutes"]
    far = (minutes > province().remote_minutes).map({True: "remote", False: "near"})
    frame["travel"] = far.where(minutes.notna(), frame["travel"])
    demo = long[long["scheme"].isin(_GROUPS) & long["is_demo"].eq(True)]
    frame["illustrative"] = demo.groupby("code")["scheme"].agg(".".join).reindex(frame.index).fillna("")
    return frame.reset_index()[AREAS]


def communes(engine: Engine, *, province: str | None = None) -> pd.DataFrame:
    """Communes of today by code: code, name, full_name, province (its code); of one province, else all on record."""
    with reading(engine) as connection:
        return read_frame(connection, _COMMUNES, {"province": province or ""})


def succession(engine: Engine) -> pd.DataFrame:
    """Of which communes those of today were made, a row for each part: code (of today's), former (code of its day), name,
    full_name and district ('' unknown) of the former one, weight (the share of it that became part of this one); by code, former.
    """
    with reading(engine) as connection:
        frame = read_frame(connection, _SUCCESSION, floats=("weight",))
    return frame.assign(district=frame["district"].fillna("").astype("str"))


def attribute_sources(engine: Engine) -> pd.DataFrame:
    """Where the groupings come from: scheme, source, valid_from (date), is_demo (bool); one row per scheme and source."""
    with reading(engine) as connection:
        frame = read_frame(connection, _SOURCES)
    return frame.assign(valid_from=pd.to_datetime(frame["valid_from"]).dt.date)


def events(engine: Engine) -> pd.DataFrame:
    """What happened in the province: day (date), text_vi, text_en, indicator ('' of all), source; by day."""
    with reading(engine) as connection:
        frame = read_frame(connection, _EVENTS)
    return frame.assign(day=pd.to_datetime(frame["day"]).dt.date)


def facilities(engine: Engine) -> pd.DataFrame:
    """Health stations, schools and play spaces: kind, name, code (of the commune), lon, lat (degrees, WGS 84), source, is_demo."""
    with reading(engine) as connection:
        return read_frame(connection, _FACILITIES, floats=("lon", "lat"))
