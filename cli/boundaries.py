"""`python -m cli boundaries FILE`: import the communes' true boundaries and put them on the map."""

import argparse
import csv
import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from base import settings
from base.formats import number
from base.texts import Texts
from cli.installed import ACTOR, prepared
from data_access import boundaries, queries
from data_access.boundaries import Boundaries
from data_access.engine import Engine
from geo.files import write_whole
from geo.options import SCOPES, Options

if TYPE_CHECKING:
    import pandas as pd

    from geo.importing import Imported
    from geo.publish import Published


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command and its options."""
    parser = commands.add_parser(
        "boundaries",
        help="import the communes' boundaries from a shapefile (.shp or zipped), GeoPackage, GeoJSON or GeoParquet",
        description="Nothing is changed unless the whole file is good. See docs/boundaries.md.",
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--scope", choices=SCOPES, default="province", help="which units the file holds")
    parser.add_argument("--layer", help="which layer, if the file has several")
    parser.add_argument("--code", metavar="FIELD", help="the field of commune codes, if it is not found by itself")
    parser.add_argument("--name", metavar="FIELD", help="the field of commune names")
    parser.add_argument("--province", metavar="FIELD", help="the field of 2-digit province codes (scope country)")
    parser.add_argument("--crs", help="the coordinate system, as EPSG number, if the file does not say or is wrong")
    parser.add_argument("--encoding", help="the encoding of a shapefile's texts: utf-8, cp1258, tcvn3")
    parser.add_argument(
        "--source", default="", help="whom the boundaries come from and on which terms; shown with the map"
    )
    parser.add_argument("--check", action="store_true", help="report only, change nothing")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, say: Texts) -> int:
    """Import, report, publish, register: in this order, so that a failure leaves the former boundaries in use."""
    # The other commands start without the geometry libraries.
    from geo.importing import STEPS, import_boundaries

    engine = prepared(say)
    imported = import_boundaries(
        arguments.file,
        _known(engine, arguments.scope),
        scope=arguments.scope,
        options=Options(
            layer=arguments.layer,
            code=arguments.code,
            name=arguments.name,
            province=arguments.province,
            crs=arguments.crs,
            encoding=arguments.encoding,
        ),
        progress=_printer(say),
    )
    print("\n".join(imported.report.lines(say)))
    if arguments.check:
        print(say("Checked only: nothing was changed."))
        return 0
    _printer(say)(len(STEPS), len(STEPS), STEPS[-1])
    published = _publish(engine, arguments, imported)
    print(
        say(
            "In use now: {units} units from {file}; {kb} kB for the browser. Report: {report}",
            units=number(len(published.codes), say.language),
            file=arguments.file.name,
            kb=number(published.gzip_bytes / 1000, say.language),
            report=_report_file(published),
        )
    )
    return 0


def _printer(say: Texts) -> Callable[[int, int, str], None]:
    return lambda step, steps, text: print(f"[{step}/{steps}] {say(text)}…", flush=True)


def _known(engine: Engine, scope: str) -> "pd.DataFrame":
    """The communes that the file must hold: the province's, or all that are on record."""
    return queries.communes(engine, province=settings.province().code if scope == "province" else None)


def _caption(source: str) -> dict[str, str]:
    """What stands under the map, by language. Terms may ask that the source is named there; the name of a file says nothing to a reader."""
    return {
        "vi": f"Ranh giới: {source or 'chưa ghi nguồn'}",
        "en": f"Boundaries: {source or 'source not stated'}",
    }


def _publish(engine: Engine, arguments: argparse.Namespace, imported: "Imported") -> "Published":
    """Files first, then new areas, then the row that puts the new geometry into use."""
    from geo.publish import publish

    source: Path = arguments.file
    sha256 = _sha256(source)
    published = publish(
        imported.frame,
        settings.geometry_dir(),
        schematic=False,
        label=_caption(arguments.source),
    )
    _write_report(published, imported)
    _keep_original(source, sha256)
    note = arguments.source or source.name
    if len(imported.new):
        units = imported.new[["code", "full_name", "province"]].rename(columns={"full_name": "name"})
        boundaries.add_missing_areas(engine, units, source=note, actor=ACTOR)
    new = Boundaries(
        sha256=sha256, file_name=published.file.name, name=source.name, schematic=False, units=len(published.codes),
        scope=arguments.scope, source_note=note,
    )  # fmt: skip
    boundaries.register(engine, new, files=published.files.travelling(), report=imported.report.record(), actor=ACTOR)
    return published


def _report_file(published: "Published") -> Path:
    return published.file.with_suffix(".report.csv")


def _write_report(published: "Published", imported: "Imported") -> None:
    """All units with what was done to them, for a spreadsheet (UTF-8 with its mark, which Excel needs)."""
    rows = imported.report.record()["units"]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    write_whole(_report_file(published), out.getvalue().encode("utf-8-sig"))


def _keep_original(source: Path, sha256: str) -> None:
    """Keep the file as it came, for whoever asks later what the map was made from. A shapefile's parts stay together."""
    parts = [source]
    if source.suffix.casefold() == ".shp":
        parts = [p for p in source.parent.iterdir() if p.stem.casefold() == source.stem.casefold() and p.is_file()]
    for part in parts:
        write_whole(settings.data_dir() / "originals" / sha256[:16] / part.name, part.read_bytes())


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
