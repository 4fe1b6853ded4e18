"""Where things are and which province this is: environment, the province file, defaults."""

import os
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
ASSETS = ROOT / "assets"
STATIC = ROOT / "static"
SECRETS = ROOT / ".streamlit" / "secrets.toml"

geometry_route = False
"""Whether the server that runs us has a route for published geometry. asgi.py sets it once, before the first visit."""


@dataclass(frozen=True)
class Province:
    """The province that this installation serves, as its province file names it.

    box: west, south, east, north in degrees. crs_candidates: EPSG numbers of systems its files may be in.
    """

    code: str
    name_vi: str
    name_en: str
    timezone: str
    merged_on: date
    communes_before: int
    communes_after: int
    remote_minutes: int
    crs_candidates: tuple[int, ...]
    box: tuple[float, float, float, float]

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which instants (stored in UTC) are shown."""
        return ZoneInfo(self.timezone)

    def name(self, language: str) -> str:
        """The province's name in `language` ('vi' or 'en')."""
        return self.name_en if language == "en" else self.name_vi


def province_file() -> Path:
    """The file that names the province: `CHILD_ATLAS_PROVINCE`, default `assets/province.toml` (Điện Biên)."""
    return Path(os.environ.get("CHILD_ATLAS_PROVINCE", ASSETS / "province.toml")).resolve()


def province_dir() -> Path:
    """Where the province's own data lie, beside its file: areas/, demo/ and boundaries/, each as far as there is one."""
    return province_file().parent


@cache
def province() -> Province:
    """What the province file says."""
    fields = tomllib.loads(province_file().read_text(encoding="utf-8"))
    fields |= {name: tuple(fields[name]) for name in ("crs_candidates", "box")}
    return Province(**fields)


def data_dir() -> Path:
    """The folder of run-time files (database, published geometry): `CHILD_ATLAS_DATA`, default `var/`."""
    return Path(os.environ.get("CHILD_ATLAS_DATA", ROOT / "var")).resolve()


def geometry_dir() -> Path:
    """Where published geometry lies, one file per content hash."""
    return data_dir() / "geometry"


def database_url() -> str:
    """The SQLAlchemy URL of this installation, found in one way by pages, commands and the import that runs beside them.

    `DATABASE_URL` of the environment, else of `.streamlit/secrets.toml`, else SQLite in the data folder. 'postgres://' and
    'postgresql://' are read as the psycopg driver that we ship.
    """
    url = os.environ.get("DATABASE_URL") or _secret_url()
    if not url:
        return f"sqlite:///{data_dir() / 'atlas.sqlite'}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _secret_url() -> str:
    try:
        stated = tomllib.loads(SECRETS.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ""
    return str(stated.get("DATABASE_URL", ""))
