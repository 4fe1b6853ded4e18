"""Geometry as it was published: what pages know about the shapes without a geometry library."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from base.texts import marked
from geo.errors import BoundaryError

VERSION = 1


@dataclass(frozen=True)
class Geometry:
    """One published set of boundaries, units in the order of their codes.

    neighbours: indices of the units that share a border; lonlat: a point well inside, in degrees;
    homes: x0, y0, x1, y1 of each province by its code, where there are several; insets: units that are drawn in a box of their own.
    anchor: centre and radius of the largest circle inside, in grid units; box: x0, y0, x1, y1.
    """

    hash: str
    file: Path
    schematic: bool
    label: dict[str, str]
    width: int
    height: int
    unit_m: float
    codes: tuple[str, ...]
    names: tuple[str, ...]
    full_names: tuple[str, ...]
    paths: tuple[str, ...]
    anchor: tuple[tuple[int, int, int], ...]
    box: tuple[tuple[int, int, int, int], ...]
    outline: str
    neighbours: tuple[tuple[int, ...], ...]
    lonlat: tuple[tuple[float, float], ...]
    insets: tuple[int, ...] = ()
    homes: Mapping[str, tuple[int, int, int, int]] = field(default_factory=dict)

    @cached_property
    def position(self) -> dict[str, int]:
        """Where each code stands in all the tuples."""
        return {code: i for i, code in enumerate(self.codes)}

    @cached_property
    def _to_grid(self) -> np.ndarray:
        """Coefficients of `_terms`, by least squares from the points that are known in degrees and on the grid."""
        there = np.setdiff1d(np.arange(len(self.codes)), self.insets)
        known = _terms(np.array(self.lonlat)[there], square=len(self.lonlat) > _FEW)
        return np.asarray(np.linalg.lstsq(known, np.array(self.anchor, float)[there, :2], rcond=None)[0])

    def on_grid(self, lonlat: np.ndarray) -> np.ndarray:
        """Places in degrees (n × 2, WGS 84) as whole numbers of the grid (n × 2).

        A province is so small that its projection is a polynomial of the second degree to within a hundred metres, so pages
        need no geometry library; of very few units, to within the bend of a meridian.
        """
        if not len(lonlat):
            return np.empty((0, 2), int)
        terms = _terms(np.asarray(lonlat, float), square=len(self.lonlat) > _FEW)
        return np.asarray(np.rint(terms @ self._to_grid), int)

    def on_map(self, codes: Sequence[str], lonlat: np.ndarray) -> np.ndarray:
        """As `on_grid`, of places in the units `codes` (all in here): those of a unit in a box stand in the middle of its islands."""
        found = self.on_grid(lonlat)
        for row, code in enumerate(codes):
            if (unit := self.position[code]) in self.insets:
                found[row] = self.anchor[unit][:2]
        return found

    @property
    def deck_file(self) -> Path:
        """The coarse WGS 84 polygons for the 3-D view."""
        return self.file.with_name(f"{self.hash}.deck.geojson")

    def neighbours_of(self, code: str) -> tuple[str, ...]:
        """Codes of the units that border `code`. Raises KeyError for a code that is not here."""
        return tuple(self.codes[i] for i in self.neighbours[self.position[code]])


# A polynomial of the second degree has six coefficients.
_FEW = 8


def _terms(lonlat: np.ndarray, *, square: bool) -> np.ndarray:
    # From a round point near by, so that squares stay small.
    x, y = (lonlat - np.array([105.0, 16.0])).T
    linear = [np.ones_like(x), x, y]
    return np.column_stack([*linear, x * x, x * y, y * y] if square else linear)


def load(path: Path) -> Geometry:
    """Read a published `<hash>.json`. Raises BoundaryError if it is missing, torn or of another version."""
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise BoundaryError(
            marked("The published boundaries {file} can't be read ({reason}). Import the boundary file again."),
            file=path.name,
            reason=error,
        ) from error
    if data.get("v") != VERSION:
        raise BoundaryError(
            marked("The published boundaries {file} are of version {found}, not {wanted}. Import the file again."),
            file=path.name,
            found=data.get("v"),
            wanted=VERSION,
        )
    return Geometry(
        hash=path.stem,
        file=path,
        schematic=data["schematic"],
        label=data["label"],
        width=data["w"],
        height=data["h"],
        unit_m=data["unit_m"],
        codes=tuple(data["codes"]),
        names=tuple(data["names"]),
        full_names=tuple(data["full"]),
        paths=tuple(data["paths"]),
        anchor=tuple((x, y, r) for x, y, r in data["anchor"]),
        box=tuple((x0, y0, x1, y1) for x0, y0, x1, y1 in data["box"]),
        outline=data["outline"],
        neighbours=tuple(tuple(each) for each in data["neighbours"]),
        lonlat=tuple((lon, lat) for lon, lat in data["lonlat"]),
        insets=tuple(each["unit"] for each in data.get("insets", ())),
        homes={code: (x0, y0, x1, y1) for code, (x0, y0, x1, y1) in data.get("homes", {}).items()},
    )
