"""Attack everything that is published of this database, with everything that ever was."""

import pandas as pd
from sqlalchemy import Connection, Engine, text

from data_access.engine import reading
from data_access.frames import read_frame
from data_access.kept import Slices, kept
from data_access.protection.cells import read_cells, read_known
from data_access.rights import RawFigures
from indicators.disclosure.audit import attacked
from indicators.disclosure.solve import CELLS

ATTACKED = [
    "indicator", "period", "kind", "code", "stratum", "numerator", "denominator", "range", "low", "high", "needed", "broken",
]  # fmt: skip
"""A row per hidden cell: what it is, its true counts, whether it is shown as a range, the least and greatest count that an
outsider can't rule out, how far apart they must be, and whether they are closer."""

_PROTECTED = """
SELECT DISTINCT o.indicator_id, o.period_id
  FROM observation_current o JOIN indicator i ON i.indicator_id = o.indicator_id AND i.sensitivity >= 1
"""

_NAMES = {
    "indicator_id": "SELECT indicator_id AS id, code AS name FROM indicator",
    "period_id": "SELECT period_id AS id, code AS name FROM period",
    "area_id": "SELECT area_id AS id, code AS name FROM area",
    "stratum_id": "SELECT stratum_id AS id, key AS name FROM stratum",
}


def attack(engine: Engine, _: RawFigures) -> pd.DataFrame:
    """ATTACKED of the whole database; an empty frame where nothing is hidden by the solver. With true counts."""
    with reading(engine) as connection:
        with kept(connection, Slices("work_scope"), _PROTECTED) as scope:
            cells = read_cells(connection, scope, before=None)
        return _named(connection, attacked(cells[CELLS], read_known(connection, cells)))


def _named(connection: Connection, bounds: pd.DataFrame) -> pd.DataFrame:
    """`bounds` (of `attacked`) with codes for the keys of the tables."""
    for key, query in _NAMES.items():
        names = read_frame(connection, text(query)).set_index("id")["name"]
        bounds[key] = bounds[key].map(names)
    short = {
        "indicator_id": "indicator",
        "period_id": "period",
        "area_id": "code",
        "stratum_id": "stratum",
        "level": "kind",
    }
    return bounds.rename(columns=short)[ATTACKED].reset_index(drop=True)
