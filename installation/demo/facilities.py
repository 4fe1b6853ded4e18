"""Places for the points view of the demo: health stations, schools and play spaces, strewn inside the schematic communes."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from indicators.catalogue import Catalogue
from installation.demo.reports import stream, true_counts
from installation.demo.world import World, read_world

#: Columns of the facilities: kind (indicators.facilities.KINDS), name, code of today's commune, WGS 84 degrees, source, is_demo (yes).
FACILITIES = ["kind", "name", "code", "lon", "lat", "source", "is_demo"]

_SOURCE = "Invented for the demo; the position is random inside the schematic commune"
_PLAY_SPACES_MORE = 1.4  # beyond the first, on average, where a commune has any
_DECIMALS = 4  # about ten metres


def demo_facilities(catalogue: Catalogue, folder: Path) -> pd.DataFrame:
    """FACILITIES: one health station per commune, its schools, and play spaces where PLA01 of 2025 says there is one."""
    world = read_world(folder, stream("world"))
    rng = stream("facilities")
    shapes = _shapes(folder / "boundaries" / "dien_bien_schematic.geojson")
    names = pd.read_csv(folder / "areas" / "communes.csv", dtype=str).set_index("code")["full_name"]
    rows = []
    for code, kind, count in _numbers(catalogue, folder=folder, world=world, rng=rng):
        short = names[code].split(" ", 1)[1]
        for n, (lon, lat) in enumerate(_points(shapes[code], count=count, rng=rng), start=1):
            name = short if kind == "health_station" else f"{short} {n}"
            rows.append((kind, name, code, lon, lat, _SOURCE, "yes"))
    return pd.DataFrame(rows, columns=FACILITIES)


def _numbers(
    catalogue: Catalogue, *, folder: Path, world: World, rng: np.random.Generator
) -> list[tuple[str, str, int]]:
    """How many of each kind: (commune, kind, count)."""
    counts = true_counts(catalogue, folder)
    play = counts[(counts["indicator"] == "PLA01") & (counts["period"] == "2025")].set_index("code")["numerator"]
    schools = np.bincount(world.member, world.schools).astype(int)
    numbers = []
    for commune, code in enumerate(world.communes):
        spaces = 1 + int(rng.poisson(_PLAY_SPACES_MORE)) if play[code] > 0 else 0
        numbers += [(code, "health_station", 1), (code, "school", int(schools[commune])), (code, "play_space", spaces)]
    return numbers


def _shapes(path: Path) -> dict[str, shapely.Polygon]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {f["properties"]["code"]: shapely.geometry.shape(f["geometry"]) for f in features}


def _points(shape: shapely.Polygon, *, count: int, rng: np.random.Generator) -> list[tuple[float, float]]:
    """`count` positions well inside `shape`, rounded."""
    inner = shape.buffer(-0.01 * np.sqrt(shape.area))
    west, south, east, north = inner.bounds
    places: list[tuple[float, float]] = []
    while len(places) < count:
        lon = round(float(rng.uniform(west, east)), _DECIMALS)
        lat = round(float(rng.uniform(south, north)), _DECIMALS)
        if shapely.contains_xy(inner, lon, lat):
            places.append((lon, lat))
    return places
