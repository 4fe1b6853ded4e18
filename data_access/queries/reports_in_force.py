"""The reports that stand, as they were reported: what the figures of a new file are held against. No page reads them."""

from collections.abc import Collection

import pandas as pd
from sqlalchemy import Connection, text

from data_access.frames import read_arrays

# As `carry` decides it: per cell the report of the batch applied last.
_IN_FORCE = """
SELECT indicator_id, period_id, stratum_id, area_id, collection_id, batch_id, numerator, denominator, value
  FROM (SELECT o.*, ROW_NUMBER() OVER (
               PARTITION BY o.indicator_id, o.period_id, o.stratum_id, o.area_id, o.collection_id
               ORDER BY b.applied_version DESC, b.batch_id DESC) AS nth
          FROM observation o
          JOIN batch b ON b.batch_id = o.batch_id AND b.withdrawn_version IS NULL AND NOT b.is_demo
         WHERE o.indicator_id IN ({indicators})) AS ranked
 WHERE nth = 1 AND blank = ''
"""

_IDS = ("indicator_id", "period_id", "stratum_id", "area_id", "collection_id", "batch_id")
_FIGURES = ("numerator", "denominator", "value")

# What each key is called by; areas have two names, a code and its first day, and are left to the caller.
_NAMES = (
    ("indicator", "indicator_id", "code"), ("period", "period_id", "code"), ("stratum", "stratum_id", "key"),
    ("collection", "collection_id", "code"), ("batch", "batch_id", "name"),
)  # fmt: skip


def reports_in_force(connection: Connection, indicators: Collection[str]) -> pd.DataFrame:
    """Real reports with a figure: indicator, period, stratum, area_id, collection, numerator, denominator, value, batch (name).

    indicators: codes. The demo is left out: real figures are not held against invented ones.
    """
    named: dict[str, dict[int, str]] = {
        kind: dict(connection.execute(text(f"SELECT {key}, {name} FROM {kind}")).all()) for kind, key, name in _NAMES
    }
    ids = [key for key, code in named["indicator"].items() if code in indicators]
    query = text(_IN_FORCE.format(indicators=", ".join(str(key) for key in ids) or "NULL"))
    rows = read_arrays(connection, query, {**dict.fromkeys(_IDS, "int64"), **dict.fromkeys(_FIGURES, "float64")})
    words = {kind: rows[key].map(named[kind]).astype("str") for kind, key, _ in _NAMES}
    return pd.DataFrame(
        {
            **{kind: words[kind] for kind in ("indicator", "period", "stratum")},
            "area_id": rows["area_id"],
            "collection": words["collection"],
            **{name: rows[name] for name in _FIGURES},
            "batch": words["batch"],
        }
    )
