"""From a boundary file to a clean frame of communes: the whole road, each step a pure function of its own.

read → fields → match → place on earth → repair → simplify. Publishing is another step (geo.publish),
so that nothing is written before all of it has gone well.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from base.settings import province
from base.texts import marked
from geo.fields import find_fields
from geo.grid import Polygons, equal_area_crs
from geo.matching import NEW, matched
from geo.options import Options
from geo.placing import COUNTRY_BOX, place
from geo.repair import polygons_only, repair
from geo.report import Report
from geo.simplify import simplified
from geo.source import read

STEPS = (
    marked("Reading the file"),
    marked("Matching units to communes"),
    marked("Finding the coordinate system"),
    marked("Mending rings, gaps and overlaps"),
    marked("Simplifying with common borders kept"),
    marked("Publishing for the map"),
)
_KM2 = 1e6

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Imported:
    """frame: code, name, full_name, [province], geometry (WGS 84, valid coverage), by code; what `publish` takes.

    new: code, name, full_name, province of units that `known` did not have (scope country), empty otherwise.
    """

    frame: gpd.GeoDataFrame
    new: pd.DataFrame
    report: Report


def silent(step: int, steps: int, text: str) -> None:
    """Progress that nobody watches."""


def import_boundaries(
    path: Path,
    known: pd.DataFrame,
    *,
    scope: str = "province",
    options: Options | None = None,
    progress: Progress = silent,
) -> Imported:
    """Read, match, place, repair and simplify the boundaries in `path`.

    known: communes (code, name, full_name, [province]), all of which must be in the file; with scope 'country' more may be.
    progress(step, steps, text) is called before each step; texts are sources for translation.
    Raises BoundaryError with the reason if the file can't be used; nothing has been written then.
    """
    told = options or Options()
    country = scope == "country"

    def step(n: int) -> None:
        progress(n, len(STEPS), STEPS[n - 1])

    step(1)
    source = read(path, layer=told.layer, encoding=told.encoding)
    step(2)
    table = pd.DataFrame(source.frame.drop(columns=source.frame.geometry.name))
    fields = find_fields(
        table, known, province=province().code, code=told.code, name=told.name, province_field=told.province
    )
    labels = source.frame[fields.code or fields.name]
    polygons_only(_shapes(source.frame), labels, file=path.name)
    units = matched(source.frame, fields, known, country=country, file=path.name)
    step(3)
    box = COUNTRY_BOX if country else province().box
    placed = place(units, source.crs, told=told.crs, box=box, whole=not country, file=path.name)
    step(4)
    metres = placed.frame.to_crs(equal_area_crs(tuple(placed.frame.total_bounds)))
    given = _shapes(metres)
    mended = repair(given, units["code"] + " " + units["name"], file=path.name)
    step(5)
    shapes, tolerance_m = simplified(mended.shapes)
    frame = metres.set_geometry(gpd.GeoSeries(shapes, crs=metres.crs)).to_crs(4326)
    report = Report(
        file=path.name,
        layer=source.layer,
        crs=f"{placed.crs.name}" + (f" (EPSG:{code})" if (code := placed.crs.to_epsg()) else ""),
        crs_how=placed.how,
        swapped=placed.swapped,
        encodings=source.encodings,
        code_field=fields.code,
        name_field=fields.name,
        tolerance_m=tolerance_m,
        units=_unit_rows(units, given, shapes, mended.rings, mended.borders),
    )
    described = [c for c in ("code", "name", "full_name", "province") if c in units]
    return Imported(
        frame=frame[[*described, "geometry"]],
        new=pd.DataFrame(units.loc[units["matched"] == NEW, described]).reset_index(drop=True),
        report=report,
    )


def _shapes(frame: gpd.GeoDataFrame) -> Polygons:
    return np.asarray(frame.geometry.array, dtype=object)


def _unit_rows(
    units: gpd.GeoDataFrame, before: Polygons, after: Polygons, rings: np.ndarray, borders: np.ndarray
) -> pd.DataFrame:
    repaired = [
        " ".join(name for name, done in (("rings", ring), ("borders", border)) if done)
        for ring, border in zip(rings, borders, strict=True)
    ]
    return pd.DataFrame(
        {
            "code": units["code"],
            "name": units["name"],
            "matched": units["matched"],
            "repaired": repaired,
            "area_before_km2": shapely.area(before) / _KM2,
            "area_after_km2": shapely.area(after) / _KM2,
            "vertices_before": shapely.get_num_coordinates(before),
            "vertices_after": shapely.get_num_coordinates(after),
        }
    )
