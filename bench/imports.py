"""What importing takes: a long CSV of a million rows, and the workbooks of all communes. Each in a process of its own."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from base.settings import ASSETS, database_url
from base.texts import Texts
from bench.alone import alone, peak_mb
from harness.workbooks import filled

INDICATORS = ("IMM01", "IMM02", "INS01", "NUT01", "BIR01", "PRO02", "STF02", "STF04", "PLA02")
STRATA = (
    "",
    "ethnic=mong",
    "ethnic=thai",
    "ethnic=kinh",
    "ethnic=khomu",
    "ethnic=other",
    "sex=f",
    "sex=m",
    "age=0",
    "age=1",
    "age=2",
)
PERIOD = "2025-Q4"


@dataclass(frozen=True)
class LongTable:
    """What a long table took. protection_s: of the seconds of applying; reviewing takes as long for it."""

    rows: int
    mb: float
    reading_s: float
    review_s: float
    apply_s: float
    protection_s: float
    peak_mb: float


@dataclass(frozen=True)
class Workbooks:
    """What workbooks took, of which reading and checking them."""

    rows: int
    seconds: float
    reading_s: float
    peak_mb: float


def long_reports(rows: int) -> pd.DataFrame:
    """`rows` long reports by month since 2019, on the communes of their day, with strata; figures are random and consistent."""
    new = pd.read_csv(ASSETS / "areas/communes.csv", dtype=str)["code"].tolist()
    old = pd.read_csv(ASSETS / "areas/former.csv", dtype=str)["old_code"].unique().tolist()
    months = [f"{year}-M{month:02d}" for year in range(2019, 2027) for month in range(1, 13)]
    places = [(month, code) for month in months if month <= "2026-M10" for code in (old if month < "2025-M07" else new)]
    frame = pd.DataFrame(places, columns=["period", "area_code"])
    for name, values in (("indicator", INDICATORS), ("stratum", STRATA)):
        frame = frame.merge(pd.DataFrame({name: values}), how="cross")
    frame = frame.iloc[:rows]
    chance = np.random.default_rng(1661)
    # A commune's children change little from month to month; a stratum is a sixth of them.
    size = frame["area_code"].map({code: int(chance.integers(60, 150)) for code in {*old, *new}})
    denominator = size * np.where(frame["stratum"] == "", 8, 1)
    numerator = (denominator * chance.uniform(0.9, 0.98, len(frame))).astype(int)
    return frame.assign(numerator=numerator, denominator=denominator)[
        ["indicator", "period", "area_code", "stratum", "numerator", "denominator"]
    ]


def report_long(demo: Path, rows: int) -> list[str]:
    """Seconds and memory for so many rows, from the file to the data version."""
    with _copied(demo) as folder:
        file = folder / "trieu_dong.csv"
        long_reports(rows).to_csv(file, index=False)
        taken = alone(long_table, data=folder, file=str(file))
    counted = taken.reading_s + taken.apply_s - taken.protection_s
    return [
        f"{taken.rows:,} rows of {taken.mb:.0f} MB validated and applied in {counted:.1f} s, protection apart (at most 60);"
        f" peak memory {taken.peak_mb:,.0f} MB (at most 1,500)",
        f"steps in s: read, map, check {taken.reading_s:.1f}, review {taken.review_s:.1f}, apply {taken.apply_s:.1f}; "
        f"protection, inside review and apply, {taken.protection_s:.1f} s once",
    ]


def report_workbooks(demo: Path, workbooks: int, asked: int) -> list[str]:
    """Seconds for so many communes' workbooks that ask for `asked` indicators, from the files to the data version."""
    with _copied(demo) as folder:
        taken = alone(commune_workbooks, data=folder, workbooks=workbooks, asked=asked)
    return [
        f"{workbooks} workbooks of {asked} indicators ({taken.rows:,} figures) in {taken.seconds:.1f} s "
        f"(at most 30), of which reading and checking {taken.reading_s:.1f}; peak memory {taken.peak_mb:,.0f} MB"
    ]


@contextmanager
def _copied(demo: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        for file in demo.glob("atlas.sqlite*"):
            (folder / file.name).write_bytes(file.read_bytes())
        yield folder


def long_table(file: str) -> LongTable:
    """Import `file` into the database of this process; what it took."""
    from data_access.protection import hiding as protection
    from installation.database import ready
    from intake.checking import Wanted, apply, reviewed, understood

    hidden_s = [0.0]
    hide = protection.hide

    def timed(*arguments: Any) -> None:
        began = time.monotonic()
        hide(*arguments)
        hidden_s.append(time.monotonic() - began)

    protection.hide = timed  # type: ignore[assignment]
    engine = ready(database_url())
    content = Path(file).read_bytes()
    began = time.monotonic()
    checked = understood(engine, Wanted(Path(file).name, content))
    reading_s = time.monotonic() - began
    began = time.monotonic()
    seen = reviewed(engine, [(checked, content)], actor="bench")
    review_s = time.monotonic() - began
    accepted = dict.fromkeys(checked.warnings, "bench")
    began = time.monotonic()
    base = seen.base if seen else None
    apply(engine, [(checked, content)], actor="bench", accepted=accepted, base=base, progress=lambda *_: None)
    apply_s = time.monotonic() - began
    if checked.refused:
        raise RuntimeError(f"{checked.refused} of the rows were refused: {sorted(set(checked.findings['rule']))}")
    return LongTable(
        rows=len(checked.reports), mb=len(content) / 1e6, reading_s=reading_s, review_s=review_s, apply_s=apply_s,
        protection_s=hidden_s[-1], peak_mb=peak_mb(),
    )  # fmt: skip


def commune_workbooks(workbooks: int, asked: int) -> Workbooks:
    """Import so many communes' forms into the database of this process; what it took."""
    from data_access import queries, store
    from data_access.engine import writing
    from exports.template import template
    from indicators.catalogue import Catalogue, Unit
    from indicators.periods import parse
    from installation.database import ready
    from intake.checking import Wanted, apply, reviewed, understood

    engine = ready(database_url())
    period = parse(PERIOD)
    known = queries.catalogue(engine)
    rates = [i for i in known.asked(period.kind) if i.unit is Unit.PERCENT and i.has_interval and i.sensitivity < 3]
    made = tuple(
        replace(rates[n % len(rates)], code=f"BEN{n:02d}", order=1000 + n, value_only=False) for n in range(asked)
    )
    with writing(engine) as connection:
        store.store_catalogue(connection, Catalogue((*known, *made)))
    catalogue, communes = queries.catalogue(engine), queries.communes(engine).head(workbooks)
    codes = [indicator.code for indicator in made]
    files = [
        (
            f"{code}.xlsx",
            filled(
                template(
                    catalogue, communes[communes["code"] == code], indicators=codes, period=period, say=Texts("vi"), version=1
                ),
                lambda _: (47, 50),
            ),
        )
        for code in communes["code"]
    ]  # fmt: skip
    began = time.monotonic()
    checked = [(understood(engine, Wanted(name, content)), content) for name, content in files]
    reading_s = time.monotonic() - began
    seen = reviewed(engine, checked, actor="bench")
    accepted = {rule: "bench" for each, _ in checked for rule in each.warnings}
    apply(engine, checked, actor="bench", accepted=accepted, base=seen.base if seen else None)
    rows = sum(len(each.reports) for each, _ in checked)
    if rows != workbooks * asked:
        raise RuntimeError(f"{rows:,} figures were read, not {workbooks * asked:,}")
    return Workbooks(rows, time.monotonic() - began, reading_s, peak_mb())
