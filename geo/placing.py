"""Where on earth a file's numbers lie: its coordinate system as stated, as told, or as the place itself shows."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from pyproj.aoi import AreaOfInterest
from pyproj.database import query_crs_info
from pyproj.enums import PJType
from pyproj.exceptions import CRSError

from base.settings import province
from base.texts import marked
from geo.errors import BoundaryError

# Vietnam with its archipelagos, degrees: west, south, east, north.
COUNTRY_BOX = (101.9, 6.5, 118.2, 23.6)
# How far a file's edges may lie from the known ones: a redrawn border, not another zone (one TM-3 zone is 1° or more).
_SLACK = 0.25
# The zones of 6° have the numbers of UTM, those of 3° a scale of their own, by which they are known.
_SCALE, _UTM_SCALE = "scale factor at natural origin", 0.9996

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Placed:
    """The frame in WGS 84. how: 'file', 'told' or 'found'; swapped: the file had north before east."""

    frame: gpd.GeoDataFrame
    crs: pyproj.CRS
    how: str
    swapped: bool


def place(
    frame: gpd.GeoDataFrame, stated: pyproj.CRS | None, *, told: str | None, box: Box, whole: bool, file: str
) -> Placed:
    """Bring `frame` to WGS 84.

    stated: what the file says; told: what the user says (an EPSG number or any name of a system), which wins.
    box: where the units must lie (degrees). whole: the file's edges must also be the box's, to a quarter of a degree.
    Raises BoundaryError where the numbers fit no candidate, or several that differ.
    """
    if told is not None:
        candidates, how = [_parsed(told)], "told"
    elif stated is not None:
        candidates, how = [_identified(stated, file)], "file"
    else:
        candidates, how = [pyproj.CRS.from_epsg(code) for code in province().crs_candidates], "found"
    fitting = [
        Placed(placed, crs, how, swapped)
        for crs in candidates
        for swapped in (False, True)
        if _fits(placed := _to_wgs84(frame, crs, swapped=swapped), box, whole=whole)
    ]
    if not fitting:
        raise _elsewhere(frame, candidates, how=how, file=file, box=box)
    # VN-2000 in degrees lies about 200 m from WGS 84: both fit the box, and no box can tell. The first candidate
    # is taken, and the report says which one that was. Systems that differ by more would be a guess.
    first = fitting[0]
    if any(_distance_deg(first.frame, other.frame) > 0.01 for other in fitting[1:]):
        raise BoundaryError(
            marked("{file} has no .prj, and its numbers fit several systems: {systems}. Say which one with --crs."),
            file=file,
            systems=", ".join(_name(p.crs) for p in fitting),
        )
    return first


def _parsed(told: str) -> pyproj.CRS:
    try:
        return pyproj.CRS.from_user_input(int(told) if told.isdigit() else told)
    except CRSError as error:
        raise BoundaryError(
            marked("{crs} is no coordinate system. Give its EPSG number, for example --crs 9205."), crs=told
        ) from error


def _identified(crs: pyproj.CRS, file: str) -> pyproj.CRS:
    """The registered twin of a VN-2000 system that a .prj describes by hand, since only that knows the way to WGS 84.

    Without it the datum is unknown to PROJ and the map lands about 200 m off. It is known by its numbers where the datum has no name,
    as map programs that do not know VN-2000 write it. Raises BoundaryError where the numbers are those of another datum too.
    """
    if _is_vn2000(crs):
        return _twin(crs) or _registered(crs) or crs
    if not crs.is_projected or not _is_unnamed(crs):
        return crs
    twin = _twin(crs)
    if twin is None:
        return crs
    numbers = _parameters(crs)
    if numbers.get(_SCALE) == _UTM_SCALE:
        raise BoundaryError(
            marked(
                "{file}: its .prj names no datum, and its numbers are those of {system} and of WGS 84 / UTM, which lie 200 m apart. Say which one with --crs."
            ),
            file=file,
            system=_name(twin),
        )
    return twin


def _twin(crs: pyproj.CRS) -> pyproj.CRS | None:
    """The VN-2000 system with the numbers of `crs`: of those that the province's files may be in, else of all that are registered."""
    everywhere = query_crs_info("EPSG", PJType.PROJECTED_CRS, area_of_interest=AreaOfInterest(*COUNTRY_BOX))
    codes = [*province().crs_candidates, *(int(each.code) for each in everywhere if each.name.startswith("VN-2000"))]
    for code in codes:
        known = pyproj.CRS.from_epsg(code)
        if _is_vn2000(known) and known.is_projected == crs.is_projected and _parameters(known) == _parameters(crs):
            return known
    return None


def _registered(crs: pyproj.CRS) -> pyproj.CRS | None:
    found = crs.to_epsg(min_confidence=60)
    return pyproj.CRS.from_epsg(found) if found else None


def _is_vn2000(crs: pyproj.CRS) -> bool:
    return "vn2000" in f"{crs.name} {_datum(crs)}".casefold().replace("-", "").replace("_", "")


def _is_unnamed(crs: pyproj.CRS) -> bool:
    """Whether the datum has a name that says nothing."""
    return any(
        word in _datum(crs).casefold() for word in ("unknown", "unnamed", "undefined", "not specified")
    ) or not _datum(crs)


def _datum(crs: pyproj.CRS) -> str:
    return crs.datum.name if crs.datum else ""


def _parameters(crs: pyproj.CRS) -> dict[str, float]:
    """The numbers of the projection by name, rounded so that formats agree."""
    operation = crs.coordinate_operation
    if operation is None:
        return {}
    return {p.name.casefold(): round(float(p.value), 6) for p in operation.params}


def _to_wgs84(frame: gpd.GeoDataFrame, crs: pyproj.CRS, *, swapped: bool) -> gpd.GeoDataFrame:
    shapes = frame.geometry
    if swapped:
        shapes = gpd.GeoSeries(shapely.transform(shapes.array, lambda xy: xy[:, ::-1]), index=frame.index)
    return (
        gpd.GeoDataFrame(frame.drop(columns=frame.geometry.name), geometry=shapes.array, crs=None)
        .set_crs(crs, allow_override=True)
        .to_crs(4326)
    )


def _fits(placed: gpd.GeoDataFrame, box: Box, *, whole: bool) -> bool:
    bounds = placed.total_bounds
    if not np.isfinite(bounds).all():
        return False
    if whole:
        return bool(np.abs(bounds - np.array(box)).max() <= _SLACK)
    west, south, east, north = bounds
    return bool(
        box[0] - _SLACK <= west and east <= box[2] + _SLACK and box[1] - _SLACK <= south and north <= box[3] + _SLACK
    )


def _distance_deg(one: gpd.GeoDataFrame, other: gpd.GeoDataFrame) -> float:
    return float(np.abs(one.total_bounds - other.total_bounds).max())


def _elsewhere(
    frame: gpd.GeoDataFrame, candidates: list[pyproj.CRS], *, how: str, file: str, box: Box
) -> BoundaryError:
    numbers = " ".join(f"{n:.7g}" for n in frame.total_bounds)
    wanted = f"{box[0]:.2f}–{box[2]:.2f}° E, {box[1]:.2f}–{box[3]:.2f}° N"
    systems = ", ".join(_name(crs) for crs in candidates)
    if how == "found":
        return BoundaryError(
            marked(
                "{file} has no .prj, and its numbers ({numbers}) lie in {wanted} under none of {systems}. "
                "Send the .prj too, or say the system with --crs."
            ),
            file=file,
            numbers=numbers,
            wanted=wanted,
            systems=systems,
        )
    return BoundaryError(
        marked(
            "{file}: read as {systems} its numbers ({numbers}) do not lie in {wanted}. "
            "Say the right system with --crs, or check --scope."
        ),
        file=file,
        numbers=numbers,
        wanted=wanted,
        systems=systems,
    )


def _name(crs: pyproj.CRS) -> str:
    code = crs.to_epsg()
    return f"{crs.name} (EPSG:{code})" if code else str(crs.name)
