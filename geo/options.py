"""What the user says of a boundary file instead of leaving it to be found. Free of geometry libraries, which start slowly."""

from dataclasses import dataclass

SCOPES = ("province", "country")
"""Which units a file may hold."""


@dataclass(frozen=True)
class Options:
    """Layer, fields, coordinate system and encoding of a file; what is None is found out."""

    layer: str | None = None
    code: str | None = None
    name: str | None = None
    province: str | None = None
    crs: str | None = None
    encoding: str | None = None
