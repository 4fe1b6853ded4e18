"""Whether a rearrangement changed anything: what an installation gives out, taken from two checkouts and compared.

    python -m bench.unchanged take FOLDER [--of CHECKOUT]
    python -m bench.unchanged compare BEFORE AFTER

Knows a checkout by its commands and addresses alone, so that it may be laid out as it likes. Taken are the database with
the demo and after importing workbooks, table by table; slices of protected figures in every format; pictures of every page.
"""

import argparse
import csv
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from itertools import islice, product
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, sync_playwright

from base.settings import ROOT
from bench.size import LARGE
from harness.chromium import launch
from harness.server import AppServer, app_server
from harness.settled import settled_picture
from harness.workbooks import filled

PERIOD = "2025-Q4"
# What says when something was done, or is drawn anew each time; not what was done.
_TIMES = {"received_at", "imported_at", "at", "created_at", "finished_at", "token", "stamp"}

SLICES: dict[str, list[str]] = {
    "one": ["--indicators", "IMM01"],
    "all": [],
    "english": ["--language", "en"],
    "few": ["--indicators", "IMM01,INS01,PLA01"],
    "derived": ["--indicators", "IMM10"],
    "protected": ["--indicators", "PRO02,PRO01"],
    "highest": ["--indicators", "ABU02"],
    "year": ["--periods", "2024"],
    "years": ["--periods", "2019,2021,2025"],
    "quarter": ["--periods", "2025-Q4"],
    "school": ["--periods", "2024-25"],
    "communes": ["--kinds", "commune"],
    "provinces": ["--kinds", "province"],
    "former": ["--kinds", "former", "--periods", "2024"],
    "country": ["--kinds", "country"],
    "strata": ["--strata", "--periods", "2025"],
    "strata_one": ["--strata", "--indicators", "IMM01"],
    "commune": ["--communes", "03160"],
    "two": ["--communes", "03160,03158", "--strata"],
    "border": ["--communes", "03160,03158,03199", "--periods", "2023,2025", "--language", "en"],
}
FORMATS = ("csv", "xlsx", "parquet", "json")
_COMMUNES = ("03158", "03160", "03163", "03166")

PAGES = ("", "gap_map", "trends", "equity", "commune", "data", "methods")
SIZES = {"desktop": (1920, 2400), "laptop": (1366, 2400), "phone": (390, 3600)}
MORE = {
    "need": "gap_map?measure=need",
    "cluster": "gap_map?measure=cluster",
    "funnel": "gap_map?layout=funnel",
    "columns": "gap_map?layout=columns",
    "compare": "gap_map?compare=INS01&border=yes",
    "profile": "commune?commune=03160&source=1",
    "province": "gap_map?indicator=ABU02",
    "chosen": "trends?commune=03160.03158",
    "sexes": "equity?by=sex",
    "nobody": "gap_map?region=III&border=no&ethnic=kinh",
    "misread": "gap_map?indicator=NONE&period=1066",
}
PROJECTED = {
    **{page or "overview": page for page in PAGES},
    **{name: MORE[name] for name in ("cluster", "funnel", "profile", "province")},
}


def _run(checkout: Path, data: Path, *words: str) -> None:
    """A command of the checkout. Raises RuntimeError with what it printed."""
    environment = {**os.environ, "CHILD_ATLAS_DATA": str(data), "PYTHONPATH": str(checkout)}
    environment.pop("DATABASE_URL", None)
    language = words[words.index("--language") + 1] if "--language" in words else "vi"
    rest = [w for at, w in enumerate(words) if w != "--language" and words[at - 1] != "--language"]
    done = subprocess.run(
        [sys.executable, "-m", "cli", "--language", language, *rest],
        cwd=checkout, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")


def keep_tables(data: Path, out: Path) -> None:
    """Every table as sorted lines, a file each; what holds bytes as its hash."""
    out.mkdir(parents=True)
    with closing(sqlite3.connect(data / "atlas.sqlite")) as connection:
        names = [n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        for name in names:
            found = connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608
            heads = [column[0] for column in found.description]
            kept = [at for at, head in enumerate(heads) if head not in _TIMES]
            lines = sorted(
                "\t".join(
                    hashlib.sha256(row[at]).hexdigest() if isinstance(row[at], bytes) else repr(row[at]) for at in kept
                )
                for row in found
            )
            (out / f"{name}.txt").write_text("\n".join(["\t".join(heads), *lines]), encoding="utf-8")


def keep_export(file: Path, out: Path) -> None:
    """The cells of an exported file as a text of its name."""
    (out / f"{file.name}.txt").write_text(_plain(file), encoding="utf-8")


def _plain(path: Path) -> str:
    match path.suffix:
        case ".csv":
            return path.read_text(encoding="utf-8-sig")
        case ".xlsx":
            out = io.StringIO()
            for sheet in openpyxl.load_workbook(path).worksheets:
                out.write(f"[{sheet.title}]\n")
                csv.writer(out).writerows(sheet.iter_rows(values_only=True))
            return out.getvalue()
        case ".parquet":
            frame = pd.read_parquet(path)
            # What the file says of itself; what pandas notes there is its own, and says its release.
            said = {key: value for key, value in (pq.read_schema(path).metadata or {}).items() if key != b"pandas"}
            return f"{said}\n{frame.dtypes}\n{frame.to_csv(index=False)}"
        case _:
            return json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=1, ensure_ascii=False)


def _exports(checkout: Path, data: Path, out: Path, pieces: int) -> None:
    out.mkdir(parents=True)

    def export(name: str, suffix: str) -> None:
        file = out / f"{name}.{suffix}"
        _run(checkout, data, "export", str(file), *SLICES[name])
        keep_export(file, out)
        file.unlink()

    # Each is a command that mostly starts up and reads.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for done in [pool.submit(export, *each) for each in product(list(SLICES)[:pieces], FORMATS[:pieces])]:
            done.result()


def _workbooks(checkout: Path, data: Path, out: Path, communes: Sequence[str]) -> None:
    """Forms of the checkout's own template for these communes (all if none), filled in, and a long table."""
    which = ["--communes", ",".join(communes)] if communes else []
    _run(checkout, data, "template", "--period", PERIOD, "--each", str(out), *which)
    for number, path in enumerate(sorted(out.glob("*.xlsx"))):

        def figures(place: int, number: int = number) -> tuple[int, int]:
            return 30 + (number + place) % 17, 50 + number % 5

        path.write_bytes(filled(path.read_bytes(), figures))
    rows = [
        f"IMM01,{year},{code},{stratum},{40 + at},{60 + at}"
        for at, (year, code) in enumerate(product((2023, 2024), _COMMUNES))
        for stratum in ("", "ethnic=mong")
    ]
    (out / "long.csv").write_text(
        "\n".join(["indicator,period,area_code,stratum,numerator,denominator", *rows]), encoding="utf-8"
    )


def _addresses() -> Iterator[tuple[str, str, tuple[int, int], str]]:
    """(name, address, size, colour scheme) of every picture."""
    for page, language, (size, box) in product(PAGES, ("vi", "en"), SIZES.items()):
        yield f"{page or 'overview'}_{language}_{size}", f"{page}?lang={language}", box, "light"
    for page in PAGES:
        yield f"{page or 'overview'}_dark", f"{page}?lang=vi", SIZES["laptop"], "dark"
    for name, address in MORE.items():
        yield f"more_{name}", address, SIZES["desktop"], "light"
    for (name, address), language in product(PROJECTED.items(), ("vi", "en")):
        sign = "&" if "?" in address else "?"
        yield f"projector_{name}_{language}", f"{address}{sign}view=projector&lang={language}", (1920, 1080), "light"


def _pictures(browser: Browser, server: AppServer, out: Path, pieces: int) -> None:
    out.mkdir(parents=True)
    for name, address, (width, height), scheme in islice(_addresses(), pieces):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            locale="vi-VN",
            has_touch=width < 640,
        )
        page: Page = context.new_page()
        page.goto(f"{server.url}/{address}")
        (out / f"{name}.png").write_bytes(settled_picture(page))
        context.close()


def take(
    out: Path, checkout: Path, browser: Browser, *, pieces: int = LARGE.pieces, app: AppServer | None = None
) -> None:
    """Everything that `checkout` gives out, or `pieces` of each kind, into the folder `out`, which must not be there yet.

    app: of that checkout and on the demo, if one runs already.
    """
    out.mkdir(parents=True)
    with ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="unchanged-")))
        if app:
            shutil.copytree(app.data, data, dirs_exist_ok=True)
        else:
            _run(checkout, data, "init")
            app = stack.enter_context(app_server(data, script=checkout / "asgi.py", folder=checkout))
        keep_tables(data, out / "database" / "demo")
        _exports(checkout, data, out / "exports" / "demo", pieces)
        _pictures(browser, app, out / "pictures", pieces)
        _workbooks(checkout, data, data / "files", _COMMUNES[:pieces] if pieces < len(_COMMUNES) else ())
        words = ["--accept", "checked", "--leave-out-errors", "--numbers", "vi", "--reported-on", "2026-01-12"]
        _run(checkout, data, "import", str(data / "files"), *words)
        keep_tables(data, out / "database" / "imported")
        _exports(checkout, data, out / "exports" / "imported", pieces)


def report(browser: Browser, app: AppServer, pieces: int) -> list[str]:
    """Take this checkout twice and compare: what differs then is no change of the code."""
    with tempfile.TemporaryDirectory(prefix="unchanged-") as name:
        before, after = Path(name) / "before", Path(name) / "after"
        for out in (before, after):
            take(out, ROOT, browser, pieces=pieces, app=app)
        return compare(before, after)


def compare(before: Path, after: Path) -> list[str]:
    """What differs, a line each: files on one side only, texts that are not the same, pictures by their share of pixels."""
    names = {side: {str(p.relative_to(side)) for p in side.rglob("*") if p.is_file()} for side in (before, after)}
    lines = [f"only before: {name}" for name in sorted(names[before] - names[after])]
    lines += [f"only after: {name}" for name in sorted(names[after] - names[before])]
    for name in sorted(names[before] & names[after]):
        one, other = before / name, after / name
        if name.endswith(".png"):
            share = _share_of_pixels(one, other)
            if share > 0:
                lines.append(f"{100 * share:7.3f} % of pixels: {name}")
        elif one.read_bytes() != other.read_bytes():
            lines.append(f"not the same: {name}")
    both = len(names[before] & names[after])
    return [*lines, f"{both} files compared, {len(lines)} differ"]


def _share_of_pixels(one: Path, other: Path) -> float:
    with Image.open(one) as a, Image.open(other) as b:
        if a.size != b.size:
            return 1.0
        # The strongest of the three colours: as a grey, a little more blue would be rounded away.
        red, green, blue = ImageChops.difference(a.convert("RGB"), b.convert("RGB")).split()
        changed = ImageChops.lighter(ImageChops.lighter(red, green), blue).point(lambda v: 255 * (v > 0))
        return changed.histogram()[255] / (a.size[0] * a.size[1])


def main(arguments: list[str]) -> int:
    """Take or compare; 1 where something differs."""
    parser = argparse.ArgumentParser(prog="python -m bench.unchanged", description=__doc__)
    commands = parser.add_subparsers(required=True, dest="what")
    taking = commands.add_parser("take", help="write down what a checkout gives out")
    taking.add_argument("folder", type=Path)
    taking.add_argument("--of", type=Path, default=ROOT, metavar="CHECKOUT")
    comparing = commands.add_parser("compare", help="say what differs between two of these")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    parsed = parser.parse_args(arguments)
    if parsed.what == "take":
        with sync_playwright() as playwright, closing(launch(playwright)) as browser:
            take(parsed.folder, parsed.of.resolve(), browser)
        return 0
    lines = compare(parsed.before, parsed.after)
    print("\n".join(lines))
    return int(len(lines) > 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
