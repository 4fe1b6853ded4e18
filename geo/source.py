"""Read a boundary file as it is: which layer, which fields, which letters, which shapes. Nothing is repaired here."""

import struct
import tempfile
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pyproj
from pyogrio.errors import DataLayerError, DataSourceError

from base import legacy_text
from base.texts import marked
from geo.archive import unpack
from geo.errors import BoundaryError

FORMATS = (".shp", ".gpkg", ".geojson", ".json", ".parquet", ".geoparquet")
_PARQUET = (".parquet", ".geoparquet")
# Code pages by the number in byte 29 of a DBF (language driver). None is Vietnamese: 1258 has no number of its own.
_LANGUAGE_DRIVERS = {0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x57: "cp1252", 0x58: "cp1252", 0x59: "cp1252"}
_POLYGONS = {"Polygon", "MultiPolygon", "Polygon Z", "MultiPolygon Z", "Unknown"}


@dataclass(frozen=True)
class Source:
    """What was read. frame: the file's own fields and `geometry`; crs: None where the file does not say."""

    frame: gpd.GeoDataFrame
    crs: pyproj.CRS | None
    layer: str
    encodings: tuple[str, ...]


def read(path: Path, *, layer: str | None = None, encoding: str | None = None) -> Source:
    """Read a shapefile (.shp, or zipped), GeoPackage, GeoJSON or GeoParquet.

    layer: which one, if there are several. encoding: of a shapefile's texts, instead of finding it.
    Raises BoundaryError, saying which part is missing or wrong.
    """
    if encoding and not legacy_text.known(encoding):
        raise BoundaryError(
            marked("The encoding {encoding} is not known. Use utf-8, cp1258 or tcvn3."), encoding=encoding
        )
    if not path.is_file():
        raise BoundaryError(marked("There is no file {file}."), file=path)
    if path.suffix.casefold() == ".zip":
        with tempfile.TemporaryDirectory(prefix="boundaries-") as folder:
            unpack(path, Path(folder))
            return _read(_only(path, Path(folder), layer), path.name, layer=layer, encoding=encoding)
    return _read(path, path.name, layer=layer, encoding=encoding)


def _only(archive: Path, folder: Path, layer: str | None) -> Path:
    """The one boundary file among the unpacked ones, or the one called `layer`."""
    found = sorted(p for p in folder.iterdir() if p.suffix.casefold() in FORMATS)
    if not found:
        lone = sorted(p.name for p in folder.iterdir())
        raise BoundaryError(
            marked("{file} holds no boundaries (found: {names}). Put .shp, .shx, .dbf and .prj into the zip."),
            file=archive.name,
            names=", ".join(lone[:5]) or "–",
        )
    if len(found) == 1:
        return found[0]
    named = [p for p in found if layer in (p.stem, p.name)]
    if len(named) != 1:
        raise _several(archive.name, [p.stem for p in found])
    return named[0]


def _several(file: str, layers: Iterable[str]) -> BoundaryError:
    names = list(layers)
    return BoundaryError(
        marked("{file} holds {n} layers: {names}. Say which one with --layer."),
        file=file,
        n=len(names),
        names=", ".join(names),
    )


def _read(path: Path, file: str, *, layer: str | None, encoding: str | None) -> Source:
    suffix = path.suffix.casefold()
    if suffix not in FORMATS:
        raise BoundaryError(
            marked("{file} is none of the formats read here: {formats}, or a zip with one of them."),
            file=file,
            formats=", ".join(FORMATS),
        )
    try:
        if suffix in _PARQUET:
            frame = gpd.read_parquet(path)
            source = Source(frame, frame.crs, path.stem, ())
        elif suffix == ".shp":
            source = _read_shapefile(path, file, encoding)
        else:
            name = _layer(path, file, layer)
            frame = pyogrio.read_dataframe(path, layer=name, force_2d=True)
            source = Source(frame, frame.crs, name, ())
    except (DataSourceError, DataLayerError, ValueError, OSError) as error:
        raise BoundaryError(
            marked("{file} can't be read as {format} ({reason}). Export it again from the map program."),
            file=file,
            format=suffix.lstrip("."),
            reason=str(error).splitlines()[0],
        ) from error
    if source.frame.empty:
        raise BoundaryError(marked("{file} holds no shapes."), file=file)
    return source


def _layer(path: Path, file: str, layer: str | None) -> str:
    """The layer to read: the one asked for, or the only one with polygons."""
    listed = pyogrio.list_layers(path)
    names = [str(name) for name, _ in listed]
    if layer is not None:
        if layer not in names:
            raise _several(file, names)
        return layer
    shapes = [str(name) for name, kind in listed if kind in _POLYGONS]
    if len(shapes) > 1 or (not shapes and len(names) > 1):
        raise _several(file, names)
    return (shapes or names)[0]


def _read_shapefile(path: Path, file: str, encoding: str | None) -> Source:
    parts = {p.suffix.casefold(): p for p in path.parent.iterdir() if p.stem.casefold() == path.stem.casefold()}
    missing = [part for part in (".dbf", ".shx") if part not in parts]
    if missing:
        raise BoundaryError(
            marked("{file}: the part {missing} of the shapefile is missing. Send .shp, .shx, .dbf and .prj together."),
            file=file,
            missing=", ".join(missing),
        )
    # Latin-1 keeps every byte: what they mean is decided below, column by column.
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*winding order.*", category=RuntimeWarning)
        frame = pyogrio.read_dataframe(path, encoding="ISO-8859-1", force_2d=True)
    declared = _declared(parts)
    used = []
    for column in frame.columns.drop("geometry", errors="ignore"):
        if not pd.api.types.is_string_dtype(frame[column].dtype):
            continue
        present = frame[column].dropna()
        raw = present.astype(object).map(lambda text: str(text).encode("latin-1", errors="replace"))
        found = encoding or legacy_text.detect(raw, declared=declared)
        decoded = raw.map(lambda value, found=found: legacy_text.decode(value, found).strip())
        frame[column] = decoded.astype(object).reindex(frame.index)
        if any(max(value, default=0) > 0x7F for value in raw):
            used.append(found)
    return Source(frame, frame.crs, path.stem, tuple(sorted(set(used))))


def _declared(parts: dict[str, Path]) -> str | None:
    """The encoding that the .cpg file names, else the one of the table's language driver, else None."""
    if ".cpg" in parts:
        name = parts[".cpg"].read_bytes()[:40].decode("ascii", errors="ignore").strip()
        name = f"cp{name}" if name.isdigit() else name.removeprefix("ANSI ").strip()
        if legacy_text.known(name):
            return name
        if name.isdigit() and legacy_text.known(f"cp{name}"):
            return f"cp{name}"
    header = parts[".dbf"].read_bytes()[:32]
    if len(header) < 32:
        return None
    return _LANGUAGE_DRIVERS.get(struct.unpack_from("B", header, 29)[0])
