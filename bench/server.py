"""Serves map_only.py with the same delivery as asgi.py, and the empty base map without which px.choropleth paints nothing offline."""

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from base import settings
from server import delivery

_LAYERS = ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")


async def no_base_map(_request: Request) -> JSONResponse:
    """A topology with nothing in it, in place of the one that plotly fetches from its own host."""
    nothing = {"type": "GeometryCollection", "geometries": []}
    return JSONResponse({"type": "Topology", "objects": dict.fromkeys(_LAYERS, nothing), "arcs": []})


settings.geometry_route = True
app = st.App(
    settings.ROOT / "bench" / "map_only.py",
    routes=[
        Route("/geometry/{name}", delivery.geometry, methods=["GET", "HEAD"]),
        Route("/bench/topojson/{name}", no_base_map),
    ],
    middleware=[Middleware(delivery.Delivery)],
)
