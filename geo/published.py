"""Geometry as it was published: what pages know about the shapes without a geometry library."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from base.texts import marked
from geo.errors import BoundaryError

VERSION = 1


@dataclass(frozen=True)
class Geometry:
    """One published set of boundaries, units in the order of their codes.

    neighbours: indices of the units that share a border; lonlat: a point well inside, in degrees;
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

    @cached_property
    def position(self) -> dict[str, int]:
        """Where each code stands in all the tuples."""
        return {code: i for i, code in enumerate(self.codes)}

    @property
    def deck_file(self) -> Path:
        """The coarse WGS 84 polygons for the 3-D view."""
        return self.file.with_name(f"{self.hash}.deck.geojson")

    def neighbours_of(self, code: str) -> tuple[str, ...]:
        """Codes of the units that border `code`. Raises KeyError for a code that is not here."""
        return tuple(self.codes[i] for i in self.neighbours[self.position[code]])


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
    )
