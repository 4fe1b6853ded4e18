"""Publish boundaries: one file, named by its content, that a browser fetches once and may keep for ever.

Beside `<hash>.json` lie `<hash>.json.gz` (so that no request compresses) and `<hash>.deck.geojson`(.gz),
coarse WGS 84 polygons for the 3-D view. Files of one hash are never rewritten with other content.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NotRequired, TypedDict

import geopandas as gpd
import numpy as np
import shapely

from geo import insets
from geo.files import Files
from geo.grid import Grid, Polygons, Ring, fit, rings
from geo.paths import Ints, path
from geo.published import VERSION
from geo.topology import neighbours, outline

# Coarse polygons under the columns: this many grid units of tolerance, degrees to so many places.
_DECK_TOLERANCE = 8
_DECK_PLACES = {True: 3, False: 4}


class InsetBox(TypedDict):
    """A unit that is drawn in a box of its own, and the frame of it."""

    unit: int
    box: list[int]


class Shapes(TypedDict):
    """The published object; its keys are the contract with the map component (docs/boundaries.md)."""

    v: int
    schematic: bool
    label: dict[str, str]
    w: int
    h: int
    unit_m: float
    codes: list[str]
    names: list[str]
    full: list[str]
    paths: list[str]
    anchor: list[list[int]]
    box: list[list[int]]
    outline: str
    neighbours: list[list[int]]
    lonlat: list[list[float]]
    insets: NotRequired[list[InsetBox]]
    homes: NotRequired[dict[str, list[int]]]


@dataclass(frozen=True)
class Drawing:
    """What is drawn: units in grid units, not rounded, those out at sea in boxes."""

    grid: Grid
    scaled: Polygons
    insets: tuple[insets.Inset, ...]


@dataclass(frozen=True)
class Published:
    """What was published and where. Bytes are those that travel (gzip)."""

    hash: str
    file: Path
    files: Files
    codes: tuple[str, ...]
    gzip_bytes: int
    vertices: int


def publish(
    frame: gpd.GeoDataFrame, folder: Path, *, schematic: bool, label: Mapping[str, str] | None = None
) -> Published:
    """Write the geometry of `frame` into `folder`; nothing else there changes, a file is whole or absent.

    frame: code, name, full_name, optional province (2 digits), polygons in any CRS, a valid coverage.
    label: what the boundaries are, by language. Raises BoundaryError if the folder can't be written.
    """
    ordered = frame.sort_values("code", ignore_index=True)
    away = insets.far(ordered)
    grid, scaled = fit(ordered, ~away)
    drawing = Drawing(*insets.placed(grid, scaled, away))
    lines = rings(drawing.scaled)
    files = Files.of(
        _compact(_content(ordered, drawing, lines, schematic=schematic, label=dict(label or {}))),
        _compact(_deck(ordered, grid, scaled)),
    )
    packed, _ = files.packed
    return Published(
        hash=files.hash,
        file=files.write(folder),
        files=files,
        codes=tuple(ordered["code"]),
        gzip_bytes=len(packed),
        vertices=sum(len(line.xy) for line in lines),
    )


def _content(
    frame: gpd.GeoDataFrame, drawing: Drawing, lines: list[Ring], *, schematic: bool, label: dict[str, str]
) -> Shapes:
    grid = drawing.grid
    by_unit: list[list[Ints]] = [[] for _ in range(len(frame))]
    for line in lines:
        by_unit[line.unit].append(line.xy)
    anchor = _anchors(drawing.scaled)
    at = anchor[:, :2].astype(float)
    for each in drawing.insets:
        at[each.unit] = each.true(at[each.unit])
    box = [[*np.vstack(each).min(axis=0).tolist(), *np.vstack(each).max(axis=0).tolist()] for each in by_unit]
    for each in drawing.insets:
        box[each.unit] = list(each.box)
    shapes: Shapes = {
        "v": VERSION,
        "schematic": schematic,
        "label": label,
        "w": grid.width,
        "h": grid.height,
        "unit_m": round(grid.unit_m, 3),
        "codes": frame["code"].tolist(),
        "names": frame["name"].tolist(),
        "full": frame["full_name"].tolist(),
        "paths": [path(each) for each in by_unit],
        "anchor": anchor.tolist(),
        "box": box,
        "outline": path(outline(lines)),
        "neighbours": neighbours(lines, len(frame)),
        "lonlat": grid.lonlat(at).round(5).tolist(),
    }
    if drawing.insets:
        shapes["insets"] = [{"unit": each.unit, "box": list(each.box)} for each in drawing.insets]
    if "province" in frame and frame["province"].nunique() > 1:
        shapes["homes"] = _homes(frame["province"].tolist(), box)
    return shapes


def _homes(provinces: list[str], box: list[list[int]]) -> dict[str, list[int]]:
    """x0, y0, x1, y1 of each province by its code, with the boxes of its zones."""
    of_units = np.array(box)
    lies_in = np.array(provinces)
    return {
        code: [*of_units[lies_in == code, :2].min(axis=0).tolist(), *of_units[lies_in == code, 2:].max(axis=0).tolist()]
        for code in sorted(set(provinces))
    }


def _anchors(scaled: Polygons) -> Ints:
    """Centre and radius of the largest circle inside each unit's largest part: x, y, r in grid units, r ≥ 1."""
    parts, unit = shapely.get_parts(scaled, return_index=True)
    order = np.lexsort((-shapely.area(parts), unit))
    largest = parts[order][np.unique(unit[order], return_index=True)[1]]
    tolerance = np.maximum(0.5, np.sqrt(shapely.area(largest)) / 100)
    radii = shapely.maximum_inscribed_circle(largest, tolerance)
    centre = shapely.get_coordinates(shapely.get_point(radii, 0))
    return np.column_stack([np.rint(centre), np.maximum(1, np.floor(shapely.length(radii)))]).astype(np.int64)


def _deck(frame: gpd.GeoDataFrame, grid: Grid, scaled: Polygons) -> dict[str, object]:
    """Coarse polygons in degrees with the property `code`, for pydeck's base."""
    coarse = shapely.coverage_simplify(scaled, _DECK_TOLERANCE)
    places = _DECK_PLACES["province" in frame]
    degrees = shapely.transform(coarse, lambda xy: grid.lonlat(xy).round(places))
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"code": code}, "geometry": json.loads(shapely.to_geojson(shape))}
            for code, shape in zip(frame["code"], degrees, strict=True)
        ],
    }


def _compact(content: Mapping[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
