"""Boundary files as provinces send them, made from the embedded schematic communes."""

import unicodedata
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.default import DEFAULT_FILE, short_name

# The letters of the ABC fonts (TCVN3) as typed tables list them: an independent copy of the code's own table.
_ABC = dict(
    zip(
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
        strict=True,
    )
)
_TONES = "\u0300\u0309\u0303\u0301\u0323"


def communes() -> gpd.GeoDataFrame:
    """The 45: code, name (in full), geometry, WGS 84."""
    return gpd.read_file(DEFAULT_FILE)[["code", "name", "geometry"]]


def known() -> pd.DataFrame:
    """What the register says of them: code, name, full_name."""
    frame = pd.DataFrame(communes().drop(columns="geometry"))
    return frame.assign(full_name=frame["name"], name=frame["name"].map(short_name))


def as_tcvn3(text: str) -> str:
    """`text` in the ABC fonts' bytes, shown as Latin-1. They have no large letters with tones: Ả is typed ả."""
    return "".join(_ABC.get(c, _ABC.get(c.lower(), c)) for c in text)


def as_cp1258(text: str) -> str:
    """`text` in code page 1258 (letters, then tones), shown as Latin-1."""
    out = ""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(c for c in parts if c in _TONES)
        out += unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES)) + tone
    return out.encode("cp1258").decode("latin-1")


def shapefile(folder: Path, frame: gpd.GeoDataFrame, *, encoding: str = "UTF-8", stem: str = "communes") -> Path:
    """Write `frame` as a shapefile; returns the .shp."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}.shp"
    frame.to_file(path, driver="ESRI Shapefile", encoding=encoding)
    return path


def zipped(shp: Path, *, leave_out: str = "") -> Path:
    """All parts of a shapefile in one zip, but for the suffix `leave_out`."""
    target = shp.with_suffix(".zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(shp.parent.glob(f"{shp.stem}.*")):
            if part.suffix not in (".zip", leave_out):
                archive.write(part, part.name)
    return target
