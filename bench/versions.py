"""Many data versions of one year: what each further import costs disclosure control, which knows them all."""

import shutil
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
from sqlalchemy import Engine, text

from bench.alone import alone, peak_mb

_CELLS = 4

_REPORTS = text("""
SELECT i.code AS indicator, p.code AS period, a.kind AS area_kind, a.code AS area_code, a.valid_from AS area_valid_from,
       s.key AS stratum, c.code AS collection, o.numerator, o.denominator
  FROM observation o
  JOIN indicator i ON i.indicator_id = o.indicator_id
  JOIN period p ON p.period_id = o.period_id
  JOIN area a ON a.area_id = o.area_id
  JOIN stratum s ON s.stratum_id = o.stratum_id
  JOIN collection c ON c.collection_id = o.collection_id
 WHERE i.code = 'IMM01' AND p.code = '2025' AND a.kind = 'commune' AND o.blank = ''
 ORDER BY a.code, s.stratum_id
""")


@dataclass(frozen=True)
class Again:
    """What importing again and again took: seconds of the processor, each time."""

    seconds: list[float]
    peak_mb: float


def report(data: Path, imports: int) -> list[str]:
    """What the first and the last of `imports` cost. data: a data folder with the demo; a copy of it is written to."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        copy = shutil.copytree(data, Path(folder) / "data")
        found = alone(one_year_again, data=copy, imports=imports)
    ends = max(1, imports // 6)
    return [
        f"{imports} imports of {_CELLS} cells each into one year of an indicator with groups: {np.mean(found.seconds[:ends]):.2f} s of one core "
        f"at first, {np.mean(found.seconds[-ends:]):.2f} s at last, peak memory {found.peak_mb:.0f} MB"
    ]


def one_year_again(imports: int) -> Again:
    """Import a few cells of one year again and again into the database of this process; what each time took."""
    from base.settings import database_url
    from data_access.engine import open_engine, reading, writing

    engine = open_engine(database_url())
    with writing(engine) as connection:
        # The demo is nobody's and leaves no trace; its figures stand for an officer's first import here.
        connection.execute(text("UPDATE batch SET is_demo = FALSE"))
    with reading(engine) as connection:
        reports = pd.read_sql(_REPORTS, connection)
    spent = _imported(engine, reports, imports)
    engine.dispose()
    return Again(spent, peak_mb())


def _imported(engine: Engine, reports: pd.DataFrame, imports: int) -> list[float]:
    """Processor seconds of each import."""
    from data_access.reports import batches
    from data_access.reports.submission import Receipt, Submission

    rng = np.random.default_rng(1)
    reports = reports.assign(
        area_valid_from=pd.to_datetime(reports["area_valid_from"]).dt.date, value=np.nan, status="final",
        reported_on=date(2026, 1, 10), blank="", sheet="", row=np.nan, col="",
    )  # fmt: skip
    spent = []
    for number in range(imports):
        chosen = rng.choice(len(reports), _CELLS, replace=False)
        rows = reports.iloc[chosen]
        moved = rows["numerator"] + rng.integers(-2, 3, _CELLS)
        rows = rows.assign(numerator=np.minimum(moved.clip(lower=0), rows["denominator"]))
        reports.iloc[chosen] = rows
        submission = Submission(
            rows.reset_index(drop=True), kind="workbook", name="import.xlsx", content=str(number).encode()
        )
        started = time.process_time()
        batches.apply(engine, [submission], Receipt("bench", datetime(2026, 1, 15, tzinfo=UTC)))
        spent.append(time.process_time() - started)
    return spent
