"""What `make run` starts: the dashboard in Streamlit's own server, delivered for slow lines and warmed up before the first visit.

`streamlit run dashboard.py` shows the same pages without this.
"""

import gc
import importlib
import logging
import pkgutil
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

import pandas as pd
import streamlit as st
from anyio import to_thread
from starlette.middleware import Middleware
from starlette.routing import Route

from base import settings
from base.errors import AtlasError
from base.private_files import private_files
from server import delivery, documents, files, geometry, policy, sockets, uploads

_ROOMS = ("base", "indicators", "data_access", "intake", "installation", "charts", "exports", "server", "ui")
# What those rooms load only where they use it, and pages use at once.
_STATISTICS = ("scipy.stats", "statsmodels.stats.proportion", "statsmodels.stats.rates")


log = logging.getLogger(__name__)


def warm_up() -> None:
    """Import what pages use and open the database, so that the first visitor doesn't wait for it."""
    # Frames of a page have tens of rows: to pick some of them, Arrow's texts take longer than Python's own.
    pd.set_option("mode.string_storage", "python")
    for room in _ROOMS:
        package = importlib.import_module(room)
        for module in pkgutil.walk_packages(package.__path__, f"{room}."):
            if "migrations" not in module.name and "__main__" not in module.name:
                importlib.import_module(module.name)
    for name in _STATISTICS:
        importlib.import_module(name)
    from ui.frame import loaders

    try:
        loaders.engine()
    except AtlasError:
        # The server starts all the same: pages say what is wrong, and work as soon as it is mended.
        log.exception("the installation is not ready")


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """See to it that files are ours alone, warm up before the first visitor, then take what was loaded out of the garbage
    collector's rounds, and make the common views while readers come.

    Without it each full collection walks all modules, about 0.1 s that a reader would wait. What is made later
    is collected as ever.
    """
    private_files()
    await to_thread.run_sync(warm_up)
    gc.collect()
    gc.freeze()
    stop = threading.Event()
    keeper = threading.Thread(target=_keep_warm, args=(stop,), name="keep_warm", daemon=True)
    keeper.start()
    yield
    stop.set()


def _keep_warm(stop: threading.Event) -> None:
    """Make the common views before anybody asks, for as long as the server runs."""
    from ui.frame.warm import keep_warm
    from ui.site import SITE

    keep_warm(SITE, stop)


def _put_back(file: str) -> HTTPStatus:
    """A published geometry file that is gone, from the database."""
    from ui.frame import geometry

    return geometry.put_back(file)


settings.geometry_route = True
app = st.App(
    settings.ROOT / "dashboard.py",
    routes=[
        Route(f"{documents.prefix()}/geometry/{{name}}", geometry.geometry(_put_back), methods=["GET", "HEAD"]),
        Route(f"{documents.prefix()}/files/{{token}}", files.give, methods=["GET"]),
    ],
    middleware=[
        Middleware(policy.Policy, policy=policy.content_policy(documents.documents())),
        Middleware(sockets.Sockets),
        Middleware(uploads.Uploads, prefix=documents.prefix()),
        Middleware(delivery.Delivery),
    ],
    lifespan=lifespan,
)
