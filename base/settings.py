"""Where things are and which province this is: environment, the province file, defaults."""

import os
import tomllib
from functools import cache
from pathlib import Path

from base.province_file import Province, read

ROOT = Path(__file__).resolve().parents[1]
ASSETS = ROOT / "assets"
STATIC = ROOT / "static"
SECRETS = ROOT / ".streamlit" / "secrets.toml"

geometry_route = False
"""Whether the server that runs us has a route for published geometry. asgi.py sets it once, before the first visit."""


def province_file() -> Path:
    """The file that names the province: `CHILD_ATLAS_PROVINCE`, default `assets/province.toml` (Điện Biên)."""
    return Path(os.environ.get("CHILD_ATLAS_PROVINCE", ASSETS / "province.toml")).resolve()


def province_dir() -> Path:
    """Where the province's own data lie, beside its file: areas/, demo/ and boundaries/, each as far as there is one."""
    return province_file().parent


@cache
def province() -> Province:
    """What the province file says. Raises AtlasError where it can't be understood."""
    return read(province_file())


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
