"""The shapes that are measured on: the province's 45 communes and the country's 3,321, simplified as for the web page."""

import os
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.default import DEFAULT_FILE, short_name
from geo.importing import import_boundaries
from geo.publish import Published, publish

PROVINCE_FILE, COUNTRY_FILE = "CHILD_ATLAS_BENCH_PROVINCE", "CHILD_ATLAS_BENCH_COUNTRY"
# A strip of Vietnam's length and mean width (degrees), and points between two corners that make about its detail.
_STRIP = (103.0, 8.6, 107.0, 23.4)
_HALVINGS = 3
_ROUGHNESS = 0.12
# Rounds of moving each centre to the middle of its cell: without them slivers are so sharp that rough sides cross.
_RELAXED = 8
_SEED = 20251231


@dataclass(frozen=True)
class Shapes:
    """One case. origin: what the shapes are, for the reader of the figures. count: how many communes."""

    scope: str
    origin: str
    count: int
    published: Published


def province(folder: Path) -> Shapes:
    """The province: the file that CHILD_ATLAS_BENCH_PROVINCE names, else the embedded schematic layer."""
    known = _known()
    path = os.environ.get(PROVINCE_FILE)
    if path:
        return _written("province", f"file {Path(path).name}", import_boundaries(Path(path), known).frame, folder)
    frame = gpd.read_file(DEFAULT_FILE)[["geometry"]].join(known)
    return _written("province", "the embedded schematic layer", frame, folder)


def country(folder: Path, communes: int) -> Shapes:
    """The country: the file that CHILD_ATLAS_BENCH_COUNTRY names, else `communes` made-up cells in the same detail."""
    path = os.environ.get(COUNTRY_FILE)
    if path:
        frame = import_boundaries(Path(path), _known(), scope="country").frame
        return _written("country", f"file {Path(path).name}", frame, folder)
    origin = f"{communes:,} made-up cells; {COUNTRY_FILE}=FILE measures the true communes"
    return _written("country", origin, made_up_cells(communes), folder)


def _known() -> pd.DataFrame:
    source = gpd.read_file(DEFAULT_FILE)
    return pd.DataFrame(
        {"code": source["code"], "name": source["name"].map(short_name), "full_name": source["name"].astype(object)}
    )


def _written(scope: str, origin: str, frame: gpd.GeoDataFrame, folder: Path) -> Shapes:
    ordered = frame.sort_values("code", ignore_index=True)
    published = publish(ordered, folder / "geometry", schematic=scope == "province", label={"vi": scope, "en": scope})
    return Shapes(scope, origin, len(ordered), published)


def made_up_cells(count: int) -> gpd.GeoDataFrame:
    """`count` seeded Voronoi cells whose common borders are rough lines: a valid coverage of a country's size."""
    random = np.random.default_rng(_SEED)
    west, south, east, north = _STRIP
    strip = shapely.box(*_STRIP)
    centres = np.column_stack([random.uniform(west, east, count), random.uniform(south, north, count)])
    for _ in range(_RELAXED):
        voronoi = shapely.voronoi_polygons(shapely.multipoints(centres), extend_to=strip)
        cells = shapely.intersection(shapely.get_parts(voronoi), strip)
        centres = shapely.get_coordinates(shapely.centroid(cells))
    rough = [_rough(cell) for cell in cells]
    codes = [f"{90000 + i}" for i in range(count)]
    names = [f"Xã {i + 1}" for i in range(count)]
    return gpd.GeoDataFrame({"code": codes, "name": names, "full_name": names}, geometry=rough, crs=4326)


def _rough(cell: shapely.Polygon) -> shapely.Polygon:
    """`cell` with each side broken up; both neighbours of a side get the same line, whichever way round they go."""
    corners = shapely.get_coordinates(cell.exterior).round(9)
    sides = zip(corners[:-1], corners[1:], strict=True)
    return shapely.Polygon(np.vstack([_side(a, b)[:-1] for a, b in sides]))


def _side(start: npt.NDArray[np.float64], end: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Points from `start` to `end` by midpoint displacement, the random numbers seeded by the side itself."""
    forward = tuple(start) <= tuple(end)
    line = np.array([start, end] if forward else [end, start])
    random = np.random.default_rng(np.abs(line * 1e6).astype(np.uint64).ravel())
    for _ in range(_HALVINGS):
        across = np.diff(line, axis=0)[:, ::-1] * (1, -1)
        middles = (line[:-1] + line[1:]) / 2 + across * random.uniform(-_ROUGHNESS, _ROUGHNESS, (len(line) - 1, 1))
        line = np.insert(line, np.arange(1, len(line)), middles, axis=0)
    return line if forward else line[::-1]
