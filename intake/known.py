"""What figures of a file are held against: the reports in force, the people of the communes, the communes themselves."""

from collections.abc import Iterable

import pandas as pd
from sqlalchemy import Connection, text

from data_access.frames import read_arrays, read_frame
from indicators.catalogue import Catalogue
from intake.checks.known import Known
from intake.register import Register

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

_POPULATION = """
SELECT a.code, t.number AS population
  FROM area_attribute t JOIN area a ON a.area_id = t.area_id
 WHERE t.scheme = 'population' AND a.valid_to IS NULL AND a.kind = 'commune'
   AND t.valid_from = (SELECT MAX(n.valid_from) FROM area_attribute n WHERE n.area_id = t.area_id AND n.scheme = t.scheme)
"""


def load(connection: Connection, indicators: Iterable[str], *, totals: pd.DataFrame, register: Register) -> Known:
    """KNOWN for the `indicators` (codes) of a file and the other steps that they are held against. The demo is no history: real figures are not held against invented ones."""
    communes = register.units[register.units["kind"] == "commune"]
    return Known(
        catalogue=register.catalogue,
        reports=_reports(connection, _beside(indicators, register.catalogue), register),
        totals=totals,
        population=read_frame(connection, text(_POPULATION), floats=("population",)),
        communes=communes[["code", "valid_from", "valid_to", "name"]].reset_index(drop=True),
    )


def _beside(indicators: Iterable[str], catalogue: Catalogue) -> list[str]:
    """`indicators` and the other part of each derived indicator that one of them is a part of."""
    codes = set(indicators)
    parts = [set(each.formula.parts) for each in catalogue if each.formula is not None]
    return sorted(codes.union(*(pair for pair in parts if pair & codes)))


def _reports(connection: Connection, codes: list[str], register: Register) -> pd.DataFrame:
    names: dict[str, dict[int, str]] = {
        kind: dict(connection.execute(text(f"SELECT {key}, {name} FROM {kind}")).all())
        for kind, key, name in (
            ("indicator", "indicator_id", "code"), ("period", "period_id", "code"), ("stratum", "stratum_id", "key"),
            ("collection", "collection_id", "code"), ("batch", "batch_id", "name"),
        )
    }  # fmt: skip
    ids = [key for key, code in names["indicator"].items() if code in codes]
    query = text(_IN_FORCE.format(indicators=", ".join(str(key) for key in ids) or "NULL"))
    found = read_arrays(connection, query, {**dict.fromkeys(_IDS, "int64"), **dict.fromkeys(_FIGURES, "float64")})
    units = register.units.set_index("area_id")
    began = units["valid_from"].where(units["kind"] == "commune", None)
    return pd.DataFrame(
        {
            **{kind: found[f"{kind}_id"].map(names[kind]).astype("str") for kind in ("indicator", "period", "stratum")},
            "area_code": found["area_id"].map(units["code"]).astype("str"),
            "area_valid_from": found["area_id"].map(began),
            "collection": found["collection_id"].map(names["collection"]).astype("str"),
            **{name: found[name] for name in _FIGURES},
            "batch": found["batch_id"].map(names["batch"]).astype("str"),
        }
    )
