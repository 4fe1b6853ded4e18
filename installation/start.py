"""How everything that works on this installation begins: pages and commands alike."""

from base import settings
from data_access.engine import Engine
from installation import database
from installation.boundaries import ensure_boundaries
from installation.database import Progress


def prepared(progress: Progress | None = None, *, actor: str) -> Engine:
    """The engine of a database that is ready, with boundaries in use. actor: who has these published, if they must be.

    Raises AtlasError.
    """
    engine = database.ready(settings.database_url(), progress)
    ensure_boundaries(engine, actor=actor)
    return engine
