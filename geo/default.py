"""The boundaries of a fresh installation: schematic, free to ship, labelled as such on the map. Not every province has some."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from base import settings

if TYPE_CHECKING:
    from geo.publish import Published

DEFAULT_FILE = settings.ASSETS / "boundaries" / "dien_bien_schematic.geojson"
"""Those of Điện Biên, which come with the program."""

SCHEMATIC_LABEL: Mapping[str, str] = {
    "vi": "Sơ đồ, không phải địa giới pháp lý",
    "en": "Schematic, not a legal boundary",
}
# What kind of unit a full name begins with; the short name is what follows.
KINDS = ("Phường ", "Xã ", "Thị trấn ", "Đặc khu ")


def short_name(full_name: str) -> str:
    """'Mường Nhé' of 'Xã Mường Nhé'; a name without a kind is itself."""
    return next((full_name.removeprefix(kind) for kind in KINDS if full_name.startswith(kind)), full_name)


def default_file() -> Path | None:
    """The schematic boundaries beside the province file (boundaries/*_schematic.geojson); None where there are none."""
    return next(iter(sorted((settings.province_dir() / "boundaries").glob("*_schematic.geojson"))), None)


def publish_default(folder: Path, file: Path = DEFAULT_FILE) -> "Published":
    """Publish schematic boundaries into `folder`: what start-up and `python -m cli init` do.

    Raises BoundaryError if the folder can't be written.
    """
    # Pages know this module, and most starts have nothing to publish.
    import geopandas as gpd

    from geo.publish import publish

    source = gpd.read_file(file)
    frame = source[["code", "geometry"]].assign(
        name=source["name"].map(short_name), full_name=source["name"].astype(object)
    )
    return publish(frame, folder, schematic=True, label=SCHEMATIC_LABEL)
