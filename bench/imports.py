"""What importing takes: a million rows of long CSV, and the workbooks of 45 communes. Each in a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from base.settings import ASSETS, ROOT
from base.texts import Texts

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


def million(rows: int = 1_000_000) -> pd.DataFrame:
    """Long reports by month since 2019, on the communes of their day, with strata; figures are random and consistent."""
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


def report_million(demo: Path) -> list[str]:
    """Seconds and memory for a million rows, from the file to the data version."""
    with _copied(demo) as folder:
        file = folder / "trieu_dong.csv"
        million().to_csv(file, index=False)
        taken = _measured("_import_one", folder, str(file))
    steps = ", ".join(f"{name} {seconds:.1f}" for name, seconds in taken["steps"].items())
    counted = taken["steps"]["read, map, check"] + taken["steps"]["apply"] - taken["protection"]
    return [
        f"{taken['rows']:,} rows of {taken['mb']:.0f} MB validated and applied in {counted:.1f} s, protection apart (at most 60);"
        f" peak memory {taken['peak_mb']:,.0f} MB (at most 1,500)",
        f"steps in s: {steps}; protection, inside review and apply, {taken['protection']:.1f} s once",
    ]


def report_workbooks(demo: Path) -> list[str]:
    """Seconds for 45 commune workbooks of 40 indicators, from the files to the data version."""
    with _copied(demo) as folder:
        taken = _measured("_import_forty_five", folder, "")
    return [
        f"{taken['files']} workbooks of {taken['indicators']} indicators ({taken['rows']:,} figures) in {taken['seconds']:.1f} s "
        f"(at most 30), of which reading and checking {taken['reading']:.1f}; peak memory {taken['peak_mb']:,.0f} MB"
    ]


@contextmanager
def _copied(demo: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        for file in demo.glob("atlas.sqlite*"):
            (folder / file.name).write_bytes(file.read_bytes())
        yield folder


def _measured(what: str, folder: Path, argument: str) -> dict[str, object]:
    """The JSON that `what` prints last, run alone so that its peak memory is its own."""
    code = f"import sys; from bench import imports; imports.{what}(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", code, argument],
        cwd=ROOT, env={**os.environ, "CHILD_ATLAS_DATA": str(folder)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def _import_one(file: str) -> None:
    import resource

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
    from base.settings import database_url

    engine = ready(database_url())
    content = Path(file).read_bytes()
    steps: dict[str, float] = {}
    began = time.monotonic()
    checked = understood(engine, Wanted(Path(file).name, content))
    steps["read, map, check"] = time.monotonic() - began
    peak_checking = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    seen = reviewed(engine, [(checked, content)], actor="bench")
    steps["review"] = time.monotonic() - began
    accepted = dict.fromkeys(checked.warnings, "bench")
    began = time.monotonic()
    base = seen.base_version if seen else None
    apply(engine, [(checked, content)], actor="bench", accepted=accepted, base_version=base, progress=lambda *_: None)
    steps["apply"] = time.monotonic() - began
    if checked.refused:
        raise RuntimeError(f"{checked.refused} of the rows were refused: {sorted(set(checked.findings['rule']))}")
    print(
        json.dumps(
            {
                "rows": len(checked.reports), "mb": len(content) / 1e6, "steps": steps, "protection": hidden_s[-1],
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, "peak_checking": peak_checking / 1000,
            }
        )
    )  # fmt: skip


def _import_forty_five(_: str) -> None:
    import resource

    from base.settings import database_url
    from data_access import queries
    from data_access import store as seed
    from data_access.engine import writing
    from exports.template import template
    from indicators.catalogue import Catalogue, Unit
    from indicators.periods import Kind, parse
    from installation.database import ready
    from intake.checking import Wanted, apply, reviewed, understood

    engine = ready(database_url())
    known = queries.catalogue(engine)
    rates = [i for i in known if i.unit is Unit.PERCENT and i.sensitivity < 3 and Kind.SCHOOL_YEAR not in i.periods]
    forty = tuple(
        replace(
            rates[n % len(rates)], code=f"BEN{n:02d}", order=1000 + n, periods=(Kind.QUARTER,), due_days={"quarter": 10},
            value_only=False, counts_communes=False,
        )
        for n in range(40)
    )  # fmt: skip
    with writing(engine) as connection:
        seed.store_catalogue(connection, Catalogue((*known, *forty)))
    catalogue, communes = queries.catalogue(engine), queries.communes(engine)
    say = Texts("vi")
    files = [
        (
            f"{row['code']}.xlsx",
            _filled(
                template(
                    catalogue, communes[communes["code"] == row["code"]], indicators=[i.code for i in forty],
                    period=parse(PERIOD), say=say, version=1,
                )
            ),
        )
        for row in communes.to_dict("records")
    ]  # fmt: skip
    began = time.monotonic()
    checked = [(understood(engine, Wanted(name, content)), content) for name, content in files]
    reading = time.monotonic() - began
    seen = reviewed(engine, checked, actor="bench")
    accepted = {rule: "bench" for each, _ in checked for rule in each.warnings}
    apply(engine, checked, actor="bench", accepted=accepted, base_version=seen.base_version if seen else None)
    rows = sum(len(each.reports) for each, _ in checked)
    if rows != 45 * 40:
        raise RuntimeError(f"{rows} figures were read, not 1,800")
    print(
        json.dumps(
            {
                "files": len(files), "indicators": len(forty), "rows": rows, "seconds": time.monotonic() - began,
                "reading": reading, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
            }
        )
    )  # fmt: skip


def _filled(blank: bytes) -> bytes:
    """A template as a commune sends it back: every figure filled in."""
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(blank))
    for sheet in book.worksheets:
        heads = {
            cell.value: cell.column
            for row in sheet.iter_rows(max_row=12)
            for cell in row
            if cell.value in ("Tử số", "Mẫu số")
        }
        if len(heads) < 2:
            continue
        for row in sheet.iter_rows(min_row=2):
            if row[0].value and str(row[0].value).isdigit():
                sheet.cell(row[0].row, heads["Tử số"], 47)
                sheet.cell(row[0].row, heads["Mẫu số"], 50)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
